"""Acme Hosting: stories about what people ask before they buy."""

from helpdesk.local.demo.shapes import Story, ask, message, reply, solution

STORIES = (
    Story(
        "sales",
        "Standard or VIP for one small shop",
        (
            "I sell about 15 pieces of ceramics a month. Your table has 24 lines and I understand nine of "
            "them. Which plan do I need?"
        ),
        {"topic": "Plans and prices", "sites": 1},
        turns=(
            solution(
                "For what you describe, Standard is plenty. VIP adds live chat, a shorter wait "
                "for escalations and ten times the simultaneous visitors, which pays off with "
                "sales or launches where everybody comes in one hour. You can change to VIP for "
                "a single month and go back."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Which plan",
                (
                    "One site for my practice, one for a hobby (historic bread). Little traffic on both. "
                    "Do I need the bigger plan to have two domains?"
                ),
            ),
            ("Help me choose", "the vip thing costs nearly double. what do i get that i would notice? honest answer"),
        ),
        variant_answers=(
            {"topic": "Plans and prices", "sites": 2},
            {"topic": "VIP plan", "sites": 1},
        ),
    ),
    Story(
        "sales",
        "Discount for schools?",
        "Six classes, six little sites, budget nearly zero. Do schools get something?",
        {"topic": "Plans and prices", "sites": 6},
        turns=(
            reply(
                "They do: the Standard plan at half the price for everything that belongs to "
                "lessons. We need a sentence on the school's paper with the head's signature. Up "
                "to ten sites fit into one plan, so you pay once."
            ),
            message(
                "The head has signed, it's uploaded in the account. The children want to say "
                "thank you by means of drawings, where do we send these?"
            ),
            solution(
                "The discount is set, your first invoice will show it. And drawings are *very* "
                "welcome: photograph them and add them here, there's a wall in our office "
                "waiting for something else than a plan of the fire exits."
            ),
            message("24 drawings attached! Mostly servers with faces."),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "Price for a youth club",
                (
                    "We're a youth club of the town and teach building websites. Is there an educational "
                    "tariff, and do we qualify? We have letterhead and a head of the house."
                ),
            ),
        ),
        variant_answers=({"topic": "Plans and prices", "sites": 3},),
    ),
    Story(
        "sales",
        "Do you move my site for me?",
        "I can cook, I can't FTP. If I come to you, who moves the things?",
        {"topic": "Moving to Acme Hosting", "sites": 1},
        turns=(
            solution(
                "We do, free of charge for up to five sites with their mailboxes. You give the "
                "access to our moving form (never in a ticket), we copy it all to a hidden "
                'address, you check it at your leisure, and only when you say "go" the domain is '
                "turned over. Usually it takes two working days."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Is moving included",
                (
                    "Currently with a host that was bought by a fund and stopped answering. Four sites, 30 "
                    "mailboxes. What do you do, what do I do, what does it cost?"
                ),
            ),
        ),
        variant_answers=({"topic": "Moving to Acme Hosting", "sites": 4},),
    ),
    Story(
        "sales",
        "Where are your servers?",
        (
            "Client data of a law office. I need: country of the data centre, who has access, a contract "
            "for data processing. A link list is enough."
        ),
        {"topic": "Something else", "sites": 1},
        turns=(
            solution(
                "In the order of your questions: you choose the region when you order, and data "
                "including backups stays in it. Access is limited to nine people of operations, "
                "each access is logged. The contract can be concluded online under **Account, "
                "Contracts** before you enter any data. The links stand on our page *Data and "
                "contracts*."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Data protection questions before we sign",
                (
                    "Our data protection officer would like to know where the data are stored, including "
                    "backups, and whether you sign a processing agreement. She's nice but doesn't let go."
                ),
            ),
        ),
        variant_answers=({"topic": "Something else", "sites": 2},),
    ),
    Story(
        "sales",
        "Can 5,000 people come at once?",
        (
            "Every year there's one hour in which the places of our summer school are given out. 5,000 "
            "parents click at 9:00:00. At the present host the site then dies in a dignified way. What "
            "would you offer?"
        ),
        {"topic": "VIP plan", "sites": 1},
        turns=(
            reply(
                "A fair warning to begin with: at that hour, it's less a matter of the plan than "
                "of how the form is built. VIP holds 5,000 readers; as many simultaneous "
                "*sign-ups* want a waiting room. We've one as a part of Booking. I'd like to run "
                "a rehearsal with made-up visitors next week, at no cost."
            ),
            message(
                "A rehearsal with made-up visitors, wonderful. Wednesday or Thursday? And do they complain as well?"
            ),
        ),
        common=True,
        variants=(
            (
                "Traffic peak once a year",
                (
                    "Tickets for our lantern festival are gone within eight minutes, if the server "
                    "survives, which it has done in two years out of six. Is VIP made for this, and can we "
                    "book it for one month only?"
                ),
            ),
        ),
        variant_answers=({"topic": "VIP plan", "sites": 1},),
    ),
    Story(
        "sales",
        "Sponsorship of our regatta",
        (
            "Dear team, our regatta of home-made boats takes place in summer for the 12th time. Would you "
            "like your logo on a buoy? Gold package: three buoys and the sinking boat."
        ),
        {"topic": "Something else"},
        turns=(
            reply(
                "A logo on the sinking boat would be tempting, as hosts go. Sponsoring is "
                "decided by our marketing once a year, and here in support we can't promise it: "
                "the form is at the bottom of our page *About us*. Fair winds to all home-made "
                "boats."
            ),
        ),
        ending="closed by staff: not a question for us, pointed to the right place",
    ),
    Story(
        "sales",
        "Reseller terms for an agency",
        (
            "We look after 40 sites of small businesses: bakers, two dentists, a choir, a man who repairs "
            "accordions. At present they're spread over six hosts, and each Monday begins with the "
            "question of who has which password.\n\n"
            "Wanted:\n\n"
            "- one invoice, with a line per client that we can pass on\n"
            "- separate accesses, so that the baker can't see the dentist\n"
            "- our logo in the panel (nice to have, our designer insists)\n"
            "- a person who answers when something's on fire\n\n"
            "Not wanted: a contract for three years, and calls from a sales representative. I'm glad to "
            "read a long mail.\n\n"
            "What are the steps in price, is there a notice period per site, and could we begin with five "
            "sites as a trial and bring the rest by autumn?"
        ),
        {"topic": "Plans and prices", "sites": 40},
        turns=(
            ask(
                'All three are possible. To send you real figures and not "from", I need to '
                "know:\n\n"
                "1. How many of the 40 are shops?\n"
                "2. Do the mailboxes come along, and about how many are there?\n"
                "3. Should your clients write to you or to us?"
            ),
        ),
    ),
    Story(
        "sales",
        "Two months abroad without internet",
        "I walk a long-distance trail for two months. Can I pause the plan like a newspaper?",
        {"topic": "Plans and prices", "sites": 1},
        turns=(
            solution(
                "There's no pause, but there's something near it: change to *Parked* for these "
                "months. The site shows one page that you write yourself, mailboxes keep "
                "receiving, and it costs 2.00 a month. Change back whenever you like, "
                "everything's where you left it. Good walking!"
            ),
        ),
    ),
)
