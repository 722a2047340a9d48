"""Escalating at the moment of somebody else's click: it happens once, and never outlives the answer."""

from functools import partial

import pytest

from accounts import moderators
from activity.models import Event
from shared.refusal import Refusal
from tests import make
from tests.calendar_days import MONDAY, NEXT_TUESDAY, go_to
from tests.together import committed, together
from tickets import conversation, escalation, events, moderating, promises
from tickets.models import Escalation, Ticket

pytestmark = committed


@pytest.fixture
def ticket(cast):
    """Of Cleo, filed on a Monday, with Ana, and waiting for too long."""
    go_to(MONDAY)
    filed = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    go_to(NEXT_TUESDAY)
    return filed


def happened(name):
    return Event.objects.filter(name=name).count()


def fresh(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def test_requester_and_moderator_at_once_escalate_once(cast, ticket):
    vic = moderators.name(email=cast.vic.email, by=cast.max)
    results = together(
        partial(escalation.escalate, ticket, reason="No word", by=cast.cleo),
        partial(moderating.escalate, ticket.number, reason="They asked me", by=vic),
    )
    assert sum(isinstance(result, Refusal) for result in results) == 1, results
    assert (happened(events.ESCALATED), Escalation.objects.count()) == (1, 1)
    assert fresh(ticket).rank == 0


def test_of_two_clicks_one_escalates(cast, ticket):
    again = partial(escalation.escalate, ticket, reason="No word", by=cast.cleo)
    results = together(again, again)
    assert sum(isinstance(result, Refusal) for result in results) == 1, results
    assert happened(events.ESCALATED) == 1


def test_the_answer_at_the_same_moment_ends_it_or_comes_first(cast, ticket):
    escalate = partial(escalation.escalate, ticket, reason="No word", by=cast.cleo)
    reply = partial(conversation.reply, ticket, body="Here.", by=cast.ana, form_key=make.key())
    escalated, replied = together(escalate, reply)
    assert not isinstance(replied, Exception), replied
    assert isinstance(escalated, Refusal) or happened(events.ESCALATED) == 1
    assert (fresh(ticket).escalated_at, fresh(ticket).escalatable_at) == (None, None)


def test_two_managers_see_it_once(cast, ticket):
    escalation.escalate(ticket, reason="No word", by=cast.cleo)
    assert not [result for result in together(*[partial(escalation.see, ticket, by=cast.mia)] * 2) if not result]
    assert happened(events.ESCALATION_SEEN) == 1


def test_two_clocks_tell_once(cast, ticket):
    assert sum(together(escalation.open_rights, escalation.open_rights)) == 1
    assert happened(events.ESCALATABLE) == 1


def test_a_message_that_comes_while_all_are_counted_anew_is_promised_the_same(cast, ticket):
    conversation.reply(ticket, body="Here.", by=cast.ana, form_key=make.key())
    message = partial(conversation.message, ticket, body="No.", by=cast.cleo, form_key=make.key())
    results = together(message, promises.bring_into_line, promises.bring_into_line)
    assert not [result for result in results if isinstance(result, Exception)], results
    terms = promises.terms_of(cast.cleo.pk)
    assert fresh(ticket).due_at == terms.due_at(fresh(ticket).unanswered_since)
