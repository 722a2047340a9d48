"""The requester's place is counted in the order that staff sees."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shared import clock as the_clock
from tenants.scope import tenant_scope
from tests import make
from tests.cast import GLOBEX_ID
from tickets import assignment, conversation, escalation, progress, queue
from tickets.models import Ticket
from tickets.statuses import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(cast):
    """Seven tickets of different age and urgency, two of them filed in the same moment."""
    now, tickets = the_clock.now(), []
    for hours, category in [(5, cast.refund), (1, cast.site_down), (9, cast.sales), (2, cast.site_down),
                            (3, cast.refund), (3, cast.refund), (4, cast.sales)]:  # fmt: skip
        with the_clock.stopped_at(now - timedelta(hours=hours)):
            tickets.append(make.ticket(cast.cleo, category=category))
    return tickets


def test_before_assignment_it_is_the_place_in_the_managers_list(cast, line):
    shown = list(queue.tickets(cast.mia, queue.ALL_OPEN))
    assert [queue.place(ticket) for ticket in shown] == [1, 2, 3, 4, 5, 6, 7]


def test_with_an_agent_it_is_the_place_in_the_agents_queue(cast, line):
    for ticket in line[1::2]:
        assignment.assign(ticket, to=cast.ana, by=cast.mia)
    shown = list(queue.tickets(cast.ana, queue.MY_QUEUE))
    assert [queue.place(ticket) for ticket in shown] == [1, 2, 3]


def test_assigned_tickets_still_stand_before_those_that_came_later(cast, line):
    first, *_, last = queue.tickets(cast.mia, queue.ALL_OPEN)
    assignment.assign(first, to=cast.ana, by=cast.mia)
    assert queue.place(last) == 7


def test_what_does_not_wait_stands_before_nobody_and_has_no_place(cast, line):
    first, second, *_ = queue.tickets(cast.mia, queue.ALL_OPEN)
    assignment.assign(first, to=cast.ana, by=cast.mia)
    progress.start_work(first, by=cast.ana)
    assert (queue.place(first), queue.place(second)) == (None, 1)
    progress.close(first, by=cast.cleo)
    assert (queue.place(first), queue.place(second)) == (None, 1)


def test_escalation_moves_it_to_the_front_and_the_others_back(cast, line):
    first, *_, last = queue.tickets(cast.mia, queue.ALL_OPEN)
    escalation.escalate(last, reason="Promised", by=cast.mia)
    assert (queue.place(last), queue.place(first)) == (1, 2)


def test_an_answer_to_our_question_stands_at_the_end_of_its_priority(cast, line, clock):
    ticket = line[0]
    assignment.assign(ticket, to=cast.ana, by=cast.mia)
    conversation.ask_for_information(ticket, body="Which card?", by=cast.ana, form_key=make.key())
    clock(hours=1)
    other = make.assigned(cast.vic, cast.ana, by=cast.mia)
    clock(hours=1)
    conversation.message(ticket, body="This one.", by=cast.cleo, form_key=make.key())
    assert (queue.place(other), queue.place(ticket)) == (1, 2)


def test_tickets_of_the_other_tenant_stand_in_no_line(cast, line):
    with tenant_scope(GLOBEX_ID):
        theirs = make.ticket(cast.globex.cleo)
        assert queue.place(theirs) == 1
    assert queue.place(theirs) is None
    assert sorted(queue.places(line).values()) == [1, 2, 3, 4, 5, 6, 7]


def test_all_places_are_one_query(cast, line):
    with CaptureQueriesContext(connection) as asked:
        assert sorted(queue.places(line).values()) == [1, 2, 3, 4, 5, 6, 7]
    assert len(asked) == 1
    assert queue.places([]) == {}


def test_places_and_lists_agree_whatever_happened(cast):
    people = {"requester": cast.cleo, "agent": cast.ana, "manager": cast.mia}
    for status in Status:
        make.in_status(status, **people)
        make.in_status(status, category=cast.site_down, **people)
    waiting = [ticket for ticket in queue.tickets(cast.ana, queue.MY_QUEUE) if ticket.state.is_waiting]
    assert [queue.place(ticket) for ticket in waiting] == list(range(1, len(waiting) + 1))
    assert Ticket.objects.waiting().count() == len(waiting) + 2
