"""Acme Hosting: stories about plugins that do not start or do not get along."""

from helpdesk.local.demo.shapes import Story, ask, message, note, reply, solution

STORIES = (
    Story(
        "plugins_activation",
        'Licence key is "already in use"',
        (
            'I moved the site to a new address and activated Booking there: "already in use on another '
            "site\". The other site doesn't exist any more, I deleted it with joy."
        ),
        {"plugin": "Acme Booking", "licence": "7QXA", "message": "This key is already in use on another site"},
        turns=(
            solution(
                "The key is still tied to the other site. I've freed it; press **Activate** once "
                "more. Before the next move, **Deactivate** on the first site, or free the key "
                "under **Plugins, My licences** afterwards, that's possible without us."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Can't activate after moving the site",
                (
                    "New domain, same site, same plugin, same me. The plugin, though, insists that the key "
                    "belongs to somebody else."
                ),
            ),
            (
                "key in use?",
                (
                    "bought the key yesterday. used it on my test site to try. now the real site says "
                    "already in use. do i buy 2?"
                ),
            ),
        ),
        variant_answers=(
            {"plugin": "Acme Gallery", "licence": "M2PL"},
            {"plugin": "Acme Forms", "licence": "99TC", "message": "already in use"},
        ),
    ),
    Story(
        "plugins_activation",
        "Activate button does nothing",
        "I press Activate, it turns grey for a second, and blue again. No message, no joy. Tried on two computers.",
        {"plugin": "Acme Shop", "licence": "K4RD"},
        turns=(
            ask(
                "A silent button usually means that the site can't reach our licence server. "
                "Could you open **Tools, Site health** and tell me what stands beside *Outgoing "
                "connections*?"
            ),
            message(
                '"Blocked by: Fortress security". That\'s a plugin my cousin installed after '
                "the break-in at his shop. His real shop."
            ),
            solution(
                "That's it. In that plugin's settings there should be a list of allowed "
                "addresses; add `licence.acme-hosting.example` and press **Activate** again. You "
                "can leave the rest of the fortress standing."
            ),
            message("Drawbridge lowered, plugin activated. Thanks!"),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "Nothing happens when I activate",
                (
                    'The button "Activate" reacts like a door that\'s painted on the wall. No error. The '
                    "key's correct, I compared it letter by letter."
                ),
            ),
        ),
        variant_answers=({"plugin": "Acme Translate", "licence": "ZZ81"},),
    ),
    Story(
        "plugins_activation",
        "Paid, but no key came",
        'Paid 20 minutes ago. The page said "your key is on its way". It walks, apparently.',
        {"plugin": "Acme Newsletter"},
        turns=(
            solution(
                "It's already in your account: **Plugins, My licences**, where you can copy it. "
                "The mail with it was delayed by an hour today, it'll come as well, and it's the "
                "same key, not a second one."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Where is my licence key",
                (
                    "I have an order confirmation, but no key anywhere, not in spam either. First guests "
                    "would like to book."
                ),
            ),
        ),
        variant_answers=({"plugin": "Acme Booking"},),
    ),
    Story(
        "plugins_activation",
        "Key still doesn't work, second ticket",
        (
            "I know I've written already, but I can't find the other ticket. It still says \"expired\" "
            "although I renewed."
        ),
        {"plugin": "Acme Backup", "licence": "0B7E"},
        turns=(
            reply(
                "Your first ticket is well and open, with the answer from this morning in it; "
                "you find it under **My tickets, Open**. I've added what you wrote here to it, "
                "and we go on there so that nothing gets said twice."
            ),
        ),
        ending="closed by staff: duplicate of an older ticket of the same requester",
    ),
    Story(
        "plugins_activation",
        '"Expired", renewed yesterday',
        "The licence ran out yesterday, I renewed within the hour. The plugin says expired and *pauses my orders*.",
        {"plugin": "Acme Shop", "licence": "PK3W", "message": "Licence expired. Orders are paused."},
        turns=(
            solution(
                "The plugin asks our server once a day, and the last time was before your "
                "payment. **Plugins, Check licence now** makes it ask at once. I did that for "
                "you, and everything is on again. Stopping on the very day is harsh, and we're "
                "about to give it seven days of grace."
            ),
        ),
        common=True,
        variants=(
            (
                "Renewal isn't recognised by the plugin",
                (
                    'Renewed, paid, receipt received. In the plugin it still says "expired" with a button '
                    "that wants to sell me what I bought."
                ),
            ),
        ),
        variant_answers=({"plugin": "Acme Newsletter", "licence": "LV05", "message": "Licence expired"},),
    ),
    Story(
        "plugins_activation",
        "Staging copy and live site, one key",
        (
            "Our agency builds on a copy of the site. Does the copy need its own key, or is a copy free? "
            "The text on the product page can be read both ways, we've had a small argument about it."
        ),
        {"plugin": "Acme Forms", "licence": "TT2N"},
        turns=(
            reply(
                "A copy is free, if its address begins with `staging.` or `test.`, and you're "
                "right about the text, it'll be rewritten. Which address does your copy have? If "
                "it's another, I'll register it by hand."
            ),
            message(
                "It's `preview7.` something, given by our tools, and the number changes with "
                "each build. Would a star work?"
            ),
        ),
        common=True,
        variants=(
            (
                "Does a test site count as a second site",
                (
                    "I'd like to try the new version on a test copy first. When I activate it there, is "
                    "the live one switched off?"
                ),
            ),
        ),
        variant_answers=({"plugin": "Acme Translate", "licence": "HQ6M"},),
    ),
    Story(
        "plugins_activation",
        "Activation lost every Monday",
        'Each Monday morning, Gallery is back to "not activated" and my pictures carry a watermark.',
        {"plugin": "Acme Gallery", "licence": "D1VX"},
        turns=(
            solution(
                "I found it in your site's schedule: on Sunday night a backup from another "
                "plugin restores part of the settings, the licence included. I've taken our "
                "settings out of that restore. Next Monday should be clear."
            ),
            message("It's Monday. Watermarks. Reopening, with a heavy heart."),
        ),
        ending="reopened",
    ),
    Story(
        "plugins_compat",
        "Booking calendar empty since the theme update",
        (
            "Theme updated itself from 3.9 to 4.0. The calendar page shows the title, the legend and no "
            "calendar. The browser's console says:\n\n"
            "```\n"
            "Uncaught TypeError: calendar.mount is not a function\n"
            "    at booking.min.js:1\n"
            "    at HTMLDocument.<anonymous> (theme.js:88)\n"
            "```\n\n"
            "What I've done so far: emptied the cache, tried a private window, switched off every plugin "
            "but Booking (still empty), gone back to theme 3.9 on a copy of the site (calendar's there!). "
            "So it's the pair of the two. The theme's maker says that the word \"calendar\" is free for "
            "everybody to use, which I suppose it is.\n\n"
            "I can't go back to 3.9 on the real site, as I've rebuilt the menu in the meantime. 46 people "
            "have a lesson booked next week; these bookings I can see in the admin area, they're all there."
        ),
        {"plugin": "Acme Booking", "php": "8.2", "other": 'Theme "Verdant" 4.0'},
        turns=(
            solution(
                "The new theme brings along a script that's also called `calendar` and "
                "overwrites ours. Booking 2.8.1, out since yesterday, gives ours another name. "
                "Update the plugin, reload the page without the cache (Ctrl+F5), and the days "
                "should be back."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Calendar has disappeared from the page",
                (
                    "Guests don't see any dates to choose. I do see bookings in the admin area. It began "
                    "after an update, I suppose of the theme."
                ),
            ),
        ),
        variant_answers=({"plugin": "Acme Booking", "php": "8.3", "other": "I updated the theme"},),
    ),
    Story(
        "plugins_compat",
        "Shop and Translate fight over the basket",
        (
            "In the original language the basket is right. In the second language it's empty after each "
            "click. Both plugins are YOURS, so they should know each other?"
        ),
        {"plugin": "Acme Shop", "php": "8.1", "other": "Acme Translate"},
        turns=(
            note("Embarrassing but true: both set the cookie ah_ctx. Known to the plugin team, fix is in 5.2 beta."),
            reply(
                "They should, and I'm not going to defend them: both write to the same cookie. "
                "The fix is ready in version 5.2, which appears on Thursday. If you'd rather not "
                "wait, I can install it on your site today."
            ),
            message("Install it, I trust you."),
            solution(
                "It's installed. I filled a basket in one language, changed to the other, came "
                "back: everything was still in it. Give it a try with your own products."
            ),
            message("Works in all three of our languages. They've made peace."),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "Basket is emptied when the language changes",
                (
                    "My customers put things into the basket, change to the other language to read the "
                    "delivery terms, and the basket's empty. Then they leave and so would I."
                ),
            ),
        ),
        variant_answers=({"plugin": "Acme Translate", "php": "8.2", "other": "Acme Shop"},),
    ),
    Story(
        "plugins_compat",
        "Can I go to PHP 8.4?",
        "Panel recommends 8.4. Before I press it: is Forms fine with it? And what if not, can I go back?",
        {"plugin": "Acme Forms", "php": "8.2"},
        turns=(
            solution(
                "Yes and yes. All of our plugins run on 8.4 since their spring releases; yours "
                "is newer than that. You go back in the same place, it takes a minute and "
                "nothing is lost. Plugins by others I can't vouch for, so do it at an hour when "
                "few people visit."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "PHP 8.4 and your plugins",
                (
                    "Your mail urges me to switch to 8.4 by the end of the quarter. I'd like somebody to "
                    'tell me "go ahead", in writing.'
                ),
            ),
        ),
        variant_answers=({"plugin": "Acme Gallery", "php": "8.3"},),
    ),
    Story(
        "plugins_compat",
        "Backup never finishes",
        "It stops at 63 %, each night. Always 63.",
        {"plugin": "Acme Backup", "php": "I do not know", "other": "maybe the cache plugin?"},
        turns=(
            solution(
                "At that point it reaches a folder of 400,000 small files that a cache plugin "
                "keeps there; they are made anew at any time, so nobody needs a backup of them. "
                "I've put the folder on the list of exceptions and started a run: 100 % after "
                "six minutes."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Backups stuck at the same percentage",
                (
                    "No complete backup for 12 nights. It hangs in the middle, always about the same "
                    'place, then it says "time exceeded". That\'s the sort of thing one should learn '
                    "*before* needing it, so thank you for the warning mail."
                ),
            ),
        ),
        variant_answers=({"plugin": "Acme Backup", "php": "8.1"},),
    ),
    Story(
        "plugins_compat",
        "Newsletter sends a blank page with pictures off",
        (
            "With dark mode and pictures off, readers see black letters on black. Half of my readers are "
            "photographers; they all use dark mode."
        ),
        {"plugin": "Acme Newsletter", "php": "8.3", "other": "Mail programs in dark mode"},
        turns=(
            solution(
                'The template "Paper" sets a colour for the letters and none for the ground, '
                'which is how black on black comes about. "Paper 2" sets both. Under **Design, '
                "Template** you can change over without losing the text; I've sent you a sample "
                "of your last issue in it."
            ),
        ),
        common=True,
        variants=(
            (
                "Newsletter unreadable in dark mode",
                (
                    "My mother complains that my newsletter's \"all night\". I've seen it on her tablet "
                    "now: dark on dark."
                ),
            ),
        ),
        variant_answers=({"plugin": "Acme Newsletter", "php": "8.2"},),
    ),
    Story(
        "plugins_compat",
        "Form spam since a captcha plugin was removed",
        (
            "I removed the captcha since blind visitors couldn't get through. Now forty pieces of nonsense "
            "come in daily. Does Forms have something of its own that works for everybody?"
        ),
        {"plugin": "Acme Forms", "php": "8.3", "other": "A captcha plugin of another maker"},
        turns=(
            reply(
                "It does, and it asks nothing of people: a hidden field that only robots fill "
                "in, and a check of how fast the form was sent. **Forms, Settings, Quiet "
                "protection**. I've switched it on at level 2; let's look at the numbers after a "
                "day."
            ),
            message("Day one: 40 became 3. The three are remarkably patient robots. Level 3?"),
        ),
    ),
    Story(
        "plugins_compat",
        "Two gallery plugins",
        (
            "I've 900 albums in a gallery of another maker and want yours. If I activate both, the page "
            "opens each picture twice, one over the other. Is there an import, or a way to live with both "
            "for some months?"
        ),
        {"plugin": "Acme Gallery", "php": "8.1", "other": "Photo wall of another developer"},
        turns=(
            ask(
                "There's an import for some formats. Which maker's gallery is it, and which "
                "version (it's in the list of plugins)? In the meantime: **Gallery, Settings, "
                "Open pictures**, set to *Only in our own albums*, and the double opening ends."
            ),
        ),
    ),
    Story(
        "plugins_compat",
        "Error after installing, whole admin area gone",
        (
            'I installed Translate and now the admin area says "There has been a critical problem". Site '
            "itself is visible. I can't deactivate what I can't reach!"
        ),
        {"plugin": "Acme Translate", "php": "8.1", "other": "no idea, about 30 plugins"},
        start="new",
    ),
)
