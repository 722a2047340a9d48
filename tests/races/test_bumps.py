"""Words, answers and second thoughts that meet at a waiting ticket: the place is paid for once, or not at all."""

from datetime import timedelta
from functools import partial

from activity.models import Event
from shared import clock as the_clock
from shared.refusal import Refusal
from tests import make
from tests.together import committed, together
from tickets import assignment, conversation, events, line, undo
from tickets.models import Message
from tickets.statuses import Status

ROUNDS = 10

pytestmark = committed


def waiting(cast, *, hours=2):
    """A ticket of Cleo's that Ana has had for some hours, before one of Gus's."""
    now = the_clock.now()
    with the_clock.stopped_at(now - timedelta(hours=hours)):
        ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    with the_clock.stopped_at(now - timedelta(hours=hours - 1)):
        make.ticket(cast.gus)
    return ticket


def say(ticket, by, **more):
    return conversation.message(ticket, body="Hello?", by=by, form_key=make.key(), **more)


def bumps_of(ticket):
    return Event.objects.filter(subject_id=ticket.pk, name=events.BUMPED).order_by("id")


def test_two_messages_move_it_once(cast):
    for _ in range(ROUNDS):
        ticket = waiting(cast)
        first, second = together(partial(say, ticket, cast.cleo), partial(say, ticket, cast.cleo))
        assert isinstance(first, Message), first
        assert isinstance(second, Message), second
        ticket.refresh_from_db()
        assert ticket.waiting_since == min((first, second), key=lambda one: one.pk).written_at
        assert ["was" in event.data for event in bumps_of(ticket)] == [True, False]
        ticket.delete()


def test_two_tickets_that_move_at_once_stand_in_one_order(cast):
    for _ in range(ROUNDS):
        one, other = waiting(cast), waiting(cast)
        together(partial(say, one, cast.cleo), partial(say, other, cast.cleo))
        places = line.both_places([one, other])
        first, second = sorted(place.with_agent for place in places.values())
        assert second == first + 1


def test_a_message_against_the_answer_is_a_bump_before_it_and_none_after(cast):
    for _ in range(ROUNDS):
        ticket = waiting(cast)
        together(
            partial(say, ticket, cast.cleo),
            partial(conversation.reply, ticket, body="Done.", by=cast.ana, form_key=make.key()),
        )
        ticket.refresh_from_db()
        came_after = ticket.state == Status.NEEDS_REPLY
        assert bumps_of(ticket).exists() != came_after
        assert (ticket.waiting_since is None) != came_after
        assert (ticket.unanswered_since == ticket.waiting_since) or not came_after


def test_undo_against_the_answer_ends_in_one_of_the_two(cast):
    for _ in range(ROUNDS):
        ticket = waiting(cast)
        written = say(ticket, cast.cleo)
        event = bumps_of(ticket).get()
        undone, answer = together(
            partial(undo.take_back, ticket, event, by=cast.cleo),
            partial(conversation.reply, ticket, body="Done.", by=cast.ana, form_key=make.key()),
        )
        assert isinstance(answer, Message), answer
        is_there = Message.objects.filter(pk=written.pk).exists()
        assert isinstance(undone, Refusal) == is_there


def test_two_undos_give_the_words_back_once(cast):
    for _ in range(ROUNDS):
        ticket = waiting(cast)
        say(ticket, cast.cleo)
        event = bumps_of(ticket).get()
        before = event.data["was"]["waiting_since"]
        undone = together(*[partial(undo.take_back, ticket, event, by=cast.cleo)] * 2)
        assert not any(isinstance(one, Exception) for one in undone), undone
        ticket.refresh_from_db()
        assert ticket.waiting_since.isoformat() == before
        assert [draft.words["body"] for draft in ticket.drafts.all()] == ["Hello?"]


def test_a_price_that_nobody_was_told_is_not_paid_while_tickets_come_in(cast):
    """The page said that it costs nothing; meanwhile somebody else lines up behind."""
    for _ in range(ROUNDS):
        now = the_clock.now()
        with the_clock.stopped_at(now - timedelta(hours=1)):
            ticket = make.ticket(cast.cleo, category=cast.site_down)
        written, filed = together(
            partial(say, ticket, cast.cleo, told=0), partial(make.ticket, cast.gus, category=cast.site_down)
        )
        place = line.both_places([ticket, filed])
        if isinstance(written, conversation.PriceRose):
            assert place[ticket.pk].in_line < place[filed.pk].in_line
        else:
            assert isinstance(written, Message), written
        assignment.assign(ticket, to=cast.ben, by=cast.mia)
        conversation.reply(ticket, body="Done.", by=cast.ben, form_key=make.key())
        assignment.assign(filed, to=cast.ben, by=cast.mia)
        conversation.reply(filed, body="Done.", by=cast.ben, form_key=make.key())
