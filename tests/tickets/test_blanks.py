"""A reply with a blank that nobody filled is stopped; whatever else has braces is not."""

import re

import pytest

from shared.refusal import Refusal
from tests import make
from tickets import blanks, conversation, sending
from tickets.models import Draft, HeldReply, Message
from tickets.statuses import Status

pytestmark = pytest.mark.django_db
Kind = HeldReply.Kind


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, with Ana."""
    return make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Charged twice")


class TestFilling:
    def test_a_ticket_fills_the_variables(self, cast, ticket):
        words = (
            "Hi {customer.first_name} ({customer.name}), #{ticket.number} “{ticket.subject}”. {agent.name}, {company}"
        )
        assert blanks.fill(words, blanks.values(ticket, cast.ana)) == (
            f"Hi Cleo (Cleo Acme), #{ticket.number} “Charged twice”. Ana Acme, Acme Support"
        )

    def test_blanks_and_escaped_braces_stay(self, cast, ticket):
        words = r"{order number}, {amount}, \{customer.name}, {{customer.name}}"
        assert blanks.fill(words, blanks.values(ticket, cast.ana)) == words

    def test_what_a_customer_is_called_is_neither_a_blank_nor_markdown(self, cast, ticket):
        ticket.requester_name = "{order number} **[x](https://evil.test)**"
        filled = blanks.fill("Hi {customer.name}", blanks.values(ticket, cast.ana))
        assert blanks.left_in(filled) == []
        assert "**" not in filled.replace("\\*", "")
        assert "[" not in filled.replace("\\[", "")

    def test_a_variable_without_a_value_is_left_to_be_filled(self, cast, ticket):
        ticket.requester_name = " "
        assert blanks.left_in(blanks.fill("Hi {customer.first_name}", blanks.values(ticket, cast.ana))) == [
            "{customer.first_name}"
        ]

    def test_a_variable_that_there_is_not_is_noticed(self):
        assert blanks.unknown("{customer.nmae} {order no.} {order number} {customer.name}") == ["customer.nmae"]


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("Your order {order number} is on its way.", ["{order number}"]),
        ("{amount} and {amount} for {order no.}", ["{amount}", "{order no.}"]),
        ("**{bold}** and {order_number}", ["{bold}", "{order_number}"]),
        ("{Größe des Schuhs}", ["{Größe des Schuhs}"]),
        ("[your order](https://shop.test/{order})", ["{order}"]),
        ("- a list\n- of {things}", ["{things}"]),
        (r"Write \{order number} for a brace.", []),
        ("`{order number}` and ``{x}``", []),
        ("```\n{order number}\n```", []),
        ("Look:\n\n    {order number}\n", []),
        ("> You wrote {order number}\n> and {more}\n\nYes.", []),
        ("{} { } {1} {{name}} {a: 1} {a,b} f(x) = {x | x > 0}", []),
        ("{broken\nover lines}", []),
        ("{" + "a" * 61 + "}", []),
        ("", []),
    ],
)
def test_what_is_a_blank(body, left):
    assert blanks.left_in(body) == left


def test_a_text_full_of_braces_takes_no_time():
    assert len(blanks.left_in("{a} [" * 10_000)) == 1
    assert blanks.left_in("{" * 50_000) == []


class TestStopping:
    @pytest.mark.parametrize("kind", [Kind.REPLY, Kind.QUESTION, Kind.SOLUTION, Kind.LAST_WORD])
    def test_whatever_the_reply_does_it_is_not_taken_and_the_blank_is_named(self, cast, ticket, kind):
        with pytest.raises(blanks.UnfilledBlank, match=re.escape("Fill in {order number} first")) as stopped:
            sending.hold(ticket, kind=kind, body="Order {order number}", by=cast.ana, form_key=make.key())
        assert "\\{" in stopped.value.sentence
        assert not HeldReply.objects.exists()

    def test_so_is_a_reopening_of_a_manager_and_not_that_of_a_requester(self, cast):
        closed = make.in_status(Status.CLOSED, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
        with pytest.raises(blanks.UnfilledBlank):
            conversation.reopen(closed, body="About {order number}", by=cast.mia, form_key=make.key())
        closed.refresh_from_db()
        assert closed.state == Status.CLOSED
        conversation.reopen(closed, body="About {order number}", by=cast.cleo, form_key=make.key())
        closed.refresh_from_db()
        assert closed.state == Status.REOPENED

    @pytest.mark.parametrize(
        "verb",
        [
            conversation.reply,
            conversation.ask_for_information,
            conversation.suggest_solution,
            conversation.reply_and_close,
        ],
    )
    def test_each_verb_refuses_by_itself_whoever_calls_it(self, cast, ticket, verb):
        with pytest.raises(Refusal, match=re.escape("{order number}")):
            verb(ticket, body="Order {order number}", by=cast.ana, form_key=make.key())
        assert not Message.objects.filter(kind=Message.Kind.REPLY).exists()

    def test_what_customers_write_and_what_only_staff_reads_is_never_stopped(self, cast, ticket):
        conversation.message(ticket, body="I use {two words}", by=cast.cleo, form_key=make.key())
        conversation.internal_note(ticket, body="He uses {two words}", by=cast.ana, form_key=make.key())

    def test_several_blanks_are_named_and_many_are_summed_up(self):
        with pytest.raises(blanks.UnfilledBlank, match=re.escape("Fill in {a} and {b} first")):
            blanks.refuse_unfilled("{a} {b}")
        with pytest.raises(blanks.UnfilledBlank, match=re.escape("Fill in {a}, {b}, {c} and more first")):
            blanks.refuse_unfilled("{a} {b} {c} {d}")

    def test_at_the_desk_the_words_stay_in_the_box_and_as_a_draft(self, cast, visit, ticket):
        ana, body = visit(cast.ana), "Order {order number} is on its way."
        ana.post(f"/desk/tickets/{ticket.number}/drafts/reply/", {"body": body})
        answer = ana.post(f"/desk/tickets/{ticket.number}/replies/", {"body": body, "form_key": make.key()})
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Fill in {order number} first." in page
        assert f">{body}</textarea>" in page
        assert Draft.objects.get(user=cast.ana).words == {"body": body}

    def test_filled_or_escaped_it_is_sent(self, cast, visit, ticket):
        for body in ("Order 77 is on its way.", r"Order \{order number} is on its way."):
            answer = visit(cast.ana).post(
                f"/desk/tickets/{ticket.number}/replies/", {"body": body, "form_key": make.key()}
            )
            assert answer.status_code == 303
        assert HeldReply.objects.count() == 2
