"""A held reply at the moment at which it leaves: it is sent or it is its author's draft, one of the two."""

from functools import partial

import pytest

from activity import outbox
from tests import make
from tests.together import committed, together
from tickets import assignment, conversation, drafts, progress, sending, undo
from tickets.models import Draft, HeldReply, Message

ROUNDS = 12

pytestmark = committed


def held_by_ana(cast):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    held = sending.hold(ticket, kind=HeldReply.Kind.REPLY, body="Mine.", by=cast.ana, form_key=make.key())
    return ticket, held


def where_the_words_are(cast, ticket):
    sent = Message.objects.filter(ticket=ticket, body="Mine.").count()
    draft = drafts.of(cast.ana, Draft.Kind.REPLY, ticket=ticket)
    return sent, draft and draft.words["body"], HeldReply.objects.filter(ticket=ticket).count()


ONCE = [(1, None, 0), (0, "Mine.", 0)]


def deliver(held):
    return partial(outbox.deliver, held.event.deliveries.get().pk)


def test_undo_against_the_sender(cast):
    for _ in range(ROUNDS):
        ticket, held = held_by_ana(cast)
        undone, _ = together(partial(undo.take_back, ticket, held.event, by=cast.ana), deliver(held))
        if isinstance(undone, undo.TooLateToUndo):
            outbox.deliver(held.event.deliveries.get().pk)  # whoever let go tries again
            assert where_the_words_are(cast, ticket) == ONCE[0]
        else:
            assert undone == ticket, undone
            assert where_the_words_are(cast, ticket) == ONCE[1]


@pytest.mark.parametrize(
    "act",
    [
        lambda cast, ticket: conversation.message(ticket, body="No!", by=cast.cleo, form_key=make.key()),
        lambda cast, ticket: assignment.assign(ticket, to=cast.ben, by=cast.mia),
        lambda cast, ticket: progress.close(ticket, by=cast.cleo),
    ],
    ids=["a message of the requester", "a reassignment", "closing"],
)
def test_the_sender_against_somebody_else(cast, act):
    for _ in range(ROUNDS):
        ticket, held = held_by_ana(cast)
        _, done = together(deliver(held), partial(act, cast, ticket))
        assert not isinstance(done, Exception), done
        assert where_the_words_are(cast, ticket) in ONCE


def test_send_now_against_the_sender(cast):
    for _ in range(ROUNDS):
        ticket, held = held_by_ana(cast)
        sent, _ = together(partial(sending.send, held.event_id), deliver(held))
        assert sent is None or isinstance(sent, Message), sent
        assert where_the_words_are(cast, ticket) == ONCE[0]


def test_a_double_click_is_held_once(cast):
    for _ in range(ROUNDS):
        ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        click = partial(sending.hold, ticket, kind=HeldReply.Kind.REPLY, body="Mine.", by=cast.ana, form_key=make.key())
        first, second = together(click, click)
        assert first == second
        assert isinstance(first, HeldReply), first
