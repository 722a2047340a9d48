"""Every wait of a requester is known, with how it ended, however often and in whatever order somebody looks."""

from datetime import timedelta
from itertools import permutations

import pytest

from activity.models import Delivery, Event
from helpdesk.switchboard import REACTIONS
from shared import clock
from sla import reactions, waits
from sla.models import Wait
from sla.waits import Moment, Span, What
from tests import make
from tests.sla.conftest import MONDAY
from tickets import assignment, conversation, events, merging, progress, splitting, undo

pytestmark = pytest.mark.django_db
HOUR = 3600


def at(hours):
    return MONDAY + timedelta(hours=hours)


def moments(*told):
    return [Moment(at(hour), what) for hour, what in told]


class TestSpans:
    """What happened in a ticket as waits, without a database."""

    def test_from_the_first_thing_asked_to_the_answer(self):
        told = moments((0, What.ASKED), (1, What.ASKED), (3, What.ANSWERED))
        assert waits.spans(told) == [Span(at(0), True, at(3), at(3))]

    def test_a_second_answer_answers_nothing(self):
        told = moments((0, What.ASKED), (1, What.ANSWERED), (2, What.ANSWERED))
        assert len(waits.spans(told)) == 1

    def test_later_waits_are_not_the_first(self):
        told = moments((0, What.ASKED), (1, What.ANSWERED), (2, What.ASKED), (4, What.ANSWERED))
        assert [(one.began_at, one.is_first) for one in waits.spans(told)] == [(at(0), True), (at(2), False)]

    def test_closing_ends_without_an_answer_and_the_next_wait_is_still_the_first(self):
        told = moments((0, What.ASKED), (1, What.ENDED), (2, What.ASKED))
        assert waits.spans(told) == [Span(at(0), True, at(1)), Span(at(2), True)]

    def test_an_answer_that_closes_answers(self):
        told = moments((0, What.ASKED), (1, What.ENDED), (1, What.ANSWERED))
        assert waits.spans(told)[0].answered_at == at(1)

    def test_the_order_of_looking_makes_no_difference(self):
        told = moments((0, What.ASKED), (1, What.ANSWERED), (2, What.ASKED), (3, What.ENDED))
        assert len({tuple(waits.spans(order)) for order in permutations(told)}) == 1


def react():
    """Let all that follows from events follow, the waits alone."""
    due = Delivery.objects.filter(done_at=None, reaction="sla.reactions.keep_waits").order_by("id")
    for delivery in due:
        reactions.keep_waits(delivery)
    due.update(done_at=clock.now())


def rows(ticket):
    return list(Wait.objects.filter(ticket=ticket).order_by("began_at"))


def reply(ticket, by, **more):
    return conversation.reply(ticket, body="It is refunded.", by=by, form_key=make.key(), **more)


def write(ticket, by):
    return conversation.message(ticket, body="And now?", by=by, form_key=make.key())


def test_everything_that_begins_or_ends_a_wait_is_listened_to():
    assert all("sla.reactions.keep_waits" in REACTIONS[name] for name in events.CHANGES_WHO_WAITS)


def test_filing_begins_one(cast, monday):
    ticket = make.ticket(cast.cleo)
    react()
    (wait,) = rows(ticket)
    assert (wait.began_at, wait.is_first, wait.ended_at) == (MONDAY, True, None)
    assert (wait.category, wait.priority, wait.plan) == (cast.refund, ticket.priority, cast.cleo.plan)


def test_it_knows_how_many_stood_before_it(cast, monday):
    for _ in range(3):
        make.ticket(cast.vic)
        monday(minutes=1)
    ticket = make.ticket(cast.cleo)
    react()
    assert rows(ticket)[0].ahead == 3


def test_a_guest_is_served_by_the_default_plan(cast, monday):
    ticket = make.ticket(cast.gus)
    react()
    assert rows(ticket)[0].plan == cast.cleo.plan


def test_the_answer_ends_it_in_business_time(cast, monday):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    react()
    monday(hours=24)
    reply(ticket, cast.ana)
    react()
    (wait,) = rows(ticket)
    assert wait.answered_at == wait.ended_at == at(24)
    assert wait.business_seconds == 12 * HOUR


def test_a_bump_does_not_begin_another(cast, monday):
    ticket = make.ticket(cast.cleo)
    monday(hours=1)
    write(ticket, cast.cleo)
    react()
    assert len(rows(ticket)) == 1


def test_twice_is_once(cast, monday):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    monday(hours=2)
    reply(ticket, cast.ana)
    monday(hours=1)
    write(ticket, cast.cleo)
    react()
    once = list(Wait.objects.order_by("id").values())
    Delivery.objects.update(done_at=None)
    react()
    assert list(Wait.objects.order_by("id").values()) == once
    assert len(once) == 2


def test_who_looks_late_misses_nothing(cast, monday):
    """The outbox was stuck for a day: what came and went meanwhile is known all the same."""
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    monday(hours=1)
    reply(ticket, cast.ana)
    monday(hours=1)
    write(ticket, cast.cleo)
    monday(hours=2)
    reply(ticket, cast.ana)
    last = Delivery.objects.filter(reaction="sla.reactions.keep_waits").latest("id")
    reactions.keep_waits(last)
    assert [wait.business_seconds for wait in rows(ticket)] == [HOUR, 2 * HOUR]
    assert [wait.is_first for wait in rows(ticket)] == [True, False]


def test_closing_ends_it_without_an_answer(cast, monday):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    react()
    monday(hours=1)
    progress.close(ticket, by=cast.cleo)
    react()
    (wait,) = rows(ticket)
    assert (wait.ended_at, wait.answered_at) == (at(1), None)


def test_a_close_that_was_taken_back_ends_nothing(cast, monday):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    react()
    progress.close(ticket, by=cast.cleo)
    react()  # too early; the outbox waits for the undo
    closed = Event.objects.get(name=events.CLOSED)
    Delivery.objects.filter(event=closed).update(done_at=None)
    undo.take_back(ticket, closed, by=cast.cleo)
    react()
    (wait,) = rows(ticket)
    assert wait.ended_at is None
    monday(hours=3)
    reply(ticket, cast.ana)
    react()
    assert rows(ticket)[0].business_seconds == 3 * HOUR


def test_reopening_with_a_message_begins_one(cast, monday):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    monday(hours=1)
    reply(ticket, cast.ana)
    progress.close(ticket, by=cast.cleo)
    monday(hours=1)
    conversation.reopen(ticket, body="Again.", by=cast.cleo, form_key=make.key())
    react()
    assert [(wait.is_first, wait.ended_at) for wait in rows(ticket)] == [(True, at(1)), (False, None)]


def test_an_internal_note_answers_nobody(cast, monday):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    conversation.internal_note(ticket, body="Hm.", by=cast.ana, form_key=make.key())
    react()
    assert rows(ticket)[0].ended_at is None


class TestMerged:
    @pytest.fixture
    def two(self, cast, monday):
        """Two of Cleo's tickets, one hour apart, both Ana's; the older one goes into the newer one after two."""
        old = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        monday(hours=1)
        new = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        react()
        monday(hours=1)
        return old, new

    def test_who_waited_in_one_waits_in_the_other(self, cast, monday, two):
        old, new = two
        merging.merge(old, into=new, by=cast.ana)
        react()
        assert [wait.answered_at for wait in rows(old)] == [None]
        assert rows(old)[0].ended_at == at(2)
        (going_on,) = [wait for wait in rows(new) if wait.ended_at is None]
        assert going_on.began_at == at(0)

    def test_and_is_answered_there(self, cast, monday, two):
        old, new = two
        merging.merge(old, into=new, by=cast.ana)
        react()
        monday(hours=1)
        reply(new, cast.ana)
        react()
        assert Wait.objects.going_on().count() == 0
        (answered,) = Wait.objects.answered()
        assert (answered.ticket, answered.business_seconds) == (new, 3 * HOUR)

    def test_an_answer_that_was_given_there_before_does_not_count(self, cast, monday, two):
        old, new = two
        reply(new, cast.ana)
        monday(hours=1)
        merging.merge(old, into=new, by=cast.ana)
        react()
        monday(hours=2)
        reply(new, cast.ana)
        react()
        taken_over = Wait.objects.get(ticket=new, began_at=at(0))
        assert taken_over.answered_at == at(5)

    def test_after_an_undo_each_waits_for_itself(self, cast, monday, two):
        old, new = two
        relation = merging.merge(old, into=new, by=cast.ana)
        react()
        monday(hours=1)
        merging.undo(relation, by=cast.ana)
        react()
        monday(hours=1)
        reply(old, cast.ana)
        monday(hours=1)
        reply(new, cast.ana)
        react()
        own = {wait.ticket_id: wait for wait in Wait.objects.answered()}
        assert own[old.pk].business_seconds == 4 * HOUR
        assert own[new.pk].answered_at == at(5)


def test_what_is_split_off_waits_for_itself(cast, monday):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    monday(hours=1)
    reply(ticket, cast.ana)
    monday(hours=1)
    written = write(ticket, cast.cleo)
    react()
    made = splitting.split(
        ticket, messages=[written.pk], subject="Something else", by=cast.ana, form_key=make.key()
    )  # fmt: skip
    react()
    assert [wait.began_at for wait in rows(made.source)] == [at(2)]
    assert rows(made.source)[0].ended_at is None


def test_a_page_that_comes_first_begins_it_once(cast, monday):
    ticket = make.ticket(cast.cleo)
    first = waits.begin(ticket)
    assert waits.begin(ticket) == first
    react()
    assert rows(ticket) == [first]


def test_of_an_answered_ticket_no_page_begins_one(cast, monday):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    stale = assignment.assign(ticket, to=cast.ben, by=cast.mia)
    monday(hours=1)
    reply(ticket, cast.ben)
    react()
    assert waits.begin(stale) is None
    ticket.refresh_from_db()
    assert waits.begin(ticket) is None
