"""A closed ticket reopens inside its window, and after it the way on is a follow-up ticket."""

from datetime import timedelta

import pytest

from tests import make
from tickets import conversation, lifecycle, progress
from tickets.acts import Act
from tickets.lifecycle import NotYours, TooLateToReopen
from tickets.models import Message, Rules
from tickets.statuses import Status

ONE_MOMENT = timedelta(microseconds=1)


@pytest.fixture
def closed(cast):
    """A ticket of Cleo's that Ana had."""
    return make.in_status(Status.CLOSED, requester=cast.cleo, agent=cast.ana, manager=cast.mia)


def reopen(ticket, by, body="It is back."):
    return conversation.reopen(ticket, body=body, by=by, form_key=make.key())


def test_the_requester_reopens_with_a_message_and_the_same_agent(cast, closed):
    message = reopen(closed, cast.cleo)
    closed.refresh_from_db()
    assert (closed.state, closed.assignee) == (Status.REOPENED, cast.ana)
    assert (message.kind, message.body) == (Message.Kind.MESSAGE, "It is back.")


def test_a_message_to_a_ticket_that_has_just_closed_reopens_it(cast, closed):
    conversation.message(closed, body="But it is not solved!", by=cast.cleo, form_key=make.key())
    closed.refresh_from_db()
    assert closed.state == Status.REOPENED
    assert closed.messages.filter(body="But it is not solved!").count() == 1


def test_the_window_is_open_until_its_very_end_and_shut_at_it(cast, closed):
    until = closed.reopen_until
    assert Act.REOPEN in lifecycle.possible(closed, cast.cleo, now=until - ONE_MOMENT)
    assert Act.REOPEN not in lifecycle.possible(closed, cast.cleo, now=until)
    lifecycle.check(closed, Act.REOPEN, by=cast.cleo, now=until - ONE_MOMENT)
    with pytest.raises(TooLateToReopen):
        lifecycle.check(closed, Act.REOPEN, by=cast.cleo, now=until)


@pytest.mark.parametrize("verb", [conversation.reopen, conversation.message])
def test_too_late_is_told_in_the_words_of_the_product_and_loses_nothing(cast, closed, clock, verb):
    clock(days=7, minutes=1)
    before = closed.messages.count()
    with pytest.raises(TooLateToReopen) as refusal:
        verb(closed, body="It is back.", by=cast.cleo, form_key=make.key())
    assert refusal.value.sentence == ("This ticket closed more than seven days ago, so it can no longer be reopened.")
    closed.refresh_from_db()
    assert (closed.state, closed.messages.count()) == (Status.CLOSED, before)


def test_a_manager_reopens_with_a_reply_inside_the_same_window(cast, closed, clock):
    clock(days=6)
    written = reopen(closed, cast.mia, body="We found the cause.")
    closed.refresh_from_db()
    assert closed.state == Status.REOPENED
    assert written.kind == Message.Kind.REPLY


def test_the_window_is_over_for_a_manager_as_well(cast, closed, clock):
    clock(days=7, minutes=1)
    with pytest.raises(TooLateToReopen):
        reopen(closed, cast.mia, body="We found the cause.")


def test_a_ticket_keeps_the_window_it_closed_with(cast, closed, clock):
    Rules.objects.create(reopen_for_days=30)
    clock(days=8)
    with pytest.raises(TooLateToReopen, match="more than seven days ago"):
        reopen(closed, cast.cleo)


def test_a_shorter_rule_takes_no_days_away(cast, closed, clock):
    Rules.objects.create(reopen_for_days=1)
    clock(days=6)
    reopen(closed, cast.cleo)
    closed.refresh_from_db()
    assert closed.state == Status.REOPENED


@pytest.mark.parametrize(("days", "words"), [(1, "one day"), (3, "three days"), (30, "30 days")])
def test_the_sentence_prints_the_tenants_own_number(cast, clock, days, words):
    Rules.objects.create(reopen_for_days=days)
    ticket = make.in_status(Status.CLOSED, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    clock(days=days, minutes=1)
    with pytest.raises(TooLateToReopen, match=f"closed more than {words} ago"):
        reopen(ticket, cast.cleo)


def test_reopening_an_open_ticket_adds_the_message(cast, closed):
    reopen(closed, cast.cleo)
    reopen(closed, cast.cleo, body="One more thing.")
    closed.refresh_from_db()
    assert closed.state == Status.REOPENED
    assert closed.messages.filter(body="One more thing.").exists()


def test_nobody_else_reopens_it(cast, closed):
    before = closed.messages.count()
    for person in (cast.vic, cast.ana, cast.ben, cast.max):
        with pytest.raises(NotYours):
            reopen(closed, person)
    assert closed.messages.count() == before


def test_a_ticket_whose_agent_has_left_reopens_as_nobodys(cast, closed):
    cast.ana.is_active = False
    cast.ana.save()
    reopen(closed, cast.cleo)
    closed.refresh_from_db()
    assert (closed.state, closed.assignee) == (Status.REOPENED, None)


def test_it_can_be_closed_and_reopened_again_and_again(cast, closed, clock):
    for _ in range(3):
        reopen(closed, cast.cleo)
        clock(days=6)
        progress.close(closed, by=cast.cleo)
    closed.refresh_from_db()
    assert closed.state == Status.CLOSED
    assert closed.reopen_until == closed.closed_at + timedelta(days=7)
