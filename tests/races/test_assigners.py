"""Twenty workers give out a thousand tickets at once: each gets exactly one agent, and nobody more than their share."""

import sys
import time
from collections import Counter
from functools import partial

import pytest

from accounts.models import Assignment, User
from activity.models import Event
from shared import clock as the_clock
from tests import make
from tests.together import committed, together
from tickets import balancing, catalogue, events
from tickets.models import Ticket
from tickets.statuses import Status

WORKERS, TICKETS, AGENTS = 20, 1000, 7

pytestmark = [committed, pytest.mark.timeout(240)]


@pytest.fixture
def agents(cast):
    """Seven agents of Billing, one of them in Technical as well."""
    catalogue.change_rules(assignment=Assignment.BALANCED, by=cast.max)
    people = [
        User.objects.create(
            name=f"Agent {number}",
            email=f"agent{number}@acme.test",
            kind=User.Kind.STAFF,
            is_agent=True,
            created_at=the_clock.now(),
        )
        for number in range(AGENTS)
    ]
    for person in people:
        make.member(person, cast.billing)
    User.objects.filter(pk__in=[cast.ana.pk, cast.mia.pk, cast.ben.pk]).update(is_agent=False, is_manager=True)
    return people


def tickets_of(cast, number):
    """As filed, with nothing delivered yet."""
    now = the_clock.now()
    return Ticket.objects.bulk_create(
        Ticket(
            number=place,
            subject=f"No. {place}",
            status=Status.NEW,
            category=cast.refund,
            priority=cast.refund.parent.priority,
            rank=cast.refund.parent.priority.rank,
            team=cast.billing,
            requester=cast.cleo,
            requester_name=cast.cleo.name,
            filed_by=cast.cleo,
            form_key=make.key(),
            filed_at=now,
            updated_at=now,
            waiting_since=now,
            our_turn_since=now,
        )
        for place in range(1, number + 1)
    )


def assert_fair(agents, number):
    loads = Counter(Ticket.objects.open().values_list("assignee", flat=True))
    assert set(loads) <= {person.pk for person in agents}, "a ticket is nobody's"
    assert sum(loads.values()) == number
    assert max(loads.values()) - min(loads.values()) <= 1, loads
    given = Counter(Event.objects.filter(name=events.ASSIGNED).values_list("subject_id", flat=True))
    assert (len(given), set(given.values())) == (number, {1}), "a ticket was given out twice"
    return sorted(loads.values())


def say(capsys, figures):
    """Print what was measured, whatever pytest captures."""
    with capsys.disabled():
        sys.stdout.write(f"\n{figures}\n")


def test_twenty_workers_place_a_thousand_new_tickets(cast, agents, capsys):
    tickets = tickets_of(cast, TICKETS)

    def work(own):
        for ticket in own:
            balancing.place(ticket)

    began = time.monotonic()
    failed = [error for error in together(*(partial(work, tickets[n::WORKERS]) for n in range(WORKERS))) if error]
    took = time.monotonic() - began
    assert not failed, failed
    loads = assert_fair(agents, TICKETS)
    say(capsys, f"{WORKERS} workers, {TICKETS} tickets one by one: {took:.1f} s, loads {loads}")


def test_twenty_sweeps_and_a_manager_give_out_what_waits(cast, agents, capsys, clock):
    tickets_of(cast, TICKETS)
    clock(minutes=1)
    began = time.monotonic()
    manager = partial(balancing.assign_oldest_evenly, limit=200, by=cast.mia)
    results = together(*[balancing.assign_waiting] * (WORKERS - 1), manager)
    took = time.monotonic() - began
    assert not [error for error in results if isinstance(error, Exception)], results
    by_rule, by_manager = sum(results[:-1]), len(results[-1].tickets)
    assert by_rule + by_manager == TICKETS
    loads = assert_fair(agents, TICKETS)
    say(capsys, f"{WORKERS} at once: {took:.1f} s, {by_rule} by the rule, {by_manager} by a manager, loads {loads}")


def test_nobody_passes_the_limit_in_the_crowd(cast, agents):
    catalogue.change_rules(ticket_limit=5, by=cast.max)
    tickets = tickets_of(cast, 60)

    def work(own):
        for ticket in own:
            balancing.place(ticket)

    together(*(partial(work, tickets[n::WORKERS]) for n in range(WORKERS)))
    loads = Counter(Ticket.objects.open().values_list("assignee", flat=True))
    assert loads.pop(None) == 60 - 5 * AGENTS
    assert set(loads.values()) == {5}
