"""Acme Hosting: stories about invoices and ways to pay."""

from helpdesk.local.demo.shapes import Story, ask, message, note, reply, solution

STORIES = (
    Story(
        "billing_invoice",
        "VAT number missing on my invoices",
        (
            "My accountant returns every invoice to me because our VAT number isn't on it. I've entered it "
            "in my account in January."
        ),
        {"wanted": "A correction", "invoice": "AH-35540"},
        turns=(
            solution(
                "The number is in your account, but in the field *Reference*, which is printed "
                "small at the bottom and not recognised as a VAT number. Move it to **Billing, "
                "Tax number**, then press **Write again** on each invoice of this year. The "
                "amounts stay, the number gets printed where accountants look for it."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Invoice without tax ID",
                (
                    "We are a cooperative and need our tax ID at the top of the invoice. It was correct "
                    "until last summer, then it vanished from one month to the next."
                ),
            ),
            (
                "Our auditor doesn't accept the invoice",
                (
                    "Nice to meet you in such a boring matter. The auditor wants our VAT number to stand "
                    "on the paper, next to the address. Where can I set this up, and can older ones be "
                    "done again?"
                ),
            ),
        ),
        variant_answers=(
            {"invoice": "AH-35822"},
            {"invoice": "AH-36014"},
        ),
    ),
    Story(
        "billing_invoice",
        'What is "Proration adj. (2)"?',
        (
            "On the last bill there's a line called `Proration adj. (2)`, minus 3.17, and another one plus "
            "11.40. I added and subtracted for an hour. What am I paying for?"
        ),
        {"wanted": "An explanation", "invoice": "AH-39912"},
        turns=(
            solution(
                "That label helps nobody, and I've passed that on. In words: on the 12th you "
                "moved to the bigger plan.\n\n"
                "- **-3.17** is what was left of the month on the small plan, returned to you\n"
                "- **+11.40** is the same rest of the month on the bigger one\n\n"
                "So the change cost 8.23 for that month, and from the next one on there's a "
                "single line again."
            ),
            message("Now THAT I understand. Put these two sentences on the invoice and save yourself the tickets!"),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "I don't understand my invoice",
                (
                    "Why is there a negative amount, then a positive, and neither is my monthly price? I'm "
                    "not complaining about the sum, only I can't explain it to my business partner, who "
                    "thinks I have bought something."
                ),
            ),
        ),
        variant_answers=({"invoice": "AH-40120"},),
    ),
    Story(
        "billing_invoice",
        "Copies of all invoices since the beginning",
        (
            "Tax office is visiting. I need every invoice since I am with you, which makes about 50. "
            "Downloading one by one takes a click, a wait, and a click."
        ),
        {"wanted": "A copy"},
        turns=(
            solution(
                "**Billing, Invoices**, tick the box at the top of the list, then **Download as "
                "one file**. You get a ZIP with a PDF per invoice and a table that your tax "
                "adviser can open as a spreadsheet."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "invoices as one download",
                "is there a way to get the invoices of 3 years together? or do i have to click 36 times",
            ),
        ),
        variant_answers=({"wanted": "A copy", "invoice": "AH-22091"},),
    ),
    Story(
        "billing_invoice",
        "Wrong company on the invoice, closing the books on Friday",
        (
            "The invoice is made out to our sister company. Same address, same people, other register "
            'number. We\'re closing the quarter on Friday. I filled in the form "correct an invoice" and '
            'it tells me "contact support", so here I am.'
        ),
        {"wanted": "A correction", "invoice": "AH-40555"},
        turns=(
            ask(
                "I can rewrite it today. For a change of the legal entity, I need the full name, "
                "the register number and a sentence from somebody in the *old* entity that they "
                "agree. If you are that somebody for both, say so, and that's enough."
            ),
        ),
    ),
    Story(
        "billing_invoice",
        "Price went up without a word",
        (
            "Last year 108.00, this year 131.88. I have read all your mails, including the one about the "
            "birthday raffle. Not one mentions a new price."
        ),
        {"wanted": "An explanation", "invoice": "AH-41340"},
        turns=(
            reply(
                "I've looked through everything that was sent to you, and I can't find the "
                "announcement either: your address was left out of that mailing because of an "
                "old setting. I am finding out what this means for this year's price, as "
                "announcing it is our duty, not yours to discover."
            ),
            note(
                'Price notice went only to people with "product news" on. They had it off. Legal '
                "says: a price notice isn't news, must go to everybody. Mia decides today "
                "whether we roll all of them back."
            ),
        ),
        common=True,
        variants=(
            (
                "The renewal is 22 % more expensive than before",
                (
                    "Is there a mistake in the renewal? I pay 22 percent more than a year ago for the same "
                    "thing, and I cannot find an announcement in my mails."
                ),
            ),
        ),
        variant_answers=({"invoice": "AH-41371"},),
    ),
    Story(
        "billing_invoice",
        "Invoice in another language for our head office",
        (
            "Head office asks for invoices in English. In the settings I see the language of the *panel*, "
            "not that of the invoices."
        ),
        {"wanted": "A copy", "invoice": "AH-38003"},
    ),
    Story(
        "billing_invoice",
        "Purchase order number must be on it",
        (
            "The city administration pays nothing without a purchase order number. Ours: 4500-88213. It "
            "has to be on this invoice and on each following one until December. Pretty sure we aren't the "
            "only public body among your customers."
        ),
        {"wanted": "A correction", "invoice": "AH-41418"},
        common=True,
        variants=(
            (
                "Order number on the invoice, public school",
                (
                    "Our school can only pay if the order number given by the county is printed on the "
                    "invoice. I have it (it's long). Where do I put it so that it shows?"
                ),
            ),
        ),
        variant_answers=({"invoice": "AH-41433"},),
    ),
    Story(
        "billing_method",
        "Card refused, bank says nothing was asked",
        (
            'Your page: "Declined (do_not_honour)". My bank: we never saw a payment. There\'s money on '
            "the card. I tried four times, which makes me look like a fraudster by now."
        ),
        {"means": "Card", "message": "Declined (do_not_honour)"},
        turns=(
            reply(
                "Both can be true: the refusal came from the card's own confirmation step, "
                "before your bank looked at it. I've switched your next attempt to the older way "
                "of confirming, by text message. Try it once more, and only once, if it fails I "
                "need the minute in which you pressed the button."
            ),
            message(
                "Text message came, card accepted, everything green. Thanks for being precise "
                'about "only once", I\'d have pressed nine times.'
            ),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "New card isn't accepted",
                (
                    "I've got a new card since my old one expired. It works at the supermarket, at the "
                    'petrol station and in the other web shops. Here it\'s "do_not_honour", which also '
                    "sounds rude."
                ),
            ),
        ),
        variant_answers=({"message": "Declined (do_not_honour)"},),
    ),
    Story(
        "billing_method",
        "Card expires this month",
        (
            "My card ends with this month and the new one is here. If I change it now, am I charged right "
            "away? And does the domain renew with the new one?"
        ),
        {"means": "Card"},
        turns=(
            solution(
                "Nothing is charged at the change, only a check over zero which your bank may "
                "show for a moment. Enter the new card under **Billing, Ways to pay** and choose "
                "*Use for everything*: then domains, plugins and plan all follow."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Replace an old card",
                (
                    "Lost my wallet at the fair, so all cards are new. Where do I enter the new one, and "
                    "what becomes of the domain that renews on Thursday?"
                ),
            ),
        ),
        variant_answers=({"means": "Card"},),
    ),
    Story(
        "billing_method",
        "Paying by invoice and transfer instead of card",
        (
            "We're a parish and have no card. So far the priest paid with his own, and he's moving to "
            "another parish now. Can we get an invoice and transfer the amount, once a year?"
        ),
        {"means": "Bank transfer"},
        turns=(
            solution(
                "Yes. I've switched your account to yearly payment by transfer. Fourteen days "
                "before the end of each year the invoice arrives by e-mail; give its number in "
                "the transfer, then it's matched by itself. From now on no card is needed."
            ),
        ),
        common=True,
        variants=(
            (
                "Pay by bank transfer possible?",
                (
                    "Our association isn't allowed to have a credit card. The statutes are from 1931, and "
                    'paragraph 12 says that "all dues are to be settled by way of the savings bank, upon '
                    'the signatures of two members of the board". Changing paragraph 12 needs three '
                    "quarters of all members, of whom a third have moved away without telling us.\n\n"
                    "So: is there a way to pay like in 1931? Once a year, an invoice on paper or as a "
                    "file, a transfer with two signatures, done. If it's dearer because of the work, tell "
                    "me how much, I need a number for the meeting."
                ),
            ),
        ),
        variant_answers=({"means": "Bank transfer"},),
    ),
    Story(
        "billing_method",
        'Direct debit mandate signed, still "waiting"',
        (
            "I've signed the mandate on screen nine days ago. Status: waiting. In the meantime you send me "
            "reminders for the invoice that it's supposed to pay."
        ),
        {"means": "Direct debit"},
        turns=(
            ask(
                "I've stopped the reminders. The mandate itself is waiting for the bank, because "
                "one digit of the account number looks off: it ends in 03, and the check digits "
                "would fit 30. Can you look at your bank card and tell me only the last two "
                "digits?"
            ),
        ),
        common=True,
        variants=(
            (
                "Reminder although direct debit is set up",
                (
                    "I get a second reminder now. The direct debit was set up on the day of the order and "
                    "I thought that's that."
                ),
            ),
        ),
        variant_answers=({"means": "Direct debit"},),
    ),
    Story(
        "billing_method",
        "Wallet disconnected itself",
        (
            'Every few weeks the wallet is gone from my ways to pay, with the remark "Consent withdrawn by '
            'payer". The payer (me) did not withdraw anything.'
        ),
        {"means": "Online wallet", "message": "Consent withdrawn by payer"},
        turns=(
            reply(
                "Thanks for the exact words. The wallet tells us that the consent ended, and "
                "your wallet's own settings should say why; many end a consent when nothing was "
                "charged for 30 days. I'm testing whether a yearly consent can be asked for "
                "instead."
            ),
            message(
                'In the wallet it says "expired after 30 days without use", as you guessed. Is your test finished?'
            ),
        ),
    ),
    Story(
        "billing_method",
        "suspended!!! paid yesterday!!!",
        (
            "You have suspended 14 sites of my clients for an invoice I paid YESTERDAY. I have the bank's "
            "receipt. My phone doesn't stop. Switch them on now and check afterwards"
        ),
        {"means": "Bank transfer", "message": "This account is suspended for non-payment"},
        turns=(
            reply(
                "Everything is on again, and I checked it in a browser. The transfer arrived "
                "this morning without the invoice number, so nothing connected it with yours. I "
                "am looking into why you got no warning before the suspension, which should have "
                "come three days earlier."
            ),
        ),
        common=True,
        variants=(
            (
                "Sites off although the invoice is paid",
                (
                    'The panel greets me with "suspended". I transferred the money two days ago and can '
                    "send the receipt. Our booking page is part of it, so each hour costs us."
                ),
            ),
        ),
        variant_answers=({"means": "Bank transfer", "message": "This account is suspended"},),
    ),
    Story(
        "billing_method",
        "Split payment between two cards?",
        (
            "Two flatmates, one site about our cooking disasters. Can each of us pay half with an own "
            "card? It's 9.50, so it isn't a question of money, it's about justice."
        ),
        {"means": "Card"},
        start="new",
    ),
)
