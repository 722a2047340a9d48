"""Acme Hosting: stories about sign-in and lost access."""

from helpdesk.local.demo.shapes import Story, ask, message, note, reply, solution

STORIES = (
    Story(
        "account_sign_in",
        'Sign-in says "too many attempts" and I only tried twice',
        (
            "I have a class in forty minutes and the timetable on my site still shows last week. The "
            "sign-in page says **too many attempts** although I typed my password exactly two times. Same "
            'on my phone. How long is "later"?'
        ),
        {"user_name": "harbour-yoga", "method": "Password", "message": "Too many attempts. Try again later."},
        turns=(
            solution(
                "The counter is kept per network, not per person, so somebody else behind the "
                "same connection may have used up the attempts. I have cleared it for you just "
                "now.\n\n"
                "Sign in once more with the password you know. If it is refused, use **Send me a "
                "one-time link** instead of a third try: that link is never counted."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Locked out by the shared office connection??",
                (
                    "We are eleven people behind one line here and it seems one colleague forgot his "
                    "password and kept hammering. Now nobody of us gets in, me included, and my password "
                    "is perfectly fine. Can you unlock us without unlocking him :)"
                ),
            ),
            (
                "Too many attempts",
                "cant sign in since this morning, it says too many attempts, i made one attempt. ONE",
            ),
        ),
        variant_answers=(
            {"user_name": "northgate-print", "message": "Too many attempts. Try again later."},
            {"user_name": "studio.bellweather", "message": "Too many attempts"},
        ),
    ),
    Story(
        "account_sign_in",
        "Two-step code is always wrong",
        (
            "Hello, my telephone makes a code of six digits every 30 seconds, like always. Since I have "
            "the new telephone the page tells me that the code does not match. I typed it slowly, I typed "
            "it fast. I am sure that I copy the good one, the line that says Acme."
        ),
        {"user_name": "arbor-joinery", "method": "Password and two-step code", "message": "This code does not match"},
        turns=(
            ask(
                "Codes like these depend on the clock of the phone. Two questions, so that we "
                "find the right cause:\n\n"
                "1. Is **Set time automatically** switched on in the phone's settings?\n"
                "2. When you open a page that shows the exact time, how many seconds is your "
                "phone off?"
            ),
            message(
                "It was not on. My phone was 94 seconds in the future! I switched it on and the "
                "code was accepted at once. Thank you, I would never search there."
            ),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "The six-digit code gets refused every single time",
                (
                    'I moved my two-step codes to another phone on Sunday (the transfer said "1 of 1 '
                    "accounts moved\") and since then each code is turned down. I've tried about fifteen "
                    "of them, waiting for a fresh one each time. Password itself is accepted."
                ),
            ),
        ),
        variant_answers=({"user_name": "pinewood-choir", "message": "This code does not match"},),
    ),
    Story(
        "account_sign_in",
        "The one-time link always says it was used already",
        (
            "I order the link, it comes within seconds, I click it, and the page tells me it has already "
            "been used. By whom? It's been the same with four links today. A bit spooky if I'm honest."
        ),
        {"user_name": "tilia-books", "method": "One-time link", "message": "This link was already used"},
        turns=(
            note(
                "Classic: the company's mail filter opens every link to scan it and burns it. "
                "Seen it with at least three customers this month, worth an article."
            ),
            solution(
                "Nobody else is using your links. Many companies run a mail filter that opens "
                "every link before you do, and ours work only once.\n\n"
                "Two ways around it:\n\n"
                "- Copy the link's address and look at its end: if it says `?confirm=1`, open it "
                "in a private window and press **Sign me in** there.\n"
                "- Or choose **Send me a code instead** on the sign-in page. A code cannot be "
                "used up by a filter."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                '"This link was already used" but I did not use it',
                (
                    "Our IT put in a new mail gateway last week. Coincidence or not, your sign-in links "
                    "arrive dead since then: already used. I have no password on this account, I always "
                    "used the links, so I'm stuck."
                ),
            ),
        ),
        variant_answers=({"user_name": "kestrel-hr", "message": "This link was already used"},),
    ),
    Story(
        "account_sign_in",
        "New password accepted, then thrown out again after one page",
        (
            "I can sign in. I see the overview. I click on *anything* and I'm on the sign-in page again. "
            "Cleared the cookies, restarted, tried a different browser. It happens on the work laptop and "
            "only there, at home everything is normal."
        ),
        {"user_name": "gravelpit-records", "method": "Password"},
        turns=(
            ask(
                "That sounds like something on the work laptop drops our cookie between two "
                "pages. To see which one, I need a little more:\n\n"
                "- Is there a privacy add-on or a company proxy on that laptop?\n"
                "- What is the address in the bar at the moment you are sent back? It should "
                "contain `reason=`, and the word after it tells us a lot.\n"
                "- Does it also happen in a private window?"
            ),
        ),
        common=True,
        variants=(
            (
                "Signed out after every click",
                (
                    "Every click takes me back to the sign-in screen, on one computer only. My tablet is "
                    "fine. I did change my password yesterday, in case that's relevant, and the strange "
                    "thing is that the first page after signing in always works."
                ),
            ),
        ),
        variant_answers=({"user_name": "morrow-ceramics"},),
    ),
    Story(
        "account_sign_in",
        "Caps lock, old password, new password, nothing works!!!",
        (
            "Since 6 in the morning I try. My password is written on a paper next to the oven, it never "
            "changed. My sister says it is because of the update. WHICH UPDATE. We must change the price "
            "of the sourdough before we open"
        ),
        {"user_name": "sunmill-bakery", "method": "Password", "message": "That combination is not known"},
        turns=(
            reply(
                "Thank you for writing, and good luck with the opening. Your account is open and "
                "the password was not changed lately, so let's look at the user name: there are "
                "two accounts whose names differ by one letter, and I think you are typing the "
                "shop's name where the other one is expected. I am checking which of them holds "
                "the price list and will write again in a moment."
            ),
            message(
                "we have TWO accounts? I did not know. my brother in law made the first one. The "
                "bread is sold anyway with the old price now, but for tomorrow it must work"
            ),
        ),
    ),
    Story(
        "account_sign_in",
        "Sign-in e-mail asks me to confirm a device I don't have",
        (
            'I received "Was this you?" for a computer I\'ve never heard of at 3.12 in the night. I own '
            'no such thing. I pressed "No, it was not me" and since then I also cannot get in with my own '
            "laptop, which I understand is the point, but now what?"
        ),
        {"user_name": "lanternlight", "method": "Password", "message": "New device, 03:12"},
    ),
    Story(
        "account_sign_in",
        "Password manager fills in the wrong box",
        (
            "Small thing: since the new sign-in page, my password manager puts the password into the field "
            "for the two-step code. It works if I paste by hand. I'm not locked out, just mildly annoyed "
            "three times a day."
        ),
        {"user_name": "fennel-and-rye", "method": "Password"},
        turns=(
            reply(
                "Thanks, this is just the kind of report we like. I can reproduce it: the code "
                "field lost the hint that tells password managers what it is for. A colleague is "
                "putting the hint back, and I keep this ticket open until it is live."
            ),
            note(
                'Filed with the web team as a one-line fix (autocomplete="one-time-code"). Ships '
                "with the next release, probably Thursday."
            ),
        ),
    ),
    Story(
        "account_sign_in",
        "cant log in",
        "it doesnt work",
        {"user_name": "i think its mossandstone", "method": "Password"},
        start="new",
        common=True,
        variants=(
            (
                "Unable to sign in since the weekend",
                (
                    'Good morning, since Saturday signing in ends with "Something went wrong on our side '
                    "(E-21)\". I've tried in the evening and in the early morning, both browsers. Nothing "
                    "urgent, my sites are running fine."
                ),
            ),
        ),
        variant_answers=({"user_name": "quillfeather", "message": "Something went wrong on our side (E-21)"},),
    ),
    Story(
        "account_lost",
        "I no longer have the mailbox my account is on",
        (
            "The mailbox belonged to the internet provider we left in spring, so every reset mail goes to "
            "a place that does not exist any more. I know the password of the *site builder*, but not of "
            "the account. I can show invoices from the last six years if that helps."
        ),
        {
            "account_name": "oldmill-gallery",
            "first_email": "oldmill.gallery@example.org",
            "place": "Ghent, Belgium",
            "how": "I no longer have the mailbox",
        },
        turns=(
            ask(
                "We'll get you in again. Because the reset mails cannot reach you, we have to be "
                "sure first that we speak with the owner. Send us two of these three, whichever "
                "are easiest:\n\n"
                "- the number of any invoice and the amount on it\n"
                "- the month in which the account was opened\n"
                "- the name of a second domain or mailbox in the account\n\n"
                "Never send us a password."
            ),
            message(
                "Invoice AH-20417, 71.40. Opened in March, I am fairly sure, six years ago. "
                'Second mailbox in it is "prints".'
            ),
            note("All three match. Identity checklist done, first address confirmed dead (hard bounce since May)."),
            solution(
                "Thank you, that was all we needed. A one-time link is on its way to the address "
                "you write from. It works for ten minutes and asks you to choose a new password. "
                "After that, set your present address under **Account, E-mail address**, so that "
                "this cannot happen again."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Provider closed down, mailbox gone, locked out",
                (
                    "The company that ran our old e-mail has closed its doors, with two weeks' notice that "
                    "went to, well, that e-mail. Password reset is therefore a dead end: your mail is "
                    "sent, and nobody will ever read it.\n\n"
                    "What do you need from me to prove that I am me? I can offer\n\n"
                    "- bank statements with every payment to you since the beginning\n"
                    "- the paper invoice of the first year, with a coffee stain\n"
                    "- the sign-in to the site builder, which still works on the old computer because I "
                    "never signed out there (I won't touch it)\n"
                    "- the names of our four apartments, in the order in which they appear on the site\n\n"
                    "The season opens in three weeks and last year's prices are on the page. People are "
                    "booking at them. I have patience, my mother, who owns the house, has less."
                ),
            ),
            (
                "No access to the e-mail I registered with",
                (
                    "I registered with my work address and I don't work there any more. They won't forward "
                    "it to me (asked twice). How do I get my account back?"
                ),
            ),
        ),
        variant_answers=(
            {"account_name": "seabreeze-rentals", "first_email": "seabreeze@example.net", "place": "Split, Croatia"},
            {"account_name": "d.quarry", "first_email": "quarryd@example.com", "place": "Leeds"},
        ),
    ),
    Story(
        "account_lost",
        "Somebody changed my password and my banner",
        (
            "I woke up to forty notifications. My community banner is now an advert for some coin, my "
            "password does not work and the address on the account begins with `qx7`. I did type my "
            "password into a page yesterday that looked like yours, I know, I KNOW."
        ),
        {
            "account_name": "petal.pusher",
            "first_email": "petalpusher@example.com",
            "place": "Porto, Portugal",
            "how": "Somebody else got in",
        },
        turns=(
            note(
                "Frozen at once: sessions ended, outgoing mail stopped, last address change kept "
                "reversible. Phishing page reported to its host."
            ),
            ask(
                "First: it can be put right, and from this minute nobody can change anything, "
                "because I have frozen the account. Nothing is sent from it any more.\n\n"
                "To give it back to you I need:\n\n"
                "1. The account's first e-mail address, if it is different from the one in this "
                "ticket\n"
                "2. Roughly when you typed the password into the other page, and its address if "
                "your browser still remembers it\n"
                "3. Anything you sold or published in the last month that only you would know"
            ),
            message(
                "1. it's the same one. 2. around 21:40, the address was something like "
                "acme-verify then a lot of letters. 3. I sold two downloads in the shop, "
                '"Foxglove" and "Hedgerow", the second one for half price because I mistyped it.'
            ),
        ),
        common=True,
        variants=(
            (
                "Hacked, I think",
                (
                    "My account posts things I did not write. I can't sign in any more and the \"forgot "
                    'password" mail goes to an address I have never seen. It must have been the fake '
                    "sign-in page my assistant clicked on; she is in tears. Can you stop it?"
                ),
            ),
        ),
        variant_answers=(
            {"account_name": "roughcut-video", "first_email": "roughcut@example.org", "place": "Durban, South Africa"},
        ),
    ),
    Story(
        "account_lost",
        "lost my phone in the lake",
        (
            "exactly what it says. the phone with the codes is on the bottom of a lake, about 30 m. i have "
            "the password. i do NOT have the recovery codes, they are in a note on the phone. i know"
        ),
        {
            "account_name": "wander-and-oar",
            "first_email": "wander.oar@example.net",
            "place": "Annecy",
            "how": "I lost my two-step device",
        },
        turns=(
            reply(
                "What bad luck. It can be solved without the old phone, though: from a computer "
                "on which you signed in during the last 30 days you can remove the two-step "
                "device yourself, under **Account, Security, I lost my device**. It asks for "
                "your password and waits 24 hours, during which the first address of the account "
                "is told. Is there such a computer?"
            ),
            message("there is! the old laptop. started the 24 hours. thank you, and i print the codes this time"),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "New phone, no recovery codes, no way in",
                (
                    "I traded in my old phone at the shop and they wiped it in front of me before I "
                    "remembered the codes app. Password is known, recovery codes were on paper but after "
                    "the move I can't find the box. Any other way?"
                ),
            ),
        ),
        variant_answers=(
            {"account_name": "thistledown-knits", "first_email": "thistledown@example.org", "place": "Inverness"},
        ),
    ),
    Story(
        "account_lost",
        "Forgot the password, forgot which address, remember the dog's name",
        (
            "It's been four years. I'd like to bring the breeding club's site back. The security question "
            "was the dog (Brindle, obviously), but the page doesn't ask that any more. There are three "
            "addresses it might be and the reset mail arrives at none of them."
        ),
        {
            "account_name": "brindlehound or brindle-hound",
            "first_email": "brindle@example.org",
            "place": "Wellington, New Zealand",
            "how": "I forgot the password",
        },
        turns=(
            solution(
                "The good news: I've found the account, and its address is one that you know. "
                "Our mail to it was held back by a spam filter.\n\n"
                "I have sent a fresh one-time link. Look in the spam and promotions folders of "
                "**every** mailbox you have for a mail that came a few minutes ago; it works for "
                "ten minutes, and the page offers you a new one when it has run out."
            ),
        ),
        common=True,
        variants=(
            (
                "Reset e-mail never arrives",
                (
                    "I asked for a new password five times since yesterday. Nothing in inbox, nothing in "
                    "junk. Either I registered with something else years ago or your mails do not leave "
                    "the house."
                ),
            ),
        ),
        variant_answers=(
            {"account_name": "chalk-stream", "first_email": "chalkstream@example.com", "how": "I forgot the password"},
        ),
    ),
    Story(
        "account_lost",
        "My friend cannot get into her account, I write for her",
        (
            "She is not good with computers so I do this for her. Her account was made by her late husband "
            "and she has no password. Tell me what is the e-mail in the account, then I can search in his "
            "things."
        ),
        {"account_name": "saltmarsh", "first_email": "saltmarsh.studio@example.com", "how": "Something else"},
        turns=(
            ask(
                "It's good of you to help her. We can speak about an account only with its "
                "owner, so I can't tell you the address, but she has a way to us that needs no "
                "password:\n\n"
                "1. Open the sign-in page together and choose **Follow your ticket here**.\n"
                "2. She enters her own name and an e-mail address she can read.\n"
                "3. She mentions the number of this ticket.\n\n"
                "From there we explain what we need when an account's owner has died. It is not "
                "difficult, and it isn't rushed."
            ),
        ),
    ),
    Story(
        "account_lost",
        "Access to the site of our association after the election",
        (
            "The former secretary did not stand again, and the hand-over was, let's say, brief: a "
            "cardboard box, a key that fits nothing, and a cactus. We have no password, no address, only "
            "the yearly invoice that reaches our treasurer by post.\n\n"
            "What I do have:\n\n"
            "- the minutes of the assembly which name me as the new secretary, signed by two\n"
            "- the last four invoices, AH-19930 being the latest\n"
            "- the entry in the register of associations (my name isn't in it yet, that takes until "
            "autumn)\n"
            "- a letter from the former secretary, in which he wishes us luck\n\n"
            "He doesn't answer calls. I don't think he means ill, I think he's had enough of us. What else "
            "do you need? The list of free plots on the site is two seasons old, and we get angry letters "
            "from people who've fallen in love with a plot that has had a pond on it since."
        ),
        {
            "account_name": "elmstreet-allotments",
            "first_email": "secretary@example.org",
            "place": "Bristol",
            "how": "Something else",
        },
        turns=(
            ask(
                "Thank you for the clear account. For associations we need the signed minutes (a "
                "photo is enough) and a short message from the treasurer, sent from the address "
                "your invoices go to. Both can be added to this ticket."
            ),
            message("Minutes are attached. Our treasurer will write today, he has been told twice."),
            note("Treasurer filed his own ticket instead of answering here, everything matches. Continuing there."),
        ),
        ending="closed by staff: the owner wrote from their own account, see the linked ticket",
        common=True,
        variants=(
            (
                "Old webmaster gone, nobody knows the password",
                (
                    "Our bell-ringers' website was built by a volunteer who has moved abroad and answers "
                    "no mail. I have the minutes that make me responsible, plus the invoices. The calendar "
                    "still shows concerts of the year before last, which brings people to a locked church."
                ),
            ),
        ),
        variant_answers=(
            {"account_name": "st-brannoc-bells", "first_email": "bellringers@example.net", "place": "Exeter"},
        ),
    ),
    Story(
        "account_lost",
        "Account from long ago, paid with a card I no longer have",
        (
            "I sold hand-drawn maps through the site builder until about three years ago. I'd like to get "
            "the drawings out before you clean up. The mailbox is gone, the card is expired and I moved "
            "house twice. I do remember the first order ever: a map of a cemetery, to a lady who sent it "
            "back."
        ),
        {
            "account_name": "lindqvist-maps",
            "first_email": "gus.maps@example.net",
            "place": "Malmö, Sweden",
            "how": "I no longer have the mailbox",
        },
        turns=(
            reply(
                "The drawings are still there, and nothing is removed while this ticket is open. "
                "The story of the cemetery map sadly can't be checked on our side, so I am "
                "looking for something else that we both can see; the city of registration is a "
                "good start. Give me until tomorrow."
            ),
            message(
                'Thanks! In case it helps: the site\'s name began with "slow" and I think the '
                "support person back then was called Ana as well."
            ),
        ),
        by="gus",
    ),
    Story(
        "account_lost",
        "No puedo entrar, perdí el teléfono y el correo",
        (
            "Hola, disculpen que escribo en español. Me robaron el teléfono el viernes y con él los "
            "códigos de dos pasos. El correo lo abría solo desde ahí, así que tampoco llega el enlace. Mi "
            "taller vende por la página y tengo tres pedidos pendientes. ¿Qué necesitan para comprobar que "
            "soy yo?"
        ),
        {
            "account_name": "taller-luna-azul",
            "first_email": "taller.luna@example.org",
            "place": "Puebla, México",
            "how": "I lost my two-step device",
        },
        start="new",
        by="paloma",
    ),
)
