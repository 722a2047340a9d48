"""A manager puts a ticket before all others, and takes that back."""

import pytest

from activity.models import Event
from tests import make
from tickets import catalogue, conversation, escalation, events, progress, queue, timeline
from tickets.lifecycle import ChangedMeanwhile, NotPossible, NotYours
from tickets.models import Priority
from tickets.statuses import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def refund(cast):
    """A ticket of normal priority that Ana has."""
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


def escalated(ticket, cast, reason="Third time this month"):
    return escalation.escalate(ticket, reason=reason, by=cast.mia)


def headings(ticket, reader, *, for_staff):
    return [entry.heading for entry in timeline.entries(ticket, reader=reader, for_staff=for_staff)]


def test_an_escalated_ticket_stands_before_the_most_urgent(cast, refund):
    urgent = make.assigned(cast.vic, cast.ana, by=cast.mia, category=cast.site_down)
    assert list(queue.tickets(cast.ana, queue.MY_QUEUE)) == [urgent, refund]
    escalated(refund, cast)
    assert list(queue.tickets(cast.ana, queue.MY_QUEUE)) == [refund, urgent]


def test_taken_back_it_has_its_place_again(cast, refund):
    before = refund.rank
    ticket = escalation.take_back(escalated(refund, cast), reason="Settled on the phone", by=cast.mia)
    assert (ticket.rank, ticket.escalated_at) == (before, None)


def test_its_waiting_time_and_status_stay(cast, refund):
    ticket = escalated(refund, cast)
    assert (ticket.state, ticket.waiting_since) == (refund.state, refund.waiting_since)


def test_staff_reads_why_and_the_requester_that(cast, refund):
    escalation.take_back(escalated(refund, cast), reason="Settled on the phone", by=cast.mia)
    staff = headings(refund, cast.ana, for_staff=True)
    assert "Escalated by Mia Acme: Third time this month" in staff
    assert "Escalation taken back by Mia Acme: Settled on the phone" in staff
    customer = headings(refund, cast.cleo, for_staff=False)
    assert "Escalated: it goes before other tickets" in customer
    assert "No longer escalated: it has the place of its priority again" in customer
    assert not any("month" in heading or "phone" in heading for heading in customer)


@pytest.mark.parametrize("part", ["ana", "ben", "vic", "max"])
def test_only_a_manager_can(cast, refund, part):
    with pytest.raises(NotYours):
        escalation.escalate(refund, reason="Me first", by=getattr(cast, part))


def test_not_without_a_reason(cast, refund):
    with pytest.raises(escalation.ReasonMissing):
        escalated(refund, cast, reason="  ")
    with pytest.raises(escalation.ReasonMissing):
        escalation.take_back(escalated(refund, cast), reason="", by=cast.mia)


def test_a_second_click_is_told_so_and_records_nothing(cast, refund):
    escalated(refund, cast)
    with pytest.raises(NotPossible, match="escalated already"):
        escalated(refund, cast)
    escalation.take_back(refund, reason="Done", by=cast.mia)
    with pytest.raises(NotPossible, match="not escalated"):
        escalation.take_back(refund, reason="Done", by=cast.mia)
    names = Event.objects.filter(subject_id=refund.pk).values_list("name", flat=True)
    assert [name for name in names if name in (events.ESCALATED, events.DEESCALATED)] == [
        events.ESCALATED,
        events.DEESCALATED,
    ]


def test_what_came_in_meanwhile_is_read_first(cast, refund):
    seen = timeline.last_event_id(refund)
    conversation.reply(refund, body="Here you are.", by=cast.ana, form_key=make.key())
    with pytest.raises(ChangedMeanwhile, match="Ana Acme replied"):
        escalation.escalate(refund, reason="No answer", by=cast.mia, seen=seen)


def test_a_closed_ticket_is_not_escalated(cast):
    closed = make.in_status(Status.CLOSED, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    with pytest.raises(NotPossible):
        escalated(closed, cast)


def test_moving_it_to_another_category_leaves_it_in_front(cast, refund):
    escalated(refund, cast)
    ticket = progress.recategorise(refund, category=cast.site_down, by=cast.mia)
    assert ticket.rank == 0
    ticket = escalation.take_back(ticket, reason="Done", by=cast.mia)
    assert ticket.rank == cast.site_down.priority.rank


def test_moving_priorities_leaves_it_in_front(cast, refund):
    escalated(refund, cast)
    other = make.ticket(cast.cleo)
    catalogue.move_priority(Priority.objects.get(name="Normal"), to="up", by=cast.max)
    refund.refresh_from_db()
    other.refresh_from_db()
    assert (refund.rank, other.rank) == (0, Priority.objects.get(name="Normal").rank)
    assert catalogue.bring_ranks_into_line() == 0


def test_reopened_it_has_the_rank_that_its_priority_has_by_then(cast, refund):
    progress.close(refund, by=cast.cleo)
    catalogue.move_priority(Priority.objects.get(name="Normal"), to="down", by=cast.max)
    conversation.reopen(refund, body="Again.", by=cast.cleo, form_key=make.key())
    refund.refresh_from_db()
    assert refund.rank == Priority.objects.get(name="Normal").rank
