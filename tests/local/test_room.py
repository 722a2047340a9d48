"""The support room of `manage.py fill`: what happens in it follows from who is there and what is first in line."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from random import Random

import pytest

from businesshours import calendars
from helpdesk.local.filling import hours
from helpdesk.local.filling.hours import Hours
from helpdesk.local.filling.room import Room
from helpdesk.local.filling.stories import WEEK, Kind
from helpdesk.local.filling.tenants import CALENDAR, Customer, Place, Problem
from tickets import events
from tickets.promises import Terms
from tickets.statuses import OPEN, Status
from tickets.targets import Targets

# A Tuesday afternoon; the clocks changed twice in the year before.
NOW = datetime(2026, 6, 2, 15, 30, tzinfo=UTC)
BEGIN = NOW.date() - timedelta(days=365)
OPENED = hours.of(CALENDAR, datetime(2025, 6, 2, tzinfo=UTC), NOW + timedelta(days=60))
PRIORITIES = [(1, 10), (2, 20), (3, 30), (4, 40)]
FAULT, INVOICE, QUESTION = (
    Problem(1, 2, 20, team=1, share=5, minutes=18, spread=0.8),
    Problem(2, 3, 30, team=1, share=4, minutes=9, spread=0.6),
    Problem(3, 4, 40, team=2, share=1, minutes=12, spread=0.9),
)


def lived(*, tickets=3000, seed=1):
    """A year of three agents, the third of them in both teams."""
    place = Place(1, "Acme", "acme.localhost", tickets, OPENED, priorities=PRIORITIES)
    place.problems = [FAULT, INVOICE, QUESTION]
    place.agents = {1: [(11, "Ana"), (12, "Ben")], 2: [(13, "Dan"), (12, "Ben")]}
    place.managers = [(20, "Mia")]
    place.customers = [
        Customer((100 + number, "Cleo"), 1, Terms(CALENDAR, Targets([]), 5, 2, lift))
        for number, lift in enumerate([0] * 9 + [1])
    ]
    numbers = zip(count(1), count(500, 3), strict=False)
    return list(Room(place, Random(seed), numbers, BEGIN, NOW).live())


@pytest.fixture(scope="module")
def stories():
    return lived()


def test_as_many_are_filed_as_were_asked_for_in_the_order_of_their_numbers(stories):
    stories = sorted(stories, key=lambda story: story.pk)
    assert [story.pk for story in stories] == list(range(1, 3001))
    assert all(one.number < other.number and one.filed_at <= other.filed_at for one, other in pairwise(stories))


@pytest.mark.parametrize("tickets", [1, 2, 40])
def test_a_small_tenant_has_every_ticket_too(tickets):
    assert len(lived(tickets=tickets)) == tickets


def test_nothing_lies_ahead_and_everything_is_in_order(stories):
    for story in stories:
        moments = [step.at for step in story.steps]
        assert moments == sorted(moments)
        assert moments[-1] < NOW.timestamp()
        assert story.closes_at is None or story.closes_at >= NOW.timestamp()


def test_staff_answers_while_the_house_is_open(stories):
    answered = [wait.answered_at for story in stories for wait in story.waits if wait.answered_at]
    assert len(answered) > 3000
    assert all(CALENDAR.is_open(datetime.fromtimestamp(at - 1, UTC)) for at in answered)


def test_whoever_waits_with_the_same_agent_at_the_same_rank_is_answered_in_order(stories):
    lines = {}
    for story in stories:
        if sum(step.event == events.ASSIGNED for step in story.steps) == 1:
            for wait in story.waits:
                if wait.answered_at:
                    lines.setdefault((story.assignee, story.rank), []).append((wait.began_at, wait.answered_at))
    for line in lines.values():
        answered = [at for _, at in sorted(line)]
        assert answered == sorted(answered)


def test_the_more_urgent_wait_less(stories):
    def usual(rank):
        took = [
            OPENED.until(wait.answered_at) - OPENED.until(wait.began_at)
            for story in stories
            for wait in story.waits
            if wait.answered_at and story.rank == rank
        ]
        return sorted(took)[len(took) // 2]

    assert usual(10) < usual(30)


def test_those_ahead_are_all_that_stand_in_line_then_as_urgent_or_more(stories):
    happened = []
    for story in stories:
        for wait in story.waits:
            begun = [step.at for step in story.steps if step.event == events.WORK_STARTED and step.at >= wait.began_at]
            leaves = min([*begun[:1], wait.ended_at or NOW.timestamp()])
            happened += [(wait.began_at, 0, story, wait), (leaves, 1, story, wait)]
    busy = Counter(at for at, *_ in happened)
    line, compared = Counter(), 0
    for at, leaves, story, wait in sorted(happened, key=lambda one: one[:2]):
        if not leaves and busy[at] == 1:  # of two in the same second, nobody knows which was first
            compared += 1
            assert wait.ahead == sum(number for rank, number in line.items() if rank <= story.rank)
        line[story.rank] += -1 if leaves else 1
    assert compared > 4000


def test_a_plan_lifts_the_priority(stories):
    ranks = {(story.problem, story.requester.terms.priority_lift): story.rank for story in stories}
    assert (ranks[INVOICE, 0], ranks[INVOICE, 1]) == (30, 20)


def test_what_is_added_to_what_waits_comes_so_soon_that_it_costs_no_place(stories):
    bumps = 0
    for story in stories:
        said = [step for step in story.steps if step.kind in (Kind.DESCRIPTION, Kind.MESSAGE)]
        for before, after in pairwise(said):
            if after.event == events.BUMPED:
                bumps += 1
                assert after.at - before.at < 600
    assert bumps > 30


def test_a_solution_closes_after_a_week_or_before(stories):
    closed = [story for story in stories if story.status == Status.CLOSED]
    assert {story.closed_by for story in closed} == {"requester", "staff", "clock"}
    for story in closed:
        if story.closed_by == "clock":
            assert story.closed_at - story.waits[-1].answered_at == WEEK


def test_some_are_open_of_whom_nobody_has_thought_for_long(stories):
    still = [story for story in stories if story.status in OPEN]
    assert 0.03 < len(still) / len(stories) < 0.12
    assert any(story.updated_at < NOW.timestamp() - 100 * 86_400 for story in still)
    assert any(events.REOPENED in [step.event for step in story.steps] for story in stories)


def test_whoever_goes_on_holiday_leaves_nobody_waiting_for_a_fortnight(stories):
    given = [story for story in stories if sum(step.event == events.ASSIGNED for step in story.steps) > 1]
    assert given
    assert all(step.previously for story in given for step in story.steps[2:] if step.event == events.ASSIGNED)


def test_the_same_seed_at_the_same_moment_makes_the_same(stories):
    assert lived() == stories
    assert lived(seed=2) != stories


class TestHours:
    """Looked up in a list, and the same as the calendar counts."""

    @pytest.mark.parametrize("seed", range(40))
    def test_they_count_as_the_calendar_does(self, seed):
        rng = Random(seed)
        begin = datetime(2025, 6, 2, tzinfo=UTC) + timedelta(seconds=rng.randrange(360 * 86_400))
        later = begin + timedelta(seconds=rng.randrange(20 * 86_400))
        one, other = int(begin.timestamp()), int(later.timestamp())
        assert OPENED.until(other) - OPENED.until(one) == CALENDAR.between(begin, later).total_seconds()
        assert OPENED.next_open(one) == CALENDAR.next_open(begin).timestamp()
        seconds = rng.randrange(1, 200_000)
        assert OPENED.add(one, seconds) == CALENDAR.add(begin, timedelta(seconds=seconds)).timestamp()

    def test_before_the_first_block_and_after_the_last_there_is_nothing(self):
        opened = Hours([(100, 200), (300, 400)])
        assert [opened.until(at) for at in (50, 150, 250, 400, 900)] == [0, 50, 100, 200, 200]
        assert [opened.next_open(at) for at in (50, 150, 200, 400)] == [100, 150, 300, None]
        assert [opened.add(150, seconds) for seconds in (50, 51, 150, 151)] == [200, 301, 400, None]


def test_the_calendar_is_the_one_that_the_rows_say():
    assert not CALENDAR.is_open(datetime(2026, 6, 10, 12, tzinfo=UTC))  # Portugal Day
    assert CALENDAR.week == tuple(calendars.spans(day) for day in calendars.usual_weeks()["tickets"])
