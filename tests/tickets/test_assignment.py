"""Who works on a ticket."""

import pytest

from activity.models import Event
from tests import make
from tests.together import committed, together
from tickets import assignment, conversation, events, timeline
from tickets.assignment import CannotTakeTickets
from tickets.lifecycle import ChangedMeanwhile, NotPossible, NotYours
from tickets.models import Ticket
from tickets.statuses import Status


def test_a_manager_assigns_a_new_ticket(cast):
    ticket = assignment.assign(make.ticket(cast.cleo), to=cast.ana, by=cast.mia)
    assert (ticket.assignee, ticket.state) == (cast.ana, Status.ASSIGNED)
    event = Event.objects.latest("id")
    assert (event.name, event.data["to"], event.data["previously"]) == (events.ASSIGNED, cast.ana.pk, None)


def test_a_rule_assigns_as_well(cast):
    ticket = assignment.assign(make.ticket(cast.cleo), to=cast.ana, by=None)
    assert ticket.assignee == cast.ana


@pytest.mark.parametrize("status", [status for status in Status if status.is_open and status != Status.NEW])
def test_reassigning_leaves_the_status(cast, status):
    ticket = make.in_status(status, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    ticket = assignment.assign(ticket, to=cast.ben, by=cast.mia)
    assert (ticket.assignee, ticket.state) == (cast.ben, status)


def test_assigning_to_who_has_it_changes_nothing(cast):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    happened = Event.objects.count()
    assignment.assign(ticket, to=cast.ana, by=cast.mia)
    assert Event.objects.count() == happened


def test_only_people_who_work_on_tickets_get_them(cast):
    ticket = make.ticket(cast.cleo)
    cast.ben.is_active = False
    for person in (cast.max, cast.cleo, cast.gus, cast.ben):
        with pytest.raises(CannotTakeTickets, match=person.name):
            assignment.assign(ticket, to=person, by=cast.mia)
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.state) == (None, Status.NEW)


def test_agents_neither_pick_nor_pass_on_tickets(cast):
    ticket = make.ticket(cast.cleo)
    for person in (cast.ana, cast.max, cast.cleo):
        with pytest.raises(NotYours):
            assignment.assign(ticket, to=cast.ana, by=person)
    given = assignment.assign(ticket, to=cast.ana, by=cast.mia)
    with pytest.raises(NotYours):
        assignment.assign(given, to=cast.ben, by=cast.ana)
    with pytest.raises(NotYours):
        assignment.unassign(given, by=cast.ana)


def test_a_closed_ticket_is_not_assigned(cast):
    ticket = make.in_status(Status.CLOSED, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    with pytest.raises(NotPossible, match="reopen it"):
        assignment.assign(ticket, to=cast.ben, by=cast.mia)


@pytest.mark.parametrize("status", [status for status in Status if status.is_open and status != Status.NEW])
def test_a_ticket_that_is_taken_back_is_new(cast, status):
    ticket = make.in_status(status, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    ticket = assignment.unassign(ticket, by=cast.mia)
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.state) == (None, Status.NEW)
    assert ticket.waiting_since is not None
    event = Event.objects.latest("id")
    assert (event.name, event.data["previously"]) == (events.UNASSIGNED, cast.ana.pk)


def test_what_is_nobodys_is_not_taken_back(cast):
    with pytest.raises(NotPossible, match="You can assign it"):
        assignment.unassign(make.ticket(cast.cleo), by=cast.mia)


def test_a_manager_who_has_not_seen_the_news_does_not_reassign(cast):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    seen = timeline.last_event_id(ticket)
    conversation.reply(ticket, body="I am at it.", by=cast.ana, form_key=make.key())
    for act in (
        lambda: assignment.assign(ticket, to=cast.ben, by=cast.mia, seen=seen),
        lambda: assignment.unassign(ticket, by=cast.mia, seen=seen),
    ):
        with pytest.raises(ChangedMeanwhile):
            act()
    ticket.refresh_from_db()
    assert ticket.assignee == cast.ana


def test_the_tickets_of_somebody_who_leaves_go_back_to_the_managers(cast, post_office):
    from accounts import staff

    waiting = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    closed = make.in_status(Status.CLOSED, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    others = make.assigned(cast.cleo, cast.ben, by=cast.mia)
    staff.change(cast.ana, name=cast.ana.name, roles=("agent",), teams=(), is_active=False, by=cast.max)
    post_office()
    assert list(Ticket.objects.unassigned()) == [waiting]
    for ticket, agent in ((closed, cast.ana), (others, cast.ben)):
        ticket.refresh_from_db()
        assert ticket.assignee == agent


def test_an_agent_who_becomes_manager_keeps_their_tickets(cast, post_office):
    from accounts import staff

    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    staff.change(cast.ana, name=cast.ana.name, roles=("manager",), teams=(), is_active=True, by=cast.max)
    post_office()
    ticket.refresh_from_db()
    assert ticket.assignee == cast.ana


@committed
def test_of_two_managers_at_once_one_wins_and_the_other_is_told(cast):
    ticket = make.ticket(cast.cleo)
    other = cast.ben
    other.is_manager = True
    other.save()
    seen = timeline.last_event_id(ticket)
    results = together(
        lambda: assignment.assign(ticket, to=cast.ana, by=cast.mia, seen=seen),
        lambda: assignment.assign(ticket, to=cast.ben, by=other, seen=seen),
    )
    won = [result for result in results if isinstance(result, Ticket)]
    lost = [result for result in results if isinstance(result, ChangedMeanwhile)]
    assert (len(won), len(lost)) == (1, 1), results
    ticket.refresh_from_db()
    assert ticket.assignee == won[0].assignee
    assert Event.objects.filter(name=events.ASSIGNED).count() == 1
