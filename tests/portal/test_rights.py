"""The panel of what a requester may rely on says what the acts then do."""

from datetime import timedelta

import pytest

from tests import make
from tests.calendar_days import FRIDAY, MONDAY, NEXT_MONDAY, NEXT_TUESDAY, go_to
from tickets import conversation, escalation, progress
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast):
    """Of Cleo, filed on a Monday at 9:12, with Ana."""
    go_to(MONDAY)
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


@pytest.fixture
def cleo(cast, visit):
    """Cleo's browser."""
    return visit(cast.cleo)


def shown(browser, ticket):
    return " ".join(browser.get(f"/tickets/{ticket.number}/").content.decode().split())


def escalate(browser, ticket, why="No word for a week"):
    return browser.post(f"/tickets/{ticket.number}/escalation/", {"why": why})


def is_escalated(ticket):
    return Ticket.objects.get(pk=ticket.pk).escalated_at is not None


def test_before_the_day_the_page_names_it_and_has_no_button(cleo, ticket):
    go_to(FRIDAY)
    page = shown(cleo, ticket)
    assert "You can escalate from" in page
    assert "Mon 13 May, 09:12" in page
    assert "(in 1 business day) if we haven't replied." in page
    assert "/escalation/" not in page


def test_a_hand_made_post_is_answered_with_the_date(cleo, ticket):
    go_to(FRIDAY)
    answer = escalate(cleo, ticket)
    assert answer.status_code == 409
    assert "You can escalate this ticket from Monday 13 May, 09:12 (UTC)" in answer.content.decode()
    assert not is_escalated(ticket)


def test_from_the_day_on_it_works_and_the_place_is_kept(cleo, ticket):
    go_to(NEXT_MONDAY + timedelta(minutes=1))
    assert "You don't lose your place." in shown(cleo, ticket)
    assert escalate(cleo, ticket).status_code == 303
    assert is_escalated(ticket)
    page = shown(cleo, ticket)
    assert "a manager is told" in page
    assert "Escalated by you: it goes before other tickets" in page
    assert "/escalation/" not in page


def test_without_a_reason_the_question_stays_open(cleo, ticket):
    go_to(NEXT_TUESDAY)
    answer = escalate(cleo, ticket, why=" ")
    assert answer.status_code == 422
    assert "Say what the manager should know." in answer.content.decode()
    assert not is_escalated(ticket)


def test_a_second_click_shows_the_ticket(cleo, ticket):
    go_to(NEXT_TUESDAY)
    assert [escalate(cleo, ticket).status_code for _ in range(2)] == [303, 303]


def test_it_can_be_taken_back_at_once(cleo, ticket):
    go_to(NEXT_TUESDAY)
    way_back = escalate(cleo, ticket) and cleo.get(f"/tickets/{ticket.number}/").content.decode()
    (url,) = {part.split('"')[0] for part in way_back.split('action="')[1:] if part.startswith("/tickets/undo/")}
    assert cleo.post(url).status_code == 303
    assert not is_escalated(ticket)


def test_the_tickets_of_others_are_not_there(cast, visit, ticket):
    go_to(NEXT_TUESDAY)
    for person in (cast.vic, cast.gus):
        assert escalate(visit(person), ticket).status_code == 404
    assert not is_escalated(ticket)


def test_seen_by_a_manager_is_told(cast, cleo, ticket):
    go_to(NEXT_TUESDAY)
    escalate(cleo, ticket)
    escalation.see(ticket, by=cast.mia)
    assert "seen by a manager <time" in shown(cleo, ticket)


def test_a_promise_that_was_not_kept_is_said(cleo, ticket):
    assert "Wed 8 May, 09:12" in shown(cleo, ticket)
    assert "We are late" not in shown(cleo, ticket)
    go_to(FRIDAY)
    assert "We are late: we did not keep this promise." in shown(cleo, ticket)


def test_closing_and_reopening_have_their_moments(cast, cleo, ticket):
    conversation.suggest_solution(ticket, body="Try this.", by=cast.ana, form_key=make.key())
    assert "unless you reply" in shown(cleo, ticket)
    progress.close(ticket, by=cast.cleo)
    assert "Can be reopened until" in shown(cleo, ticket)
    go_to(MONDAY + timedelta(days=20))
    assert "What you can count on" not in shown(cleo, ticket)
