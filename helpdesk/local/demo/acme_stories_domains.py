"""Acme Hosting: stories about transfers and DNS records."""

from helpdesk.local.demo.shapes import Story, ask, message, note, reply, solution

STORIES = (
    Story(
        "domains_transfer",
        'Transfer to you has been "pending" for a week',
        (
            "Paid, code entered, mail confirmed. Since then: pending. The old provider says it isn't "
            "waiting for anything. You say the same. So who is waiting?"
        ),
        {"domain": "hazel-and-finch.example", "direction": "To Acme Hosting", "started_on": -7},
        turns=(
            note(
                'Registry says rejected on day 1, reason "lock". Our panel didn\'t pick the '
                "rejection up and still shows pending."
            ),
            reply(
                "The registry turned the transfer down on the first day, because the domain was "
                "locked at your old provider, and our panel failed to tell you. Ask them to "
                "remove the *transfer lock*; I'll start it again free of charge the moment it's "
                "gone."
            ),
            message('Lock removed, they called it "a safety feature".'),
            solution(
                "Started again, and it went through within the hour. The domain is in your "
                "account, its records unchanged. You waited a week for nothing, and that was our "
                "missing message; it's being mended."
            ),
            message("Can confirm, it's in my list. You can close this."),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "Domain transfer stuck",
                (
                    'Nine days of a yellow dot with "in transfer". Your guide says five to seven. The '
                    "e-mail of the owner was confirmed on day one."
                ),
            ),
            (
                "Is anything happening with my transfer?",
                (
                    "I'm not impatient by nature, but I gave notice to the old host for the end of the "
                    "month, and my transfer doesn't move. What I did, with days:\n\n"
                    "- Day 1: asked for the code, got it within the hour\n"
                    "- Day 1: ordered the transfer here, paid\n"
                    '- Day 2: mail "confirm the transfer", confirmed it; the page said thank you\n'
                    "- Day 3 to 6: nothing, neither from you nor from them\n\n"
                    "The old host's hotline has a song with eleven verses and then says that *no transfer "
                    "has been requested*. Your panel says that it's waiting for them. One of the two must "
                    "be wrong. We're opticians, people order their lenses by way of the site, and I'd "
                    "sleep better knowing what happens if the end of the month comes first."
                ),
            ),
        ),
        variant_answers=(
            {"domain": "quarterdeck-rum.example", "started_on": -9},
            {"domain": "kingfisher-optics.example", "started_on": -6},
        ),
    ),
    Story(
        "domains_transfer",
        "Where do I get the transfer code?",
        "My son takes over the company website and he is with another host. He asks for a code. What code?",
        {"domain": "plumline-masonry.example", "direction": "Away from Acme Hosting"},
        turns=(
            solution(
                "It's the *authorisation code* (some say auth code or EPP code), a sort of key "
                "to the domain. **Domains**, your domain, **Take it elsewhere**: there you "
                "switch the lock off and get the code, which is shown once and valid for 30 "
                "days. Hand it over in person or by phone rather than by mail, as whoever has it "
                "can move the domain."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Auth code needed",
                (
                    "We move the domain to our agency. They need the auth code / EPP code. I have looked "
                    "in all menus except the right one."
                ),
            ),
        ),
        variant_answers=({"domain": "velo-atelier.example"},),
    ),
    Story(
        "domains_transfer",
        "Will my mail break during the transfer?",
        (
            "I run a doctor's practice and mail must not be interrupted, not even for an hour. The website "
            "moves to you, the mailboxes stay where they are for now. I've read three guides which "
            "contradict each other."
        ),
        {"domain": "cedar-clinic.example", "direction": "To Acme Hosting"},
        turns=(
            solution(
                "It won't break if the records are ready *before* the domain moves, and that's "
                "what I've done:\n\n"
                "1. Copied the present records, the three `MX` ones included, to our name "
                "servers\n"
                "2. Compared each answer of the old servers with ours: no differences\n"
                "3. Set the time to live to five minutes, so that a correction would be seen "
                "quickly\n\n"
                "Start the transfer whenever you like. The mailboxes stay where they are, "
                "nothing about them changes."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Moving the domain without losing e-mails",
                (
                    "Emergency practice for animals, we get lab results by e-mail day and night. Domain "
                    "should come to you, e-mail remains at the present provider. In which order do we do "
                    "this?"
                ),
            ),
        ),
        variant_answers=({"domain": "brightwater-vets.example", "started_on": 0},),
    ),
    Story(
        "domains_transfer",
        "Sold my domain to another customer of yours",
        (
            "I've sold it, money's on my account. The buyer hosts here too, he says. Does it have to go "
            "out and come in again?"
        ),
        {"domain": "red-bicycle.example", "direction": "Away from Acme Hosting", "started_on": -1},
        turns=(
            reply(
                "No need to leave the house: that's a *hand-over*, done in a minute and free. "
                "**Domains, Hand over**, enter the account name of the buyer. He gets a mail and "
                "accepts, then it's his, sites and mailboxes aside."
            ),
            message("Done on my side, he has the mail."),
        ),
        ending="closed by staff: transfer completed, new owner confirmed",
    ),
    Story(
        "domains_transfer",
        "Registry wants my passport?",
        (
            'During the transfer I received a mail in clumsy English asking for a copy of my passport "to '
            'validate holder". It looks like fraud. Or bureaucracy. Is it from you?'
        ),
        {"domain": "northern-tram.example", "direction": "To Acme Hosting", "started_on": -3},
        turns=(
            solution(
                "Well spotted, and in this one instance it's bureaucracy: the registry of that "
                "ending does check who owns a name at each move. Two tips: don't use the link in "
                "the mail but the registry's own site, and cover everything on the copy except "
                "name, birth date and date of expiry. They accept that. We never ask for "
                "passports ourselves."
            ),
        ),
        common=True,
        variants=(
            (
                'Strange mail about "holder validation"',
                (
                    "Got a mail that threatens to stop my transfer if I don't upload an identity card "
                    "within 5 days. The sender isn't you. Shall I believe it?"
                ),
            ),
        ),
        variant_answers=({"domain": "olive-and-ash.example", "started_on": -2},),
    ),
    Story(
        "domains_transfer",
        "Wrong code, three times",
        "The code has an O or a 0 and an l or an I. I've tried some. Now it says I'd better contact support.",
        {"domain": "lilac-lodge.example", "direction": "To Acme Hosting", "started_on": -1},
        turns=(
            ask(
                "Good that you stopped: after five tries the registry changes the code. Could "
                "you copy it (not type it) from the old provider's page and tell me only how "
                "many characters it has, and whether there's a space at the end? Don't send the "
                "code itself."
            ),
        ),
        common=True,
        variants=(
            (
                "Authorisation code isn't accepted",
                (
                    'The code has 16 signs with brackets and a backslash. The page says "code does not '
                    'match". I copied it with the mouse. Might the backslash be a problem?'
                ),
            ),
        ),
        variant_answers=({"domain": "brick-lane-luthier.example", "started_on": 0},),
    ),
    Story(
        "domains_transfer",
        "60 days?!",
        (
            "I corrected a typo in my name and now the domain can't leave for 60 days. For a typo. There "
            "was no warning, or one in grey on grey."
        ),
        {"domain": "puddle-jumpers.example", "direction": "Away from Acme Hosting"},
        turns=(
            reply(
                "You've met a rule made against thieves that now and then locks up the owner. "
                "For a mere correction of spelling, the registry may lift the lock if we explain "
                "it, which I've just done, with both spellings. It generally decides within two "
                "working days."
            ),
            message("Two working days are over. Did it decide?"),
        ),
    ),
    Story(
        "domains_transfer",
        "31 domains at once",
        (
            "I want to bring 31 domains, seven different endings among them. Can I hand you a table (name, "
            "code, ending date) rather than fill in 31 forms?"
        ),
        {"domain": "tern-colony.example", "direction": "To Acme Hosting"},
    ),
    Story(
        "domains_dns",
        "Which A record do I enter?",
        'The domain is at another company, the site\'s with you. They want "an IP". Which?',
        {"domain": "cinder-and-co.example", "record": "A"},
        turns=(
            solution(
                "Yours is `192.0.2.61`. Enter it twice over there: once for the name itself "
                "(often written `@`) and once for `www`. Remove any other A or AAAA records for "
                "these two, otherwise half of your visitors land somewhere else. Within an hour "
                "or so it's known everywhere."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "IP adress of my webspace",
                (
                    "Hello together, my domain stays at my brother's provider, I only need the IP adress "
                    "for pointing to my webspace, thank you and nice day."
                ),
            ),
            (
                "Point my domain to you",
                (
                    "How do I make my domain (registered elsewhere) show the site that I've built here? I "
                    "can edit the zone but don't dare."
                ),
            ),
        ),
        variant_answers=(
            {"domain": "tulip-tractors.example"},
            {"domain": "sandcastle-swim.example"},
        ),
    ),
    Story(
        "domains_dns",
        "TXT record gets cut off",
        (
            "I paste a long key for mail signing (408 characters) and after saving only 255 are left. The "
            'other service then says the key is "malformed".'
        ),
        {"domain": "signalfire-radio.example", "record": "TXT"},
        turns=(
            solution(
                "A single piece of a TXT record holds 255 characters at most, longer ones are "
                "made of several pieces. Our form should split by itself and doesn't yet. Until "
                "it does, enter the value like this, on one line:\n\n"
                "```\n"
                '"v=DKIM1; k=rsa; p=MIIBIjANBgkq…first 200…" "…the rest…"\n'
                "```\n\n"
                "Quotes around each piece and a space in between. I've entered yours that way "
                "and the check is green."
            ),
            message("Green here too. The space in between would have cost me my weekend."),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "DKIM key too long for the form",
                (
                    "The newsletter service gives me a key with some 400 signs as TXT. Your form swallows "
                    "the end. Is there a trick or a bigger form?"
                ),
            ),
        ),
        variant_answers=({"domain": "polar-post.example"},),
    ),
    Story(
        "domains_dns",
        "Changed the record, nothing happens",
        (
            "Changed the CNAME for shop yesterday at noon. My computer still goes to the old place, an "
            "online checker shows half green, half red."
        ),
        {"domain": "mousehole-antiques.example", "record": "CNAME"},
        turns=(
            solution(
                "Your change is right and live on our servers. The old record had a time to live "
                "of 86,400 seconds, one day, so whoever still sees the old place is reading from "
                "memory. By tomorrow all see the new one. Next time, lower the value to 300 the "
                "day before; I've set it so for you already."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "How long until DNS changes arrive?",
                (
                    'I was told "a few minutes". It\'s been seven hours. My colleague sees the new shop, '
                    "I see the old one, we sit at the same table."
                ),
            ),
        ),
        variant_answers=({"domain": "fable-and-fern.example"},),
    ),
    Story(
        "domains_dns",
        "Verify the domain for a calendar service",
        (
            "Our choir's calendar service wants a TXT record at `_verify.chorus-line.example`. Whatever I "
            "type as a name, the form makes `_verify.chorus-line.example.chorus-line.example` out of it. "
            "It's a choir, but that much echo isn't needed."
        ),
        {"domain": "chorus-line.example", "record": "TXT"},
        turns=(
            solution(
                "The form adds the domain by itself, so enter only the part in front of it. I've "
                "shortened yours and saved it; it answers under the right name now."
            ),
        ),
        common=True,
        variants=(
            ("Form doubles the name of my record", "When I add a TXT record the domain is appended twice. Bug or me?"),
        ),
        variant_answers=({"domain": "banjo-barn.example"},),
    ),
    Story(
        "domains_dns",
        "Subdomain to my machine at home",
        (
            "I would like `sky.attic-observatory.example` to point to a small computer under my roof with "
            "a telescope on it. I have IPv6 that changes every few weeks. Is there an interface with which "
            "the computer can report its new address?"
        ),
        {"domain": "attic-observatory.example", "record": "AAAA"},
        turns=(
            reply(
                "There is one: **Domains, Records, Let a device update this record** gives you "
                "an address with a secret in it, to be called by the device whenever its own "
                "address changes. I've enabled it for `sky`. For AAAA records it's still a "
                "trial, so tell me how it goes."
            ),
            message(
                "It updates, beautifully. But it sets the address of my *router* rather than the "
                "one of the little computer. Can I pass the address along in the call?"
            ),
        ),
    ),
    Story(
        "domains_dns",
        "Name servers changed by nobody",
        (
            "Your mail says: name servers of your domain were changed at 04:51. Nobody was awake here at "
            "04:51. New ones: `ns1.parked-zone.example`. Site still works, but for how long??"
        ),
        {"domain": "whistlestop-tea.example", "record": "Name servers"},
        turns=(
            reply(
                "You did well to write at once. I've set the name servers back and put a lock on "
                "the domain. The change was made with a valid sign-in from your own account, "
                "without two-step code. I'm going through the sign-ins of the last week now."
            ),
            note(
                "Sign-in 04:47 from an address that has hit four accounts tonight, passwords "
                "reused from some other leak. Told Mia. Sessions ended, password reset forced."
            ),
        ),
        common=True,
        variants=(
            (
                "Domain suddenly points somewhere else",
                (
                    "Good morning. Overnight, our domain has got new name servers and the page shows "
                    "adverts. My co-owner and I both deny it. How can that be?"
                ),
            ),
        ),
        variant_answers=({"domain": "mulberry-market.example"},),
    ),
    Story(
        "domains_dns",
        "Move all records without typing",
        (
            "I can get a zone file from the old place, 140 lines. Can you swallow that in one bite? "
            "Beginning of it:\n\n"
            "```\n"
            "$ORIGIN gannet-charters.example.\n"
            "$TTL 3600\n"
            "@   IN  MX 10 mail.gannet-charters.example.\n"
            "```"
        ),
        {"domain": "gannet-charters.example", "record": "Name servers"},
    ),
    Story(
        "domains_dns",
        "srv record for the voice server of our gaming group",
        (
            "need _voice._udp to voice.crumpet-guild.example port 9987, form has 4 fields and i have 3 "
            'numbers, what is "weight"'
        ),
        {"domain": "crumpet-guild.example", "record": "SRV"},
        start="new",
    ),
    Story(
        "domains_dns",
        "Wildcard record",
        (
            "Each of my members gets an own name in front of the domain. I'd like "
            "anything.patchwork-pages.example to come to my site."
        ),
        {"domain": "patchwork-pages.example", "record": "A"},
        turns=(
            solution(
                "Use `*` as the name of an A record with your usual address. I've added it; "
                "`hello`, `test` and a random word all arrive at your site."
            ),
            message(
                "They arrive, though since yesterday `mail.` arrives there as well and our mail "
                "programs complain. I closed this too early."
            ),
        ),
        ending="reopened",
    ),
)
