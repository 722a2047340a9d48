"""Ten seconds in which somebody can take an act back, and nobody has been told of it yet."""

from functools import partial

import pytest
from django.core import mail

from activity import outbox
from activity.models import Delivery, Event
from shared import clock as the_clock
from tests import make
from tests.together import committed, together
from tickets import assignment, conversation, events, progress, tagging, timeline, undo
from tickets.assignment import CannotTakeTickets
from tickets.lifecycle import NotYours
from tickets.models import Ticket
from tickets.statuses import Status
from tickets.undo import SomethingElseHappened, TooLateToUndo


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, which Ana has and is working on."""
    given = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    return progress.start_work(given, by=cast.ana)


def as_stored(ticket):
    return Ticket.objects.values().get(pk=ticket.pk)


def last(ticket) -> Event:
    return Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).latest("id")


ACTS = {
    "close": lambda cast, ticket: (cast.ana, progress.close(ticket, by=cast.ana, reason="Solved by phone")),
    "close by the requester": lambda cast, ticket: (cast.cleo, progress.close(ticket, by=cast.cleo)),
    "assign": lambda cast, ticket: (cast.mia, assignment.assign(ticket, to=cast.ben, by=cast.mia)),
    "unassign": lambda cast, ticket: (cast.mia, assignment.unassign(ticket, by=cast.mia)),
    "recategorise": lambda cast, ticket: (
        cast.ana, progress.recategorise(ticket, category=cast.site_down, by=cast.ana),
    ),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
class TestEveryAct:
    def test_leaves_nothing_behind_once_it_is_taken_back(self, cast, ticket, act, post_office):
        post_office()
        before = as_stored(ticket)
        who, _ = act(cast, ticket)
        assert as_stored(ticket) != before
        undo.take_back(ticket, last(ticket), by=who)
        assert as_stored(ticket) == before
        assert post_office() == [], "nobody is told of what did not happen"

    def test_is_told_to_nobody_before_the_time_is_over(self, cast, ticket, act, clock):
        act(cast, ticket)
        waiting = Delivery.objects.filter(event=last(ticket))
        clock(seconds=9)
        assert not set(outbox.claim()) & set(waiting.values_list("pk", flat=True))
        clock(seconds=2)
        assert set(outbox.claim()) >= set(waiting.values_list("pk", flat=True))

    def test_is_taken_back_once(self, cast, ticket, act):
        who, _ = act(cast, ticket)
        done = last(ticket)
        for _ in range(2):
            undo.take_back(ticket, done, by=who)
        assert Event.objects.filter(name=events.TAKEN_BACK).count() == 1

    def test_stays_once_the_time_is_over(self, cast, ticket, act, clock):
        who, _ = act(cast, ticket)
        after = as_stored(ticket)
        clock(seconds=16)
        with pytest.raises(TooLateToUndo, match="for 10 seconds"):
            undo.take_back(ticket, last(ticket), by=who)
        assert as_stored(ticket) == after
        assert undo.possible(ticket, by=who) is None

    def test_is_nobody_elses_to_take_back(self, cast, ticket, act):
        who, _ = act(cast, ticket)
        other = cast.ben if who != cast.ben else cast.mia
        with pytest.raises(TooLateToUndo, match="Only who did this"):
            undo.take_back(ticket, last(ticket), by=other)
        assert (undo.possible(ticket, by=who), undo.possible(ticket, by=other)) == (last(ticket), None)

    def test_stays_once_somebody_was_told(self, cast, ticket, act, post_office):
        who, _ = act(cast, ticket)
        if not post_office() or not last(ticket).deliveries.exists():
            return
        with pytest.raises(TooLateToUndo, match="told already"):
            undo.take_back(ticket, last(ticket), by=who)

    def test_stays_once_something_else_happened(self, cast, ticket, act):
        who, _ = act(cast, ticket)
        done = last(ticket)
        conversation.message(ticket, body="One more thing", by=cast.cleo, form_key=make.key())
        with pytest.raises(SomethingElseHappened, match=r"(Cleo Acme|you) (added a message|reopened this ticket)"):
            undo.take_back(ticket, done, by=who)

    def test_can_be_taken_back_although_a_note_was_written(self, cast, ticket, act):
        before = as_stored(ticket)
        who, _ = act(cast, ticket)
        done = last(ticket)
        conversation.internal_note(ticket, body="Hm", by=cast.mia, form_key=make.key())
        undo.take_back(ticket, done, by=who)
        assert as_stored(ticket) == before


def test_two_acts_are_taken_back_in_turn(cast, ticket):
    before = as_stored(ticket)
    progress.recategorise(ticket, category=cast.site_down, by=cast.mia)
    first = last(ticket)
    assignment.assign(ticket, to=cast.ben, by=cast.mia)
    second = last(ticket)
    for done in (second, first):
        assert undo.possible(ticket, by=cast.mia) == done
        undo.take_back(ticket, done, by=cast.mia)
    assert as_stored(ticket) == before


def test_tags_come_and_go_beside_everything_else(cast, ticket):
    tagging.add(ticket, names=["refund", "angry"], by=cast.ana)
    tagging.remove(ticket, names=["angry"], by=cast.ana)
    removed = undo.possible(ticket, by=cast.ana)
    progress.close(ticket, by=cast.cleo)
    undo.take_back(ticket, removed, by=cast.ana)
    assert tagging.names_on(ticket) == ["angry", "refund"]
    added = Event.objects.get(name=events.TAGGED)
    undo.take_back(ticket, added, by=cast.ana)
    assert tagging.names_on(ticket) == []
    ticket.refresh_from_db()
    assert ticket.state == Status.CLOSED


def test_it_does_not_go_back_to_somebody_who_left(cast, ticket):
    assignment.assign(ticket, to=cast.ben, by=cast.mia)
    cast.ana.is_active = False
    cast.ana.save()
    with pytest.raises(CannotTakeTickets, match="Ana Acme does not work"):
        undo.take_back(ticket, last(ticket), by=cast.mia)


def test_who_works_on_it_no_more_takes_nothing_back(cast, ticket):
    assignment.assign(ticket, to=cast.ben, by=cast.mia)
    cast.mia.is_manager = False
    cast.mia.save()
    with pytest.raises(NotYours, match="no longer work on this ticket"):
        undo.take_back(ticket, last(ticket), by=cast.mia)
    ticket.refresh_from_db()
    assert ticket.assignee == cast.ben


def test_the_requester_never_hears_of_it_and_staff_does(cast, ticket):
    progress.close(ticket, by=cast.ana, reason="Solved")
    undo.take_back(ticket, last(ticket), by=cast.ana)
    for_cleo = timeline.entries(ticket, reader=cast.cleo, for_staff=False)
    assert not [told.heading for told in for_cleo if "losed" in told.heading]
    for_mia = [told.heading for told in timeline.entries(ticket, reader=cast.mia, for_staff=True)]
    assert for_mia[-1] == "Ana Acme closed this ticket, then took it back"
    assert "Closed by Ana Acme: Solved" not in for_mia


def test_it_is_offered_where_it_happened_to_who_did_it(cast, ticket, clock):
    progress.close(ticket, by=cast.ana, reason="Solved")

    def offered(reader):
        return [told.undo for told in timeline.entries(ticket, reader=reader, for_staff=True) if told.undo]

    assert (offered(cast.ana), offered(cast.mia)) == ([last(ticket).pk], [])
    clock(seconds=11)
    assert offered(cast.ana) == []


def test_what_the_clock_did_waits_for_nobody(cast, ticket):
    assignment.unassign(ticket, by=None)
    event = last(ticket)
    assert undo.time_of(None).total_seconds() == 0
    assert undo.possible(ticket, by=cast.mia) is None
    assert not event.deliveries.filter(available_at__gt=the_clock.now()).exists()


@committed
class TestAtOneMoment:
    """Whoever comes second finds what the first one did."""

    def test_an_undo_against_the_requesters_message(self, cast):
        for _ in range(10):
            ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
            progress.close(ticket, by=cast.ana, reason="Solved")
            done = last(ticket)
            undone, written = together(
                partial(undo.take_back, ticket, done, by=cast.ana),
                partial(conversation.message, ticket, body="No!", by=cast.cleo, form_key=make.key()),
            )
            assert not isinstance(written, Exception), written
            ticket.refresh_from_db()
            if isinstance(undone, SomethingElseHappened):
                assert ticket.state == Status.REOPENED
            else:
                assert (undone.pk, ticket.state) == (ticket.pk, Status.ASSIGNED)

    def test_an_undo_against_the_mail(self, cast, clock):
        """Either the mail leaves and the ticket is closed, or neither."""
        for _ in range(10):
            ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
            Delivery.objects.all().delete()
            mail.outbox.clear()
            progress.close(ticket, by=cast.ana, reason="Solved")
            done = last(ticket)
            first = done.deliveries.earliest("id").pk
            undone, _ = together(partial(undo.take_back, ticket, done, by=cast.ana), partial(outbox.deliver, first))
            ticket.refresh_from_db()
            if isinstance(undone, TooLateToUndo):
                assert ticket.state == Status.CLOSED
            else:
                assert (ticket.state, mail.outbox) == (Status.ASSIGNED, [])
