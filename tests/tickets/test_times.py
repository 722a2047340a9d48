"""The times that belong to a ticket's status: since when it waits, when it closes, until when it reopens."""

from datetime import timedelta

import pytest

from activity.models import Event
from shared import clock as the_clock
from tests import make
from tickets import assignment, conversation, housekeeping, progress
from tickets.models import Message, Rules
from tickets.statuses import WAITING, Status


@pytest.fixture
def ticket(cast):
    """A ticket of Cleo's that Ana has."""
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


def say(ticket, by):
    """The requester writes; returns the ticket as it is afterwards, and when."""
    return _after(ticket, conversation.message(ticket, body="And?", by=by, form_key=make.key()))


def answer(ticket, by, verb=conversation.reply):
    """Staff writes; returns the ticket as it is afterwards, and when."""
    return _after(ticket, verb(ticket, body="Well.", by=by, form_key=make.key()))


def _after(ticket, message):
    ticket.refresh_from_db()
    return ticket, message.written_at


@pytest.mark.parametrize("status", Status, ids=lambda status: status.label)
def test_a_ticket_has_a_waiting_time_exactly_while_it_waits(status, cast):
    ticket = make.in_status(status, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    assert (ticket.waiting_since is not None) == (status in WAITING)
    assert (ticket.closes_at is not None) == (status == Status.SOLUTION_SUGGESTED)
    assert (ticket.remind_at is not None) == (status == Status.SOLUTION_SUGGESTED)
    assert (ticket.closed_at is not None) == (ticket.reopen_until is not None) == (status == Status.CLOSED)
    assert (ticket.closed_by != "") == (status == Status.CLOSED)


def test_waiting_goes_on_while_a_ticket_is_assigned_and_moved(cast, ticket, clock):
    filed_at = ticket.filed_at
    clock(hours=1)
    ticket = assignment.assign(ticket, to=cast.ben, by=cast.mia)
    ticket = progress.recategorise(ticket, category=cast.site_down, by=cast.mia)
    ticket = assignment.unassign(ticket, by=cast.mia)
    assert ticket.waiting_since == filed_at
    assert ticket.unanswered_since == filed_at


def test_a_bump_moves_the_place_but_not_how_long_nobody_answered(cast, ticket, clock):
    filed_at = ticket.filed_at
    clock(hours=1)
    ticket, said_at = say(ticket, cast.cleo)
    assert (ticket.waiting_since, ticket.unanswered_since) == (said_at, filed_at)


def test_an_answer_ends_the_wait_and_is_the_first_once(cast, ticket, clock):
    clock(hours=1)
    ticket, first = answer(ticket, cast.ana)
    assert (ticket.waiting_since, ticket.unanswered_since, ticket.first_answered_at) == (None, None, first)
    clock(hours=1)
    ticket, _ = answer(ticket, cast.ana)
    assert ticket.first_answered_at == first


def test_starting_work_ends_the_wait_but_answers_nobody(cast, ticket):
    ticket = progress.start_work(ticket, by=cast.ana)
    assert ticket.waiting_since is None
    assert ticket.unanswered_since == ticket.filed_at
    assert ticket.first_answered_at is None


def test_unanswered_counts_from_the_first_of_several_messages(cast, ticket, clock):
    ticket, _ = answer(ticket, cast.ana)
    clock(hours=1)
    ticket, first = say(ticket, cast.cleo)
    clock(hours=1)
    ticket, second = say(ticket, cast.cleo)
    assert (ticket.waiting_since, ticket.unanswered_since) == (second, first)


def test_work_that_is_taken_back_waits_from_then_on(cast, ticket, clock):
    ticket, _ = answer(ticket, cast.ana)
    clock(hours=1)
    ticket = assignment.unassign(ticket, by=cast.mia)
    assert ticket.waiting_since == ticket.updated_at
    assert ticket.unanswered_since is None


def test_an_internal_note_answers_nobody(cast, ticket, clock):
    ticket = progress.start_work(ticket, by=cast.ana)
    before = ticket.updated_at
    clock(hours=1)
    ticket, _ = answer(ticket, cast.ana, conversation.internal_note)
    assert ticket.unanswered_since == ticket.filed_at
    assert ticket.first_answered_at is None
    assert ticket.updated_at == before


def test_a_suggested_solution_closes_after_seven_days_with_a_reminder_two_days_before(cast, ticket):
    ticket, at = answer(ticket, cast.ana, conversation.suggest_solution)
    assert ticket.closes_at == at + timedelta(days=7)
    assert ticket.remind_at == at + timedelta(days=5)


def test_suggesting_again_starts_the_days_again(cast, ticket, clock):
    answer(ticket, cast.ana, conversation.suggest_solution)
    clock(days=6)
    housekeeping.remind_quiet()
    ticket, at = answer(ticket, cast.ana, conversation.suggest_solution)
    assert ticket.closes_at == at + timedelta(days=7)
    assert ticket.remind_at == at + timedelta(days=5)


def test_a_further_reply_does_not_move_the_close(cast, ticket, clock):
    ticket, at = answer(ticket, cast.ana, conversation.suggest_solution)
    clock(days=1)
    ticket, _ = answer(ticket, cast.ana)
    assert ticket.state == Status.SOLUTION_SUGGESTED
    assert ticket.closes_at == at + timedelta(days=7)


@pytest.mark.parametrize(("days", "remind"), [(2, 2), (1, 2), (5, 0)])
def test_no_reminder_where_there_is_no_time_for_one(cast, ticket, days, remind):
    Rules.objects.create(close_after_days=days, remind_days_before=remind)
    ticket, _ = answer(ticket, cast.ana, conversation.suggest_solution)
    assert ticket.remind_at is None


def test_the_tenants_own_numbers_count(cast, ticket):
    Rules.objects.create(close_after_days=3, remind_days_before=1, reopen_for_days=14)
    ticket, at = answer(ticket, cast.ana, conversation.suggest_solution)
    assert (ticket.closes_at, ticket.remind_at) == (at + timedelta(days=3), at + timedelta(days=2))
    ticket = progress.close(ticket, by=cast.cleo)
    assert ticket.reopen_until == ticket.closed_at + timedelta(days=14)


def test_a_message_stops_the_close(cast, ticket, clock):
    answer(ticket, cast.ana, conversation.suggest_solution)
    ticket, _ = say(ticket, cast.cleo)
    assert (ticket.closes_at, ticket.remind_at) == (None, None)
    clock(days=30)
    assert housekeeping.close_quiet() == housekeeping.remind_quiet() == 0


def test_closing_answers_whatever_was_open(cast, ticket):
    ticket = progress.close(ticket, by=cast.cleo)
    assert (ticket.waiting_since, ticket.unanswered_since) == (None, None)
    assert ticket.closed_at == ticket.updated_at


def test_reopening_waits_from_the_message_on(cast, ticket, clock):
    progress.close(ticket, by=cast.cleo)
    clock(days=1)
    ticket, at = say(ticket, cast.cleo)
    assert (ticket.waiting_since, ticket.unanswered_since) == (at, at)
    assert (ticket.closed_at, ticket.reopen_until, ticket.closed_by, ticket.close_reason) == (None, None, "", "")


def test_a_manager_who_reopens_with_a_reply_leaves_no_message_unanswered(cast, ticket):
    progress.close(ticket, by=cast.cleo)
    ticket, at = answer(ticket, cast.mia, conversation.reopen)
    assert ticket.waiting_since == ticket.first_answered_at == at
    assert ticket.unanswered_since is None


def test_the_time_of_an_act_is_one_for_ticket_message_and_event(cast, ticket):
    ticket, at = answer(ticket, cast.ana)
    event = Event.objects.filter(subject_id=ticket.pk).latest("id")
    assert ticket.updated_at == event.at == at == Message.objects.latest("id").written_at


class TestAutoClose:
    """The clock closes what went quiet, and warns once before."""

    @pytest.fixture
    def quiet(self, cast, ticket):
        """A ticket with a suggested solution."""
        return answer(ticket, cast.ana, conversation.suggest_solution)[0]

    def events(self, ticket, name):
        return Event.objects.filter(subject_id=ticket.pk, name=name).count()

    def test_nothing_is_due_before_its_time(self, quiet, clock):
        clock(days=4, hours=23)
        assert housekeeping.remind_quiet() == housekeeping.close_quiet() == 0
        quiet.refresh_from_db()
        assert quiet.state == Status.SOLUTION_SUGGESTED

    def test_the_reminder_goes_out_once(self, quiet, clock):
        clock(days=5, minutes=1)
        assert [housekeeping.remind_quiet(), housekeeping.remind_quiet()] == [1, 0]
        assert self.events(quiet, "ticket.closing_soon") == 1
        assert housekeeping.close_quiet() == 0

    def test_the_ticket_closes_when_its_time_is_up(self, quiet, clock):
        clock(days=7, minutes=1)
        assert [housekeeping.close_quiet(), housekeeping.close_quiet()] == [1, 0]
        quiet.refresh_from_db()
        assert quiet.state == Status.CLOSED
        assert quiet.closed_by == "clock"
        assert quiet.reopen_until == quiet.closed_at + timedelta(days=7)
        assert self.events(quiet, "ticket.closed") == 1

    def test_a_reminder_that_comes_too_late_is_not_sent(self, quiet, clock):
        # Nothing ran for eight days: telling now that it closes in two days would be wrong.
        clock(days=8)
        assert housekeeping.remind_quiet() == 1
        assert self.events(quiet, "ticket.closing_soon") == 0

    def test_the_day_of_closing_stays_when_the_admin_changes_the_rule(self, quiet, clock):
        Rules.objects.create(close_after_days=60)
        clock(days=7, minutes=1)
        assert housekeeping.close_quiet() == 1

    def test_only_the_open_scopes_tickets_are_closed(self, cast, quiet, clock):
        from tenants.scope import tenant_scope

        clock(days=8)
        with tenant_scope(cast.globex.cleo.tenant_id):
            assert housekeeping.close_quiet() == housekeeping.remind_quiet() == 0
        quiet.refresh_from_db()
        assert quiet.state == Status.SOLUTION_SUGGESTED

    def test_more_than_one_batch_is_closed(self, cast, monkeypatch, clock):
        monkeypatch.setattr(housekeeping, "BATCH", 2)
        for _ in range(5):
            make.in_status(Status.SOLUTION_SUGGESTED, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
        clock(days=8)
        assert housekeeping.close_quiet() == 5


def test_the_database_and_the_program_tell_the_same_time(cast, ticket, clock):
    clock(days=40)
    ticket = progress.close(ticket, by=cast.cleo)
    assert abs(ticket.closed_at - the_clock.now()) < timedelta(seconds=5)
