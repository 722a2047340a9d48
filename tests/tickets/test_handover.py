"""An agent's open tickets go to somebody else, and keep their places."""

import pytest

from activity.models import Event
from businesshours.models import Absence
from shared import clock as the_clock
from tests import make
from tests.together import committed, together
from tickets import conversation, events, handover, loads
from tickets.assignment import CannotTakeTickets
from tickets.handover import HandedOver, NothingChosen
from tickets.lifecycle import NotYours
from tickets.models import Ticket
from tickets.statuses import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(cast):
    """Ana has five open tickets and a closed one."""
    closed = make.in_status(Status.CLOSED, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    return [make.assigned(cast.cleo, cast.ana, by=cast.mia) for _ in range(5)], closed


def test_all_go_to_one_person_in_their_places(cast, theirs, clock):
    tickets, closed = theirs
    conversation.reply(tickets[0], body="Hello.", by=cast.ana, form_key=make.key())
    before = dict(Ticket.objects.open().values_list("pk", "waiting_since"))
    clock(hours=1)
    done = handover.hand_over(cast.ana, to=cast.ben, by=cast.mia)
    assert (done.receivers, done.stay) == ([(cast.ben, 5)], [])
    assert dict(Ticket.objects.open().filter(assignee=cast.ben).values_list("pk", "waiting_since")) == before
    closed.refresh_from_db()
    assert closed.assignee == cast.ana


def test_only_the_chosen_ones_go(cast, theirs):
    tickets, _ = theirs
    handover.hand_over(cast.ana, to=cast.ben, numbers=[tickets[1].number, tickets[3].number], by=cast.mia)
    assert set(Ticket.objects.filter(assignee=cast.ben)) == {tickets[1], tickets[3]}


def test_evenly_goes_to_the_team_by_load(cast, theirs):
    for person in (cast.mia, cast.ben):
        make.member(person, cast.billing) if person == cast.mia else person
    make.member(cast.ben, cast.billing)
    make.assigned(cast.cleo, cast.ben, by=cast.mia)
    expected = [(cast.ben, 2), (cast.mia, 3)]
    assert handover.preview(cast.ana, loads.crew(the_clock.now()), to=None).receivers == expected
    assert handover.hand_over(cast.ana, to=None, by=cast.mia).receivers == expected


def test_what_finds_nobody_stays_and_is_named(cast, theirs):
    make.member(cast.ben, cast.billing)
    today = the_clock.now().date()
    Absence.objects.create(user=cast.ben, starts_on=today, ends_on=today)
    for outcome in (
        handover.preview(cast.ana, loads.crew(the_clock.now()), to=None),
        handover.hand_over(cast.ana, to=None, by=cast.mia),
    ):
        assert (outcome.receivers, len(outcome.stay)) == ([], 5)
    assert handover.open_tickets(cast.ana).count() == 5


def test_a_second_click_finds_nothing_left(cast, theirs):
    handover.hand_over(cast.ana, to=cast.ben, by=cast.mia)
    happened = Event.objects.count()
    with pytest.raises(NothingChosen):
        handover.hand_over(cast.ana, to=cast.ben, by=cast.mia)
    assert Event.objects.count() == happened


def test_tickets_of_somebody_else_are_not_moved(cast, theirs):
    other = make.assigned(cast.cleo, cast.mia, by=cast.mia)
    with pytest.raises(NothingChosen):
        handover.hand_over(cast.ana, to=cast.ben, numbers=[other.number], by=cast.mia)


def test_not_to_who_has_them_and_not_to_who_works_no_tickets(cast, theirs):
    for person in (cast.ana, cast.max, cast.cleo):
        with pytest.raises(CannotTakeTickets):
            handover.hand_over(cast.ana, to=person, by=cast.mia)


def test_agents_hand_nothing_over(cast, theirs):
    for person in (cast.ana, cast.ben, cast.max):
        with pytest.raises(NotYours):
            handover.hand_over(cast.ana, to=cast.ben, by=person)


def test_many_go_in_batches(cast, theirs, monkeypatch):
    monkeypatch.setattr(handover, "BATCH", 2)
    assert handover.hand_over(cast.ana, to=cast.ben, by=cast.mia).receivers == [(cast.ben, 5)]


@committed
def test_of_two_managers_who_hand_over_at_once_each_ticket_moves_once(cast):
    tickets = [make.assigned(cast.cleo, cast.ana, by=cast.mia) for _ in range(20)]
    zoe = cast.max
    zoe.is_manager = True
    zoe.save()
    results = together(
        lambda: handover.hand_over(cast.ana, to=cast.ben, by=cast.mia),
        lambda: handover.hand_over(cast.ana, to=cast.mia, by=zoe),
    )
    done = [result for result in results if isinstance(result, HandedOver)]
    assert sum(sum(result.to.values()) for result in done) == 20
    moved = Event.objects.filter(name=events.ASSIGNED, subject_id__in=[ticket.pk for ticket in tickets])
    assert moved.count() == 40
    assert not Ticket.objects.open().filter(assignee=cast.ana).exists()
