"""Workers that do the same turn twice, and people who act on the same tickets meanwhile."""

from functools import partial

from django.db import transaction

from accounts.models import User
from activity.models import Event
from tests import make
from tests.together import Elsewhere, committed, together, until_somebody_waits
from tickets import bulk, conversation, events, merging
from tickets.models import BulkItem, BulkJob, Message, Relation, Ticket
from tickets.statuses import Status

pytestmark = committed


def close(cast, tickets):
    """Begin to close tickets, as Mia."""
    chosen = Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets])
    how = {"reason": "Done"}
    return bulk.begin(BulkJob.Act.CLOSE, tickets=chosen, how=how, by=cast.mia, form_key=make.key())


def through(job):
    """Do turns until nothing is left."""
    while not bulk.carry_on(job).finished_at:
        pass


def test_three_workers_close_each_ticket_once(cast, monkeypatch):
    monkeypatch.setattr(bulk, "TURN", 3)
    tickets = [make.ticket(cast.cleo) for _ in range(20)]
    job = close(cast, tickets)
    results = together(*[partial(through, job)] * 3)
    assert results == [None] * 3, results
    assert Event.objects.filter(name=events.CLOSED).count() == 20
    assert set(job.items.values_list("outcome", flat=True)) == {BulkItem.Outcome.DONE}


def test_messages_and_merges_beside_it_are_not_lost(cast, monkeypatch):
    monkeypatch.setattr(bulk, "TURN", 3)
    tickets = [make.ticket(cast.cleo) for _ in range(12)]
    job = close(cast, tickets)

    def write():
        return [
            conversation.message(ticket, body="Wait!", by=cast.cleo, form_key=make.key())
            for ticket in reversed(tickets[:6])
        ]

    closed, written, merged = together(
        partial(through, job), write, partial(merging.merge, tickets[11], into=tickets[10], by=cast.mia)
    )
    assert closed is None, closed
    assert all(isinstance(message, Message) for message in written)
    assert isinstance(merged, Relation | merging.CannotMerge), merged
    for message in written:
        ticket = Ticket.objects.get(pk=message.ticket_id)
        assert ticket.state in (Status.CLOSED, Status.REOPENED)
        if ticket.state == Status.CLOSED:
            assert ticket.closed_at > message.written_at


def test_an_undo_that_comes_while_a_turn_runs(cast, monkeypatch):
    monkeypatch.setattr(bulk, "TURN", 3)
    tickets = [make.ticket(cast.cleo) for _ in range(12)]
    before = list(Ticket.objects.order_by("pk").values())
    job = close(cast, tickets)
    results = together(partial(through, job), partial(bulk.undo_all, job, by=cast.mia))
    assert results[0] is None, results
    while not bulk.carry_on(job).undo_finished_at:
        pass
    assert list(Ticket.objects.order_by("pk").values()) == before
    left = set(job.items.values_list("outcome", flat=True))
    assert left <= {BulkItem.Outcome.UNDONE, BulkItem.Outcome.SKIPPED}


def test_an_undo_that_waited_for_a_turn_takes_that_turn_back_too(cast, monkeypatch):
    monkeypatch.setattr(bulk, "TURN", 3)
    tickets = [make.ticket(cast.cleo) for _ in range(5)]
    before = list(Ticket.objects.order_by("pk").values())
    job = close(cast, tickets)
    with transaction.atomic():
        bulk.carry_on(job)
        undoing = Elsewhere(partial(bulk.undo_all, job, by=cast.mia))
        until_somebody_waits()
    assert isinstance(undoing.wait(), BulkJob)
    assert Ticket.objects.closed().count() == 3, "the turn was through before"
    while not bulk.carry_on(job).undo_finished_at:
        pass
    assert list(Ticket.objects.order_by("pk").values()) == before
    assert job.items.filter(outcome=BulkItem.Outcome.UNDONE).count() == 3
    assert job.items.filter(outcome=BulkItem.Outcome.SKIPPED).count() == 2


def test_a_turn_that_waited_for_the_undo_does_nothing_more(cast, monkeypatch):
    monkeypatch.setattr(bulk, "TURN", 3)
    tickets = [make.ticket(cast.cleo) for _ in range(5)]
    before = list(Ticket.objects.order_by("pk").values())
    job = close(cast, tickets)
    bulk.carry_on(job)
    with transaction.atomic():
        bulk.undo_all(job, by=cast.mia)
        turn = Elsewhere(partial(bulk.carry_on, job))
        until_somebody_waits()
    assert isinstance(turn.wait(), BulkJob)
    while not bulk.carry_on(job).undo_finished_at:
        pass
    assert list(Ticket.objects.order_by("pk").values()) == before


def test_a_manager_who_is_none_any_more_when_the_next_turn_begins(cast, monkeypatch):
    monkeypatch.setattr(bulk, "TURN", 2)
    tickets = [make.ticket(cast.cleo) for _ in range(4)]
    job = close(cast, tickets)
    with transaction.atomic():
        bulk.carry_on(job)
        next_turn = Elsewhere(partial(bulk.carry_on, job))
        until_somebody_waits()
        User.objects.filter(pk=cast.mia.pk).update(is_manager=False)
    assert isinstance(next_turn.wait(), BulkJob)
    through(job)
    assert Ticket.objects.closed().count() == 2
    assert job.items.filter(outcome=BulkItem.Outcome.REFUSED).count() == 2
