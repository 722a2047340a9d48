"""Acme Hosting: stories about charges and refunds."""

from decimal import Decimal

from helpdesk.local.demo.shapes import Story, ask, message, note, reply, solution

STORIES = (
    Story(
        "billing_double",
        "Charged twice for the same month",
        (
            "My bank shows two payments to you, same day, same amount, three minutes apart. I only pressed "
            "the button once (perhaps twice, because nothing happened)."
        ),
        {"amount": Decimal("24.90"), "charged_on": -2, "means": "Card"},
        turns=(
            solution(
                "I see one paid invoice and one payment that was only *reserved*. The second "
                "press reserved the amount again, and we have given it up, so no money reaches "
                "us. Your bank shows it as pending until it lets go, typically within three to "
                "five working days. If it is still there in a week, write here and I'll give you "
                "the reference that your bank needs."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Doppelt abgebucht / debited two times",
                (
                    "Sorry for my English. In the online banking I see two times the same amount. In my "
                    "account with you I see one time. Where is the other money?"
                ),
            ),
            (
                "Why two payments",
                "i see 2x 9.50 from you, one has a little clock next to it. whats that. i have one site",
            ),
        ),
        variant_answers=(
            {"amount": Decimal("71.40"), "charged_on": -1},
            {"amount": Decimal("9.50"), "charged_on": -4},
        ),
    ),
    Story(
        "billing_double",
        "Direct debit taken twice, rent bounced",
        (
            "You took the yearly fee twice. Because of that my rent was returned by the bank, and I was "
            "charged 8 for the pleasure. I am not amused. I want the money today, the 8 too, and an "
            'explanation that doesn\'t begin with "unfortunately".'
        ),
        {"amount": Decimal("142.80"), "charged_on": -1, "means": "Direct debit"},
        turns=(
            note(
                "Our mistake, no doubt: the file for the bank was sent twice on that morning, "
                "212 customers hit. Finance is reversing the lot. Fee for the bounced rent: pay "
                "it, they all qualify."
            ),
            reply(
                "You're right, and the fault is ours: that morning our bank received the same "
                "collection file twice. The second debit is being returned and will be in your "
                "account on the next banking day. Send us a picture of the line with the "
                "returned rent and we will pay the 8 as well, together with whatever your "
                "landlord asks for."
            ),
            message(
                "Arrived this morning, plus the 8. Landlord was relaxed about it. An explanation "
                'without "unfortunately", I appreciate it. You can close this.'
            ),
        ),
        ending="closed by requester",
    ),
    Story(
        "billing_double",
        "Paid by transfer AND by card",
        (
            "My fault maybe. The reminder came, I paid it by transfer, then on the weekend the card was "
            "charged automatically too. Can one of them stay as credit?"
        ),
        {"amount": Decimal("58.00"), "charged_on": -9, "means": "Bank transfer"},
        turns=(
            solution(
                "The transfer is now credit in your account, and the next invoice will use it up "
                "before the card is touched. You can see it under **Billing, Credit**. If you "
                "would rather have it paid back, tell us and it takes two working days."
            ),
        ),
        common=True,
        variants=(
            (
                "Same invoice settled two ways",
                (
                    "Our bookkeeper transferred the amount on the due date, and your system charged the "
                    "card on file on the very same day. So you now own 119.00 that isn't yours. We'd be "
                    "happy with either a return or a credit."
                ),
            ),
        ),
        variant_answers=({"amount": Decimal("119.00"), "charged_on": -6},),
    ),
    Story(
        "billing_double",
        "Two charges, two different names on the statement",
        (
            "One line says ACME HOSTING, the other one ACM*HOST 4471. Both 33.00. Are both you? If the "
            "second one isn't you, then I have a different problem."
        ),
        {"amount": Decimal("33.00"), "charged_on": -3, "means": "Card"},
        turns=(
            ask(
                "Only the first line is ours; we never use the other name. Before you call your "
                "bank, have a look whether somebody in the household or the company bought "
                "something that day. And could you send the whole line of the second charge, "
                "with the card number blacked out? Names like that often belong to a payment "
                "service, and its number tells us which."
            ),
        ),
    ),
    Story(
        "billing_double",
        "Upgrade charged twice!",
        (
            'I upgraded, the page hung, I upgraded again. Two mails say "Welcome to VIP" and two charges '
            "of 45.00 have gone from my wallet. I only want to be welcomed once."
        ),
        {"amount": Decimal("45.00"), "charged_on": 0, "means": "Online wallet"},
        turns=(
            reply(
                "Welcome, once! The plan was switched a single time, and the second charge is on "
                "its way back to your wallet. Wallets take their time with this, so I keep the "
                "ticket open until the return shows on our side."
            ),
        ),
        common=True,
        variants=(
            (
                "Plan change: double payment",
                (
                    "When changing the plan I got an error page with a spinning wheel, tried again, and "
                    "see now two payments for one change. Order numbers end in 118 and 119."
                ),
            ),
        ),
        variant_answers=({"amount": Decimal("45.00"), "charged_on": -1},),
    ),
    Story(
        "billing_double",
        "2 x 24,90 ???",
        "two times on the same day why",
        {"amount": Decimal("24.90"), "charged_on": 0, "means": "Direct debit"},
        start="new",
    ),
    Story(
        "billing_refund",
        "Cancelled in time, invoice came anyway",
        (
            "I cancelled two weeks before the end of the period, as your terms ask for, and I have the "
            "mail that says so. Yet five days ago I was charged for another year. I'd like that back."
        ),
        {"invoice": "AH-31877", "paid_on": -5},
        turns=(
            solution(
                "You did cancel in time, and the renewal should not have gone through. The full "
                "amount is on its way to the card you paid with, three to five working days. The "
                "reason was a second product in your account, a mailbox, that renews on its own "
                "date; I have cancelled it too so that this can't repeat itself."
            ),
            message("Money's there. Thanks for finding the mailbox, I had forgotten it exists."),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "Refund for a renewal I had cancelled",
                (
                    "The cancellation was confirmed in writing. The renewal was charged nonetheless. "
                    "Kindly return the amount; the confirmation's reference is C-7719."
                ),
            ),
        ),
        variant_answers=({"invoice": "AH-31902", "paid_on": -3},),
    ),
    Story(
        "billing_refund",
        "Bought the wrong plugin",
        (
            "I wanted Booking and bought Newsletter, because I clicked while talking to my son. Didn't "
            "install it. Can I swap?"
        ),
        {"invoice": "AH-40218", "paid_on": -1},
        turns=(
            solution(
                "Of course. The plugin is returned, and its price waits as credit in your "
                "account, for another plugin or whatever comes next; if you would rather have it "
                "paid back, tell us. For plugins you always have 14 days to change your mind."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Give back a plugin",
                (
                    "Hello I buyed Gallery but my theme has a gallery already inside. Is it possible to "
                    "give it back, I did use it one day only."
                ),
            ),
        ),
        variant_answers=({"invoice": "AH-40377", "paid_on": -8},),
    ),
    Story(
        "billing_refund",
        "Money back for the three days offline",
        (
            "During the storage outage our shop was away for 61 hours, at the worst time of our season. "
            "Your status page admits it:\n\n"
            "> Storage cluster B: unavailable from Fri 06:20 to Sun 19:20.\n\n"
            'Your terms promise, in section 9, a credit of 5 % per full hour "up to one month\'s fee". I '
            "make that one month's fee.\n\n"
            "Our real damage was about forty times that. I've put it together, not in order to quarrel but "
            "so that you see what such a weekend means for a company of six people:\n\n"
            "- 212 orders on the same weekend last year, 9 this year\n"
            "- two days of packing staff who had nothing to pack\n"
            "- 1,900 for an advertisement that led to an error page\n"
            "- one very long Sunday, in which I answered the same question 70 times\n\n"
            "I know that section 9 rules out most of it. I'd still like somebody with the authority to say "
            "yes or no to read this and answer in person. Let's begin with what is written, though."
        ),
        {"invoice": "AH-29460", "paid_on": -20},
        turns=(
            reply(
                "You have read our terms correctly, and the figures are right: 61 hours, one "
                "full month's fee. I have asked for it to be credited and expect the "
                "confirmation tomorrow. As for the damage beyond that, this isn't mine to "
                "decide; our manager will answer you in this ticket."
            ),
            message(
                "Thank you for not arguing. I am waiting for the manager then. A list of the "
                "orders of the same days last year is prepared."
            ),
            note("@mia over to you for the second half. They are polite and very well prepared."),
        ),
    ),
    Story(
        "billing_refund",
        'Refund says "sent", bank says no',
        (
            "Your mail from 12 days ago: the refund was sent. My bank: nothing has come. The card I paid "
            "with was stolen and replaced in between, could that be it?"
        ),
        {"invoice": "AH-33051", "paid_on": -31},
        turns=(
            ask(
                "That is very likely it. Refunds travel to the old card number, and banks "
                "usually pass them on to the new one, but now and then they park them. Your bank "
                "can look for it if you give them this reference: `RFD 7KQ2 0093 1184`. What do "
                "they say to it?"
            ),
        ),
        common=True,
        variants=(
            (
                "Where did my refund go",
                (
                    "It's been two weeks since you told me the money was on its way. Meanwhile I changed "
                    "banks and closed the old account. Do I have to worry?"
                ),
            ),
        ),
        variant_answers=({"invoice": "AH-33120", "paid_on": -26},),
    ),
    Story(
        "billing_refund",
        "Part of a year back after changing the plan",
        "I went from VIP back to Standard in month five. Is the rest of the year refunded?",
        {"invoice": "AH-27719", "paid_on": -140},
        turns=(
            solution(
                "Yes, by the day. The remaining 225 days come to 166.40, and they are credited "
                "to your account already. The next invoices draw from it by themselves."
            ),
            message("Reopening because a new invoice came today and it drew nothing at all. Credit says 0.00."),
        ),
        ending="reopened",
    ),
    Story(
        "billing_refund",
        "Refund for a domain I never ordered",
        "There's a domain on my invoice I've never heard of. \"bergamot-weddings\". I'm a plumber.",
        {"invoice": "AH-38815", "paid_on": -2},
        turns=(
            ask(
                "I can see that the order came from your account, on a tablet, on Saturday "
                "evening. Does anybody else in your house use it?"
            ),
            note("Called back by phone, with much laughter: daughter is getting married. Keeps the domain."),
        ),
        ending="closed by staff: asked for by mistake, as the requester wrote on the phone",
    ),
    Story(
        "billing_refund",
        "Nonprofit price was promised, full price was charged",
        (
            "In the chat before we signed up, we were told that registered charities get 30 % off. We sent "
            "the certificate. The invoice shows full price. I've the chat log, and here's the sentence: "
            '"it will be applied automatically once the certificate is in".'
        ),
        {"invoice": "AH-41003", "paid_on": -7},
        common=True,
        variants=(
            (
                "30 % for charities missing on the bill",
                (
                    "We run an animal shelter and uploaded our certificate in the first week. The discount "
                    "line is missing all the same. For us that's two bags of dog food."
                ),
            ),
        ),
        variant_answers=({"invoice": "AH-41077", "paid_on": -4},),
    ),
)
