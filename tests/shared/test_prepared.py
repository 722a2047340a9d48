"""A statement that is written once answers each time for whom and what it is asked."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from django.utils import timezone

from accounts.models import User
from shared import clock as the_clock
from shared.prepared import Slot, count_each, counted, prepared
from tenants.scope import NoScope, tenant_scope
from tests import make
from tests.cast import GLOBEX_ID
from tests.together import committed, together
from tickets import access, queue
from tickets.access import Somebody
from tickets.filters import Filter
from tickets.models import Ticket
from tickets.statuses import OPEN, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def tickets_of():
    """The tickets of a requester in some order, and how often their statement was written."""
    written = []

    @prepared
    def ask(requester, order):
        written.append(order)
        return Ticket.objects.filter(requester=requester).select_related("assignee").order_by(order)

    ask.written = written
    return ask


def test_it_answers_for_each_value_and_is_written_once(cast, tickets_of):
    cleos = [make.assigned(cast.cleo, cast.ana, by=cast.mia), make.ticket(cast.cleo)]
    vics = [make.ticket(cast.vic)]
    assert tickets_of(Slot(cast.cleo.pk), "pk") == cleos
    assert tickets_of(Slot(cast.vic.pk), "pk") == vics
    assert tickets_of(Slot(cast.gus.pk), "pk") == []
    assert tickets_of.written == ["pk"]


def test_what_decides_how_it_reads_makes_it_another_one(cast, tickets_of):
    cleos = [make.ticket(cast.cleo), make.ticket(cast.cleo)]
    assert tickets_of(Slot(cast.cleo.pk), "pk") == cleos
    assert tickets_of(Slot(cast.cleo.pk), "-pk") == cleos[::-1]
    assert tickets_of.written == ["pk", "-pk"]


def test_its_rows_are_whole(cast, tickets_of, django_assert_num_queries):
    make.assigned(cast.cleo, cast.ana, by=cast.mia)
    for _ in range(2):
        with django_assert_num_queries(1):
            (ticket,) = tickets_of(Slot(cast.cleo.pk), "pk")
            assert (ticket.assignee, ticket.requester_id) == (cast.ana, cast.cleo.pk)


def test_it_belongs_to_no_tenant(cast, tickets_of):
    make.ticket(cast.cleo)
    assert tickets_of(Slot(cast.cleo.pk), "pk")
    with tenant_scope(GLOBEX_ID):
        theirs = make.ticket(cast.globex.cleo)
        assert tickets_of(Slot(cast.cleo.pk), "pk") == []
        assert tickets_of(Slot(cast.globex.cleo.pk), "pk") == [theirs]
    with tenant_scope(None), pytest.raises(NoScope):
        tickets_of(Slot(cast.cleo.pk), "pk")


def test_a_slot_works_in_a_statement_that_runs_once_too(cast):
    ticket = make.ticket(cast.cleo)
    assert Ticket.objects.get(requester=Slot(cast.cleo.pk)) == ticket


def test_what_can_find_nothing_asks_nothing(cast, django_assert_num_queries):
    nothing = prepared(lambda requester: Ticket.objects.none())
    with django_assert_num_queries(0):
        assert nothing(Slot(1)) == nothing(Slot(2)) == []


def test_it_does_not_remember_without_end(cast, tickets_of, monkeypatch):
    monkeypatch.setattr("shared.prepared._MOST", 2)
    for order in ("pk", "-pk", "number", "-number", "pk"):
        tickets_of(Slot(cast.cleo.pk), order)
    assert len(tickets_of._written) <= 2


def test_what_depends_on_the_time_is_asked_for_when_it_runs(cast, clock):
    late = Filter(statuses=OPEN, overdue=True)
    today = Filter(statuses=OPEN, filed_since=the_clock.now().date())
    view, filed = replace(queue.ALL_OPEN, filter=late), replace(queue.ALL_OPEN, filter=today)
    ticket = make.ticket(cast.cleo)

    def seen():
        return queue.page(cast.mia, view).rows, queue.counts(cast.mia, [view])[view.key]

    assert seen() == ([], 0)
    clock(days=30)
    assert seen() == ([ticket], 1)
    # A day begins when it does where the reader is.
    at = datetime.combine(today.filed_since, time(2), UTC)
    Ticket.objects.filter(pk=ticket.pk).update(filed_at=at)
    for zone, count in (("UTC", 1), ("America/New_York", 0), ("Asia/Tokyo", 1)):
        with timezone.override(zone):
            assert (len(queue.page(cast.mia, filed).rows), queue.counts(cast.mia, [filed])[filed.key]) == (count, count)


def test_several_are_counted_in_one_statement(cast, django_assert_num_queries):
    make.ticket(cast.cleo), make.ticket(cast.cleo), make.ticket(cast.vic)
    written = []

    @counted
    def of(requester, is_open):
        written.append(is_open)
        return (
            Ticket.objects.filter(requester=requester, status__lt=Status.CLOSED) if is_open else Ticket.objects.none()
        )

    for _ in range(2):
        with django_assert_num_queries(1):
            people = [(cast.cleo, True), (cast.vic, False), (cast.vic, True), (cast.gus, True)]
            assert count_each(of(Slot(who.pk), is_open) for who, is_open in people) == [2, 0, 1, 0]
    assert written == [True, False]
    with tenant_scope(GLOBEX_ID):
        assert count_each([of(Slot(cast.cleo.pk), True)]) == [0]
    with django_assert_num_queries(0):
        assert (count_each([of(Slot(cast.cleo.pk), False)]), count_each([])) == ([0], [])


@committed
def test_many_at_once_get_each_their_own(cast, tickets_of):
    people = [cast.cleo, cast.vic, cast.gus]
    tickets = {person.pk: [make.ticket(person)] for person in people}
    found = together(*[lambda person=person: tickets_of(Slot(person.pk), "pk") for person in people * 3])
    assert found == [tickets[person.pk] for person in people * 3]


@pytest.mark.parametrize("who", ["ana", "ben", "mia", "max"])
def test_the_desk_reads_what_it_would_read_without(cast, who):
    """The same for every role as the conditions of access that are made for one person."""
    make.assigned(cast.cleo, cast.ana, by=cast.mia)
    make.assigned(cast.vic, cast.ben, by=cast.mia, category=cast.site_down)
    make.ticket(cast.gus), make.ticket(cast.gus, category=cast.site_down)
    user = getattr(cast, who)
    assert set(access.desk_tickets(Somebody(user))) == set(access.desk_tickets(user))
    for view in queue.VIEWS.values():
        assert queue.page(user, view).rows == list(queue.tickets(user, view)), view
        if view.is_counted:
            assert queue.counts(user, [view]) == {view.key: queue.tickets(user, view).count()}, view


def test_a_person_whose_role_was_taken_away_is_another_reader(cast):
    ticket = make.ticket(cast.cleo, category=cast.site_down)
    assert access.desk_ticket(cast.mia, ticket.number) == ticket
    User.objects.filter(pk=cast.mia.pk).update(is_manager=False, is_agent=False, is_admin=True)
    assert not access.reads(User.objects.get(pk=cast.mia.pk), ticket)
    with pytest.raises(access.Http404):
        access.desk_ticket(User.objects.get(pk=cast.mia.pk), ticket.number)
