"""Acme Hosting: stories about changing, leaving and showing an account."""

from helpdesk.local.demo.shapes import Story, ask, message, note, reply, solution

STORIES = (
    Story(
        "account_email",
        "New surname, new address",
        (
            "I got married (hooray) and want everything to go to the new address from now on. The old one "
            "works until the end of the month. Do the invoices follow automatically?"
        ),
        {"new_email": "studio.harlow@example.com", "old_works": "Yes"},
        turns=(
            solution(
                "Good that you ask beforehand. You can change it yourself, and then everything "
                "follows, invoices included:\n\n"
                "1. **Account, E-mail address, Change**\n"
                "2. Type the new address and confirm the mail we send there\n"
                "3. Confirm the second mail, which goes to the *old* address\n\n"
                "Past invoices keep the name they were written with. If you need one rewritten, "
                "send us its number."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "How to change the mail I sign in with?",
                (
                    "We have been taken over and our addresses all change on the first. I found the form "
                    "for the name and the one for the phone number but none for the e-mail. Where's it "
                    "hiding?"
                ),
            ),
            (
                "Other e-mail adress",
                (
                    "Goodday, I wish to use an other e-mail adress for my account, the same person, the "
                    "same everything. How must I do?"
                ),
            ),
        ),
        variant_answers=(
            {"new_email": "office.larkspur@example.net"},
            {"new_email": "mill.and.meadow@example.org"},
        ),
    ),
    Story(
        "account_email",
        "Confirmation mail for the new address doesn't come",
        (
            'Asked for the change three times. The old address gets "somebody wants to change your '
            "address\", the new one gets nothing. It's a mailbox on your own servers, so it can't be far."
        ),
        {"new_email": "hello.fernhill@example.org", "old_works": "Yes"},
        turns=(
            ask(
                "Found something: the new mailbox refused our mail because it is full. Could you "
                "empty it a little, or raise its size under **Mailboxes, Storage**, and tell me "
                "when that's done? I'll send the confirmation again by hand then."
            ),
            message(
                'Full of eleven thousand "someone liked your post" mails. Emptied. And it came '
                "before I finished writing this, so you must have been quick. Solved!"
            ),
        ),
        ending="closed by requester",
    ),
    Story(
        "account_email",
        "Change address, old one is not mine any more",
        (
            "The old address belonged to my former employer. They've closed it. I can still sign in, but "
            "the change wants a confirmation from there."
        ),
        {"new_email": "copperbeech@example.com", "old_works": "No"},
        turns=(
            ask(
                "Because you can still sign in, this is short. Open **Account, Security, Confirm "
                "it's me** and enter the two-step code; then write here that you did it. After "
                "that I can drop the confirmation from the old address for one day."
            ),
        ),
        common=True,
        variants=(
            (
                "Stuck between two addresses",
                (
                    "I want to switch to the address above, but the last step needs a click in a mailbox "
                    "that was deleted two years ago. I'm signed in right now, I just can't finish."
                ),
            ),
        ),
        variant_answers=({"new_email": "aldergrove@example.net"},),
    ),
    Story(
        "account_email",
        "Two accounts, one address, can they be merged",
        (
            "I've an account for the shop and one for the blog. I'd like one sign-in for both, under the "
            "address given here."
        ),
        {"new_email": "driftwood.co@example.org", "old_works": "Yes"},
        turns=(
            reply(
                "They can be joined: sites, domains and mailboxes of the second move into the "
                "first. The one thing that stays behind is the community profile, as each "
                "account has exactly one. Which of the two should live on?"
            ),
            message("The shop one is the important. The blog profile has only my cat in it."),
            solution(
                "Done. Both sites are now in the shop's account, and invoices come once a month "
                "for all of it. The second sign-in name no longer works, on purpose."
            ),
            message(
                "Sorry to come back: the cat pictures. It turns out my daughter wants them. You "
                "wrote that the profile stays behind, is it behind, or gone?"
            ),
        ),
        ending="reopened",
    ),
    Story(
        "account_email",
        "Address change for three volunteers",
        (
            "Our board changed. Is there a way to have three people who can sign in to one account, each "
            "with an own address, instead of the famous shared password? If not, then only exchange the "
            "address against the one above."
        ),
        {"new_email": "board.riverwatch@example.org", "old_works": "Yes"},
    ),
    Story(
        "account_delete",
        "Close everything, and quickly",
        "Delete my account, both sites and the mailbox. I've copied what I need.",
        {"when": "Right away", "reason": "I stopped the business"},
        turns=(
            reply(
                "Before I set it in motion, one thing you may not have seen: the domain in your "
                "account is paid for another seven months. It can be moved elsewhere, or given "
                "away, but once it is deleted with the account anybody can register it. Do you "
                "want to keep it?"
            ),
            message(
                "I didn't think of that. A neighbour wants it! I will transfer it first and then "
                "delete by myself, the button is easy enough."
            ),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "I want to leave, how do I erase all my data",
                (
                    "As the title says. All of it: sites, mails, profile, newsletter list. I'd like a "
                    "written confirmation at the end, since the list contains other people's addresses."
                ),
            ),
        ),
        variant_answers=({"reason": "Moving to a simpler life, honestly"},),
    ),
    Story(
        "account_delete",
        "Does deleting my account also delete my comments?",
        (
            "In the community I've answered perhaps two hundred questions. I'd be sad if those threads had "
            "holes afterwards. But my name should be gone."
        ),
        {"when": "At the end of the paid period"},
        turns=(
            solution(
                "You can have both. When an account is deleted, its posts stay and show *Former "
                "member* instead of the name and picture. If you would rather have some of them "
                "removed altogether, delete those before you leave, as nobody can tell "
                "afterwards which ones were yours, ourselves included."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "What is left of me when I go?",
                (
                    "Suppose I delete my account. What happens with a) my posts, b) my profile picture, c) "
                    "the invoices, d) this ticket? A link to a page with the answer will do."
                ),
            ),
        ),
        variant_answers=({"when": "Right away", "reason": "curiosity about my own rights, mostly"},),
    ),
    Story(
        "account_delete",
        "Deleted the wrong account",
        (
            'HELP I wanted to delete my test account and I deleted the real one, the grey bar says "will '
            'be erased in 6 days". Stop it!! The shop is in there!!'
        ),
        {"when": "Right away", "reason": "MISTAKE"},
        turns=(
            reply(
                "Stopped, nothing has been erased. Your shop was offline for eleven minutes and "
                "is back now. I am restoring the scheduled newsletter as well, as scheduled "
                "mails are the only thing that deletion cancels for good. Back with you within "
                "the hour."
            ),
            note(
                "Deletion withdrawn, verified by two-step code. Newsletter queue restored from "
                "last night's copy; check the send date before switching it on."
            ),
        ),
    ),
    Story(
        "account_delete",
        "Remove my account at the end of the year paid",
        (
            "After nineteen years of selling model railway houses I am seventy-four and my hands shake. It "
            "was a pleasure to be hosted by you. Switch it off when the paid year is over, and thank the "
            "lady who in my first week explained to me what a domain is."
        ),
        {"when": "At the end of the paid period", "reason": "Retiring"},
        turns=(
            reply(
                "What a lovely message to receive. It's set for the last paid day; until then "
                "everything works, and you can change your mind with one click under **Account, "
                "Leaving**. The lady is our manager these days, and she has read it."
            ),
            note("She really did. Printed it out."),
        ),
        ending="closed by staff: deleted on the day the requester chose, confirmation sent",
    ),
    Story(
        "account_delete",
        "GDPR: delete all personal data within the legal time",
        (
            "Pursuant to Article 17 of the General Data Protection Regulation I request erasure of all "
            "personal data relating to me, including backups, logs, and data passed on to processors. "
            "Confirm each category individually."
        ),
        {"when": "Right away", "reason": "I do not have to say"},
        turns=(
            ask(
                "We'll do this in full. To erase the right person's data we need one act from "
                "you: sign in and confirm the deletion under **Account, Leaving**. You will then "
                "see, category by category, what is erased at once, what leaves the backups "
                "after 35 days, and the invoices we must keep for tax reasons."
            ),
        ),
    ),
    Story(
        "account_profile",
        "Profile picture upside down",
        (
            "My picture is the right way up on my phone, and head over heels on my profile. I've turned "
            "it, saved it and uploaded it again, three times."
        ),
        {"profile": "Moss & Mortar", "part": "Picture or banner"},
        turns=(
            solution(
                "Phones don't turn the picture itself, they only write a remark into the file "
                'that says "show me turned". Our profile page ignores that remark at the moment. '
                "Until this is fixed, crop the picture by a tiny bit on your phone before "
                "uploading: cropping writes it anew, the right way up."
            ),
        ),
        ending="closed by silence",
        common=True,
        variants=(
            (
                "My banner is rotated by 90 degrees",
                (
                    "Uploaded a panorama of my workshop as banner and it stands on its side like a "
                    "sleeping horse. In the preview it lies down properly. Any trick?"
                ),
            ),
        ),
        variant_answers=({"profile": "Ode to Oatmeal"},),
    ),
    Story(
        "account_profile",
        "Hide my profile from search engines",
        (
            "I'd like other creators to see my profile, but not the entire internet. A customer found my "
            "private sketches through a search."
        ),
        {"profile": "Nightjar Letters", "part": "Visibility"},
        turns=(
            solution(
                "Under **Profile, Visibility** choose *Members only*. Search engines are asked "
                "to forget the page straight away; they usually need up to two weeks. For single "
                "works you can do more: in each showcase item, *Unlisted* makes it reachable "
                "with its link alone."
            ),
            message("Exactly what I was after. Set to members only, and I'll go through the works tonight."),
        ),
        ending="closed by requester",
        common=True,
        variants=(
            (
                "Can I be invisible?",
                (
                    "i only joined to read. is there a way nobody sees my profile but i can still ask "
                    "questions in the community"
                ),
            ),
        ),
        variant_answers=({"profile": "fogbank"},),
    ),
    Story(
        "account_profile",
        "Someone copies my patterns in the comments",
        (
            "A member posts photographs of my weaving patterns under other people's work, offering them "
            '"for free in better quality". They\'re scans from my paid booklet; on one of them you can '
            "see my thumb.\n\n"
            "I've reported four comments. They were gone quickly, for which I'm grateful, and new ones "
            "were there just as quickly, from the same name. I've written to the person, politely, and got "
            'the answer "information wants to be free". So does my rent, I\'d say.\n\n'
            "I don't want a war. I want (a) that it ends, (b) that those who took the files know they "
            "aren't free, and (c) to know how I can prove that the patterns are mine before somebody turns "
            "the matter around. I have the drawings with dates, and the printer's invoice for the booklet."
        ),
        {"profile": "Heddle & Hook", "part": "Comments"},
        turns=(
            reply(
                "Thank you for reporting them; all four were removed within the hour. I have "
                "passed the name to the moderators, because a new comment each time means "
                "deleting is not enough, and I am putting together what they need to end it. If "
                "you see another one, add its link here rather than reporting it."
            ),
            message('Two more: one under the "Autumn blanket" showcase, one under my own! I\'d call that nerve.'),
        ),
    ),
    Story(
        "account_profile",
        "Links in bio lose the https",
        (
            "I enter my shop's address with https in front, and the profile shows it without, and clicking "
            'says "not secure" before it goes on. I would not click a link that shouts at me either.'
        ),
        {"profile": "Paper Kite Press", "part": "Bio and links"},
    ),
    Story(
        "account_profile",
        "Showcase full?",
        "Is there a maximum of works in the showcase? After number 24 the plus sign isn't there anymore.",
        {"profile": "oxbow bindery", "part": "Showcase"},
        start="new",
        common=True,
        variants=(
            (
                "Can't add a 25th picture",
                (
                    "24 pictures are in my showcase, and there is no button to add another. I make two "
                    "pots a week, so you see where this is going."
                ),
            ),
        ),
        variant_answers=({"profile": "Clay Tuesday"},),
    ),
    Story(
        "account_profile",
        "Rename my profile, but keep the followers",
        (
            'We\'re three dancers now, so six feet, and "TwoLeftFeet" no longer adds up. Is a new profile '
            "name possible without losing the 340 people who follow us?"
        ),
        {"profile": "TwoLeftFeet Dance", "part": "Bio and links"},
        turns=(
            solution(
                "Yes. **Profile, Name, Rename**, and all followers stay. The old address keeps "
                "pointing to you for a year, and nobody else can take it in that time. You can "
                "rename once every 90 days, so sleep on it."
            ),
        ),
    ),
)
