"""What a requester adds to a waiting ticket, unasked, moves it to the back; what may cost nothing costs nothing."""

from datetime import timedelta

import pytest

from activity.models import Delivery, Event
from shared import clock as the_clock
from tests import make
from tickets import (
    assignment,
    clocks,
    conversation,
    drafts,
    escalation,
    events,
    line,
    merging,
    progress,
    queue,
    undo,
)
from tickets.line import Free
from tickets.models import Draft, Rules
from tickets.statuses import Status

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def filed(requester, *, ago, **more):
    """A ticket that waits for so long."""
    with the_clock.stopped_at(the_clock.now() - ago):
        return make.ticket(requester, **more)


@pytest.fixture
def tickets(cast):
    """Cleo's ticket, two later ones of the same priority, and an urgent one."""
    first = filed(cast.cleo, ago=4 * HOUR)
    return first, filed(cast.gus, ago=3 * HOUR), filed(cast.gus, ago=2 * HOUR), urgent(cast)


def urgent(cast):
    return filed(cast.gus, ago=HOUR, category=cast.site_down)


def say(ticket, by, body="And one more thing.", **more):
    written = conversation.message(ticket, body=body, by=by, form_key=make.key(), **more)
    ticket.refresh_from_db()
    return written


def price(ticket):
    return line.price(ticket, now=the_clock.now())


def bump_of(ticket):
    return Event.objects.filter(subject_id=ticket.pk, subject_kind="ticket", name=events.BUMPED).latest("id")


def test_it_moves_to_the_back_of_its_priority_and_stays_unanswered_since_the_first_word(cast, tickets):
    ticket = tickets[0]
    filed_at = ticket.filed_at
    written = say(ticket, cast.cleo)
    assert (ticket.waiting_since, ticket.unanswered_since) == (written.written_at, filed_at)
    assert list(queue.tickets(cast.mia, queue.ALL_OPEN))[-1] == ticket


def test_an_escalated_ticket_moves_to_the_back_of_the_escalated(cast, tickets):
    for ticket in tickets[:2]:
        escalation.escalate(ticket, reason="Promised", by=cast.mia)
    say(tickets[0], cast.cleo)
    assert [line.place(ticket) for ticket in tickets] == [2, 1, 4, 3]


def test_the_price_is_what_is_then_paid(cast, tickets):
    ticket = tickets[0]
    told = price(ticket)
    assert (told.place.in_line, told.after.in_line, told.places, told.free) == (2, 4, 2, None)
    say(ticket, cast.cleo, told=told.places)
    assert line.both_places([ticket])[ticket.pk] == told.after


def test_with_an_agent_there_are_two_prices(cast, tickets):
    for ticket in (tickets[0], tickets[2]):
        assignment.assign(ticket, to=cast.ana, by=cast.mia)
    told = price(tickets[0])
    assert (told.place, told.after) == (line.Place(2, 1), line.Place(4, 2))
    say(tickets[0], cast.cleo)
    assert line.both_places([tickets[0]])[tickets[0].pk] == told.after


@pytest.mark.parametrize(("minutes", "is_free"), [(9, True), (10, False)])
def test_a_correction_of_what_was_just_written_is_free_for_ten_minutes(cast, tickets, clock, minutes, is_free):
    ticket = tickets[0]
    say(ticket, cast.cleo)
    filed(cast.gus, ago=timedelta())
    with the_clock.stopped_at(ticket.waiting_since + minutes * MINUTE):
        told = price(ticket)
    assert (told.free == Free.GRACE) == is_free
    before = ticket.waiting_since
    clock(minutes=minutes, seconds=-5 if is_free else 5)
    say(ticket, cast.cleo)
    assert (ticket.waiting_since == before) == is_free


def test_the_description_is_corrected_as_freely(cast):
    ticket = filed(cast.cleo, ago=9 * MINUTE)
    before = ticket.waiting_since
    filed(cast.gus, ago=MINUTE)
    assert price(ticket).until == before + 10 * MINUTE
    say(ticket, cast.cleo, told=0)
    assert ticket.waiting_since == before


def test_what_staff_writes_is_no_word_of_the_requester(cast, tickets):
    ticket = assignment.assign(tickets[0], to=cast.ana, by=cast.mia)
    conversation.internal_note(ticket, body="Soon.", by=cast.ana, form_key=make.key())
    assert price(ticket).free is None


def test_a_tenant_may_let_it_keep_its_place(cast, tickets):
    Rules.objects.create(bump=Rules.Bump.KEEPS)
    ticket = tickets[0]
    before = ticket.waiting_since
    assert (price(ticket).free, price(ticket).places) == (Free.KEEPS, 0)
    say(ticket, cast.cleo, told=0)
    assert ticket.waiting_since == before


@pytest.mark.parametrize("status", [Status.NEEDS_MORE_INFO, Status.SOLUTION_SUGGESTED, Status.WORK_IN_PROGRESS])
def test_an_answer_to_us_is_no_bump(cast, tickets, status):
    ticket = make.in_status(status, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    assert price(ticket) is None
    say(ticket, cast.cleo, told=0)
    assert not Event.objects.filter(subject_id=ticket.pk, name=events.BUMPED).exists()
    assert ticket.state == Status.NEEDS_REPLY


def test_an_answer_is_free_even_when_the_agent_who_asked_lost_the_ticket(cast, tickets, clock):
    ticket = make.in_status(Status.NEEDS_MORE_INFO, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    ticket = assignment.unassign(ticket, by=cast.mia)
    filed(cast.gus, ago=timedelta())
    clock(hours=1)
    before = ticket.waiting_since
    assert price(ticket).free == Free.ANSWER
    say(ticket, cast.cleo, told=0)
    assert ticket.waiting_since == before
    clock(hours=1)
    assert price(ticket).places == 1, "the second word is unasked"


def test_who_is_last_in_line_pays_nothing(cast, tickets):
    last = tickets[2]
    assert (price(last).free, price(last).after) == (Free.LAST, price(last).place)
    say(last, cast.gus, told=0)
    assert line.place(last) == 4


class TestPriceThatRose:
    """Nobody is moved who was told that it costs nothing, or much less."""

    def test_told_that_it_is_free_somebody_is_asked_again(self, cast, tickets):
        ticket = tickets[0]
        with pytest.raises(conversation.PriceRose, match="its place in line by now"):
            say(ticket, cast.cleo, told=0)
        ticket.refresh_from_db()
        assert (ticket.messages.count(), ticket.waiting_since) == (1, ticket.filed_at)

    def test_a_little_more_is_what_about_means(self, cast, tickets):
        say(tickets[0], cast.cleo, told=1)
        assert line.place(tickets[0]) == 4

    def test_more_than_twice_as_much_is_asked_again(self, cast, tickets):
        filed(cast.gus, ago=MINUTE)
        with pytest.raises(conversation.PriceRose, match="costs more than this page said"):
            say(tickets[0], cast.cleo, told=1)
        say(tickets[0], cast.cleo, told=3)

    def test_who_was_told_no_price_is_not_asked(self, cast, tickets):
        say(tickets[0], cast.cleo)
        assert line.place(tickets[0]) == 4

    def test_a_closed_page_that_meant_to_reopen_is_asked_as_well(self, cast, tickets):
        with pytest.raises(conversation.PriceRose):
            conversation.reopen(tickets[0], body="Again.", by=cast.cleo, form_key=make.key(), told=0)


class TestUndo:
    """For ten seconds the place comes back, and the words with it."""

    def test_the_exact_place_comes_back_and_the_words_are_a_draft(self, cast, tickets):
        ticket = tickets[0]
        drafts.save(cast.cleo, Draft.Kind.MESSAGE, {"body": "Old"}, ticket=ticket)
        was = clocks.as_it_is(ticket)
        say(ticket, cast.cleo, body="Hello?")
        drafts.save(cast.cleo, Draft.Kind.MESSAGE, {"body": "Typed since"}, ticket=ticket)
        undo.take_back(ticket, bump_of(ticket), by=cast.cleo)
        ticket.refresh_from_db()
        assert (clocks.as_it_is(ticket), line.place(ticket), ticket.messages.count()) == (was, 2, 1)
        assert drafts.of(cast.cleo, Draft.Kind.MESSAGE, ticket=ticket).words == {"body": "Hello?\n\nTyped since"}

    def test_nobody_is_told_before_and_of_what_was_undone_never(self, cast, tickets):
        ticket = assignment.assign(tickets[0], to=cast.ana, by=cast.mia)
        say(ticket, cast.cleo)
        event = bump_of(ticket)
        waiting = Delivery.objects.filter(event=event)
        assert waiting.exists()
        assert {delivery.available_at - event.at for delivery in waiting} == {undo.UNDO_FOR}
        undo.take_back(ticket, event, by=cast.cleo)
        assert not event.deliveries.exists()

    def test_what_was_free_is_told_at_once(self, cast):
        ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        say(ticket, cast.cleo)
        event = bump_of(ticket)
        assert {delivery.available_at for delivery in event.deliveries.all()} == {event.at}
        with pytest.raises(undo.TooLateToUndo):
            undo.take_back(ticket, event, by=cast.cleo)

    def test_after_the_answer_it_is_too_late(self, cast, tickets):
        ticket = assignment.assign(tickets[0], to=cast.ana, by=cast.mia)
        say(ticket, cast.cleo)
        conversation.reply(ticket, body="Done.", by=cast.ana, form_key=make.key())
        with pytest.raises(undo.SomethingElseHappened):
            undo.take_back(ticket, bump_of(ticket), by=cast.cleo)

    def test_why_it_is_too_late_says_nothing_that_is_for_staff_alone(self, cast, tickets):
        ticket = assignment.assign(tickets[0], to=cast.ana, by=cast.mia)
        say(ticket, cast.cleo)
        assignment.unassign(ticket, by=cast.mia)
        with pytest.raises(undo.SomethingElseHappened) as refused:
            undo.take_back(ticket, bump_of(ticket), by=cast.cleo)
        assert refused.value.sentence == "This can't be undone any more: we changed something since."

    def test_a_word_more_is_free_after_it_but_not_after_its_undo(self, cast, tickets):
        ticket = tickets[0]
        say(ticket, cast.cleo)
        filed(cast.gus, ago=timedelta())
        assert price(ticket).free == Free.GRACE
        undo.take_back(ticket, bump_of(ticket), by=cast.cleo)
        assert price(ticket).free is None


class TestMerged:
    """What is written to a merged ticket counts where it lands."""

    @pytest.fixture
    def merged(self, cast, tickets):
        """Cleo's other ticket, which ended in her first one."""
        other = filed(cast.cleo, ago=timedelta(hours=1, minutes=30))
        merging.merge(other, into=tickets[0], by=cast.mia)
        other.refresh_from_db()
        return other

    def test_it_moves_the_ticket_that_goes_on(self, cast, tickets, merged):
        say(merged, cast.cleo)
        assert line.both_places(tickets)[tickets[0].pk].in_line == 4

    def test_a_word_to_the_one_leaves_ten_minutes_for_the_other(self, cast, tickets):
        other = filed(cast.cleo, ago=5 * MINUTE)
        assert price(tickets[0]).free is None
        merging.merge(other, into=tickets[0], by=cast.mia)
        assert price(tickets[0]).free == Free.GRACE

    def test_undo_takes_it_back_from_where_it_landed(self, cast, tickets, merged):
        say(merged, cast.cleo, body="Hello?")
        undo.take_back(tickets[0], bump_of(tickets[0]), by=cast.cleo)
        tickets[0].refresh_from_db()
        assert (tickets[0].waiting_since, line.place(tickets[0])) == (tickets[0].filed_at, 2)
        assert drafts.of(cast.cleo, Draft.Kind.MESSAGE, ticket=tickets[0]).words == {"body": "Hello?"}


def test_the_agent_gets_the_same_mail_as_before(cast, tickets, post_office):
    ticket = assignment.assign(tickets[0], to=cast.ana, by=cast.mia)
    post_office()
    say(ticket, cast.cleo, body="Hello?")
    (mail,) = post_office()
    assert (mail.to, "Hello?" in mail.body) == (["ana@acme.test"], True)


def test_what_does_not_wait_has_no_price(cast, tickets):
    ticket = assignment.assign(tickets[0], to=cast.ana, by=cast.mia)
    progress.start_work(ticket, by=cast.ana)
    assert price(ticket) is None


def test_price_and_place_are_one_question(cast, tickets, django_assert_num_queries):
    with django_assert_num_queries(1):
        price(tickets[0])
    with django_assert_num_queries(1):
        line.both_places(tickets)
