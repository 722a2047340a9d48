"""The queues that staff works from."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shared import clock as the_clock
from tests import make
from tickets import assignment, conversation, progress, queue
from tickets.models import Category, Priority
from tickets.statuses import Status


def listed(user, which):
    return list(queue.tickets(user, which))


def counts(user):
    return queue.counts(user, queue.VIEWS.values())


@pytest.fixture
def mine(cast):
    """Tickets of Ana's, in every status, by status."""
    people = {"requester": cast.cleo, "agent": cast.ana, "manager": cast.mia}
    return {status: make.in_status(status, **people) for status in Status}


def test_the_order_is_priority_then_waiting_time_then_filing(cast):
    now = the_clock.now()
    low = Category.objects.create(name="Wishes", priority=Priority.objects.get(name="Low"), team=cast.billing)

    def ticket(category, hours):
        with the_clock.stopped_at(now - timedelta(hours=hours)):
            return make.assigned(cast.cleo, cast.ana, by=cast.mia, category=category)

    wish, young, old = ticket(low, 900), ticket(cast.refund, 1), ticket(cast.refund, 5)
    urgent, urgent_old = ticket(cast.site_down, 1), ticket(cast.site_down, 2)
    twin_1, twin_2 = ticket(cast.refund, 3), ticket(cast.refund, 3)
    assert listed(cast.ana, queue.MY_QUEUE) == [urgent_old, urgent, old, twin_1, twin_2, young, wish]


def test_tickets_in_progress_stand_behind_those_that_wait(cast, mine):
    order = [ticket.state for ticket in listed(cast.ana, queue.MY_QUEUE)]
    assert order[-1] == Status.WORK_IN_PROGRESS
    assert set(order) == {Status.ASSIGNED, Status.NEEDS_REPLY, Status.REOPENED, Status.WORK_IN_PROGRESS}


def test_a_ticket_that_waits_again_stands_at_the_end_of_its_priority(cast, clock):
    first = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    conversation.reply(first, body="Well.", by=cast.ana, form_key=make.key())
    clock(hours=1)
    second = make.assigned(cast.vic, cast.ana, by=cast.mia)
    clock(hours=1)
    conversation.message(first, body="But …", by=cast.cleo, form_key=make.key())
    assert listed(cast.ana, queue.MY_QUEUE) == [second, first]


def test_moving_to_an_urgent_category_moves_in_the_queue(cast):
    first, second = (make.assigned(cast.cleo, cast.ana, by=cast.mia) for _ in range(2))
    progress.recategorise(second, category=cast.site_down, by=cast.ana)
    assert listed(cast.ana, queue.MY_QUEUE) == [second, first]


def test_waiting_on_the_customer(cast, mine):
    found = listed(cast.ana, queue.WITH_CUSTOMER)
    assert [ticket.state for ticket in found] == [Status.NEEDS_MORE_INFO, Status.SOLUTION_SUGGESTED]


def test_closed_tickets_last_closed_first(cast, mine, clock):
    clock(days=1)
    later = make.in_status(Status.CLOSED, requester=cast.vic, agent=cast.ana, manager=cast.mia)
    assert listed(cast.ana, queue.CLOSED) == [later, mine[Status.CLOSED]]


def test_every_ticket_of_an_agent_is_in_exactly_one_list(cast, mine):
    found = [
        ticket for which in (queue.MY_QUEUE, queue.WITH_CUSTOMER, queue.CLOSED) for ticket in listed(cast.ana, which)
    ]
    assert sorted(ticket.pk for ticket in found) == sorted(
        ticket.pk for status, ticket in mine.items() if status != Status.NEW
    )


def test_the_teams_list_shows_what_the_team_has_and_no_other(cast):
    ours, theirs = make.ticket(cast.cleo), make.ticket(cast.vic, category=cast.site_down)
    assert listed(cast.ana, queue.TEAM) == [ours]
    assert listed(cast.ben, queue.TEAM) == [theirs]


def test_the_managers_lists(cast, mine):
    new = mine[Status.NEW]
    assert listed(cast.mia, queue.UNASSIGNED) == [new]
    assert {ticket.state for ticket in listed(cast.mia, queue.ALL_OPEN)} == set(Status) - {Status.CLOSED}
    assert listed(cast.mia, queue.MY_QUEUE) == []


def test_other_peoples_tickets_are_in_nobodys_queue(cast, mine):
    for person in (cast.ben, cast.max, cast.cleo, cast.globex.ana):
        for which in (queue.MY_QUEUE, queue.WITH_CUSTOMER, queue.CLOSED):
            assert listed(person, which) == []


@pytest.mark.parametrize("person", ["max", "cleo", "gus"])
def test_who_has_no_desk_has_no_lists_and_no_numbers(cast, mine, person):
    user = getattr(cast, person)
    assert [listed(user, which) for which in queue.VIEWS.values()] == [[]] * len(queue.VIEWS)
    assert set(counts(user).values()) == {0}


def test_the_numbers_are_the_lengths_of_the_lists(cast, mine):
    make.ticket(cast.vic, category=cast.site_down)
    assignment.assign(make.ticket(cast.gus), to=cast.mia, by=cast.mia)
    for person in (cast.ana, cast.ben, cast.mia):
        lengths = {key: len(listed(person, view)) for key, view in queue.VIEWS.items() if view is not queue.CLOSED}
        assert counts(person) == lengths


def test_an_agent_does_not_learn_how_many_wait_in_other_teams(cast):
    make.ticket(cast.cleo)
    for _ in range(3):
        make.ticket(cast.vic, category=cast.site_down)
    assert counts(cast.ana)["unassigned"] == 1
    assert counts(cast.mia)["unassigned"] == 4


def test_a_long_list_costs_what_a_short_one_costs(cast):
    def cost(which):
        with CaptureQueriesContext(connection) as queries:
            for ticket in queue.tickets(cast.mia, which):
                # What a row prints.
                str([ticket.requester.name, ticket.category, ticket.priority, ticket.requester.plan, ticket.assignee])
        return len(queries)

    for _ in range(2):
        make.ticket(cast.cleo)
    assert [cost(which) for which in queue.VIEWS.values()] == [1] * len(queue.VIEWS)
    for _ in range(10):
        make.assigned(cast.vic, cast.mia, by=cast.mia)
    assert [cost(which) for which in queue.VIEWS.values()] == [1] * len(queue.VIEWS)
    with CaptureQueriesContext(connection) as queries:
        counts(cast.mia)
    assert len(queries) == 1


def test_the_two_most_urgent_priorities_stand_out_unless_there_are_but_two(cast):
    make.ticket(cast.cleo), make.ticket(cast.cleo, category=cast.site_down)

    def flags():
        return {ticket.priority.name: ticket.flag for ticket in listed(cast.mia, queue.ALL_OPEN)}

    ranked = [priority.name for priority in Priority.objects.in_use()]
    assert len(ranked) > 2
    assert flags() == {"Urgent": "urgent", "Normal": "high" if ranked[1] == "Normal" else ""}
    Priority.objects.exclude(name__in=["Urgent", "Normal"]).update(archived_at=the_clock.now())
    assert flags() == {"Urgent": "", "Normal": ""}
