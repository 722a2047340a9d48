"""Acme Hosting: stories about the renewal of domains."""

from helpdesk.local.demo.shapes import Story, ask, message, note, reply, solution

STORIES = (
    Story(
        "domains_renewal",
        "Domain expired yesterday, is it gone?",
        (
            "The reminder went to my spam folder. The site shows a parking page since this morning. Tell "
            "me it isn't gone."
        ),
        {"domain": "cobalt-kiln.example", "expires_on": -1},
        turns=(
            solution(
                "It isn't. For 30 days after the expiry it can only be renewed by you, at the "
                "normal price. I've reopened the renewal in your account: **Domains, Renew "
                "now**. The parking page disappears about ten minutes after the payment. And "
                "under **Domains, Renew by itself** there's a switch that saves you the next "
                "fright."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Forgot to renew",
                (
                    "We're a rescue for greyhounds, all volunteers, and the one with the card is on a trek "
                    "with no reception. Domain ran out three days ago. How much time is left?"
                ),
            ),
            (
                "domain expired help",
                "expired 2 days ago didnt see the mail. can someone else buy it now?? been running this 8 yrs",
            ),
        ),
        variant_answers=(
            {"domain": "greyhound-hearts.example", "expires_on": -3},
            {"domain": "noodle-atlas.example", "expires_on": -2},
        ),
    ),
    Story(
        "domains_renewal",
        "Letter about renewing my domain for 289",
        (
            "By post, with a barcode and an eagle: my domain expires, pay 289.00 within ten days. Your "
            "price is 14. Is it you?"
        ),
        {"domain": "harvest-moon-cider.example", "expires_on": 70},
        turns=(
            reply(
                "It isn't us, and you owe them nothing. Such letters are made to look like an "
                'invoice; in small print it\'s usually an "offer" for an entry in a directory. '
                "Your domain is paid for and renews by itself, for 14.00 a year. The letter may "
                "go into the bin."
            ),
            message("Into the bin it went, barcode and all."),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "Fake invoice by mail?",
                (
                    'Attached is a letter that looks official. "Domain Registry Services". My treasurer '
                    "nearly transferred it. Can you confirm that it's not from you?"
                ),
            ),
        ),
        variant_answers=({"domain": "stonechat-guides.example", "expires_on": 101},),
    ),
    Story(
        "domains_renewal",
        "Renew for ten years in one go",
        "I'm 68 and would rather not think of it again until I'm 78. Is that possible?",
        {"domain": "grandfather-clocks.example", "expires_on": 25},
        turns=(
            solution(
                "It is. Ten years is the maximum, counted together with what's still left: "
                "**Domains, Renew, Years**. The price per year stays the one you pay on that "
                "day. You might also enter a second contact, who gets the reminder if your own "
                "address has changed by then."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Several years at once",
                (
                    "Our budget for this year must be spent (public institution, don't ask). Can we pay "
                    "for the domain for the coming five years?"
                ),
            ),
        ),
        variant_answers=({"domain": "windrose-charts.example", "expires_on": 40},),
    ),
    Story(
        "domains_renewal",
        "Switched automatic renewal off, was renewed all the same",
        (
            "The circus was over in autumn. I switched the renewal off, I know I did, because I said "
            "goodbye to it aloud. Ten days ago I was charged for a new year."
        ),
        {"domain": "temporary-circus.example", "expires_on": 355},
        turns=(
            solution(
                "The log agrees with you: it was switched off on the 3rd, and switched on again "
                "on the 9th when the plan was renewed, which takes all domains along unless you "
                "untick them. That tick is easy to miss. I've cancelled the renewal within the "
                "registry's grace period, the amount returns to your card, and the domain ends "
                "for good in a month."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Renewal charged for a domain I let go",
                (
                    "A domain that I wanted to let expire has been prolonged. I'd switched off the "
                    "automatic thing, and I've got a screenshot."
                ),
            ),
        ),
        variant_answers=({"domain": "pop-up-piano.example", "expires_on": 360},),
    ),
    Story(
        "domains_renewal",
        "Domain in redemption, price is 90?",
        'The renewal page now shows 90 and the word "redemption". It sounds like church. Why isn\'t it 14 any more?',
        {"domain": "lost-glove-museum.example", "expires_on": -38},
        turns=(
            solution(
                "After 30 days, the registry takes the name back and asks a fee of 76 for "
                "restoring it, which we pass on without adding anything; 76 plus 14 make the 90. "
                "This is possible for four more weeks; then everybody can register the name. If "
                "the fee is beyond you, and nobody else has an eye on the name, waiting is a "
                "gamble that sometimes works out. I wouldn't, with a name as good as that."
            ),
        ),
        common=True,
        variants=(
            (
                "Restoring costs six times the price??",
                "I'm a bit late with renewing (hospital) and the price has multiplied. Is there a mistake, or mercy?",
            ),
        ),
        variant_answers=({"domain": "parsnip-post.example", "expires_on": -41},),
    ),
    Story(
        "domains_renewal",
        "Paid the renewal, still shows the old date",
        "Paid three days ago. Domain list says: expires in 4 days. Invoice says: paid. Should I be nervous?",
        {"domain": "tanglewood-trails.example", "expires_on": 4},
        turns=(
            reply(
                "The payment is here, so there's no reason to be. The renewal is queued at the "
                "registry, which was closed for repairs on two days this week. I've set myself a "
                "reminder for tomorrow morning, well before the date, and would renew it by hand "
                "then."
            ),
            message("Tomorrow morning was this morning and it still says the old date. Now I AM a little nervous."),
        ),
        common=True,
        variants=(
            (
                "Expiry date doesn't move after payment",
                (
                    "Money has left my account, the receipt is here, the date in the list is as it was "
                    "before. Last year it changed within a minute."
                ),
            ),
        ),
        variant_answers=({"domain": "kettlebell-kate.example", "expires_on": 6},),
    ),
    Story(
        "domains_renewal",
        "Reminder mails go to a former colleague",
        (
            "All reminders go to somebody who left us in anger. He forwarded the last one with the comment "
            '"not my circus". We need them to go to the office, for this and six further domains.'
        ),
        {"domain": "harrow-and-hedge.example", "expires_on": 33},
        turns=(
            ask(
                "Understood. I can change it for all seven in one step. So that nobody else "
                "could do that with a mail like yours: open **Account, People** and add the "
                "office's address there, then tell me it's done. You're signed in as the owner, "
                "so nothing more is needed."
            ),
        ),
    ),
    Story(
        "domains_renewal",
        "What exactly happens on the day it expires",
        (
            "We may not get the grant in time. We're a museum of 140 doors and one radiator, and the board "
            "meets on Thursday. I've been asked to explain on one page what happens if we pay late. The "
            'help pages say "may be suspended", and "may" is a word our chairwoman doesn\'t accept. '
            "So:\n\n"
            "1. **Day 0**: at what hour does it end, in whose time zone? Does the site go off, or is there "
            "a page in its place, and whose?\n"
            "2. **Day 1 to 30**: do the mailboxes keep receiving? Are mails lost, or do they wait "
            "somewhere?\n"
            "3. **Day 30**: does it get more expensive, and by how much?\n"
            "4. **After that**: how quickly could somebody else register the name? There's a door "
            "manufacturer who has asked twice.\n\n"
            "And is there any way to pay late without drama, for instance half now? I'm aware that it's 14 "
            "a year. I'm also aware of what's in our till."
        ),
        {"domain": "museum-of-doors.example", "expires_on": 12},
        common=True,
        variants=(
            (
                "If I pay a week late?",
                (
                    "My wages arrive on the third, the domain ends on the first. What goes off in these "
                    "two days, only the website, or also the mailbox?"
                ),
            ),
        ),
        variant_answers=({"domain": "kites-over-kiln-road.example", "expires_on": 5},),
    ),
    Story(
        "domains_renewal",
        "Renew some, let go others",
        (
            "I have 22 domains and need nine. Is there a view where I can tick those that stay? In the "
            "list I have to open each."
        ),
        {"domain": "blue-heron-tours.example", "expires_on": 18},
        turns=(
            reply(
                "There will be one soon; today it's one by one. If you tell me the names that "
                "stay, I'll set the switch for the rest and send you the list for checking "
                "before anything ends."
            ),
            note("Wait for the names, don't guess from traffic."),
            message("The table is attached, those that stay are green. All the others may go in peace."),
        ),
        common=True,
        variants=(
            (
                "Tidy up a pile of domains",
                (
                    "Over the years, each idea got a domain. There are 30, two of which were good ideas. "
                    "How do I let 28 expire without clicking 28 times?"
                ),
            ),
        ),
        variant_answers=({"domain": "six-spoons.example", "expires_on": 9},),
    ),
)
