"""Acme Hosting: stories about mail that does not leave or arrive."""

from helpdesk.local.demo.shapes import Story, ask, message, note, reply, solution

STORIES = (
    Story(
        "mailboxes_send",
        "Error 535 when sending",
        (
            "Receiving works, sending gives `535 5.7.8 Authentication failed`. The password is the same "
            "for both, isn't it?"
        ),
        {
            "mailbox": "info@harbour-yoga.example.org",
            "program": "Mail program on a computer",
            "message": "535 5.7.8 Authentication failed",
        },
        turns=(
            solution(
                "The same, yes, but your program is set to send *without* signing in and then "
                "tries a stored password from long ago. In the settings for outgoing mail: user "
                "name = the full address, authentication = password, port **465** with SSL. "
                "Delete the stored password there and let it ask anew."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Sending stopped after I changed the password",
                (
                    "I changed my mail password on Friday and can read everything but send nothing. Two "
                    "computers, same result."
                ),
            ),
            ("cant send mails", "since 2 days 535, mails come in but not out. wife says ask you"),
        ),
        variant_answers=(
            {"mailbox": "office@tilia-books.example.net", "message": "535 Authentication failed"},
            {"mailbox": "office@gable-roofing.example.com", "message": "535"},
        ),
    ),
    Story(
        "mailboxes_send",
        'Mail to one customer comes back: "message too large"',
        "I'm sending a 14 MB print file. Your limit is 50, you say. It returns with 552.",
        {
            "mailbox": "print@northgate.example.org",
            "program": "Webmail",
            "message": "552 5.3.4 Message size exceeds fixed limit",
        },
        turns=(
            reply(
                "Our limit is indeed 50 MB, and the mail left our house. It was turned down by "
                "the other side, whose limit is 20: attachments are re-coded on the way and grow "
                "by a third, so yours arrives there just above it. In webmail, **Attach, As a "
                "link** sends an address for the download instead of the file."
            ),
            message('As a link it works, and the man at the other end even said "how modern".'),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "File too big?",
                (
                    "My construction drawing (15.2 MB) won't go through to the carpenter. Always returned. "
                    "To others it works. Where can I see who's the one with the limit?"
                ),
            ),
        ),
        variant_answers=({"mailbox": "plans@arbor-joinery.example.com", "message": "552 size exceeds limit"},),
    ),
    Story(
        "mailboxes_send",
        '"Daily limit reached" after eleven mails',
        "Limit is 500 a day. I've sent eleven. Either you count differently or somebody else is writing in our name.",
        {"mailbox": "team@riverwatch.example.org", "program": "Phone or tablet", "message": "450 Daily limit reached"},
        turns=(
            note(
                'Queue has 480 mails since 02:10 with subject "Re: unpaid invoice". Mailbox is '
                "compromised, not the account. Outgoing stopped at 09:22."
            ),
            reply(
                "You asked the right question: since two in the night somebody who has the "
                "mailbox's password sent 480 mails from it. I've stopped the outgoing mail, "
                "changed the password to a random one, and thrown away what was still queued. "
                "Now I'm checking whether a forwarding rule was left behind; I'll write again "
                "when the mailbox is clean."
            ),
        ),
        common=True,
        variants=(
            (
                "Mailbox blocked for sending",
                (
                    'All my mails get "limit reached, try tomorrow". It\'s nine in the morning and I '
                    "haven't sent a single one yet."
                ),
            ),
        ),
        variant_answers=({"mailbox": "bookings@copper-kettle.example.net", "message": "450 limit"},),
    ),
    Story(
        "mailboxes_send",
        "Sent mails aren't in the Sent folder",
        "They arrive at the recipients, but I have no trace of them when I sit at the computer.",
        {"mailbox": "yarn@slow-stitch.example.com", "program": "Phone or tablet"},
        turns=(
            solution(
                "Your phone keeps its own folder for sent mails, on the phone only. In the "
                "phone's settings for this mailbox, under *Folders*, choose **Sent** with the "
                "little cloud. From then on both show the same. Those sent before can be moved "
                "there by hand; they won't be sent twice by that."
            ),
        ),
        common=True,
        variants=(
            (
                'Two "Sent" folders',
                (
                    'I\'ve got "Sent" and "Sent items", one filled by the phone, the other by the '
                    "laptop. Can they be made one?"
                ),
            ),
        ),
        variant_answers=({"mailbox": "hello@foxglove-florist.example.org"},),
    ),
    Story(
        "mailboxes_send",
        "Cannot send from hotel wifi",
        (
            'At home: fine. In every second hotel: "Connection to server timed out". I\'m at sea for '
            "weeks, hotels are my only land."
        ),
        {
            "mailbox": "captain@gannet-charters.example.net",
            "program": "Mail program on a computer",
            "message": "Connection to server timed out",
        },
        turns=(
            ask(
                "Many hotels block the older port for sending. Which port does your program show "
                "for outgoing mail? If it's 25, change it to **465**. If it's 465 already, tell "
                "me and I'll give you an address on a port that no hotel blocks, the one that "
                "websites use."
            ),
        ),
    ),
    Story(
        "mailboxes_send",
        "Every mail goes out twice",
        (
            "Our 60 singers get each mail two times, with the same second in the time stamp. I press Send "
            "once. They've begun to sing in canon, very funny."
        ),
        {"mailbox": "choir@pinewood.example.org", "program": "Mail program on a computer"},
        turns=(
            reply(
                "I looked at one of them in the log: your program hands the mail over, waits for "
                "our receipt, doesn't get it within 30 seconds and sends it again. Sixty "
                "recipients each with an attachment take longer than its patience. I've speeded "
                "up the receipt for large groups; send the next one and tell me what the singers "
                "say."
            ),
            message("Sent at noon. Most got one, seven got two. We're improving!"),
        ),
    ),
    Story(
        "mailboxes_send",
        "Mail to our town hall bounces",
        "`550 5.7.1 Sender rejected by policy`. Only the town hall.",
        {
            "mailbox": "board@elmstreet.example.com",
            "program": "Webmail",
            "message": "550 5.7.1 Sender rejected by policy",
        },
        turns=(
            solution(
                "The town hall's server wants an SPF record, and your domain had two of them, "
                "which counts as none. I've joined them into one. My test was accepted."
            ),
            message("It worked for a week. Now again 550, same number, same town hall. Nothing changed here."),
        ),
        ending="reopened",
    ),
    Story(
        "mailboxes_send",
        "Signature picture arrives as an attachment",
        (
            'Since I put our logo into the signature, each of my mails "has an attachment". The '
            "orchestra's office refuses mails with attachments, so they refuse me as a person."
        ),
        {"mailbox": "contact@glass-harmonica.example.net", "program": "Webmail"},
        common=True,
        variants=(
            (
                "logo.png stuck to every mail",
                "All my mails carry a logo.png of 2 KB. It looks unserious. How do others do this?",
            ),
        ),
        variant_answers=({"mailbox": "sales@brass-tacks.example.org"},),
    ),
    Story(
        "mailboxes_receive",
        "No mail since yesterday 16:00",
        (
            "Usually 60 a day. Since yesterday at four: none. Test mails from my private address come back "
            "after some hours."
        ),
        {
            "mailbox": "office@cedar-clinic.example.com",
            "program": "Mail program on a computer",
            "sender": "lab@example.net",
        },
        turns=(
            solution(
                "Your mailbox reached its size: 10 GB of 10. Mail that arrives then is returned "
                "to the sender after four hours. I've lent you 2 GB for a week so that it flows "
                "at once, senders will try again by themselves. 7 GB are in *Trash*, by the way: "
                "**Mailboxes, Storage, Empty the trash after 30 days** takes care of that for "
                "good."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "My inbox went silent",
                (
                    "No mails since lunch yesterday, and a guest told me by phone that hers came back with "
                    '"quota exceeded". What\'s a quota, and how do I exceed less?'
                ),
            ),
            ("no mail", "0 new mails since yesterday. normal is 20. friends say they wrote"),
        ),
        variant_answers=(
            {"mailbox": "rental@seabreeze.example.org", "sender": "guest77@example.com"},
            {"mailbox": "guild@crumpet.example.net", "program": "Phone or tablet"},
        ),
    ),
    Story(
        "mailboxes_receive",
        "Mails from one client vanish",
        (
            "Everybody's mails arrive apart from those of one client. Not in spam. She has the "
            "confirmations of delivery. It's my biggest client, of course."
        ),
        {"mailbox": "studio@meridian.example.com", "program": "Webmail", "sender": "karin.client@example.org"},
        turns=(
            reply(
                "They do arrive at our side: eleven since Monday, and each is moved to *Archive* "
                'by a rule in your mailbox named "newsletter xmas". It says: from contains '
                '"kar". I could switch it off for you, though you may prefer to see it yourself: '
                "webmail, **Settings, Rules**."
            ),
            message(
                '"newsletter xmas"! I made that for a card shop in December. Rule deleted, '
                "eleven mails found, peace restored."
            ),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "One sender's e-mails disappear",
                (
                    "A father writes to me weekly and I never see it. My wife wrote from the same provider "
                    "and it came. I'm not hiding from him."
                ),
            ),
        ),
        variant_answers=({"mailbox": "lessons@fiddlers-elbow.example.org", "sender": "karl.parent@example.com"},),
    ),
    Story(
        "mailboxes_receive",
        "MX changed, half of the mails go to the old place",
        "I moved to you on Sunday. About every second mail still lands at the old provider.",
        {"mailbox": "info@quarterdeck.example.net", "program": "Mail program on a computer"},
        turns=(
            solution(
                "You now have two sets of `MX` records, ours and the old ones, with the same "
                "priority, so senders toss a coin. I've told you which to remove in the list "
                "below; afterwards it takes up to an hour.\n\n"
                "- `mx1` and `mx2` with our name: keep\n"
                "- the one that begins with `mail-in`: remove\n\n"
                "Leave the old mailbox open for a week and empty it now and then."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Mail arrives only sometimes since the move",
                (
                    "Since our move last weekend, mails come like the sun here: sometimes. Same sender, "
                    "same subject, two mails, one arrives."
                ),
            ),
        ),
        variant_answers=({"mailbox": "crew@tall-ship.example.com", "sender": "agent@example.net"},),
    ),
    Story(
        "mailboxes_receive",
        "Delays of three hours from our tax office",
        (
            "Mails from the tax office come exactly three hours late, and deadlines are counted in hours "
            "there. I know how to read headers, so let me save you the time:\n\n"
            "```\n"
            "Received: from mx2.acme-hosting.example (192.0.2.26)\n"
            "        by box14.acme-hosting.example; 13:07:44 +0000\n"
            "Received: from out3.example.com (198.51.100.31)\n"
            "        by mx2.acme-hosting.example; 13:07:43 +0000\n"
            "Date: 10:07:41 +0000\n"
            "```\n\n"
            "From 10:07:41 to 13:07:43, and then it's through in a second. It's three hours and two "
            "seconds every time; I've compared fourteen mails. Other senders arrive at once. My guess is "
            "that something at your door turns them away at first (greylisting?) and they come back after "
            "three hours.\n\n"
            "Is there a list of those who needn't wait, and can the tax office be on it? I never thought "
            "I'd wish for them to be quicker."
        ),
        {"mailbox": "books@patchwork.example.org", "program": "Webmail", "sender": "notices@example.com"},
        turns=(
            reply(
                "You read them well, and the wait does happen at our door, but here's what goes "
                "on before: their server's first try is at an address of ours that was retired "
                "last year, it then waits three hours and asks for the new one. I've written to "
                "their operator with the lines from our log."
            ),
            message(
                'They answered me as well: their DNS memory was "set to one year for performance '
                "reasons\". They're changing it. Good enough for me."
            ),
        ),
        ending="closed by staff: the sender's server is at fault, its operator was told",
    ),
    Story(
        "mailboxes_receive",
        "Alias doesn't forward any more",
        (
            "orders@ is an alias that goes to me and my sister. I get nothing, she gets everything. Until "
            "Tuesday it was both of us."
        ),
        {"mailbox": "winemaker@corkscrew.example.net", "program": "Phone or tablet", "sender": "importer@example.com"},
        turns=(
            solution(
                "Something simple hid behind it: the alias delivers to everybody on it, but "
                "since its last update your phone moves mails addressed to an alias into "
                "*Other*. In the inbox, switch from *Focused* to *All*. I've checked that 14 of "
                "them are waiting there."
            ),
        ),
        common=True,
        variants=(
            (
                "Shared address only reaches one of us",
                (
                    "The address of our group is supposed to go to four people. I'm number four and "
                    "receive nothing, one, two and three do."
                ),
            ),
        ),
        variant_answers=({"mailbox": "carol@bell-ringers.example.org", "sender": "hallkeeper@example.net"},),
    ),
    Story(
        "mailboxes_receive",
        "Attachments are missing",
        (
            "The yarn mill sends its price list as a file. I receive the mail, the text, the greetings, "
            "but no file. Others who get the same mail have it."
        ),
        {
            "mailbox": "pattern@heddle.example.com",
            "program": "Mail program on a computer",
            "sender": "mill@example.org",
        },
        turns=(
            ask(
                "Files of some kinds are taken out because they can carry malware, and then a "
                "line at the end of the mail should say so. Is there such a line? And what's the "
                "ending of the file's name, for example `.xlsm` or `.zip`? The mill will know."
            ),
        ),
    ),
    Story(
        "mailboxes_receive",
        "Catch-all please, I'm losing customers to typos",
        (
            'People write to "helo", "hallo" and "hello." in front of our name. I\'d like to get '
            "whatever is sent to our domain, misspelt or not. I know it brings spam too."
        ),
        {"mailbox": "hello@gooseberry.example.net", "program": "Webmail"},
        turns=(
            reply(
                "It's possible and switched on with one box, **Mailboxes, Catch-all**. Because "
                "of the spam I'd try something gentler before: I can list which misspelt names "
                "were really tried in the last 30 days, and make aliases of the five most "
                "frequent. I'm collecting the list."
            ),
            message('Good idea, do the list! Did "jello@" make it into the top five? I\'ve had complaints.'),
        ),
    ),
    Story(
        "mailboxes_receive",
        "Password reset mails of other sites don't come",
        (
            "Whatever site I ask for a reset, the mail isn't there. Newsletters of the very same sites "
            "come within seconds!"
        ),
        {"mailbox": "me@banjo-barn.example.org", "program": "Phone or tablet", "sender": "no-reply@example.com"},
        common=True,
        variants=(
            (
                "Confirmation e-mails never reach us",
                (
                    "For two weeks no confirmation, verification or reset mail from any service has "
                    "arrived. Ordinary mail's fine. One of our members says it could be the filter "
                    '"automatic mail", which nobody knows how to find.'
                ),
            ),
        ),
        variant_answers=({"mailbox": "admin@kayak-club.example.com", "sender": "accounts@example.net"},),
    ),
    Story(
        "mailboxes_receive",
        "Mails of a whole day disappeared",
        (
            "All mails of Tuesday are gone. Monday's here, Wednesday's here. They were there on Tuesday, I "
            "answered some of them."
        ),
        {"mailbox": "desk@museum-doors.example.net", "program": "Mail program on a computer"},
        turns=(
            reply(
                "I can see them in the backup of Wednesday 03:00: 41 mails. They were removed on "
                'Wednesday at 8:12 by a device called "Front desk old", in one go, as someone '
                "would with *select all*. I'm putting them back into a folder named \"Tuesday "
                'restored", with the date and sender as before.'
            ),
            note(
                'Restore of 41 running, 12 GB box, takes a while. "Front desk old" still signed '
                "in, suggest to end that session."
            ),
        ),
    ),
)
