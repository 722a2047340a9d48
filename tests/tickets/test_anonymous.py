"""Nothing of a requester is left in what an article is made from."""

import pytest

from tickets.anonymous import Private, reply, title

JO = Private(
    names=["Jo Dunn", "Joséphine Dunn-Okafor"],
    emails=["jdunn77@dunnbakery.co.uk"],
    answers=["A-77", "1984-03-07", "Yes", "12", "Avatar jo_d", "Lisbon"],
    numbers=[1042],
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Hi Jo,\n\nOpen **Settings**.", "Open **Settings**."),
        ("Dear Ms. Dunn,\nOpen Settings.", "Open Settings."),
        ("Hello Joey, open Settings.", "Open Settings."),
        ("good morning!\n\nOpen Settings.", "Open Settings."),
        ("Open Settings.\n\nBest regards,\nAna Silva\nAcme Support", "Open Settings."),
        ("Open Settings.\n\nThanks!\nAna", "Open Settings."),
        ("> I live at 5 Mill Lane\nand I am ill\n\nOpen Settings.", "Open Settings."),
        ("On Mon 6 May, Jo Dunn wrote:\n> help\n\nOpen Settings.", "Open Settings."),
        ("> [!TIP]\n> Do it on a computer.", "> [!TIP]\n> Do it on a computer."),
    ],
)
def test_greeting_quotation_and_signature_go(written, kept):
    assert reply(written, JO) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("I moved Jo's plan.", "I moved your plan."),
        ("I wrote to Jo Dunn today.", "I wrote to you today."),
        ("I wrote to Mrs. J. Dunn today.", "I wrote to you today."),
        ("I wrote to **Jo** **Dunn** today.", "I wrote to **you** today."),
        ("I wrote to DUNN today.", "I wrote to you today."),
        ("I wrote to dunn today.", "I wrote to you today."),
        ("I wrote to Josephine today.", "I wrote to you today."),
        ("I wrote to Jose\u0301phine today.", "I wrote to you today."),
        ("I wrote to J\u200bo\u00a0Dunn today.", "I wrote to you today."),
        ("I wrote to Dunn-Okafor today.", "I wrote to you today."),
        ("Thanks for waiting, Jo! It works.", "Thanks for waiting! It works."),
        ("It works. Jo, open Settings.", "It works. Open Settings."),
        ("Join us, the job is done.", "Join us, the job is done."),
    ],
)
def test_names_become_you(written, kept):
    assert reply(written, JO) == kept


@pytest.mark.parametrize(
    ("name", "written"),
    [("森田 大輝", "森田さんと大輝"), ("森田 大輝", "森田大輝様"), ("李 明", "李明です"), ("דוד כהן", "לדוד ולכהן")],
)
def test_a_name_goes_where_words_stand_together_without_a_space(name, written):
    kept = reply(f"Settings: {written}", Private(names=[name]))
    assert not any(part in kept for part in [*name.split(), name.replace(" ", "")] if len(part) > 1)


@pytest.mark.parametrize("name", ["Will May", "Mark Price", "Max Day"])
def test_a_name_that_is_a_word_goes_where_it_is_a_name(name):
    kept = reply(f"You will see the price on the day you may mark. {name} has max.", Private(names=[name]))
    assert kept == "You will see the price on the day you may mark. you has max."


@pytest.mark.parametrize(
    "private",
    [
        "jdunn77@dunnbakery.co.uk", "JDUNN77@DunnBakery.co.uk", "jdunn77", "https://shop.dunnbakery.co.uk/admin/x?y=1",
        "dunnbakery.co.uk", "other.person@elsewhere.org", "@jo_d", "A-77", "a-77", "avatar jo_d", "avatar  *jo_d*",
        "Lisbon", "1984-03-07", "7 March 1984", "7th March", "March 7, 1984", "07/03/1984", "7.3.84", "3/7/1984",
        "#1042", "1042", "#98", "ticket 873", "order no. B-12x", "4417 1234 5678 9113", "ending in 4242", "•••• 4242",
        "+351 912 345 678", "192.168.17.4", "2001:db8:0:1::17", "sk4f9d8a7b6c5e4d",
        "https://acme.example.com/desk/tickets/873/?list=mine", "PT50 0002 0123 1234 5678 9015 4",
    ],
)  # fmt: skip
def test_what_tells_who_it_was_goes(private):
    kept = reply(f"I looked at {private} and then opened Settings.", JO)
    assert private.lower() not in kept.lower()
    assert "…" in kept
    assert kept.startswith("I looked at ")
    assert kept.endswith(" and then opened Settings.")
    rest = kept.removeprefix("I looked at ").removesuffix(" and then opened Settings.")
    assert not any(char.isdigit() for char in rest), rest


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Your password is hunter2.", "Your password is …"),
        ("The code: 8812", "The code: …"),
        ("The password is wrong.", "The password is wrong."),
        ("See https://acme.example.com/reset?token=abc now.", "See https://acme.example.com/reset… now."),
        ("[Here](https://acme.example.com/k/318)", "[Here](https://acme.example.com/k/318)"),
    ],
)
def test_secrets_go_and_what_is_said_about_them_stays(written, kept):
    assert reply(written, JO) == kept


@pytest.mark.parametrize(
    "written",
    [
        "Open **Settings**, then:\n\n1. Choose *E-mail*.\n2. Type the new address.\n\n```\nDNS_TTL = 3600\n```",
        "Error 404 comes from version 10.2 after 12 hours. Yes, really.",
        "## Before you begin\n\n| plan | price |\n| --- | --- |\n| Standard | $9.90 |",
    ],
)
def test_what_helps_others_stays_as_it_was_written(written):
    assert reply(written, JO) == written


def test_an_answer_that_says_nothing_about_anybody_takes_nothing():
    assert reply("In 12 hours: yes.", JO) == "In 12 hours: yes."


@pytest.mark.parametrize(
    "subject", ["Charged twice for one month", "I cannot sign in", "VAT on a PDF invoice", "E-mail address is wrong"]
)
def test_a_plain_subject_becomes_the_title(subject):
    assert title(f" {subject}\n", JO) == subject


@pytest.mark.parametrize(
    "subject",
    [
        "Refund for order 1234", "Follow-up to #1042: sign in", "Jo cannot sign in", "locked out of dunn bakery",
        "My wife Anna cannot sign in", "Mail to x@example.com is lost", "Error “no such user jo_d”", "Moved to lisbon",
        "Shop at dunnbakery.co.uk is down",
    ],
)  # fmt: skip
def test_a_subject_with_anything_private_becomes_none(subject):
    assert title(subject, JO) == ""


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece",
    ["a", "Jo ", "Jo, ", "J. ", "1 ", "x@", "x", "> ", "[(", "::", "www.", "a.", "://a:", "ticket-", "?a=", " "],
)
def test_hostile_text_takes_no_time(piece):
    reply((piece * 50_000)[:50_000] + "!", JO)
