"""By when an answer is promised and from when its requester may escalate: written with the wait, and kept true."""

from datetime import timedelta

import pytest

from accounts.models import Plan
from activity import edits
from businesshours import calendars
from tests import make, queries
from tests.calendar_days import (
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    SATURDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    go_to,
)
from tickets import conversation, escalation, guest_accounts, merging, progress, promises, splitting, tasks, undo
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def near(moment, expected):
    """The clock runs on between its setting and the act."""
    return moment is not None and abs(moment - expected) < MINUTE


@pytest.fixture
def ticket(cast):
    """Of Cleo, filed on a Monday at 9:12, with Ana."""
    go_to(MONDAY)
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


def fresh(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def say(ticket, by, body="It is still there."):
    conversation.message(ticket, body=body, by=by, form_key=make.key())
    return fresh(ticket)


def answer(ticket, by):
    conversation.reply(ticket, body="We look into it.", by=by, form_key=make.key())
    return fresh(ticket)


class TestWritten:
    """With the beginning of a wait, and no later."""

    def test_at_filing_by_the_plan_of_the_requester(self, cast, ticket):
        assert near(ticket.due_at, WEDNESDAY)
        assert near(ticket.escalatable_at, NEXT_MONDAY)
        vics = make.ticket(cast.vic)
        assert near(vics.due_at, WEDNESDAY)
        assert near(vics.escalatable_at, THURSDAY)

    def test_a_guest_is_promised_what_the_default_plan_says(self, cast):
        go_to(MONDAY)
        Plan.objects.filter(is_default=True).update(guarantee_days=3)
        assert near(make.ticket(cast.gus).due_at, THURSDAY)

    def test_on_a_saturday_the_days_are_counted_from_the_opening_on_monday(self, cast):
        go_to(SATURDAY)
        assert near(make.ticket(cast.cleo).due_at, NEXT_MONDAY.replace(hour=7, minute=0) + timedelta(days=2))

    def test_a_bump_moves_neither(self, cast, ticket):
        go_to(FRIDAY)
        bumped = say(ticket, cast.cleo)
        assert (bumped.due_at, bumped.escalatable_at) == (ticket.due_at, ticket.escalatable_at)

    def test_an_answer_ends_them_and_the_next_message_begins_anew(self, cast, ticket):
        answered = answer(ticket, cast.ana)
        assert (answered.due_at, answered.escalatable_at) == (None, None)
        go_to(NEXT_MONDAY)
        assert near(say(ticket, cast.cleo).due_at, NEXT_MONDAY + timedelta(days=2))

    def test_while_it_is_the_customers_turn_nothing_is_due(self, cast, ticket):
        conversation.ask_for_information(ticket, body="Which card?", by=cast.ana, form_key=make.key())
        assert fresh(ticket).due_at is None

    def test_closed_nothing_is_due_and_undone_it_is_as_before(self, cast, ticket):
        closed = progress.close(ticket, by=cast.cleo)
        assert (closed.due_at, closed.escalatable_at) == (None, None)
        undo.take_back(closed, undo.possible(closed, by=cast.cleo), by=cast.cleo)
        assert (fresh(ticket).due_at, fresh(ticket).escalatable_at) == (ticket.due_at, ticket.escalatable_at)

    def test_without_business_days_nothing_is_promised(self, cast, monkeypatch):
        monkeypatch.setattr("businesshours.hours.Timetable.add_days", lambda self, at, number: None)
        assert make.ticket(cast.cleo).due_at is None


class TestRelations:
    """Merged, split and joined, they follow the messages that are not answered."""

    def test_merged_the_earlier_wait_goes_on(self, cast, ticket):
        go_to(WEDNESDAY)
        later = make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Again")
        relation = merging.merge(ticket, into=later, by=cast.ana)
        assert near(fresh(later).due_at, WEDNESDAY)
        assert fresh(ticket).due_at is None
        merging.undo(relation, by=cast.ana)
        assert (near(fresh(later).due_at, FRIDAY), near(fresh(ticket).due_at, WEDNESDAY)) == (True, True)

    def test_undone_after_a_change_of_plan_they_are_what_the_plan_says_now(self, cast, ticket):
        later = make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Again")
        relation = merging.merge(ticket, into=later, by=cast.ana)
        Plan.objects.update(guarantee_days=4)
        merging.undo(relation, by=cast.ana)
        assert near(fresh(ticket).due_at, FRIDAY)

    def test_split_off_the_new_ticket_waits_since_its_own_words(self, cast, ticket):
        go_to(WEDNESDAY)
        written = conversation.message(ticket, body="And another thing.", by=cast.cleo, form_key=make.key())
        relation = splitting.split(
            ticket, messages=[written.pk], subject="Other", by=cast.ana, form_key=make.key()
        )  # fmt: skip
        assert near(relation.source.due_at, FRIDAY)
        assert near(fresh(ticket).due_at, WEDNESDAY)
        splitting.undo(relation, by=cast.ana)
        assert near(fresh(ticket).due_at, WEDNESDAY)

    def test_answered_words_that_are_split_off_are_promised_nothing(self, cast, ticket):
        written = conversation.message(ticket, body="And another thing.", by=cast.cleo, form_key=make.key())
        reply = conversation.reply(ticket, body="Done.", by=cast.ana, form_key=make.key())
        ids = [written.pk, reply.pk]
        relation = splitting.split(ticket, messages=ids, subject="Other", by=cast.ana, form_key=make.key())
        assert relation.source.due_at is None

    def test_joined_to_a_customer_they_are_by_the_customers_plan(self, cast):
        go_to(MONDAY)
        guests = make.ticket(cast.gus)
        guest_accounts.join(cast.gus, email=cast.vic.email, by=cast.mia)
        assert near(fresh(guests).escalatable_at, THURSDAY)


class TestKeptTrue:
    """When a plan, somebody's plan or the calendar changes, all who wait are counted anew."""

    def test_a_plan_that_is_changed(self, cast, ticket, post_office, monkeypatch):
        monkeypatch.setattr(tasks.keep_promises_here, "delay", promises.bring_into_line)
        post_office()
        plan = Plan.objects.get(name="Standard")
        edits.change(plan, {"guarantee_days": 3, "escalation_days": 4}, by=cast.max)
        post_office()
        assert (near(fresh(ticket).due_at, THURSDAY), near(fresh(ticket).escalatable_at, FRIDAY)) == (True, True)

    def test_a_customer_who_gets_another_plan(self, cast, ticket):
        cast.cleo.plan = cast.vic.plan
        cast.cleo.save()
        assert promises.bring_into_line() == 1
        assert near(fresh(ticket).escalatable_at, THURSDAY)

    def test_a_second_time_changes_nothing(self, cast, ticket):
        Plan.objects.update(guarantee_days=3)
        assert promises.bring_into_line() == 1
        assert promises.bring_into_line() == 0

    def test_a_right_that_has_begun_is_not_taken_away_and_a_broken_promise_was_broken(self, cast, ticket):
        go_to(NEXT_TUESDAY)
        Plan.objects.update(escalation_days=20, guarantee_days=20)
        promises.bring_into_line()
        kept = fresh(ticket)
        assert kept.escalatable_at == ticket.escalatable_at
        assert (kept.due_at, kept.at_risk_at) == (ticket.due_at, ticket.at_risk_at)
        assert escalation.escalate(kept, reason="No word", by=cast.cleo).escalated_at

    def test_no_promise_is_broken_by_a_change(self, cast, ticket):
        go_to(TUESDAY)
        Plan.objects.update(escalation_days=1, guarantee_days=1)
        go_to(TUESDAY + timedelta(hours=1))
        promises.bring_into_line()
        kept = fresh(ticket)
        assert (kept.due_at, kept.at_risk_at) == (ticket.due_at, ticket.at_risk_at)
        assert near(kept.escalatable_at, TUESDAY)

    def test_batches_are_small_and_end(self, cast, ticket, monkeypatch):
        monkeypatch.setattr(promises, "BATCH", 2)
        for _ in range(4):
            make.ticket(cast.vic)
        closed = progress.close(make.ticket(cast.cleo), by=cast.cleo)
        Plan.objects.update(guarantee_days=4)
        assert promises.bring_into_line() == 5
        assert fresh(closed).due_at is None

    def test_a_batch_asks_a_fixed_number_of_questions(self, cast, ticket):
        def asked():
            Plan.objects.update(guarantee_days=(Plan.objects.first().guarantee_days % 7) + 1)
            with queries.counted() as counted:
                promises.bring_into_line()
            return len(counted)

        of_one = asked()
        for _ in range(10):
            make.ticket(cast.vic)
        assert asked() == of_one


@pytest.mark.parametrize(
    ("now", "days"),
    [(MONDAY, 5), (WEDNESDAY, 3), (FRIDAY, 1), (FRIDAY.replace(hour=20), 1), (SATURDAY, 1), (NEXT_MONDAY, 0)],
)
def test_the_days_until_then_are_counted_as_people_do(cast, now, days):
    assert promises.days_until(NEXT_MONDAY, now=now, calendar=calendars.current()) == days


class TestCosts:
    """An act that begins a wait asks two questions more; others ask none."""

    def test_a_bump_asks_nothing(self, cast, ticket):
        with queries.counted() as bump:
            say(ticket, cast.cleo)
        answer(ticket, cast.ana)
        with queries.counted() as wait:
            say(ticket, cast.cleo)
        assert len(wait) <= len(bump) + 2
