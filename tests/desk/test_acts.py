"""What staff does on a ticket's page: once, with its words kept, and never by following a link."""

import pytest

from tests import make
from tickets import assignment, conversation, progress, timeline
from tickets.models import Draft, Message, Ticket
from tickets.statuses import Status

pytestmark = pytest.mark.django_db

NOUNS = [
    "replies", "notes", "progress", "category", "closure", "reopening", "assignment", "unassignment",
    "drafts/reply", "drafts/note", "escalation", "deescalation",
]  # fmt: skip


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, assigned to Ana."""
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


@pytest.fixture
def ana(cast, visit):
    """Ana's browser."""
    return visit(cast.ana)


def at(ticket, noun=""):
    return f"/desk/tickets/{ticket.number}/{noun}{'/' if noun else ''}"


@pytest.mark.parametrize("noun", NOUNS)
def test_nothing_happens_by_following_a_link(cast, visit, ticket, noun):
    before = Ticket.objects.values().get()
    answer = visit(cast.mia).get(at(ticket, noun))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert Ticket.objects.values().get() == before


@pytest.mark.parametrize(
    ("then", "status"),
    [
        ("", Status.WORK_IN_PROGRESS),
        ("ask", Status.NEEDS_MORE_INFO),
        ("solution", Status.SOLUTION_SUGGESTED),
        ("close", Status.CLOSED),
    ],
)
def test_a_second_click_answers_once(ana, ticket, then, status, post_office):
    form = {"form_key": make.key(), "body": "Look here", "then": then, "seen": timeline.last_event_id(ticket)}
    for _ in range(2):
        answer = ana.post(at(ticket, "replies"), form)
        assert (answer.status_code, answer["Location"]) == (303, f"{at(ticket)}?list=mine")
    post_office()
    assert ana.post(at(ticket, "replies"), form).status_code == 303, "a third one, after it was sent"
    post_office()
    ticket.refresh_from_db()
    assert ticket.state == status
    assert Message.objects.filter(kind="reply").count() == 1


def test_a_reply_that_did_not_know_what_is_new_is_held_back_with_its_words(cast, ana, ticket):
    seen = timeline.last_event_id(ticket)
    conversation.message(ticket, body="It is back", by=cast.cleo, form_key=make.key())
    form = {"form_key": make.key(), "body": "Glad that it works", "seen": seen}
    page = ana.post(at(ticket, "replies"), form)
    assert page.status_code == 409
    for words in (b"Glad that it works", b"It is back", b"Cleo Acme added a message"):
        assert words in page.content
    assert not Message.objects.filter(kind="reply").exists()
    again = page.context["reply"]["seen"].value()
    assert ana.post(at(ticket, "replies"), form | {"seen": again}).status_code == 303


@pytest.mark.parametrize("noun", ["replies", "notes"])
def test_words_for_a_ticket_that_is_no_longer_mine_are_shown(cast, ana, ticket, noun):
    assignment.assign(ticket, to=cast.mia, by=cast.mia)
    page = ana.post(at(ticket, noun), {"form_key": make.key(), "body": "Nearly done"})
    assert page.status_code == 409
    assert b"Nearly done</textarea>" in page.content
    assert b"This ticket is assigned to Mia Acme." in page.content


def test_words_for_a_ticket_that_closed_meanwhile_are_shown(cast, ana, ticket):
    progress.close(ticket, by=cast.cleo)
    page = ana.post(at(ticket, "replies"), {"form_key": make.key(), "body": "Nearly done"})
    assert page.status_code == 409
    assert b"Nearly done</textarea>" in page.content
    assert b"while this ticket is Closed." in page.content


def test_a_reason_is_kept_when_closing_is_refused(cast, ana, ticket):
    seen = timeline.last_event_id(ticket)
    conversation.message(ticket, body="One more thing", by=cast.cleo, form_key=make.key())
    page = ana.post(at(ticket, "closure"), {"reason": "Refunded today", "seen": seen})
    assert page.status_code == 409
    assert b'value="Refunded today"' in page.content
    ticket.refresh_from_db()
    assert ticket.is_open


@pytest.mark.parametrize(
    ("noun", "form"),
    [
        ("replies", {"form_key": make.key(), "body": "  "}),
        ("notes", {"form_key": make.key(), "body": ""}),
        ("replies", {"form_key": "not a key", "body": "Words"}),
        ("closure", {"reason": ""}),
        ("category", {"category": "0"}),
    ],
)
def test_a_form_that_is_not_filled_comes_back(ana, ticket, noun, form):
    page = ana.post(at(ticket, noun), form)
    assert page.status_code == 422
    assert form.get("body", "").strip().encode() in page.content
    assert not Message.objects.exclude(kind="description").exists()


class TestDrafts:
    def test_a_reply_and_a_note_are_kept_apart_and_come_back(self, ana, ticket):
        for kind, words in (("reply", "Dear Cleo"), ("note", "Ask Ben")):
            assert ana.post(at(ticket, f"drafts/{kind}"), {"body": words}).status_code == 204
        page = ana.get(at(ticket))
        assert page.context["reply"]["body"].value() == "Dear Cleo"
        assert page.context["note"]["body"].value() == "Ask Ben"

    def test_sending_one_leaves_the_other(self, cast, ana, ticket):
        for kind in ("reply", "note"):
            ana.post(at(ticket, f"drafts/{kind}"), {"body": "Words"})
        ana.post(at(ticket, "replies"), {"form_key": make.key(), "body": "Words"})
        assert [draft.kind for draft in Draft.objects.filter(user=cast.ana)] == ["note"]

    def test_nobody_reads_anothers(self, cast, visit, ana, ticket):
        ana.post(at(ticket, "drafts/note"), {"body": "Between me and me"})
        assert b"Between me and me" not in visit(cast.mia).get(at(ticket)).content

    def test_there_are_no_others(self, ana, ticket):
        for kind in ("message", "new", "anything"):
            assert ana.post(at(ticket, f"drafts/{kind}"), {"body": "Words"}).status_code == 404


def test_after_assigning_comes_the_next_that_nobody_has(cast, visit, ticket):
    first, second = make.ticket(cast.cleo), make.ticket(cast.vic)
    mia = visit(cast.mia)
    form = {"assignee": cast.ana.pk, "list": "unassigned"}
    assert mia.post(at(first, "assignment"), form)["Location"] == f"{at(second)}?list=unassigned"
    assert mia.post(at(second, "assignment"), form)["Location"] == "/desk/lists/unassigned/"
    again = mia.post(at(second, "assignment"), form)
    assert again.status_code == 303, "assigning to who has it already is no mistake"
