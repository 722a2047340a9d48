"""Business time against somebody who stands before the door with a clock and looks every minute.

The reference shares nothing with businesshours.hours but the words: it knows no moment at which anything begins or
ends, it looks at the clock on the wall, minute after minute, remembers the latest time that it has shown, and asks
whether that is inside the hours.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from businesshours.hours import Calendar

# As found, not made smaller: that would take minutes.
thoroughly = settings(
    max_examples=100, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
WATCHED = timedelta(days=6)
# Three quarters of an hour; half an hour at the change; hours around midnight that come twice or not at all.
ZONES = [
    "UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kathmandu", "Australia/Lord_Howe",
    "America/Havana", "America/St_Johns", "Africa/Cairo", "Atlantic/Azores", "America/Nuuk",
]  # fmt: skip


def changes(name: str) -> list[datetime]:
    """Return the hours of 2026 in which the clocks of a zone change."""
    zone, first = ZoneInfo(name), datetime(2026, 1, 1, tzinfo=UTC)
    hours = [first + timedelta(hours=number) for number in range(365 * 24)]
    return [hour for hour in hours if offset(hour, zone) != offset(hour + timedelta(hours=1), zone)]


def offset(moment, zone):
    return moment.astimezone(zone).utcoffset()


CHANGES = {name: changes(name) for name in ZONES}


@dataclass
class Watch:
    """What was seen from a moment on, for as long as somebody watched."""

    calendar: Calendar
    begins: datetime
    _near: dict = field(default_factory=dict)

    @cached_property
    def minutes(self) -> list[tuple[datetime, datetime, tuple[date, ...]]]:
        """For each minute: when it was, the time that the clocks showed, and the days whose hours were running."""
        seen, latest = [], datetime.min
        for number in range(int(WATCHED / MINUTE)):
            moment = self.begins - DAY + number * MINUTE
            shown = moment.astimezone(self.calendar.zone).replace(tzinfo=None)
            latest = max(latest, shown)
            seen.append((moment, shown, latest, self.running(latest)))
        return seen

    def running(self, latest: datetime) -> tuple[date, ...]:
        today = latest.date()
        if today not in self._near:
            self._near[today] = [(day, *hours) for day in (today - DAY, today) for hours in self.hours(day)]
        return tuple(day for day, begin, end in self._near[today] if begin <= latest < end)

    def hours(self, day):
        spans = ((datetime.combine(day, starts), datetime.combine(day, ends)) for starts, ends in self.spans(day))
        return [(start, end if end > start else end + DAY) for start, end in spans]

    def spans(self, day):
        if day in self.calendar.days:
            return self.calendar.days[day]
        if day in self.calendar.holidays:
            return ()
        return self.calendar.week[day.weekday()]

    @cached_property
    def after(self):
        return [minute for minute in self.minutes if minute[0] >= self.begins]

    def open_minutes(self) -> list[datetime]:
        return [moment for moment, _, _, running in self.after if running]

    def next_close(self) -> datetime | None:
        opened = False
        for moment, _, _, running in self.after:
            if opened and not running:
                return moment
            opened = opened or bool(running)
        return None

    def add_days(self, number: int) -> datetime | None:
        """The same time of day on the n-th day with hours, inside of its own hours."""
        first = next((minute for minute in self.after if minute[3]), None)
        if not first:
            return None
        _, shown, _, (home, *_) = first
        days = sorted({day for *_, running in self.minutes for day in running if day > home})
        if len(days) < number:
            return None
        day = days[number - 1]
        wanted = datetime.combine(day, time()) + (shown - datetime.combine(home, time()))
        own = [(moment, latest) for moment, _, latest, running in self.minutes if day in running]
        if self.minutes[-1][2] < max(end for _, end in self.hours(day)):
            return None  # nobody watched until it closed
        return next((moment for moment, latest in own if latest >= wanted), own[-1][0] + MINUTE)


times = some.builds(
    lambda minute: time(minute // 60, minute % 60), some.integers(0, 24 * 60 - 1) | some.integers(0, 200)
)
any_hours = some.lists(some.tuples(times, times), max_size=3).map(tuple)
# Nights run to midnight: nothing of a day lies behind the beginning of the next one.
apart = some.lists(times, max_size=5, unique=True).map(
    lambda turns: tuple(zip((ordered := sorted(turns))[::2], [*ordered[1::2], time()], strict=False))
)


@some.composite
def situations(draw, days_hours=any_hours):
    """A calendar, a moment at which somebody begins to watch, and another one within some days."""
    zone = draw(some.sampled_from(ZONES))
    usual = datetime(2026, 1, 5, tzinfo=UTC) + draw(some.integers(0, 350)) * DAY
    around = draw(some.sampled_from(CHANGES[zone])) if CHANGES[zone] and draw(some.booleans()) else usual
    begins = around + draw(some.integers(-2 * 24 * 60, 24 * 60)) * MINUTE
    near = some.integers(-3, 6).map(lambda number: begins.date() + number * DAY)
    calendar = Calendar(
        zone=ZoneInfo(zone),
        week=tuple(draw(some.tuples(*[days_hours] * 7))),
        days=draw(some.dictionaries(near, days_hours, max_size=3)),
        holidays=draw(some.frozensets(near, max_size=3)),
    )
    return calendar, begins, begins + draw(some.integers(0, 5 * 24 * 60)) * MINUTE


@pytest.fixture(scope="module")
def tally():
    """How many cases were compared, told at the end (with -s)."""
    counted = {"cases": 0, "minutes": 0}
    yield counted
    print(f"\nbusiness time: {counted['cases']} random calendars, {counted['minutes']:,} minutes watched")  # noqa: T201


@thoroughly
@given(situation=situations(), minutes=some.integers(0, 30 * 60), number=some.integers(1, 3))
def test_every_answer_is_what_somebody_at_the_door_sees(tally, situation, minutes, number):
    calendar, begin, end = situation
    watch = Watch(calendar, begin)
    opened = watch.open_minutes()
    tally["cases"] += 1
    tally["minutes"] += len(watch.minutes)

    assert calendar.is_open(begin) == (opened[:1] == [begin])
    assert [moment for moment, *_ in watch.after[:2000:7] if calendar.is_open(moment)] == [
        moment for moment, _, _, running in watch.after[:2000:7] if running
    ]
    assert calendar.between(begin, end) == sum(moment < end for moment in opened) * MINUTE
    assert _or_later(calendar.next_open(begin), watch, opened[0] if opened else None)
    assert _or_later(calendar.next_close(begin), watch, watch.next_close())
    if 0 < minutes <= len(opened):
        assert calendar.add(begin, minutes * MINUTE) == opened[minutes - 1] + MINUTE
    if (expected := watch.add_days(number)) and expected < watch.after[-1][0]:
        assert calendar.add_days(begin, number) == expected


def _or_later(answer, watch, seen) -> bool:
    """Whether an answer is what was seen; of what nobody saw, it may only lie behind what was watched."""
    return answer == seen if seen else answer is None or answer > watch.after[-1][0]


@thoroughly
@given(situation=situations(days_hours=apart), minutes=some.integers(1, 60 * 60), number=some.integers(1, 30))
def test_counting_forwards_and_back_agree(situation, minutes, number):
    calendar, begin, _ = situation
    if done := calendar.add(begin, minutes * MINUTE):
        assert calendar.between(begin, done) == minutes * MINUTE
        assert calendar.between(begin, done - MINUTE) < minutes * MINUTE
    if done := calendar.add_days(begin, number):
        assert calendar.days_between(begin, done) == number
        assert calendar.days_between(begin, done - MINUTE) == number - 1
        assert calendar.is_open(done) or calendar.is_open(done - MINUTE)


@thoroughly
@given(situation=situations(), later=some.integers(0, 3 * 24 * 60))
def test_time_adds_up(situation, later):
    calendar, begin, middle = situation
    end = middle + later * MINUTE
    assert calendar.between(begin, middle) + calendar.between(middle, end) == calendar.between(begin, end)
    assert calendar.between(begin, end) <= end - begin
