"""Tickets find the agent on shift with the least open work."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Assignment, Team, User
from activity.models import Event
from businesshours.models import Absence, Shift
from shared import clock as the_clock
from tests import make
from tests.together import committed
from tickets import assignment, balancing, catalogue, conversation, events, progress, tasks
from tickets.lifecycle import NotYours
from tickets.models import Rules, Ticket
from tickets.statuses import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def dot(cast):
    """A second agent of Billing."""
    person = User.objects.create(
        name="Dot Acme", email="dot@acme.test", kind=User.Kind.STAFF, is_agent=True, created_at=the_clock.now()
    )
    make.member(person, cast.billing)
    return person


@pytest.fixture
def balanced(cast):
    """The rule assigns, in every team."""
    catalogue.change_rules(assignment=Assignment.BALANCED, by=cast.max)


def off_shift(person):
    """Somebody who works on one day of the week, and not today."""
    day = (the_clock.now().weekday() + 3) % 7
    Shift.objects.create(user=person, weekday=day, starts=time(9), ends=time(10))


def holders(tickets):
    return [Ticket.objects.get(pk=ticket.pk).assignee for ticket in tickets]


def test_a_new_ticket_goes_to_the_team_at_once(cast, balanced, post_office):
    ticket = make.ticket(cast.cleo)
    mails = post_office()
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.state) == (cast.ana, Status.ASSIGNED)
    assert [mail.to for mail in mails if "Assigned to you" in mail.subject] == [["ana@acme.test"]]
    event = Event.objects.get(name=events.ASSIGNED)
    assert (event.actor_id, event.data["to"]) == (None, cast.ana.pk)


def test_where_managers_assign_nothing_happens_by_itself(cast, post_office, clock):
    ticket = make.ticket(cast.cleo)
    post_office()
    clock(minutes=1)
    assert balancing.assign_waiting() == 0
    assert holders([ticket]) == [None]


def test_a_team_may_differ_from_the_helpdesk(cast, post_office):
    Team.objects.filter(pk=cast.technical.pk).update(assignment=Assignment.BALANCED)
    ours, theirs = make.ticket(cast.cleo), make.ticket(cast.cleo, category=cast.site_down)
    post_office()
    assert holders([ours, theirs]) == [None, cast.ben]


def test_and_the_other_way_round(cast, balanced, post_office):
    Team.objects.filter(pk=cast.technical.pk).update(assignment=Assignment.MANUAL)
    ours, theirs = make.ticket(cast.cleo), make.ticket(cast.cleo, category=cast.site_down)
    post_office()
    assert holders([ours, theirs]) == [cast.ana, None]


def test_the_one_with_the_least_open_work_gets_it(cast, dot, balanced, post_office):
    make.assigned(cast.cleo, cast.ana, by=cast.mia)
    tickets = [make.ticket(cast.cleo) for _ in range(3)]
    post_office()
    assert holders(tickets) == [dot, cast.ana, dot]


def test_of_two_with_the_same_load_the_one_who_closed_less_today(cast, dot, balanced, post_office):
    for _ in range(2):
        progress.close(make.assigned(cast.cleo, cast.ana, by=cast.mia), by=cast.ana, reason="Done")
    ticket = make.ticket(cast.cleo)
    post_office()
    assert holders([ticket]) == [dot]


def test_a_ticket_without_a_team_goes_to_any_agent(cast, balanced, post_office):
    for person in (cast.ana, cast.mia):
        make.assigned(cast.cleo, person, by=cast.mia)
    ticket = make.ticket(cast.cleo, category=cast.sales)
    post_office()
    assert holders([ticket]) == [cast.ben]


def test_a_manager_who_is_no_agent_is_given_nothing_by_the_rule(cast, balanced, post_office):
    User.objects.filter(pk=cast.mia.pk).update(is_agent=False)
    for person in (cast.ana, cast.ben):
        make.assigned(cast.cleo, person, by=cast.mia)
    ticket = make.ticket(cast.cleo, category=cast.sales)
    post_office()
    assert holders([ticket]) == [cast.ana]


def test_who_is_off_shift_or_absent_gets_nothing_until_they_are_there(cast, dot, balanced, post_office, clock):
    off_shift(cast.ana)
    away = Absence.objects.create(user=dot, starts_on=the_clock.now().date(), ends_on=the_clock.now().date())
    ticket = make.ticket(cast.cleo)
    post_office()
    assert holders([ticket]) == [None]
    away.delete()
    clock(minutes=1)
    assert balancing.assign_waiting() == 1
    assert holders([ticket]) == [dot]


def test_nobody_is_given_more_than_the_limit(cast, dot, balanced, post_office):
    catalogue.change_rules(ticket_limit=2, by=cast.max)
    User.objects.filter(pk=dot.pk).update(ticket_limit=1)
    tickets = [make.ticket(cast.cleo) for _ in range(5)]
    post_office()
    got = holders(tickets)
    assert (got.count(cast.ana), got.count(dot), got.count(None)) == (2, 1, 2)
    assert got[3:] == [None, None], "the oldest went first"


def test_a_limit_of_nothing_means_nothing(cast, balanced, post_office):
    User.objects.filter(pk=cast.ana.pk).update(ticket_limit=0)
    ticket = make.ticket(cast.cleo)
    post_office()
    assert holders([ticket]) == [None]


def test_a_closed_ticket_makes_room_for_the_oldest(cast, balanced, post_office, clock):
    catalogue.change_rules(ticket_limit=1, by=cast.max)
    first, second, third = (make.ticket(cast.cleo) for _ in range(3))
    post_office()
    assert holders([first, second, third]) == [cast.ana, None, None]
    first.refresh_from_db()
    progress.close(first, by=cast.ana, reason="Done")
    clock(minutes=1)
    assert balancing.assign_waiting() == 1
    assert holders([second, third]) == [cast.ana, None]


def test_a_full_team_does_not_stand_in_the_way_of_another(cast, balanced, monkeypatch, clock):
    monkeypatch.setattr(balancing, "BATCH", 2)
    User.objects.filter(pk=cast.ben.pk).update(ticket_limit=0)
    [make.ticket(cast.cleo, category=cast.site_down) for _ in range(5)]  # urgent, and Ben takes none
    tickets = [make.ticket(cast.cleo) for _ in range(3)]
    clock(minutes=1)
    assert balancing.assign_waiting() == 3
    assert holders(tickets) == [cast.ana] * 3


def test_what_a_manager_took_back_falls_to_somebody_else(cast, dot, balanced, post_office):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    make.assigned(cast.cleo, dot, by=cast.mia)
    assignment.unassign(ticket, by=cast.mia)
    post_office()
    assert holders([ticket]) == [dot]


def test_or_to_the_same_one_if_there_is_nobody_else(cast, balanced, post_office):
    ticket = assignment.unassign(make.assigned(cast.cleo, cast.ana, by=cast.mia), by=cast.mia)
    post_office()
    assert holders([ticket]) == [cast.ana]


def test_what_moves_to_a_balanced_team_finds_its_agent(cast, post_office):
    Team.objects.filter(pk=cast.technical.pk).update(assignment=Assignment.BALANCED)
    ticket = make.ticket(cast.cleo)
    post_office()
    progress.recategorise(ticket, category=cast.site_down, by=cast.mia)
    post_office()
    assert holders([ticket]) == [cast.ben]


def test_a_reopened_ticket_goes_back_to_its_agent_even_above_the_limit(cast, dot, balanced, post_office):
    catalogue.change_rules(ticket_limit=1, by=cast.max)
    ticket = make.in_status(Status.CLOSED, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    make.assigned(cast.cleo, cast.ana, by=cast.mia)
    conversation.reopen(ticket, body="Again.", by=cast.cleo, form_key=make.key())
    post_office()
    assert holders([ticket]) == [cast.ana]


@pytest.mark.parametrize("gone", [{"is_active": False}, {"is_agent": False, "is_admin": True}])
def test_or_to_another_one_if_its_agent_works_no_tickets_any_more(cast, dot, balanced, post_office, gone):
    ticket = make.in_status(Status.CLOSED, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    User.objects.filter(pk=cast.ana.pk).update(**gone)
    conversation.reopen(ticket, body="Again.", by=cast.cleo, form_key=make.key())
    post_office()
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.state) == (dot, Status.REOPENED)


def test_what_has_just_changed_is_left_to_its_reaction(cast, balanced):
    ticket = make.ticket(cast.cleo)
    assert balancing.assign_waiting() == 0
    assert balancing.place(ticket) == [ticket]


@committed
def test_the_clock_looks_only_where_the_rule_has_something_to_give_out(cast, clock, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.balance_here, "delay", lambda: sent.append(1))
    make.ticket(cast.cleo)
    tasks.balance()
    assert sent == []
    catalogue.change_rules(assignment=Assignment.BALANCED, by=cast.max)
    tasks.balance()
    assert sent == [1]
    clock(minutes=1)
    balancing.assign_waiting()
    tasks.balance()
    assert sent == [1]


def test_a_manager_gives_out_the_oldest_evenly_whatever_the_rule(cast, dot):
    tickets = [make.ticket(cast.cleo) for _ in range(6)]
    given = balancing.assign_oldest_evenly(limit=4, by=cast.mia)
    got = holders(tickets)
    assert (got.count(cast.ana), got.count(dot)) == (2, 2)
    assert got[4:] == [None, None]
    assert given.in_words() == "4 tickets assigned: 2 to Ana Acme, 2 to Dot Acme."


def test_the_same_tickets_twice_are_given_out_once(cast, dot):
    tickets = [make.ticket(cast.cleo) for _ in range(4)]
    balancing.assign_oldest_evenly(tickets=tickets[:2], by=cast.mia)
    again = balancing.assign_oldest_evenly(tickets=tickets[:2], by=cast.mia)
    assert (again.tickets, again.in_words()) == ([], "No ticket was assigned.")
    assert holders(tickets)[2:] == [None, None]


def test_what_finds_nobody_is_said(cast):
    off_shift(cast.ana)
    [make.ticket(cast.cleo) for _ in range(2)]
    given = balancing.assign_oldest_evenly(by=cast.mia)
    assert given.in_words() == "No ticket was assigned. 2 stay: nobody on shift has room for them."


def test_the_more_urgent_ones_go_first(cast):
    User.objects.filter(pk=cast.ben.pk).update(ticket_limit=1)
    make.member(cast.ben, cast.billing)
    User.objects.filter(pk=cast.ana.pk).update(ticket_limit=0)
    make.ticket(cast.cleo)
    urgent = make.ticket(cast.cleo, category=cast.site_down)
    assert balancing.assign_oldest_evenly(by=cast.mia).tickets == [urgent]


def test_only_managers_give_out_tickets(cast):
    make.ticket(cast.cleo)
    for person in (cast.ana, cast.max, cast.cleo):
        with pytest.raises(NotYours):
            balancing.assign_oldest_evenly(by=person)


def test_a_batch_asks_the_database_little(cast, dot, balanced, clock):
    def cost(number):
        [make.ticket(cast.cleo) for _ in range(number)]
        clock(minutes=1)
        with CaptureQueriesContext(connection) as queries:
            assert balancing.assign_waiting() == number
        return len(queries)

    one, ten = cost(1), cost(10)
    assert (ten - one) / 9 <= 4, (one, ten)


def test_rules_of_another_tenant_count_for_nobody_here(cast, post_office):
    from tenants.scope import tenant_scope
    from tests.cast import GLOBEX_ID

    with tenant_scope(GLOBEX_ID):
        Rules.objects.create(assignment=Assignment.BALANCED)
    ticket = make.ticket(cast.cleo)
    post_office()
    the_clock.move(timedelta(minutes=1))
    assert balancing.assign_waiting() == 0
    assert holders([ticket]) == [None]
