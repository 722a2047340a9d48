"""Acme Hosting: stories about what plugins can do."""

from helpdesk.local.demo.shapes import Story, message, reply, solution

STORIES = (
    Story(
        "plugins_feature",
        "Deposit when booking?",
        "Can Booking ask for 20 % when people book? I rent out two cabins and the no-shows cost me the summer.",
        {"plugin": "Acme Booking"},
        turns=(
            solution(
                "Yes: **Booking, Payment, Deposit**, as a percentage or a fixed sum, and "
                "different for each offer if you like. Below it stands *Keep the deposit when "
                "cancelled later than … days before*. People see that sentence before they pay, "
                "so there's no quarrel afterwards."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Advance payment in the calendar",
                (
                    "I teach the accordion. Pupils book, and don't come. I'd like them to pay a part "
                    "beforehand. Possible, or must I buy the shop for it?"
                ),
            ),
        ),
        variant_answers=({"plugin": "Acme Booking"},),
    ),
    Story(
        "plugins_feature",
        "Export addresses of newsletter readers",
        "I want a list of the readers as a spreadsheet with the date on which they signed up. For my own safety copy.",
        {"plugin": "Acme Newsletter"},
        turns=(
            solution(
                "**Newsletter, Readers, Export**. Tick *With proof of consent*: then the file "
                "contains for each reader the date, the way and the sentence they agreed to. "
                "Keep it somewhere safe, it's personal data of other people."
            ),
            message("Found, exported, locked away. Thank you."),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "get my subscriber list out",
                "how do i export all emails of my subscribers? there are 2100, want it as csv",
            ),
        ),
        variant_answers=({"plugin": "Acme Newsletter"},),
    ),
    Story(
        "plugins_feature",
        "Password for one album",
        "I photograph weddings. Each couple should see only its own album and the guests shouldn't need an account.",
        {"plugin": "Acme Gallery"},
        turns=(
            solution(
                "Set the album to *With a password* under **Album, Who sees it**, one password "
                "per couple. There's a simpler way for guests, too: *Secret link* on the same "
                "page, which you can let end after some weeks. Both keep the album out of search "
                "engines."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Private albums",
                (
                    "Is there a way of sharing an album with the parents of our kindergarten group and "
                    "nobody else? None of them will remember a user name."
                ),
            ),
        ),
        variant_answers=({"plugin": "Acme Gallery"},),
    ),
    Story(
        "plugins_feature",
        "Different VAT for books",
        "I sell books and mugs. Books have a lower rate here. Where do I tell the shop?",
        {"plugin": "Acme Shop"},
        turns=(
            reply(
                "**Shop, Taxes, Rates**: add a second rate and give it a name, then choose it in "
                "the products. If those products share a category, set it there once and all of "
                "them follow. The basket then shows the tax by rate, as most tax offices want it."
            ),
            message("Per category, perfect, 212 products done in one go."),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "Two tax rates in one shop",
                "Tea is taxed lower than teapots. Your shop has one box for tax. Am I blind or is it missing?",
            ),
        ),
        variant_answers=({"plugin": "Acme Shop"},),
    ),
    Story(
        "plugins_feature",
        "Bookings into my own calendar",
        "I live in my phone's calendar. Can the bookings show up there on their own?",
        {"plugin": "Acme Booking"},
        turns=(
            solution(
                "They can: **Booking, Calendar, Subscribe** gives you an address that any "
                "calendar program understands. It's read-only, changes appear within about 15 "
                "minutes. Treat the address like a password, since it contains your customers' "
                "names; you can renew it there."
            ),
        ),
        common=True,
        variants=(
            (
                "Sync with phone calendar",
                (
                    "Three of us work in the salon, each with an own phone. We'd like our appointments to "
                    "appear in our calendars without copying them over at night."
                ),
            ),
        ),
        variant_answers=({"plugin": "Acme Booking"},),
    ),
    Story(
        "plugins_feature",
        "Conditional questions in a form",
        (
            'If someone ticks "I bring a dog", I want to ask for the size of the dog. If not, not. (We '
            "have a small lift.)"
        ),
        {"plugin": "Acme Forms"},
        turns=(
            reply(
                "That's called a condition: in the question about the size, **Show only if**, "
                'choose "I bring a dog" and *is ticked*. The answer is only required if it\'s '
                "shown."
            ),
            message(
                'Great, works. Now for masters: if the dog is "large" AND the room\'s on the '
                "4th floor, I need a warning. I can only choose one condition?"
            ),
        ),
    ),
    Story(
        "plugins_feature",
        "Wish: opening hours that know holidays",
        (
            "I'd love a block for opening hours that knows public holidays by itself. Every year on the "
            "same morning people stand at our door and shake their heads at us."
        ),
        {"plugin": "Acme Forms"},
        turns=(
            reply(
                "We don't have it, and I like it. I've passed it on, with the people at the "
                "door, and your name is on the list of those who get a mail when it exists. "
                "Until then the block *Notice* can be set to show from one date to another; you "
                "can plan all of the year's in one sitting."
            ),
        ),
        ending="closed by staff: passed on as a wish, the requester is told when it is built",
    ),
    Story(
        "plugins_feature",
        "Restore a single page",
        "Can I restore ONE page from a backup without turning the whole site back to Tuesday?",
        {"plugin": "Acme Backup"},
        common=True,
        variants=(
            (
                "Get back only one file",
                (
                    "I overwrote a price list (spreadsheet, in the download folder). There's a backup from "
                    "the night. I want only that file, everything else has moved on."
                ),
            ),
        ),
        variant_answers=({"plugin": "Acme Backup"},),
    ),
    Story(
        "plugins_feature",
        "Traduction automatique ou à la main ?",
        (
            "Bonjour, je vends des bougies et je voudrais le site en trois langues. Est-ce que Translate "
            "traduit tout seul, ou est-ce moi qui écris les textes ? Et si c'est automatique, puis-je "
            "corriger ? La dernière machine a traduit « mèche » par une coiffure."
        ),
        {"plugin": "Acme Translate"},
        start="new",
        by="lucien",
    ),
    Story(
        "plugins_feature",
        "Stop selling at zero",
        (
            "We've sold eleven of eight lamps. They're made by one man, by hand, in three weeks each, and "
            "he doesn't like to be hurried. Three people are now waiting for lamps that don't exist, one "
            "of them for a wedding.\n\n"
            "Where's the switch that stops the sale at zero? I looked under Products, under Stock, under "
            'Orders, and in the sentence "Manage your inventory with ease", which isn\'t a link.'
        ),
        {"plugin": "Acme Shop"},
        turns=(
            solution(
                "**Shop, Stock, Sell when empty: No**. It's off by default because many make "
                "things to order. I've left it for you to switch, as it applies to the shop as a "
                "whole."
            ),
            message(
                "I've switched it, and today we sold lamp minus two. Both buyers had it in the "
                "basket at once, I think. Reopening since it's the same lamp."
            ),
        ),
        ending="reopened",
    ),
)
