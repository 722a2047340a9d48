"""Merges against everything else that can happen to the two tickets at the same instant."""

from functools import partial

import pytest
from django.db import transaction

from activity import outbox
from activity.models import Event
from shared import clock as the_clock
from shared.refusal import Refusal
from tests import make
from tests.together import Elsewhere, committed, together, until_somebody_waits
from tickets import (
    bulk,
    conversation,
    drafts,
    events,
    housekeeping,
    lifecycle,
    merging,
    progress,
    sending,
    timeline,
)
from tickets.models import BulkJob, Draft, HeldReply, Message, Relation, Ticket
from tickets.statuses import Status

ROUNDS = 10

pytestmark = committed


def two(cast):
    """Two tickets of Cleo's that Ana has."""
    return [make.assigned(cast.cleo, cast.ana, by=cast.mia) for _ in range(2)]


def nothing_else_was_raised(results):
    wrong = [result for result in results if isinstance(result, Exception) and not isinstance(result, Refusal)]
    assert wrong == []


def test_a_merge_while_the_requester_writes_to_either(cast):
    for number in range(ROUNDS):
        source, into = two(cast)
        written_to = (source, into)[number % 2]
        merged, written = together(
            partial(merging.merge, source, into=into, by=cast.mia),
            partial(conversation.message, written_to, body="Wait!", by=cast.cleo, form_key=make.key()),
        )
        assert isinstance(merged, Relation), merged
        assert isinstance(written, Message), written
        read = Message.objects.filter(ticket__in=(source, into), body="Wait!")
        assert read.count() == 1
        into.refresh_from_db()
        assert into.state.is_waiting, "whichever came first, the message waits where it goes on"


def test_a_message_that_waited_for_the_merge_lands_in_the_target(cast):
    source, into = two(cast)
    with transaction.atomic():
        merging.merge(source, into=into, by=cast.mia)
        writing = Elsewhere(partial(conversation.message, source, body="Late", by=cast.cleo, form_key=make.key()))
        until_somebody_waits()
    assert writing.wait().ticket_id == into.pk


def test_a_merge_that_waited_for_a_message_takes_it_along(cast):
    source, into = two(cast)
    with transaction.atomic():
        conversation.message(source, body="First", by=cast.cleo, form_key=make.key())
        merging_ = Elsewhere(partial(merging.merge, source, into=into, by=cast.mia))
        until_somebody_waits()
    assert isinstance(merging_.wait(), Relation)
    into.refresh_from_db()
    assert into.state.is_waiting
    told = [entry.message.body for entry in timeline.entries(into, reader=cast.ana, for_staff=True) if entry.message]
    assert "First" in told


def held_by_ana(source):
    """A reply of Ana's to the source, whose ten seconds are over."""
    held = sending.hold(source, kind=HeldReply.Kind.REPLY, body="Mine.", by=source.assignee, form_key=make.key())
    return held, partial(outbox.deliver, held.event.deliveries.get().pk)


@pytest.mark.parametrize("how", ["alone", "among many"])
def test_a_reply_that_leaves_while_the_merge_runs_is_a_draft_where_the_ticket_goes_on(cast, how):
    into, source = two(cast)
    _, send = held_by_ana(source)
    merge = partial(merging.merge, source, into=into, by=cast.mia)
    if how == "among many":
        chosen = Ticket.objects.filter(pk__in=(source.pk, into.pk))
        job = bulk.begin(BulkJob.Act.MERGE, tickets=chosen, how={}, by=cast.mia, form_key=make.key())
        merge = partial(bulk.carry_on, job)
    with transaction.atomic():
        merge()
        leaving = Elsewhere(send)
        until_somebody_waits()
    assert not isinstance(leaving.wait(), Exception)
    assert not Message.objects.filter(ticket=source, body="Mine.").exists()
    words = drafts.of(cast.ana, Draft.Kind.REPLY, ticket=into)
    assert words.words["body"] == "Mine."
    assert words.came_back == f"#{source.number} was merged into this ticket. Send it here if it still fits."
    assert not HeldReply.objects.filter(ticket=source).exists()


def test_a_merge_that_waited_for_a_reply_to_leave_takes_it_along(cast):
    source, into = two(cast)
    held, _ = held_by_ana(source)
    with transaction.atomic():
        assert sending.send(held.event_id)
        merging_ = Elsewhere(partial(merging.merge, source, into=into, by=cast.mia))
        until_somebody_waits()
    assert isinstance(merging_.wait(), Relation)
    assert not Draft.objects.exists()
    told = [entry.message.body for entry in timeline.entries(into, reader=cast.ana, for_staff=True) if entry.message]
    assert told.count("Mine.") == 1


def test_a_message_that_arrives_while_many_are_merged_is_read_where_they_go_on(cast):
    into, *sources = (make.assigned(cast.cleo, cast.ana, by=cast.mia) for _ in range(3))
    chosen = Ticket.objects.filter(pk__in=[ticket.pk for ticket in (into, *sources)])
    job = bulk.begin(BulkJob.Act.MERGE, tickets=chosen, how={}, by=cast.mia, form_key=make.key())
    with transaction.atomic():
        bulk.carry_on(job)
        written_to = [Elsewhere(partial(conversation.message, one, body=f"To {one.pk}", by=cast.cleo,
                                        form_key=make.key())) for one in sources]  # fmt: skip
        until_somebody_waits()
    assert [one.wait().ticket_id for one in written_to] == [into.pk] * 2


def test_a_message_that_comes_while_the_merge_is_undone_lands_in_one_of_the_two(cast):
    for _ in range(ROUNDS):
        source, into = two(cast)
        made = merging.merge(source, into=into, by=cast.mia)
        undone, written = together(
            partial(merging.undo, made, by=cast.mia),
            partial(conversation.message, source, body="Wait!", by=cast.cleo, form_key=make.key()),
        )
        assert isinstance(undone, Ticket), undone
        assert isinstance(written, Message), written
        assert written.ticket_id in (source.pk, into.pk)


def test_two_managers_merge_the_two_into_each_other(cast):
    cast.ben.is_manager = True
    cast.ben.save()
    for _ in range(ROUNDS):
        one, other = two(cast)
        results = together(
            partial(merging.merge, one, into=other, by=cast.mia), partial(merging.merge, other, into=one, by=cast.ben)
        )
        nothing_else_was_raised(results)
        assert sum(isinstance(result, Relation) for result in results) == 1
        tickets = Ticket.objects.filter(pk__in=(one.pk, other.pk))
        assert sorted(ticket.is_open for ticket in tickets) == [False, True]
        assert merging.end_of(tickets[0]) == merging.end_of(tickets[1])


def test_two_managers_do_the_same(cast):
    for _ in range(ROUNDS):
        source, into = two(cast)
        merge = partial(merging.merge, source, into=into, by=cast.mia)
        first, second = together(merge, merge)
        assert first == second
        assert Event.objects.filter(name=events.MERGED, subject_id=source.pk).count() == 1
        undo = partial(merging.undo, first, by=cast.mia)
        together(undo, undo)
        assert Event.objects.filter(name=events.UNMERGED, subject_id=source.pk).count() == 1


def test_a_merge_against_a_chain_that_grows(cast):
    for _ in range(ROUNDS):
        first, second = two(cast)
        third = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        results = together(
            partial(merging.merge, first, into=second, by=cast.mia),
            partial(merging.merge, second, into=third, by=cast.mia),
            partial(conversation.message, first, body="Wait!", by=cast.cleo, form_key=make.key()),
        )
        nothing_else_was_raised(results)
        assert isinstance(results[1], Relation)
        assert isinstance(results[2], Message)


def test_a_merge_while_the_clock_closes_either(cast):
    for number in range(ROUNDS):
        pair = two(cast)
        quiet = pair[number % 2]
        conversation.suggest_solution(quiet, body="Try this.", by=cast.ana, form_key=make.key())
        Ticket.objects.filter(pk=quiet.pk).update(closes_at=the_clock.now())
        merged, closed = together(partial(merging.merge, pair[0], into=pair[1], by=cast.mia), housekeeping.close_quiet)
        nothing_else_was_raised([merged, closed])
        source, into = (Ticket.objects.get(pk=ticket.pk) for ticket in pair)
        if isinstance(merged, Relation):
            assert (source.state, source.merged_into) == (Status.CLOSED, into)
        else:
            assert quiet.pk in {ticket.pk for ticket in (source, into) if not ticket.is_open}
            assert source.merged_into is None
        assert Event.objects.filter(name=events.CLOSED, subject_id=source.pk).count() <= 1


def test_a_merge_while_an_agent_replies_to_the_source(cast):
    for _ in range(ROUNDS):
        source, into = two(cast)
        merged, replied = together(
            partial(merging.merge, source, into=into, by=cast.mia),
            partial(conversation.reply, source, body="Mine.", by=cast.ana, form_key=make.key()),
        )
        assert isinstance(merged, Relation), merged
        assert isinstance(replied, Message | lifecycle.Merged), replied


def test_a_merge_while_the_target_is_closed(cast):
    for _ in range(ROUNDS):
        source, into = two(cast)
        merged, closed = together(
            partial(merging.merge, source, into=into, by=cast.mia), partial(progress.close, into, by=cast.cleo)
        )
        nothing_else_was_raised([merged, closed])
        source.refresh_from_db()
        assert source.is_open == isinstance(merged, Refusal)
