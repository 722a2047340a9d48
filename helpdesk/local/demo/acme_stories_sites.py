"""Acme Hosting: stories about sites that are down or slow."""

from helpdesk.local.demo.shapes import Story, ask, message, note, reply, solution

STORIES = (
    Story(
        "websites_down",
        "SITE IS DOWN",
        "503 on every page. we are on tv in 20 minutes",
        {"site": "peppercorn-supper.example", "who": "Everybody", "message": "503 Service Unavailable"},
        turns=(
            reply(
                "I see it. Your site ran into its limit of simultaneous visitors because so many "
                "people came within a few minutes. I've raised the limit tenfold for today and "
                "switched the page cache on; pages come back as I write this."
            ),
            note(
                "503s started 18:38, php workers saturated at 20. Raised to 200 on node 14, "
                "watching the load until 21:00."
            ),
            message("it held!! 40 thousand page views in one hour. you are my favourite person this evening"),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "Nothing but 503, we have a sale running",
                (
                    'Since about ten minutes our shop shows "503 Service Unavailable". We\'ve sent the '
                    "newsletter for the candle sale half an hour ago, the visitors come now and they'll "
                    "not come back."
                ),
            ),
            (
                "our page is dead during ticket sale",
                (
                    "opening of ticket sale was at noon, at 12:02 it said Service Unavailable and it says "
                    "so ever since, people phone us"
                ),
            ),
        ),
        variant_answers=(
            {"site": "wick-and-tallow.example"},
            {"site": "barnstage-players.example"},
        ),
    ),
    Story(
        "websites_down",
        "White page since the update",
        (
            "No error, no text, just white. It happened while I was updating things; I updated five things "
            "at the same time, which I now see was not clever."
        ),
        {"site": "fieldnotes-botany.example", "who": "Everybody"},
        turns=(
            solution(
                "The log says that one of the updates, the theme, calls a function that the new "
                "version no longer has:\n\n"
                "```\n"
                "PHP Fatal error: Call to undefined function legacy_header()\n"
                "in themes/verdant/header.php on line 12\n"
                "```\n\n"
                "I've set the theme back to the version of this morning, and the site is there "
                "again. The other updates stayed. Before you update the theme once more, ask its "
                "maker for a release that fits."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Blank screen, admin area too",
                (
                    'I pressed "update all" and went for coffee. When I came back the site was blank, '
                    "front and back. View source shows zero lines. I have no idea what was updated."
                ),
            ),
        ),
        variant_answers=({"site": "trellis-and-vine.example", "message": "(nothing, it is white)"},),
    ),
    Story(
        "websites_down",
        "Only I can't see my own site",
        (
            'Clients tell me the site is fine. In the office: "can\'t be reached". At home: fine. '
            "Everything else on the internet works in the office."
        ),
        {"site": "brass-tacks-legal.example", "who": "Only me", "message": "This site can't be reached"},
        turns=(
            reply(
                "That points to our firewall, which blocks an address for an hour after ten "
                "wrong mailbox passwords. The address of your connection, `203.0.113.58`, is on "
                "its list. I've removed it; the site should appear now. Somewhere at your place "
                "a device is still trying an old mailbox password, and a printer that scans to "
                "e-mail is a good suspect."
            ),
            message(
                "It WAS the scanner. Password from two years ago, trying every five minutes "
                "since the technician restarted it. Fixed, thanks."
            ),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "Site unreachable from our shop, ok everywhere else",
                (
                    "Strange thing, from our shop's connection the website times out, both on the till and "
                    "on the laptop. My phone without wifi shows it. Started after I changed the mailbox "
                    "password for the team."
                ),
            ),
        ),
        variant_answers=({"site": "corkscrew-cellars.example", "message": "Connection timed out"},),
    ),
    Story(
        "websites_down",
        "Error establishing a database connection",
        "Woke up to this. I haven't touched the site for weeks.",
        {"site": "longshore-diving.example", "who": "Everybody", "message": "Error establishing a database connection"},
        turns=(
            solution(
                "Your database had grown to its limit of 5 GB, nearly all of it one table in "
                "which an old statistics plugin wrote down every visit since the beginning. I've "
                "made a copy of that table, emptied it, and the site is running. The copy stays "
                "for 14 days under **Site, Backups**; if you don't miss the statistics, remove "
                "the plugin and let it go."
            ),
        ),
        common=True,
        variants=(
            (
                "Database error on all pages",
                (
                    'All visitors see "Error establishing a database connection". The control panel says '
                    "database usage 100 %, in red. What can I throw out without breaking things?"
                ),
            ),
        ),
        variant_answers=({"site": "tinker-trove.example"},),
    ),
    Story(
        "websites_down",
        "Forum gone, home page works",
        (
            "Home page fine, pictures fine, forum: 404. 15 years of sidecar wisdom in there. No update was "
            'made that I know of. Our other admin swears he\'s only "tidied up a little".'
        ),
        {"site": "sidecar-riders.example", "who": "Everybody", "message": "404 Not Found"},
        turns=(
            ask(
                "Don't worry about the wisdom, the database with all posts is untouched. What is "
                "missing is a folder called `forum`, removed yesterday at 22:14 through file "
                "access. Before I restore it: has the other admin put anything new in its place "
                "that should stay? I'd bring back the state of yesterday noon."
            ),
        ),
    ),
    Story(
        "websites_down",
        "Hacked? Site shows watches",
        (
            "If I open my address directly, I see my site. If I come from a search, I see cheap watches. "
            "My students already make jokes, so I sat down and tried everything I could think of:\n\n"
            "- typed the address by hand: my site\n"
            "- searched for our name and clicked: watches\n"
            "- the same on my phone: watches\n"
            "- the same with my sister's account, 900 km away: watches\n"
            "- switched all add-ons off, one after the other: watches, watches, watches\n\n"
            'What happened before: on Sunday I updated nothing. On Monday a "visitor statistics" mail told '
            "me that we had 4,000 visits, and normally it's 30, and I was *proud*. I also found a user in "
            "the list that I don't know, I haven't deleted it in case you want to see it first.\n\n"
            "What I need to know: are the bookings of my students safe, must I tell them something, and "
            "may I leave the site open meanwhile? The weekend retreat is being booked this week. I can be "
            "reached here at any hour; I'm not sleeping well over it anyway."
        ),
        {"site": "quiet-lantern-yoga.example", "who": "Everybody"},
        turns=(
            reply(
                "It's a known trick: only visitors coming from a search engine see the adverts, "
                "so that the owner notices late. I've put your site behind a read-only lock and "
                "am comparing each file with its original. Found so far: one altered file and an "
                "unknown user called `support2`. I'll report as soon as the comparison is "
                "through, probably within two hours."
            ),
            note(
                "Entry through the outdated slider add-on, not us. Rewriting index.php, rotating "
                "keys. Do not unlock before 16:00 scan."
            ),
        ),
        common=True,
        variants=(
            (
                "My website redirects people to a casino",
                (
                    "Two listeners wrote that they land in an online casino when they tap our link on "
                    "their phones. On my laptop I can't see it at all. Is it their phones or us?"
                ),
            ),
        ),
        variant_answers=({"site": "oakbarrel-folk.example", "who": "I do not know"},),
    ),
    Story(
        "websites_down",
        "500 after moving the folder",
        (
            "Moved everything from /new to the main folder as your guide says. Result: 500 Internal Server "
            "Error. Moved it back: also 500. At least it is consistent."
        ),
        {"site": "grit-and-glaze.example", "who": "Everybody", "message": "500 Internal Server Error"},
        turns=(
            reply(
                "The `.htaccess` file didn't travel with the rest, because names that begin with "
                "a dot are hidden, and there's now one from /new in the wrong place. I've put "
                "yours where it belongs, and the home page opens. Have a look at the inner pages "
                "too."
            ),
            message("Home page opens, yes! The inner pages give 404, all of them. Progress :)"),
        ),
    ),
    Story(
        "websites_down",
        "down down down",
        "site down since 5 min, customers waiting, do something",
        {"site": "nomad-kitchen.example", "who": "Everybody"},
        start="new",
        common=True,
        variants=(
            (
                "Page not loading, shop",
                (
                    "hi. shop does not load, takes forever and then ERR_TIMED_OUT, on 2 phones and a "
                    "computer. other sites ok"
                ),
            ),
        ),
        variant_answers=({"site": "little-anvil.example", "who": "I do not know", "message": "ERR_TIMED_OUT"},),
    ),
    Story(
        "websites_down",
        "Everything gone after renewal of the plan",
        (
            'I renewed, and my site is a page with a rocket: "Welcome! This site has just been created." '
            "It has NOT just been created, it's from 2016."
        ),
        {
            "site": "copper-kettle-tours.example",
            "who": "Everybody",
            "message": "Welcome! This site has just been created.",
        },
    ),
    Story(
        "websites_slow",
        "Home page takes nine seconds",
        (
            "Brides are patient, but not that patient. The home page takes 9 seconds by my stopwatch; the "
            "contact page is there at once. I made the home page more beautiful last week, might be "
            "connected."
        ),
        {"site": "larkspur-weddings.example", "where": "Some pages", "seconds": 9},
        turns=(
            solution(
                "It is connected, and easy to put right. The new photographs are 8 MB each, "
                "straight from the camera, while the page shows each of them 600 pixels wide. In "
                "the site builder choose **Media, Make lighter, All**. The page then weighs 1.1 "
                "MB instead of 58, and in my test it arrived in 1.4 seconds."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Gallery loads like in the nineties",
                (
                    "The page with our pigeons builds up line by line, from top to bottom, like in my "
                    "youth. The rest of the site is quick. Could it be that I uploaded the originals?"
                ),
            ),
        ),
        variant_answers=({"site": "rooftop-pigeons.example", "seconds": 14},),
    ),
    Story(
        "websites_slow",
        "Admin area crawls, the site itself flies",
        "Visitors are happy, I'm not. Saving a product takes 22 seconds. 4,000 products, if that matters.",
        {"site": "ironbark-timber.example", "where": "Only the admin area", "seconds": 22},
        turns=(
            ask(
                "It matters a little, yet 4,000 isn't many. Two things would help me find the "
                "cause:\n\n"
                "- Does it happen with a product that has only one picture?\n"
                "- May I switch on the slow-query log for an hour? It changes nothing on the "
                "site and shows which question to the database takes its time."
            ),
            message("1) yes, same. 2) go ahead."),
            solution(
                "The log shows one culprit: with every save, the shop counts all orders anew, "
                "without an index on the table of orders. I've added the index. Saving took 0.8 "
                "seconds in my try; see whether it feels like that for you."
            ),
            message("0.7 with stopwatch. I've just saved a product five times for the pure joy of it."),
        ),
        ending="closed by requester",
    ),
    Story(
        "websites_slow",
        "Slow every day between 14 and 15 o'clock",
        (
            "For two weeks, every day, same hour. Before and after, all is well. I measured the home page "
            "from the same computer:\n\n"
            "| time | seconds |\n"
            "| --- | --- |\n"
            "| 13:45 | 0.9 |\n"
            "| 14:05 | 7.2 |\n"
            "| 14:30 | 12.4 |\n"
            "| 14:50 | 11.8 |\n"
            "| 15:10 | 1.0 |\n\n"
            "I did the same on Saturday and Sunday, and it looks no different, so it isn't office people "
            "reading poems in their lunch break (I'd hoped). No backup is planned at that time, no "
            "newsletter goes out, and there are no jobs in the panel's list. Our reading evening is "
            "announced on the site and the ticket link is shared at 14:30 as a rule. Do you run something "
            "at that hour?"
        ),
        {"site": "pavement-poets.example", "where": "The whole site", "seconds": 12},
        turns=(
            reply(
                "Your description of the hour was the key, thank you. It's not us but a visitor: "
                "each day at that time, from one network, a program reads your whole site within "
                "minutes. I'm slowing that reader down, tomorrow at 15:00 I'll look at the curve "
                "and tell you the result."
            ),
        ),
        common=True,
        variants=(
            (
                "Every afternoon the site hangs",
                (
                    "Afternoons are bad. At lunch it's okay, around two it becomes like syrup for nearly "
                    "an hour, then okay again. My neighbour here who's also your customer sees nothing of "
                    "the kind."
                ),
            ),
        ),
        variant_answers=({"site": "kilnside.example", "seconds": 10},),
    ),
    Story(
        "websites_slow",
        "Slow since PHP was updated",
        (
            "You wrote that PHP 8.3 would make my site up to 20 % faster. It became three times slower. I "
            "want the old version back, or the promise."
        ),
        {"site": "gable-architects.example", "where": "The whole site", "seconds": 6},
        turns=(
            ask(
                "The promise should hold, so something odd is in the way. In the panel under "
                "**Site, Versions** there's a line *Opcode cache*. Does it say on, or off? After "
                "a change of version it sometimes stays off, and that costs about as much as you "
                "describe."
            ),
        ),
        common=True,
        variants=(
            (
                "slow after version change",
                "since the new php my page is slow, before it was good. i changed nothing. can you put back",
            ),
        ),
        variant_answers=({"site": "dappled-light-photo.example", "seconds": 7},),
    ),
    Story(
        "websites_slow",
        "Visitors far away wait long",
        (
            "Most of my scarves are sold overseas nowadays, and from there the site feels heavy, customers "
            "say 5 to 8 seconds. From here it's one second. Would a bigger plan change anything?"
        ),
        {"site": "highland-loom.example", "where": "The whole site", "seconds": 5},
        turns=(
            solution(
                "A bigger plan wouldn't, because the server isn't what is slow: the way is long. "
                "What helps is keeping copies near your customers. **Site, Speed, Worldwide "
                "copies** is part of your plan and takes one switch; your shop's basket stays "
                "where it is. Afterwards I measured 1.6 seconds from three continents."
            ),
        ),
    ),
    Story(
        "websites_slow",
        "Can you have a general look",
        (
            "It isn't terrible, it's just not fast. A friend's site with the same theme feels snappier. If "
            "you see a screw that can be tightened, tighten it."
        ),
        {"site": "bramble-preserves.example", "where": "The whole site"},
        common=True,
        variants=(
            (
                "Feels sluggish, no hard facts",
                (
                    "I can't give you numbers. Clicking on a category gives me time to think about whether "
                    "I really want to see it. Perhaps you find something."
                ),
            ),
        ),
        variant_answers=({"site": "teacup-repair.example", "where": "Some pages"},),
    ),
    Story(
        "websites_slow",
        "Checkout spins for a minute",
        (
            "Adding to the basket is fine, the checkout spins for about a minute and then works. People "
            "give up after ten seconds, I see it in the abandoned baskets: 31 since Monday."
        ),
        {"site": "velvet-saddle.example", "where": "Some pages", "seconds": 60},
        turns=(
            reply(
                "I timed every step. Your server answers in half a second and then waits 55 "
                "seconds for a service that calculates postage, at `198.51.100.77`, which no "
                "longer answers. I'm arranging that the checkout gives up on it after three "
                "seconds and uses your fixed prices instead."
            ),
            message("We quit that postage service in spring! So it may be removed for good, not only limited."),
        ),
        common=True,
        variants=(
            (
                "Basket to payment takes ages",
                (
                    'Between "continue" and the payment page pass 50 seconds. It works in the end, if '
                    "anyone stays. This started on the first of the month, on the dot."
                ),
            ),
        ),
        variant_answers=({"site": "juniper-soapworks.example", "seconds": 50},),
    ),
)
