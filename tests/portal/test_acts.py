"""What requesters do: once, with their words kept, and never by following a link."""

import pytest

from tests import make
from tickets import conversation, progress
from tickets.models import Draft, Message, Ticket
from tickets.statuses import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, assigned to Ana."""
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


@pytest.fixture
def cleo(cast, visit):
    """Cleo's browser."""
    return visit(cast.cleo)


def at(ticket, noun=""):
    return f"/tickets/{ticket.number}/{noun}{'/' if noun else ''}"


@pytest.mark.parametrize("noun", ["messages", "draft", "closure", "reopening"])
def test_nothing_happens_by_following_a_link(cleo, ticket, noun):
    before = Ticket.objects.values().get()
    answer = cleo.get(at(ticket, noun))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert Ticket.objects.values().get() == before


def test_a_second_click_sends_once(cleo, ticket):
    form = {"form_key": make.key(), "body": "Any news?"}
    places = {cleo.post(at(ticket, "messages"), form)["Location"] for _ in range(2)}
    written = Message.objects.get(kind="message")
    assert places == {f"{at(ticket)}#message-{written.pk}"}


def test_a_second_click_files_once(cast, cleo):
    form = {
        "form_key": make.key(), "subject": "No e-mail", "description": "Since Monday",
        "category": cast.refund.parent_id, "subcategory": cast.refund.pk,
    }  # fmt: skip
    places = {cleo.post("/tickets/new/", form)["Location"] for _ in range(2)}
    assert places == {f"/tickets/{Ticket.objects.get().number}/?sent"}


def test_an_archived_category_keeps_the_words_and_says_what_to_do(cast, cleo, monkeypatch):
    form = {
        "form_key": make.key(),
        "subject": "No e-mail",
        "description": "Since Monday",
        "category": cast.site_down.pk,
    }
    cast.site_down.archived_at = cast.cleo.created_at
    cast.site_down.save()
    page = cleo.post("/tickets/new/", form)
    assert page.status_code == 422
    assert b"Since Monday" in page.content
    assert b"Select a category from the list." in page.content
    assert not Ticket.objects.exists()


def test_closing_twice_shows_the_state(cleo, ticket):
    for _ in range(2):
        answer = cleo.post(at(ticket, "closure"))
        assert answer["Location"] == f"{at(ticket)}?closed"
    ticket.refresh_from_db()
    assert ticket.state == Status.CLOSED


def test_a_message_to_a_ticket_that_closed_meanwhile_reopens_it(cast, cleo, ticket):
    progress.close(ticket, by=cast.ana, reason="Done")
    assert cleo.post(at(ticket, "messages"), {"form_key": make.key(), "body": "It is not"}).status_code == 303
    ticket.refresh_from_db()
    assert ticket.state == Status.REOPENED


def test_words_that_come_too_late_go_on_into_the_follow_up(cast, cleo, ticket, clock):
    progress.close(ticket, by=cast.ana, reason="Done")
    clock(days=8)
    page = cleo.post(at(ticket, "messages"), {"form_key": make.key(), "body": "It is back"})
    assert page.status_code == 409
    follow_up = cleo.get(f"/tickets/new/?follow_up_of={ticket.number}").context["form"]
    assert follow_up["description"].value() == "It is back"
    assert not Message.objects.filter(kind="message").exists()


def test_an_empty_message_comes_back(cleo, ticket):
    page = cleo.post(at(ticket, "messages"), {"form_key": make.key(), "body": " "})
    assert page.status_code == 422
    assert b"Write something first." in page.content


def test_the_description_of_an_answered_ticket_keeps_what_was_typed_out_of_the_ticket(cast, cleo, ticket):
    assert cleo.get(at(ticket, "description")).status_code == 200
    conversation.reply(ticket, body="On it", by=cast.ana, form_key=make.key())
    answer = cleo.post(at(ticket, "description"), {"body": "Three charges"})
    assert answer.status_code == 409
    assert ticket.messages.get(kind="description").body == "Two charges on one day."


class TestDrafts:
    def test_a_message_comes_back_and_goes_when_it_is_sent(self, cast, cleo, ticket):
        assert cleo.post(at(ticket, "draft"), {"body": "Any n"}).status_code == 204
        assert cleo.get(at(ticket)).context["form"]["body"].value() == "Any n"
        cleo.post(at(ticket, "messages"), {"form_key": make.key(), "body": "Any news?"})
        assert not Draft.objects.filter(user=cast.cleo).exists()

    def test_one_that_is_saved_late_does_not_bring_sent_words_back(self, cleo, ticket):
        sent = {"form_key": make.key(), "body": "Any news?"}
        cleo.post(at(ticket, "messages"), sent)
        assert cleo.post(at(ticket, "draft"), sent).status_code == 204
        assert not Draft.objects.exists()

    def test_an_emptied_one_is_forgotten(self, cleo, ticket):
        for words in ("Any n", " "):
            cleo.post(at(ticket, "draft"), {"body": words})
        assert not Draft.objects.exists()

    def test_a_new_ticket_keeps_what_its_form_asks_and_nothing_else(self, cast, cleo):
        typed = {
            "subject": "No e-mail",
            "category": cast.site_down.pk,
            "field_7": "Order 12",
            "form_key": "x",
            "step": "y",
        }
        assert cleo.post("/tickets/new/draft/", typed).status_code == 204
        assert set(Draft.objects.get().words) == {"subject", "category", "field_7"}
        assert cleo.get("/tickets/new/?different").context["form"]["subject"].value() == "No e-mail"

    def test_there_is_none_for_a_strangers_ticket(self, cast, visit, ticket):
        assert visit(cast.vic).post(at(ticket, "draft"), {"body": "Words"}).status_code == 404
        assert not Draft.objects.exists()
