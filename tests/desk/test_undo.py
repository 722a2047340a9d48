"""Undo is offered where an act was done, at the desk and on the requester's page."""

import re

import pytest

from activity.models import Event
from tests import make
from tickets import events, progress
from tickets.statuses import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, assigned to Ana."""
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


def undo_on(page, where="/desk/undo/"):
    return set(re.findall(f'action="({where}[^"]+)"', page.content.decode()))


def test_the_toast_and_the_event_offer_one_and_the_same(cast, visit, ticket):
    ana = visit(cast.ana)
    answer = ana.post(f"/desk/tickets/{ticket.number}/closure/?list=team", {"reason": "Solved"})
    page = ana.get(answer["Location"])
    (way_back,) = undo_on(page)
    assert page.content.decode().count(way_back) >= 2
    answer = ana.post(way_back)
    assert (answer.status_code, answer["Location"]) == (303, f"/desk/tickets/{ticket.number}/?list=team")
    page = ana.get(answer["Location"])
    assert f"Undone: #{ticket.number} is as it was." in page.content.decode()
    assert not undo_on(page)
    ticket.refresh_from_db()
    assert ticket.state == Status.ASSIGNED


def test_a_manager_who_went_on_to_the_next_ticket_undoes_the_last(cast, visit):
    first, _ = make.ticket(cast.cleo), make.ticket(cast.vic)
    mia = visit(cast.mia)
    answer = mia.post(f"/desk/tickets/{first.number}/assignment/?list=unassigned", {"assignee": cast.ana.pk})
    (way_back,) = undo_on(mia.get(answer["Location"]))
    answer = mia.post(way_back)
    assert answer["Location"] == f"/desk/tickets/{first.number}/?list=unassigned"
    first.refresh_from_db()
    assert (first.assignee_id, first.state) == (None, Status.NEW)


def test_a_refusal_is_said_on_the_tickets_page(cast, visit, ticket, clock):
    progress.close(ticket, by=cast.ana, reason="Solved")
    closed = Event.objects.get(name=events.CLOSED)
    clock(minutes=1)
    page = visit(cast.ana).post(f"/desk/undo/{closed.pk}/")
    assert page.status_code == 409
    assert b"It is too late to undo this" in page.content


def test_somebody_elses_act_is_not_found(cast, visit, ticket):
    progress.close(ticket, by=cast.ana, reason="Solved")
    closed = Event.objects.get(name=events.CLOSED)
    assert visit(cast.mia).post(f"/desk/undo/{closed.pk}/").status_code == 404
    assert visit(cast.cleo).post(f"/tickets/undo/{closed.pk}/").status_code == 404
    assert visit(cast.ana).post("/desk/undo/999999999/").status_code == 404


class TestTheRequester:
    def test_closes_and_takes_it_back(self, cast, visit, ticket, post_office):
        post_office()
        cleo = visit(cast.cleo)
        page = cleo.get(cleo.post(f"/tickets/{ticket.number}/closure/", {"reason": ""})["Location"])
        assert b"You can reopen it until" in page.content
        (way_back,) = undo_on(page, "/tickets/undo/")
        answer = cleo.post(way_back)
        assert (answer.status_code, answer["Location"]) == (303, f"/tickets/{ticket.number}/")
        page = cleo.get(answer["Location"])
        assert "is open, as it was before" in page.content.decode()
        assert not undo_on(page, "/tickets/undo/")
        assert post_office() == []

    def test_is_told_when_it_is_too_late(self, cast, visit, ticket, clock):
        progress.close(ticket, by=cast.cleo)
        clock(minutes=1)
        page = visit(cast.cleo).post(f"/tickets/undo/{Event.objects.get(name=events.CLOSED).pk}/")
        assert page.status_code == 409
        assert b"It is too late to undo this" in page.content
