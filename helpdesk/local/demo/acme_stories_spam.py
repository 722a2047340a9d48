"""Acme Hosting: stories about spam."""

from helpdesk.local.demo.shapes import Story, ask, message, note, reply, solution

STORIES = (
    Story(
        "mailboxes_spam",
        "200 spam mails a day",
        (
            'It went from ten a day to two hundred last week. All of it "your parcel is waiting". I\'m '
            "drowning in parcels."
        ),
        {"mailbox": "hi@cloudberry.example.org", "problem": "Spam reaches my inbox"},
        turns=(
            solution(
                "Your filter was set to *Gentle*, which is right until an address ends up on a "
                "list that gets sold; yours did. I've set it to *Strict* for you. Take a look at "
                "the spam folder in the first days, and use **Not spam** for anything good: it "
                "learns from this quickly, ten corrections are usually enough."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Spam flood since last week",
                (
                    "Every morning 150 to 200 new ones, mostly fake parcels and fake banks. Before that it "
                    "was quiet for years. What happened and what can I do?"
                ),
            ),
            ("so much spam", "spam spam spam spam. make it stop pls"),
        ),
        variant_answers=(
            {"mailbox": "kitchen@nomad.example.com"},
            {"mailbox": "post@noodle.example.net"},
        ),
    ),
    Story(
        "mailboxes_spam",
        "My offers land in my customers' spam",
        (
            'I build timber stairs and I send quotations by mail. No newsletters, no "dear friends", five '
            "mails a day, each one written by me. For about two months more and more customers say on the "
            'phone "ah, it was in the spam folder". Two didn\'t say anything, because they never saw it, '
            "and ordered elsewhere. A staircase isn't a small thing, so that hurts.\n\n"
            "What I've tried:\n\n"
            "1. Sending without attachment. No difference.\n"
            "2. Sending without my logo. No difference.\n"
            '3. Writing "quotation" instead of "offer". My daughter\'s idea. No difference.\n'
            "4. A test page on the internet gave me 6.1 of 10 points, and grumbled about `DKIM` and "
            "`DMARC`, which I took for rappers.\n\n"
            "It happens with private customers, hardly ever with companies. I'm ready to pay for it if it "
            "has to be done by somebody who understands it, only tell me where to begin."
        ),
        {"mailbox": "offers@ironbark.example.org", "problem": "My mail lands in other people's spam"},
        turns=(
            ask(
                "Three things decide about this. Two of them I've already checked: SPF is fine, "
                "DMARC is missing, I'll help with it. For the third I need one of your mails, as "
                "the others receive it: ask a friendly customer to forward one **as an "
                "attachment**, not the normal way, and add it here."
            ),
            message("Attached. He's my cousin, so friendly enough."),
            solution(
                "Your cousin's copy shows it clearly: the mails weren't signed. I've switched "
                "signing (DKIM) on for your domain and added a cautious DMARC record. New mails "
                "carry the signature from now on. Receivers' memory for reputations is about two "
                "weeks long, it gets better day by day until then."
            ),
            message(
                "After two weeks: I asked around, and nothing has landed in the spam any more. Closing with pleasure."
            ),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "Our mails are treated as spam",
                (
                    "Booking confirmations from our theatre are in the spam folder at nearly all of the "
                    "big mail providers. People then book again, so we have rows full of nobody."
                ),
            ),
        ),
        variant_answers=({"mailbox": "tickets@barnstage.example.com"},),
    ),
    Story(
        "mailboxes_spam",
        "Good mails in the spam folder",
        'Appointment wishes by patients who write short mails ("tomorrow 10?") go to spam. Short isn\'t evil.',
        {"mailbox": "doc@steady-hands.example.net", "problem": "Good mail lands in my spam folder"},
        turns=(
            solution(
                "It isn't, but short, without greeting and from a new address is what much spam "
                "looks like. I've done two things: your filter is set from *Strict* to *Normal*, "
                "and addresses you have ever written to are now let through always. For "
                "first-time writers, a form on your site is safer than mail."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Filter too strict",
                (
                    "My customers' mails end up in junk, particularly the first mail of a new customer. I "
                    "check junk hourly now, which makes the filter pointless, doesn't it?"
                ),
            ),
        ),
        variant_answers=({"mailbox": "workshop@teacup.example.org"},),
    ),
    Story(
        "mailboxes_spam",
        "Somebody sends spam with my address",
        'I get hundreds of "undeliverable" messages for mails I\'ve never sent. Have I been hacked?',
        {"mailbox": "maker@rustic-frames.example.com", "problem": "My mail lands in other people's spam"},
        turns=(
            solution(
                "No: nothing of it was sent from your mailbox, I compared them with our log. "
                "Somebody writes *your* address on *their* envelopes. The best answer is a DMARC "
                "record that tells receivers to refuse mails which aren't from our servers. I've "
                "added it, and I've made the filter catch the returns. The wave ebbs away in two "
                "to four days."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "Returned mails that I didn't write",
                (
                    "Mail delivery failed, mail delivery failed, 340 times since breakfast. Subjects in a "
                    "language I don't speak. I changed my password twice to be sure. It goes on."
                ),
            ),
        ),
        variant_answers=({"mailbox": "nursery@pear-tree.example.net"},),
    ),
    Story(
        "mailboxes_spam",
        "We're on a blacklist",
        (
            "A receiver answered with this:\n\n"
            "> 554 5.7.1 Service unavailable; client host [192.0.2.140] blocked using a blocklist\n\n"
            "Is `192.0.2.140` mine alone, or do I pay for the sins of a neighbour?"
        ),
        {"mailbox": "info@tumbleweed.example.org", "problem": "My mail lands in other people's spam"},
        turns=(
            reply(
                "It's shared by some 300 customers, so a neighbour it is. We found and stopped "
                "him this morning and asked for the removal from the list, which usually takes a "
                "day. Until then, your mails go out by another address; try the receiver once "
                "more."
            ),
            message("The receiver now accepts. But two others don't, with the same text and the number 192.0.2.141."),
        ),
        common=True,
        variants=(
            (
                "Blocked because of your server",
                (
                    "My mail to a supplier came back: the IP of *your* server is on a blocklist. I'd like "
                    "to be moved to a server that behaves."
                ),
            ),
        ),
        variant_answers=({"mailbox": "orders@little-anvil.example.com"},),
    ),
    Story(
        "mailboxes_spam",
        "Phishing in your name",
        (
            'Attached is a mail that pretends to be from Acme Hosting, with your logo, "mailbox will be '
            "closed in 24 hours\". I didn't click. Thought you'd like to know. The link leads to "
            "acme-mail-verify.example."
        ),
        {"mailbox": "reading@fable-fern.example.net", "problem": "Spam reaches my inbox"},
        turns=(
            reply(
                "We do want to know, and thank you for not clicking. I've passed the page to the "
                "company that hosts it, blocked the link in all of our customers' mailboxes, and "
                "I'm going through who received it. You'll hear how it ended."
            ),
            note(
                "640 recipients, 11 clicks, 2 typed a password (both reset, tickets filed for "
                "them). Page is offline since 13:05."
            ),
        ),
        common=True,
        variants=(
            (
                "Is this mail from you?",
                (
                    '"Dear user, your mailbox exceeded, verify now". It has your colours, but "Dear user"? '
                    "You usually know my name."
                ),
            ),
        ),
        variant_answers=({"mailbox": "hello@six-spoons.example.org"},),
    ),
    Story(
        "mailboxes_spam",
        "Block a whole country ending",
        (
            "80 % of our spam comes from addresses with the same two ending letters. We've no customers "
            "there. Can the filter refuse an ending as a whole?"
        ),
        {"mailbox": "desk@kingfisher.example.com", "problem": "Spam reaches my inbox"},
        turns=(
            solution(
                "Yes: **Mailboxes, Filter, Refuse**, and enter the ending with a star in front, "
                "like `*.xx`. Refused senders get a notice, so that an honest one learns of it "
                'and can telephone. I\'d choose "into spam" instead of "refuse" for the first '
                "month, and look at what would have been lost."
            ),
        ),
    ),
    Story(
        "mailboxes_spam",
        "Newsletter I can't get rid of",
        (
            '"Unsubscribe" leads to a page where I must sign in to an account I never made. I\'ve blocked '
            'the sender; they write from a new one weekly. Today\'s was "weekly-deals-41@". Forty-one!'
        ),
        {"mailbox": "priv@velvet-saddle.example.net", "problem": "Spam reaches my inbox"},
        turns=(
            ask(
                "Let's catch what stays the same. Could you open three of them, choose **Show "
                "the original**, and add the texts here? Senders change their address weekly, "
                "but rarely the server or the list's number in the header, and a rule on that "
                "will hold."
            ),
        ),
    ),
    Story(
        "mailboxes_spam",
        "Learned the wrong thing",
        (
            "My little one got hold of my tablet and marked, as far as I can tell, two years of mails as "
            "spam, with both hands. Since then the filter thinks my mother is a criminal. Can it forget?"
        ),
        {"mailbox": "office@sandcastle.example.org", "problem": "Good mail lands in my spam folder"},
        common=True,
        variants=(
            (
                "Reset what the filter knows",
                (
                    "I selected the wrong folder and told the filter that 900 good mails are spam. It "
                    "believes me, sadly. Is there a way to start from zero?"
                ),
            ),
        ),
        variant_answers=({"mailbox": "ride@bantam.example.com"},),
    ),
)
