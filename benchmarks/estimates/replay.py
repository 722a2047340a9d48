"""Estimates of every wait, made with what was known on the morning of its day."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from operator import attrgetter

from benchmarks.estimates.room import BEGIN, DAYS, HOUSE, ZONE, Wait
from sla import estimates
from sla.estimates import Basis, Group, Sample

RECENT = timedelta(days=30)


@dataclass(frozen=True)
class Said:
    """What somebody was told, and what became of it."""

    wait: Wait
    likely: int
    expected: int
    plain: int
    expected_at: datetime
    late_at: datetime
    factor: float
    seconds: int

    @property
    def is_kept(self) -> bool:
        """As the product judges it: one hour is allowed."""
        return self.wait.answered_at <= self.late_at

    @property
    def is_kept_to_the_minute(self) -> bool:
        """Without that hour."""
        return self.wait.answered_at <= self.expected_at


def replay(waits: list[Wait], *, without_line: bool = False, without_widening: bool = False) -> Iterator[Said]:
    """Yield what was said of each wait that was answered, day by day; the first thirty days only teach."""
    waits = [wait for wait in waits if wait.answered_at]
    answered = [(wait, wait.seconds) for wait in sorted(waits, key=attrgetter("answered_at"))]
    moments = [wait.answered_at for wait, _ in answered]
    took = {id(wait): seconds for wait, seconds in answered}
    said: list[Said] = []
    for number in range(30, DAYS):
        begins = datetime.combine(BEGIN + timedelta(days=number), time(), ZONE)
        known = answered[bisect_left(moments, begins - RECENT) : bisect_left(moments, begins)]
        bases = estimates.bases(_samples(known, without_line=without_line))
        factor = 1.0 if without_widening else estimates.factor(_outcomes(said, begins))
        for wait in _of_day(waits, begins):
            told = _tell(wait, bases, factor, took[id(wait)])
            said.append(told)
            yield told


def _samples(known, *, without_line) -> Iterator[Sample]:
    for wait, seconds in known:
        yield Sample(wait.kind, seconds, None if without_line else wait.ahead)


def _of_day(waits, begins) -> list[Wait]:
    first = bisect_left(waits, begins, key=attrgetter("began_at"))
    return waits[first : bisect_left(waits, begins + timedelta(days=1), key=attrgetter("began_at"))]


def _outcomes(said: list[Said], now) -> list[tuple[float, float]]:
    """What is known by now of the estimates that were decided in the last thirty days."""
    recent = (one for one in reversed(said[-6000:]) if now - RECENT <= min(one.wait.answered_at, one.late_at) < now)
    return [
        (
            one.seconds if one.wait.answered_at <= now else HOUSE.between(one.wait.began_at, now).total_seconds(),
            one.plain,
        )
        for one in recent
    ]


def _tell(wait, bases: dict[Group, Basis], factor, seconds) -> Said:
    chosen = estimates.choose({group: basis.number for group, basis in bases.items()}, wait.kind)
    lengths = estimates.lengths(bases[chosen], ahead=wait.ahead, factor=factor, day=estimates.working_day(HOUSE))
    expected_at = estimates.moment(HOUSE, wait.began_at, lengths.expected)
    late_at = estimates.late(HOUSE, expected_at)
    return Said(wait, lengths.likely, lengths.expected, lengths.plain, expected_at, late_at, factor, seconds)
