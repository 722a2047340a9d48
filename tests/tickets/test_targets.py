"""By when staff wants to answer and to solve: which target counts, what it counts, and that it stays true."""

from datetime import timedelta

import pytest

from shared import clock
from tests import make, queries
from tests.calendar_days import FRIDAY, MONDAY, NEXT_MONDAY, TUESDAY, WEDNESDAY, go_to
from tickets import clocks, conversation, filters, merging, progress, promises, queue, splitting, targets, tasks, undo
from tickets.filters import Filter
from tickets.models import Priority, Target, Ticket
from tickets.statuses import OPEN, Status

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def near(moment, expected):
    """The clock runs on between its setting and the act."""
    return moment is not None and abs(moment - expected) < MINUTE


def want(category=None, priority=None, **hours):
    """Set targets in hours."""
    minutes = {measure: hours.get(measure) and hours[measure] * 60 for measure in targets.MEASURES}
    return targets.add(category=category, priority=priority, by=None, **minutes)


def fresh(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def says(act, ticket, by, **more):
    act(ticket, body="Words.", by=by, form_key=make.key(), **more)
    return fresh(ticket)


@pytest.fixture
def normal(cast):
    return cast.refund.parent.priority


@pytest.fixture
def ticket(cast):
    """Of Cleo about a refund, filed on a Monday at 9:12, with Ana; Billing wants to answer in 4 h, solve in 16."""
    want(cast.refund.parent, first_response=4, next_response=6, resolution=16)
    go_to(MONDAY)
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


class TestWhichCounts:
    """Measure by measure: the own category, the one above, all; in each the priority before all priorities."""

    def of(self, category, priority):
        found = promises._house()[0].target_facts
        wanted = targets.Targets(found).of(category.pk, priority.pk)
        return [(length := getattr(wanted, measure)) and length // HOUR for measure in targets.MEASURES]

    def test_none_where_nothing_is_wanted(self, cast, normal):
        assert self.of(cast.refund, normal) == [None, None, None]

    def test_the_closest_one(self, cast, normal):
        urgent = Priority.objects.in_use().first()
        assert urgent != normal
        ways = ((None, None), (None, normal), (cast.refund.parent, None), (cast.refund.parent, normal),
                (cast.refund, None), (cast.refund, normal))  # fmt: skip
        for hours, (category, priority) in enumerate(ways, start=1):
            want(category, priority, first_response=hours)
            assert self.of(cast.refund, normal) == [hours, None, None]
        assert self.of(cast.refund, urgent) == [5, None, None]
        assert self.of(cast.refund.parent, normal) == [4, None, None]
        assert self.of(cast.site_down, normal) == [2, None, None]
        assert self.of(cast.site_down, urgent) == [1, None, None]

    def test_what_the_closest_leaves_open_another_one_says(self, cast, normal):
        want(first_response=8, next_response=9, resolution=40)
        want(cast.refund, next_response=2)
        want(None, normal, resolution=20)
        assert self.of(cast.refund, normal) == [8, 2, 20]

    def test_an_archived_one_says_nothing_until_it_is_restored(self, cast, normal):
        kept = want(first_response=8)
        targets.archive(kept, by=cast.max)
        assert self.of(cast.refund, normal) == [None, None, None]
        targets.restore(kept, by=cast.max)
        assert self.of(cast.refund, normal) == [8, None, None]


class TestResponse:
    """From the first message that is not answered, in business time."""

    def test_the_first_by_its_own_target(self, ticket):
        assert near(ticket.respond_by, MONDAY + 4 * HOUR)

    def test_over_night_and_over_the_weekend_the_clock_stands_still(self, cast, ticket):
        go_to(FRIDAY.replace(hour=18))  # 48 minutes before closing time
        assert near(make.ticket(cast.cleo).respond_by, NEXT_MONDAY.replace(hour=10, minute=12))

    def test_a_bump_does_not_move_it(self, cast, ticket):
        go_to(MONDAY + 2 * HOUR)
        assert says(conversation.message, ticket, cast.cleo).respond_by == ticket.respond_by

    def test_answered_there_is_none_and_a_later_message_has_the_next_ones(self, cast, ticket):
        assert says(conversation.reply, ticket, cast.ana).respond_by is None
        go_to(TUESDAY)
        assert near(says(conversation.message, ticket, cast.cleo).respond_by, TUESDAY + 6 * HOUR)

    def test_closed_there_is_none_and_undone_it_is_as_before(self, cast, ticket):
        progress.close(ticket, by=cast.cleo)
        assert fresh(ticket).target_at is None
        undo.take_back(ticket, _last_event(ticket), by=cast.cleo)
        assert (fresh(ticket).respond_by, fresh(ticket).resolve_by) == (ticket.respond_by, ticket.resolve_by)


class TestResolution:
    """All our turns together, in business time; it stands still while it is the customer's."""

    def test_from_filing_on(self, ticket):
        # 16 hours: 9:48 on Monday, 6:12 on Tuesday.
        assert near(ticket.resolve_by, TUESDAY.replace(hour=13, minute=12))
        assert near(ticket.our_turn_since, MONDAY)

    def test_it_stands_still_while_it_is_the_customers_turn_and_goes_on_after_it(self, cast, ticket):
        go_to(MONDAY + 2 * HOUR)
        asked = says(conversation.ask_for_information, ticket, cast.ana)
        assert (asked.resolve_by, asked.our_turn_since) == (None, None)
        assert asked.our_turn_seconds == pytest.approx(2 * 3600, abs=60)
        go_to(WEDNESDAY)
        back = says(conversation.message, ticket, cast.cleo)
        # 14 hours are left: 9:48 on Wednesday, 4:12 on Thursday.
        assert near(back.resolve_by, (WEDNESDAY + timedelta(days=1)).replace(hour=11, minute=12))

    def test_answers_and_work_do_not_stop_it(self, cast, ticket):
        progress.start_work(ticket, by=cast.ana)
        assert says(conversation.reply, ticket, cast.ana).resolve_by == ticket.resolve_by

    def test_a_night_costs_nothing(self, cast, ticket):
        go_to(TUESDAY)
        solved = says(conversation.suggest_solution, ticket, cast.ana)
        assert solved.our_turn_seconds == pytest.approx(12 * 3600, abs=60)

    def test_reopened_it_goes_on_where_it_stopped(self, cast, ticket):
        go_to(MONDAY + 15 * HOUR)  # after closing time: 9:48 are used up
        progress.close(ticket, by=cast.cleo)
        go_to(WEDNESDAY)
        assert near(says(conversation.message, ticket, cast.cleo).resolve_by, WEDNESDAY + 6 * HOUR + 12 * MINUTE)

    def test_used_up_it_is_missed_as_soon_as_it_is_our_turn_again(self, cast, ticket):
        go_to(WEDNESDAY)
        says(conversation.ask_for_information, ticket, cast.ana)
        go_to(FRIDAY)
        assert near(says(conversation.message, ticket, cast.cleo).resolve_by, FRIDAY)

    def test_a_close_that_is_taken_back_took_no_time_from_it(self, cast, ticket):
        go_to(MONDAY + HOUR)
        was = clocks.as_it_is(fresh(ticket))
        progress.close(ticket, by=cast.mia, reason="By mistake")
        undo.take_back(ticket, _last_event(ticket), by=cast.mia)
        now = clocks.as_it_is(fresh(ticket))
        assert {name: now[name] for name in now if name != "updated_at"} == {
            name: was[name] for name in was if name != "updated_at"
        }

    def test_what_was_kept_before_there_was_a_clock_can_still_be_put_back(self, cast, ticket):
        relation = merging.merge(ticket, into=make.assigned(cast.cleo, cast.ana, by=cast.mia), by=cast.ana)
        for name in ("our_turn_since", "our_turn_seconds"):
            del relation.before["source"][name]
        relation.save()
        merging.undo(relation, by=cast.ana)
        assert fresh(ticket).our_turn_since is not None


class TestRelations:
    """Moved, merged and split, a ticket has what it is now."""

    def test_moved_to_another_category_it_has_the_targets_there_and_undone_its_own(self, cast, ticket):
        want(cast.site_down, first_response=1, resolution=2)
        progress.recategorise(ticket, category=cast.site_down, by=cast.mia)
        moved = fresh(ticket)
        assert near(moved.respond_by, MONDAY + HOUR)
        assert near(moved.resolve_by, MONDAY + 2 * HOUR)
        undo.take_back(ticket, _last_event(ticket), by=cast.mia)
        assert (fresh(ticket).respond_by, fresh(ticket).resolve_by) == (ticket.respond_by, ticket.resolve_by)

    def test_merged_the_clock_of_the_one_that_goes_on_runs_on(self, cast, ticket):
        go_to(TUESDAY)
        into = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        says(conversation.ask_for_information, into, cast.ana)
        go_to(TUESDAY + HOUR)
        merging.merge(ticket, into=into, by=cast.ana)
        assert near(fresh(into).our_turn_since, TUESDAY + HOUR)
        assert (fresh(ticket).our_turn_since, fresh(ticket).target_at) == (None, None)

    def test_split_off_it_counts_from_its_own_words(self, cast, ticket):
        go_to(WEDNESDAY)
        written = conversation.message(ticket, body="And another thing.", by=cast.cleo, form_key=make.key())
        go_to(WEDNESDAY + HOUR)
        relation = splitting.split(ticket, messages=[written.pk], subject="Other", by=cast.ana, form_key=make.key())
        assert near(fresh(relation.source).respond_by, WEDNESDAY + 4 * HOUR)
        assert near(fresh(relation.source).our_turn_since, WEDNESDAY)


class TestKeptTrue:
    """When an admin changes a target, open tickets follow."""

    @pytest.fixture(autouse=True)
    def at_once(self, monkeypatch):
        monkeypatch.setattr(tasks.keep_promises_here, "delay", promises.bring_into_line)

    def test_added_changed_archived_and_restored(self, cast, ticket, post_office):
        closer = want(cast.refund, first_response=1)
        post_office()
        assert near(fresh(ticket).respond_by, MONDAY + HOUR)
        about = {"category": cast.refund, "priority": None, "next_response": None, "resolution": None}
        targets.change(closer, **about, first_response=120, by=cast.max)
        post_office()
        assert near(fresh(ticket).respond_by, MONDAY + 2 * HOUR)
        targets.archive(closer, by=cast.max)
        post_office()
        assert fresh(ticket).respond_by == ticket.respond_by
        targets.restore(closer, by=cast.max)
        post_office()
        assert near(fresh(ticket).respond_by, MONDAY + 2 * HOUR)

    def test_answered_tickets_on_which_we_work_follow_too(self, cast, ticket, post_office):
        says(conversation.reply, ticket, cast.ana)
        want(cast.refund, resolution=2)
        post_office()
        assert near(fresh(ticket).resolve_by, MONDAY + 2 * HOUR)

    def test_a_target_that_was_set_too_short_is_not_missed_for_ever(self, cast, ticket, post_office):
        go_to(MONDAY + 5 * HOUR)
        assert filters.apply(Ticket.objects.all(), MISSED, cast.mia).exists()
        targets.archive(Target.objects.get(), by=cast.max)
        post_office()
        assert not filters.apply(Ticket.objects.all(), MISSED, cast.mia).exists()


class TestRefused:
    """What an admin cannot decide."""

    def test_nothing_at_all(self, cast):
        with pytest.raises(targets.NoTarget, match="at least one time"):
            want(cast.refund)

    def test_the_same_category_and_priority_twice(self, cast, normal):
        want(None, None, first_response=1)
        with pytest.raises(targets.edits.Taken, match="already"):
            want(None, None, resolution=1)

    def test_more_than_can_be_kept_in_view(self, cast, monkeypatch):
        monkeypatch.setattr(targets, "MOST_TARGETS", 1)
        want(first_response=1)
        with pytest.raises(targets.TooManyTargets):
            want(cast.refund, first_response=1)


MISSED = Filter(statuses=OPEN, target_missed=True)


class TestFound:
    """Managers and agents find what missed its target, the earliest first."""

    def test_only_what_is_late(self, cast, ticket):
        later = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        go_to(MONDAY + 5 * HOUR)
        answered = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        says(conversation.reply, later, cast.ana)
        assert list(filters.in_order(filters.apply(Ticket.objects.all(), MISSED, cast.mia), MISSED)) == [ticket]
        go_to(WEDNESDAY)
        missed = list(filters.in_order(filters.apply(Ticket.objects.all(), MISSED, cast.mia), MISSED))
        assert missed == [ticket, answered, later]
        assert queue.order_in_words(MISSED) == "earliest target first"


class TestCosts:
    """What stands on the ticket costs its acts little."""

    def test_acts_that_move_no_clock_ask_nothing(self, cast, ticket):
        locked = fresh(ticket)
        locked.locked_at = clock.now()
        with queries.counted() as counted:
            clocks.keep_promised(locked, Status.NEEDS_REPLY, locked.unanswered_since)
        assert len(counted) == 0

    def test_a_new_wait_and_a_new_turn_are_told_by_two_questions(self, cast, ticket):
        locked = fresh(says(conversation.ask_for_information, ticket, cast.ana))
        locked.locked_at = locked.unanswered_since = clock.now()
        locked.status = Status.NEEDS_REPLY
        with queries.counted() as counted:
            clocks.keep_promised(locked, Status.NEEDS_MORE_INFO, None)
        assert len(counted) == 2


def _last_event(ticket):
    from activity.models import Event

    return Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).order_by("-id").first()
