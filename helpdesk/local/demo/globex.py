"""The second demo tenant: Globex Avatars, an app for making avatars."""

from helpdesk.local.demo.shapes import (
    Catalogue,
    Category,
    Field,
    Person,
    Priority,
    Story,
    ask,
    message,
    note,
    reply,
    solution,
)

SUPPORT = "Player support"
STUDIO = "Studio"

PEOPLE = (
    Person("nora", "Nora Lund", "nora@example.org", None, "staff", ("agent",), SUPPORT, "Europe/Copenhagen"),
    Person("theo", "Theo Achterberg", "theo@example.org", None, "staff", ("agent",), STUDIO, "Europe/Amsterdam"),
    Person(
        "sunita",
        "Sunita Rao",
        "sunita@example.org",
        None,
        "staff",
        ("agent", "manager"),
        (SUPPORT, STUDIO),
        "Asia/Kolkata",
    ),
    Person("ivo", "Ivo Petkov", "ivo@example.org", None, "staff", ("admin",), None, "Europe/Sofia"),
    Person("abena", "Abena Osei", "abena@example.net", "standard", time_zone="Africa/Accra"),
    Person("bruno", "Bruno Cardeal", "bruno.c@example.com", "standard", time_zone="America/Sao_Paulo"),
    Person("carys", "Carys Llewellyn", "carys.l@example.net", "vip", time_zone="Europe/London"),
    Person("dmytro", "Dmytro Savchuk", "dmytro@example.com", "standard", time_zone="Europe/Kyiv"),
    Person("elif", "Elif Yıldırım", "elif.y@example.net", "standard", time_zone="Europe/Istanbul"),
    Person("hugo", "Hugo Lefèvre-Baptiste", "hugo.lb@example.com", "standard", time_zone="Europe/Paris"),
    Person("keiko", "小川 恵子", "keiko.ogawa@example.net", "vip", time_zone="Asia/Tokyo"),
    Person("liam", "Liam O'Shea-Walsh", "liam.ow@example.com", "standard", time_zone="Europe/Dublin"),
    Person("marisol", "Marisol Echeverría", "marisol.e@example.net", "standard", time_zone="America/Lima"),
    Person("noor", "Noor Rahimi", "noor.rahimi@example.com", "standard", time_zone="Asia/Dubai"),
    Person("pekka", "Pekka Anttonen", "pekka.a@example.net", "standard", time_zone="Europe/Helsinki"),
    Person("zola", "Zola Dlamini", "zola.d@example.com", "standard", time_zone="Africa/Johannesburg"),
)

DEVICE = Field("device", "Where do you use the app?", "choice", True, choices=("Phone", "Tablet", "Computer"))
VERSION = Field("version", "Version of the app", "text", hint="Menu, About, for example 6.2")
AVATAR = Field("avatar", "Name of the avatar", "text", True)

CATALOGUE = Catalogue(
    teams=(SUPPORT, STUDIO),
    priorities=(Priority("High", 1), Priority("Normal", 2), Priority("Low", 3)),
    categories=(
        Category("app", "The app", "It stops, hangs or draws nonsense", "Normal", STUDIO),
        Category("app_crash", "App stops", "It closes by itself", "High", STUDIO, "app", (DEVICE, VERSION)),
        Category("app_export", "Export", "Pictures and films that come out wrong", "Normal", STUDIO, "app", (DEVICE,)),
        Category("avatars", "Avatars", "Your avatars and what they wear", "Normal", SUPPORT),
        Category("avatars_lost", "Lost avatar", "It was there, and is not", "High", SUPPORT, "avatars", (AVATAR,)),
        Category("avatars_parts", "Parts and wardrobe", "Hair, hats, wings", "Low", STUDIO, "avatars", (AVATAR,)),
        Category(
            "shop",
            "Coins and packs",
            "Bought, paid, not there",
            "Normal",
            SUPPORT,
            fields=(
                Field("pack", "What did you buy?", "choice", True, choices=("Coins", "A pack", "The yearly pass")),
                Field("bought_on", "Bought on", "date", True),
            ),
        ),
    ),
)

STORIES = (
    Story(
        "app_crash",
        "Closes when I give her glasses",
        (
            "Every other thing works. Glasses, any glasses, and the app is gone. She has six eyes, maybe "
            "that has to do with it?"
        ),
        {"device": "Phone", "version": "6.2"},
        turns=(
            solution(
                "It has everything to do with it: glasses 6.2 look for two eyes and give up on "
                "meeting six. Version 6.2.1, out since this morning, fits one pair per pair of "
                "eyes. Your avatar was saved before each crash, so nothing is lost."
            ),
            message("THREE PAIRS OF GLASSES. She looks like a librarian from space. Thank you!!"),
        ),
        ending="closed by requester",
    ),
    Story(
        "app_crash",
        "black screen after update",
        "after update only black. i hear the music",
        {"device": "Tablet", "version": "6.2"},
        turns=(
            solution(
                "The music is a good sign: the app runs, only the drawing is switched off. Hold "
                "two fingers on the screen for five seconds, and choose **Simple drawing** in "
                "the menu that appears. The next update turns it back by itself."
            ),
        ),
        ending="closed by silence",
    ),
    Story(
        "app_crash",
        "Crashes on the bus, not at home",
        (
            "I know how that sounds. At home fine, on the bus it closes within a minute. I travel 50 "
            "minutes twice a day and it was my time for drawing."
        ),
        {"device": "Phone", "version": "6.1.4"},
        turns=(
            ask(
                "It sounds less odd than you think. On a bus the phone changes between networks "
                "all the time, and the app saves with each change. Could you try one ride with "
                "**Menu, Save, Only on wifi** switched on, and tell us whether it lasts?"
            ),
        ),
    ),
    Story(
        "app_crash",
        "Freezes at 200 layers",
        (
            "I'm building a dragon with a layer per scale. Layer 200: nothing moves any more. I've about "
            "1,400 scales to go."
        ),
        {"device": "Computer", "version": "6.2"},
        turns=(
            reply(
                "A scale per layer, I take my hat off. The limit isn't meant to be there; at 200 "
                "the list of small previews eats all memory. I'm trying your dragon with the "
                "previews off and tell you how far I get."
            ),
        ),
    ),
    Story(
        "app_crash",
        "stops when i shake the phone",
        "shaking = random avatar. since today shaking = app closes. my brother cried",
        {"device": "Phone"},
        start="new",
    ),
    Story(
        "app_export",
        "White corners around the picture",
        (
            'I export with "no background" and get white corners in the chat app of my class. In your '
            "preview there's a chequered pattern, so it should be see-through."
        ),
        {"device": "Phone"},
        turns=(
            solution(
                "The picture is see-through, but the chat app turns it into a format that can't "
                "be. Send it *as a file* and not as a photo, then the corners stay away. Or "
                "choose **Export, Round sticker**, that one is made for chats."
            ),
        ),
        ending="closed by silence",
    ),
    Story(
        "app_export",
        "Film has no sound",
        "My avatar sings (I recorded it myself). In the exported film she opens her mouth and nothing comes.",
        {"device": "Tablet"},
        turns=(
            reply(
                "The sound's there up to the last step and gets dropped when the film is longer "
                "than 60 seconds; yours has 71. We're lifting that limit. For today: export two "
                "halves."
            ),
            message("Two halves and my dad glued them. Grandma heard it and asked for an encore."),
        ),
        ending="closed by requester",
    ),
    Story(
        "app_export",
        "Print 2 metres high",
        (
            "For a school festival we'd like to print our mascot 2 m high. Export ends at 4096 pixels. At "
            "the print shop they say it'll look like toy bricks."
        ),
        {"device": "Computer"},
        turns=(
            solution(
                "For this there's **Export, For print, As outlines (SVG)**: it has no pixels, so "
                "it can be as tall as your school. Hair made with the soft brush is the one "
                "thing that becomes a picture inside; switch to *Firm hair* before exporting."
            ),
        ),
    ),
    Story(
        "app_export",
        "Colours are paler on paper",
        "The neon green of my frog is neon on the screen and pea soup on paper. What can be done?",
        {"device": "Computer"},
        turns=(
            reply(
                "Paper can't glow, sadly: printers mix four inks, and no mix of them is neon. I "
                "could send you a table of the ten loudest greens that survive printing; I'm "
                "putting it together with our illustrator."
            ),
            message("Yes, the table! And is there one for pink as well? The frog has a friend."),
        ),
    ),
    Story(
        "app_export",
        "GIF plays backwards",
        "My avatar waves. In the GIF he un-waves. My friends find it better. I'd still like to know why.",
        {"device": "Phone"},
    ),
    Story(
        "app_export",
        "Export button is behind the keyboard",
        (
            "On small phones one can't press Export because the keyboard is over it and doesn't leave. "
            "Workaround: turn the phone on its side."
        ),
        {"device": "Phone"},
        turns=(
            reply(
                "Thanks for the picture and the workaround. The button sits above the keyboard "
                "in 6.2.1; you'll get it within a day or two."
            ),
            message("Got it today, it does."),
        ),
        ending="closed by staff: solved in version 6.2.1, the requester has it",
    ),
    Story(
        "avatars_lost",
        "Captain Marmalade is gone",
        (
            "My son (7) made him over three weeks. This morning the shelf is empty. There's some despair "
            "here, a quick sign of life would help."
        ),
        {"avatar": "Captain Marmalade"},
        turns=(
            reply(
                "A quick sign of life: he's safe. He was moved to the second shelf, which opens "
                "when you swipe to the left on the planks. Give the captain our regards."
            ),
            message("FOUND. Salute from the crew. You've saved breakfast."),
        ),
        ending="closed by requester",
    ),
    Story(
        "avatars_lost",
        "All avatars gone on the new phone",
        (
            "New phone, same account, eleven avatars not there. On the old one they still are. Please, "
            "please tell me that they're somewhere."
        ),
        {"avatar": "Fenwick, Ottoline and nine more"},
        turns=(
            solution(
                "They're on the old phone, and safe as long as you don't delete the app there. "
                "They were never sent to your account, because saving was set to *On this "
                "phone*. On the old phone: **Menu, Save, Take everything along**, wait for the "
                "green tick, then open the new one."
            ),
        ),
        ending="closed by silence",
    ),
    Story(
        "avatars_lost",
        "Overwrote my avatar with a pumpkin",
        (
            'I opened him, pressed "Spooky surprise" and saved without looking. He is a pumpkin now and '
            "has been my profile picture for two years."
        ),
        {"avatar": "Sir Reginald"},
        turns=(
            solution(
                "The surprise can be taken back: open him, **History**, and choose the line "
                "*before surprise*. We keep the last 20 states of each avatar. The pumpkin stays "
                "there too, should you miss it in October."
            ),
        ),
    ),
    Story(
        "avatars_lost",
        "Somebody deleted our group's avatar",
        "We were five with the right to edit the Moose. Now no Moose. Nobody admits it.",
        {"avatar": 'The Moose (group "Tent 4")'},
        turns=(
            reply(
                "The Moose was moved to the bin on Friday evening, and can be taken out of it "
                "for another 24 days. I'd rather not tell who it was. Shall I bring him back "
                "with all five allowed to edit, or with you alone?"
            ),
            note("It was the requester's own tablet, at 23:40. Don't mention it unless asked."),
            message("All five. We've talked, it might have been me."),
        ),
    ),
    Story(
        "avatars_lost",
        "Avatar has lost her face",
        "Hair, dress, shoes: there. Face: smooth like an egg.",
        {"avatar": "Wilhelmina"},
        turns=(
            solution(
                "Her face came from a pack that was withdrawn on Monday, by mistake. It's back "
                "in the shop and on everyone who wore it."
            ),
            message("The face is back, thank you, but the eyebrows are missing, and she looks permanently surprised."),
        ),
        ending="reopened",
    ),
    Story(
        "avatars_lost",
        "Where are the avatars of my old account",
        "I had an account with my school's e-mail and I've left school. Can Bix come along to my new one?",
        {"avatar": "Bix"},
        turns=(
            ask(
                "Bix can, with a little proof. Tell me two or three things that only his maker "
                "knows: what he wears on his left foot, say, and roughly when he was made. Leave "
                "out the password of the old account, we never need it."
            ),
        ),
    ),
    Story(
        "avatars_parts",
        "No wheelchair with big wheels",
        (
            "There's one wheelchair and it looks like from a hospital. I have a sporty one with slanted "
            "wheels, in orange. I'd like my avatar to have it too."
        ),
        {"avatar": "Roya"},
        turns=(
            solution(
                "You're right, and you aren't the first to say so. Since last week there are "
                "four new ones in **Parts, Wheels**, one of them with slanted wheels, and all "
                "can be coloured. Should yours still not be among them, send a photo and our "
                "illustrator will have a look."
            ),
        ),
        ending="closed by silence",
    ),
    Story(
        "avatars_parts",
        "Hijab and headphones at once",
        "When I choose headphones, the hijab goes. I wear both each day and I haven't exploded.",
        {"avatar": "Samira"},
        turns=(
            reply(
                'Nor should she. Both were counted as "head, top", so one replaced the other. '
                'I\'ve asked the studio to file headphones under "ears", where they belong.'
            ),
            solution(
                "It's live: headphones are found under **Ears** and go with everything on the "
                "head, hats and horns included."
            ),
            message("She listens to music. All is well."),
        ),
        ending="closed by requester",
    ),
    Story(
        "avatars_parts",
        "Wings in front of the backpack",
        "Wings are drawn before the backpack, so it looks as if they grew out of his lunch. Can one change the order?",
        {"avatar": "Moth Boy"},
    ),
    Story(
        "avatars_parts",
        "More grey hair!",
        (
            "I'm 71 and my hair isn't \"silver fantasy\", it's grey. You have 48 colours, four of them are "
            "pinks that don't occur in nature. I'd like three honest greys."
        ),
        {"avatar": "Granny Thunder"},
        turns=(
            reply(
                "Three honest greys is a fair demand. I've mixed a first row with our "
                "illustrator: *Pebble*, *Rain* and *Good pewter*. Before they go in I'd love "
                "your judgement, the samples are attached."
            ),
            message("Pebble yes, Rain yes, Good pewter is blue, my dear. Look again by daylight."),
        ),
    ),
    Story(
        "shop",
        "Coins paid, coins not there",
        "1,200 coins, paid yesterday at 18:03, counter still says 40.",
        {"pack": "Coins", "bought_on": -1},
        turns=(
            solution(
                "They were credited to the guest profile that's on the same phone, because that "
                "was open when you paid. I've moved all 1,200; pull down on the shop page once "
                "and the counter follows."
            ),
        ),
        ending="closed by silence",
    ),
    Story(
        "shop",
        "My daughter bought 9 packs",
        "She's five and was after \"the one with the pony\". There's a pony in none of them. Is there a way back?",
        {"pack": "A pack", "bought_on": -2},
        turns=(
            reply(
                "There is, for all nine, since none has been opened for longer than a minute. "
                "The money returns through the store that you paid with, in three to five days. "
                "I'm also checking why the question for the parents' code never came up, as it "
                "should have."
            ),
            message(
                "It came up. She knows the code. She told me so with pride. The refund would be lovely all the same."
            ),
        ),
    ),
    Story(
        "shop",
        "Yearly pass doesn't count on the computer",
        'Pass on the phone: active. On the computer: "Get the pass!" Same account, same me.',
        {"pack": "The yearly pass", "bought_on": -12},
    ),
    Story(
        "shop",
        "gift code",
        'i got a gift code from my aunt, it says "already opened". by who?? i only looked at the card',
        {"pack": "The yearly pass", "bought_on": -3},
        start="new",
    ),
)
