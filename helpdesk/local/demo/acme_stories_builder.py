"""Acme Hosting: stories about certificates and the site builder."""

from helpdesk.local.demo.shapes import Story, ask, message, note, reply, solution

STORIES = (
    Story(
        "websites_ssl",
        '"Your connection is not private" since this morning',
        (
            "All visitors get a full-page warning. The certificate ended last night at 23:59. I thought it "
            "renews by itself? It did for three years."
        ),
        {"site": "cloudberry-jam.example", "message": "NET::ERR_CERT_DATE_INVALID"},
        turns=(
            note("Renewal failed 14 times in a row: CAA record at the DNS, set in March, doesn't list our authority."),
            solution(
                "It does renew by itself, unless the domain forbids it, and yours does since a "
                "`CAA` record was added to its DNS: the record lists only another certificate "
                "authority. I've added ours next to it, and the new certificate is in place. The "
                "warning is gone in my browser; yours may need one reload."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Certificate ran out overnight",
                (
                    "Patients can't book, the browser scares them away. Why did nobody tell me that it "
                    "would expire? I'd have pressed whatever there is to press."
                ),
            ),
            (
                "SSL expired!!",
                (
                    "the lock is gone and instead its written NOT SECURE in red. concert on friday people "
                    "want to buy tickets"
                ),
            ),
        ),
        variant_answers=(
            {"site": "steady-hands-physio.example", "message": "Certificate expired"},
            {"site": "fiddlers-elbow.example"},
        ),
    ),
    Story(
        "websites_ssl",
        "Lock symbol crossed out, only on the blog pages",
        (
            "The shop is secure. The blog, same site, has the crossed-out lock. I wrote the blog before I "
            "had a certificate, perhaps it resents me for that."
        ),
        {"site": "slow-stitch-diary.example"},
        turns=(
            solution(
                "You're on the right track: the older pages load their pictures with `http://`, "
                "and one insecure picture is enough to cross out the lock. In the panel under "
                "**Site, Tools, Replace** I've prepared the change from `http://` to `https://`, "
                "in a rehearsal that found 1,212 places. Press **Carry out** when it suits you, "
                "a backup is made before."
            ),
            message("1,212 places carried out, locks everywhere. The blog and I have made up."),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "Mixed content?",
                (
                    'My nephew says it\'s "mixed content" and then he left for his holidays. The browser '
                    "says parts of the page aren't secure. What do I do with this knowledge?"
                ),
            ),
        ),
        variant_answers=(
            {"site": "two-sparrows-theatre.example", "message": "Parts of this page are not secure (such as images)"},
        ),
    ),
    Story(
        "websites_ssl",
        "With www secure, without www a warning",
        "Type it with www: fine. Without: a warning about a wrong name. Our business cards say without.",
        {"site": "halyard-sails.example"},
        turns=(
            solution(
                "The certificate covered only the name with www, because the other one pointed "
                "elsewhere when it was issued. Both point to us now, so I've had it issued anew "
                "for both names."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "certificate name mismatch",
                (
                    'Hi, visitors who leave out the "www" get SSL_ERROR_BAD_CERT_DOMAIN. Those with www '
                    "are fine. Can one certificate do both?"
                ),
            ),
        ),
        variant_answers=({"site": "gooseberry-press.example", "message": "SSL_ERROR_BAD_CERT_DOMAIN"},),
    ),
    Story(
        "websites_ssl",
        "My own certificate, bought elsewhere",
        (
            "Our chamber obliges us to use a certificate it issues. I've got three files: `notary.crt`, "
            "`chain.pem` and `private.key`. The panel takes two. Whichever two I choose, it replies that "
            "they don't belong together."
        ),
        {"site": "meridian-notary.example"},
        turns=(
            reply(
                "The panel wants the first two glued into one: open `notary.crt` and `chain.pem` "
                "in a text editor, put the second below the first, without an empty line in "
                "between, and upload the result with the key. And one more thing: don't send the "
                "key itself to us or anybody. It must not leave your hands."
            ),
            message("Works. There was an empty line in between at first, of course."),
        ),
        ending="closed by staff: works as described, tested together with the requester",
    ),
    Story(
        "websites_ssl",
        "Certificate for a subdomain I just made",
        "I made orders.bantam-bikes.example an hour ago. The site opens, but with a warning. How long must I wait?",
        {"site": "orders.bantam-bikes.example"},
        turns=(
            solution(
                "Certificates follow by themselves once the new name is known everywhere, which "
                "takes up to two hours; after that we try every 30 minutes. Yours was issued "
                "while I was writing, so reload the page. Next time there's nothing to do but "
                "wait a little."
            ),
        ),
        common=True,
        variants=(
            (
                "New subdomain not secure",
                (
                    "We put the menu on its own address, menu dot our name. Guests scan the code on the "
                    "table and get a warning that someone may want to steal their passwords. From the menu?"
                ),
            ),
        ),
        variant_answers=({"site": "menu.tin-roof-cafe.example", "message": "ERR_CERT_COMMON_NAME_INVALID"},),
    ),
    Story(
        "websites_ssl",
        "Old tablet says the certificate is unknown",
        (
            "The catalogue terminals in our library are old tablets (no money for new ones). Since your "
            'last renewal they say "issuer unknown". Everything modern is fine.'
        ),
        {"site": "eastgate-library.example", "message": "Issuer unknown"},
        turns=(
            reply(
                "Old devices lack the root that newer certificates are built on. There's a "
                "longer chain that older ones usually accept; I've switched your site to it as a "
                "trial. Could you restart the device and look?"
            ),
            message(
                "Restarted it. Most pages open without a warning now, only the one with the form "
                "still refuses. The thing runs a system from 2013, if that matters."
            ),
        ),
        common=True,
        variants=(
            (
                "Certificate not trusted on older machines",
                (
                    "We lend tools from a counter with an elderly computer on it. It trusts our website no "
                    "longer, my own phone does. I'd hate to buy a computer because of a padlock."
                ),
            ),
        ),
        variant_answers=({"site": "workshop-tool-hire.example", "message": "Untrusted issuer"},),
    ),
    Story(
        "websites_ssl",
        "Certificate has somebody else's name in it",
        (
            "I clicked the lock, and the certificate belongs to something called shared-17. Is that you, "
            "or should I be worried?"
        ),
        {
            "site": "nettle-and-thyme.example",
            "message": "This certificate is only valid for shared-17.acme-hosting.example",
        },
    ),
    Story(
        "websites_ssl",
        "Renewal check fails, DNS is not with you",
        (
            "Our DNS is run by my employer's IT (long story, we share the building with them and at some "
            "point also the name). I'm only the one whose site turns red on the 30th. The renewal says:\n\n"
            "```\n"
            "acme: error: unauthorized :: 203.0.113.9: Invalid response from\n"
            "http://saltlick-ranch.example/.well-known/acme-challenge/kT7: 404\n"
            "```\n\n"
            'I asked IT. Their answer, in full: "The record is correct and has always been. The '
            "certificate is a matter of the hosting provider.\" I expect that you'll tell me it's a matter "
            "of the DNS. I've been between the two for eight days now, so here's all that I know:\n\n"
            "1. Until spring, renewal worked without anybody doing anything.\n"
            '2. In spring they "consolidated" something. Nobody remembers what.\n'
            "3. `www` works. Without `www`, one gets a page of theirs with a cow on it. The cow isn't "
            "ours.\n\n"
            "If there's a sentence that I can forward to them word for word, I'd be glad of it."
        ),
        {"site": "saltlick-ranch.example", "message": "urn:ietf:params:acme:error:unauthorized"},
        turns=(
            ask(
                "Let's end that in one go. The check asks `203.0.113.9` for a file, and that "
                "isn't one of our servers: ours is `192.0.2.61`. Could you ask IT to point the A "
                "record there, or to tell us why it must stay? If it must, we have a way with a "
                "single CNAME instead."
            ),
        ),
    ),
    Story(
        "websites_builder",
        "Published, but visitors see the old version",
        (
            "I press Publish, confetti flies, and the site looks as before. Private window: as before. My "
            "mother's computer: as before. The editor shows the new one."
        ),
        {"site": "willow-basketry.example", "device": "Computer"},
        turns=(
            solution(
                "The editor was publishing to your *draft address*, as the site had been "
                "duplicated in March. Under **Site, Where it's published** I've set your real "
                "address, then published once more. Confetti should now mean what it promises."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "publish does nothing",
                (
                    "changed opening hours, published 4 times, site shows old hours. guests stand in front "
                    "of closed door and look at me through the window"
                ),
            ),
            (
                "Changes don't go live",
                (
                    'I edit the tour dates, it says "published a few seconds ago", and on the public page '
                    "is still the last season. What am I overlooking?"
                ),
            ),
        ),
        variant_answers=(
            {"site": "tide-table-cafe.example", "device": "Tablet"},
            {"site": "moor-and-mire-walks.example"},
        ),
    ),
    Story(
        "websites_builder",
        "Undo went too far",
        (
            "I pressed undo to get back one heading, kept the key down, and the whole home page rewound to "
            "its birth. Then I typed something, so redo is grey."
        ),
        {"site": "rustic-frames.example", "device": "Computer"},
        turns=(
            solution(
                "Nothing is lost: the builder keeps a version every ten minutes while you work. "
                "**Page, History**, choose the one before the accident, **Bring back**. You'll "
                "find one from minutes before, with everything in it."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "I lost an hour of work on a page",
                (
                    "Something with Ctrl-Z, I don't know. The page is from yesterday now. Does the builder "
                    "keep copies somewhere?"
                ),
            ),
        ),
        variant_answers=({"site": "pear-tree-nursery.example"},),
    ),
    Story(
        "websites_builder",
        "Text overlaps the picture on phones",
        (
            'On my screen: lovely. On phones: the word "Welcome" sits on the dog\'s face (the picture in '
            "the header is our dog). Half of our guests book by phone."
        ),
        {"site": "seven-stairs-hostel.example", "device": "Computer"},
        turns=(
            reply(
                "The heading has a fixed distance of 300 from the top, which only fits wide "
                "screens. Open the block, press the little phone symbol at the top, and set the "
                "distance to *Automatic*. It changes phones alone; the wide version stays lovely."
            ),
            message("Straight on all three phones in the house. Thank you."),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "Phone view is broken",
                (
                    "The header of our page looks drunken on the phone, words over picture over words. On "
                    "the computer all is straight."
                ),
            ),
        ),
        variant_answers=({"site": "saffron-lane-catering.example", "device": "Phone"},),
    ),
    Story(
        "websites_builder",
        "Translated pages: how do I link them",
        (
            "I have the pages in two languages, as pairs. I'd like a switch at the top that leads to the "
            "*same* page in the other language and not to the home page. With the language block I only "
            "get the home page."
        ),
        {"site": "alpine-hut-register.example", "device": "Computer"},
        turns=(
            solution(
                "The block needs to know which pages are a pair. Open the page, **Settings, "
                "Other languages, This page in …**, and choose its partner; it's enough to do it "
                "on one of the two. Pages without a partner lead to the home page, as you saw."
            ),
        ),
        common=True,
        variants=(
            (
                "Language switch jumps to the start page",
                (
                    "When a visitor changes the language on the concert page, he lands on the start page "
                    "and must look for the concert again. Can the switch be cleverer?"
                ),
            ),
        ),
        variant_answers=({"site": "glass-harmonica.example"},),
    ),
    Story(
        "websites_builder",
        "Editor freezes with long tables",
        (
            "My orchid table has 640 rows. When I add a row the browser freezes for half a minute, fan at "
            "full speed. I noted: up to about 200 rows all is well."
        ),
        {"site": "orchid-index.example", "device": "Computer"},
        turns=(
            reply(
                "Thank you, I can see it here as well: the editor draws the whole table anew for "
                "each letter, and beyond some 200 rows that takes too long. I've opened it with "
                "our developers. In the meantime the block **Table from a file** takes a "
                "spreadsheet, and it doesn't mind thousands of rows."
            ),
            message(
                "I tried the file block. It's fast, but the pictures in column 3 have become "
                "addresses. Can it show pictures?"
            ),
        ),
        common=True,
        variants=(
            (
                "Typing in a big table is unbearably slow",
                (
                    "We publish the list of ship arrivals since 1904, by year, each as a table. In the "
                    "long ones, each letter I type appears after several seconds."
                ),
            ),
        ),
        variant_answers=({"site": "harbour-ledger.example"},),
    ),
    Story(
        "websites_builder",
        "Font looks different on the live site",
        (
            "In the editor my headings have the elegant font with the long tail on the Q. Live, they have "
            "something that looks like a tax form."
        ),
        {"site": "inkwell-and-oak.example", "device": "Computer"},
        turns=(
            ask(
                "I'd like to see what you see. On the live page, does the elegant font appear "
                "for an instant and go, or never? And which font is chosen under **Design, "
                "Type**? Its name should have a small house beside it if it's kept on our side."
            ),
        ),
    ),
    Story(
        "websites_builder",
        "Contact form sends to my old address",
        "The contact form still writes to the address I gave up in winter. Found no place to change it.",
        {"site": "birch-and-bell.example", "device": "Tablet"},
        turns=(
            solution(
                "It's in the form block itself: tap the form, then the gear, **Where answers "
                "go**. I've entered your account's address and sent a test, which arrived."
            ),
            message(
                'It works on the contact page. But the form on the page "Hire us" still goes to '
                "the old address, I've just learnt from an angry customer."
            ),
        ),
        ending="reopened",
    ),
    Story(
        "websites_builder",
        "Import my site from another builder",
        (
            'Coming from a different builder that lets me export "as HTML". I\'ve a folder with 80 pages '
            "and 300 pictures. What would be the least painful way in? I don't expect miracles, I'd be "
            "happy with text and pictures in the right places.\n\n"
            "For you to judge:\n\n"
            "- The pages are all made alike: title, date, text, one to four pictures, a line with the "
            "author.\n"
            "- The file names are numbers (`page-0417.html`). The old addresses were names. People have "
            "linked to these for nine years.\n"
            "- Comments came along as well, some 2,000; they may stay behind if need be, although some are "
            "better than the articles.\n"
            "- There's a search index I don't need.\n\n"
            "I can write a little Python and am not afraid of tables. If there's a format that your import "
            "likes best, I'd rather bend the data at my end than click for three weekends. And is there a "
            "way to send the old addresses to the new ones in bulk?"
        ),
        {"site": "tumbleweed-zine.example", "device": "Computer"},
        common=True,
        variants=(
            (
                "Bring over an existing website",
                (
                    "Our club's site exists as a set of HTML files made by a member who's 81. Can your "
                    "builder read it, or do we start afresh? If afresh, he'll want to know why."
                ),
            ),
        ),
        variant_answers=({"site": "fjord-kayak-club.example"},),
    ),
)
