"""How long an answer will take, from how long answers took. Pure: no ORM, no clock; lengths are business seconds.

The 90th percentile of n samples is the k-th smallest with k = ⌈0.9 (n + 1)⌉: so large that the next one stays below
it with a probability of at least 0.9, whatever the distribution is, as long as it comes from the same one (split
conformal prediction: Vovk, Gammerman and Shafer, "Algorithmic Learning in a Random World", 2005). It exists from nine
samples. Who still waits counts as well, as one of those who wait longer than that: their share goes to the longer
samples (Kaplan and Meier, 1958; Efron, "The two sample problem with censored data", 1967). Without them a line that
grows would look quick, because only the quick ones are answered yet. What each ticket before it adds is the slope of
Theil and Sen: the median slope of all pairs, which a few extreme waits cannot move.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from statistics import median
from typing import NamedTuple

from businesshours.hours import Calendar

HOUR = 3600
# What is allowed on top of every estimate before it counts as broken (PRODUCT §7), and said with it.
GRACE = HOUR
# With fewer samples than this a wider group is asked.
ENOUGH = 20
# With fewer there is no 90th percentile: then nothing is estimated.
LEAST = 9
LIKELY, EXPECTED = 50, 90
# While fewer than this share of the last month's estimates was kept, new ones are longer.
KEPT_AT_LEAST = 0.8
LONGEST_FACTOR = 4.0
# Who is next waits for somebody to finish.
_LEAST_BASE = HOUR / 2
# In percent: far below the part that one of 20,000 samples has, far above what floats are wrong by.
_ROUNDING = 1e-7
# Pairs grow with the square; this many points settle a median of slopes.
_MOST_POINTS = 120


class Group(NamedTuple):
    """Waits that are alike; None stands for all. A category stands for itself and what is below it."""

    is_first: bool | None
    category: int | None = None
    priority: int | None = None
    plan: int | None = None


@dataclass(frozen=True)
class Kind:
    """Of what kind a wait is."""

    is_first: bool
    category: int
    parent: int | None
    priority: int
    plan: int | None

    def groups(self) -> Iterator[Group]:
        """Yield the groups it belongs to, the narrowest first.

        The priority goes last: it says who is served before whom, so first and later answers of one priority are more
        alike than first answers of all.
        """
        if self.plan is not None:
            yield Group(self.is_first, self.category, self.priority, self.plan)
        yield Group(self.is_first, self.category, self.priority)
        if self.parent is not None:
            yield Group(self.is_first, self.parent, self.priority)
        yield Group(self.is_first, None, self.priority)
        yield Group(None, None, self.priority)
        yield from ANY_FIRST if self.is_first else ANY_NEXT


ANY_FIRST = (Group(True), Group(None))
ANY_NEXT = (Group(False), Group(None))


@dataclass(frozen=True)
class Sample:
    """One wait, with how many tickets stood before it, if somebody looked; if it goes on, as long as it is by now."""

    kind: Kind
    seconds: int
    ahead: int | None = None
    is_answered: bool = True


@dataclass(frozen=True)
class Basis:
    """What an estimate rests on: `number` answers, the percentiles of a group from 0 to 100, and what the line adds.

    Who stands behind `ahead` tickets waits about `base` + `per_ahead` * `ahead` seconds; `relative` are percentiles of
    what a wait was of that, in thousandths: the longer the line, the less is certain. Without `per_ahead` the line
    tells nothing.
    """

    number: int
    plain: Sequence[int]
    relative: Sequence[int] = ()
    base: float = 0.0
    per_ahead: float = 0.0

    def at(self, percent: int, ahead: int | None) -> float:
        """Return a percentile for somebody with so many tickets before them."""
        if ahead is None or not self.per_ahead:
            return self.plain[percent]
        return self.relative[percent] * (self.base + self.per_ahead * ahead) / 1000


@dataclass(frozen=True)
class Lengths:
    """How long a wait will be, rounded up: by half of the answers, by nine in ten, and that before it was widened."""

    likely: int
    expected: int
    plain: int


def percentiles(values: Iterable[float], going_on: Iterable[float] = ()) -> list[int]:
    """Return the percentiles 0 to 100 of some values, as the top of this file says, in whole numbers.

    Of what goes on it is only known that it gets longer than this. Percentiles above the longest value, to which it
    may all have gone, are the longest of both.
    """
    # At the same length, an answer comes before what goes on.
    lengths = sorted([*((value, False) for value in values), *((value, True) for value in going_on)])
    found, left, left_of = [], len(lengths) + 1, 1.0
    for value, goes_on in lengths:
        if not goes_on:
            left_of -= left_of / left
            found += [math.ceil(value)] * (_percent_below(1 - left_of) + 1 - len(found))
        left -= 1
    return found + [math.ceil(lengths[-1][0])] * (101 - len(found))


def _percent_below(share: float) -> int:
    return math.floor(share * 100 + _ROUNDING)


def slope(points: Iterable[tuple[int, float]]) -> float:
    """Return what one ticket more ahead adds, never less than nothing, of (ahead, seconds)."""
    chosen = _spread(sorted(points), _MOST_POINTS)
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(chosen, 2) if x1 != x2]
    return max(0.0, median(slopes)) if slopes else 0.0


def _spread(ordered: list, most: int) -> list:
    """Return at most so many, evenly from the whole of a list."""
    if len(ordered) <= most:
        return ordered
    step = (len(ordered) - 1) / (most - 1)
    return [ordered[round(position * step)] for position in range(most)]


def basis(samples: Iterable[Sample]) -> Basis:
    """Return what waits of a group say about the next one; some of them are answered."""
    samples = list(samples)
    answered = [one for one in samples if one.is_answered]
    plain = _percentiles(samples, lambda one: one.seconds)
    points = [(one.ahead, one.seconds) for one in answered if one.ahead is not None]
    per_ahead = slope(points) if len(points) >= ENOUGH else 0.0
    if not per_ahead:
        return Basis(len(answered), plain)
    base = max(_LEAST_BASE, median(y - per_ahead * x for x, y in points))
    seen = [one for one in samples if one.ahead is not None]
    relative = _percentiles(seen, lambda one: 1000 * one.seconds / (base + per_ahead * one.ahead))
    return Basis(len(answered), plain, relative, base, per_ahead)


def _percentiles(samples, of) -> list[int]:
    answered = [of(one) for one in samples if one.is_answered]
    return percentiles(answered, [of(one) for one in samples if not one.is_answered])


def grouped(samples: Iterable[Sample]) -> dict[Group, list[Sample]]:
    """Return the waits of every group that has answers enough for a basis."""
    waits, answers = defaultdict(list), Counter()
    for sample in samples:
        for group in sample.kind.groups():
            waits[group].append(sample)
            answers[group] += sample.is_answered
    return {group: some for group, some in waits.items() if answers[group] >= LEAST}


def bases(samples: Iterable[Sample]) -> dict[Group, Basis]:
    """Return the basis of every group that has answers enough for one."""
    return {group: basis(some) for group, some in grouped(samples).items()}


def choose(numbers: dict[Group, int], kind: Kind | None = None) -> Group | None:
    """Return the narrowest group of a kind with enough samples, or the widest that has any; of first waits in
    general without a kind.
    """
    groups = list(kind.groups() if kind else ANY_FIRST)
    enough = (group for group in groups if numbers.get(group, 0) >= ENOUGH)
    some = (group for group in reversed(groups) if group in numbers)
    return next(enough, None) or next(some, None)


def lengths(basis: Basis, *, ahead: int | None, factor: float, day: int) -> Lengths:
    """Say how long somebody will wait who begins to wait now. A working day has so many seconds."""
    likely, expected = basis.at(LIKELY, ahead), basis.at(EXPECTED, ahead)
    return Lengths(rounded(likely * factor, day), rounded(expected * factor, day), rounded(expected, day))


def lengths_after(basis: Basis, *, waited: int, ahead: int | None, factor: float, day: int) -> Lengths:
    """Say how long the whole wait will be of somebody who has waited so long: as nine in ten of those who did too.

    Where next to nobody waited so long, half of a usual wait is added, and an hour at least.
    """
    longer = [value for percent in range(1, 101) if (value := basis.at(percent, ahead) * factor) > waited]
    if len(longer) >= 2:
        likely, expected = (longer[math.ceil(len(longer) * part) - 1] for part in (0.5, 0.9))
    else:
        likely = expected = waited + max(HOUR, basis.at(LIKELY, ahead) / 2)
    least = rounded(waited + HOUR / 2, day)
    whole = max(rounded(expected, day), least)
    return Lengths(max(rounded(likely, day), least), whole, whole)


def factor(outcomes: Iterable[tuple[float, float]]) -> float:
    """Return by how much estimates are lengthened, of the last month's (actual, estimated) seconds before that.

    1 while four in five were kept; else what would have kept nine in ten of them. Measured against what would have
    been said without it, so that it ends by itself when answers are as quick as before.
    """
    ratios = [max(0.0, actual - GRACE) / max(estimated, 1) for actual, estimated in outcomes]
    if len(ratios) < ENOUGH or sum(ratio <= 1 for ratio in ratios) >= KEPT_AT_LEAST * len(ratios):
        return 1.0
    ratios.sort()
    needed = ratios[min(len(ratios), math.ceil((len(ratios) + 1) * EXPECTED / 100)) - 1]
    return min(LONGEST_FACTOR, max(1.0, needed))


def rounded(seconds: float, day: int) -> int:
    """Round up to what people say: 5 minutes, half hours from one hour, hours from four, then half and whole days."""
    if seconds <= 55 * 60:
        return _up(seconds, 300)
    if seconds <= 4 * HOUR:
        return _up(seconds, HOUR // 2)
    if seconds <= day - HOUR:
        return _up(seconds, HOUR)
    return _up(seconds, day // 2 if seconds <= 3 * day else day)


def _up(seconds, step) -> int:
    return max(1, math.ceil(seconds / step)) * step


def in_words(seconds: int, day: int) -> str:
    """Say a rounded length: "25 minutes", "1½ hours", "2 working days"."""
    if seconds < HOUR:
        return f"{seconds // 60} minutes"
    if seconds < day or seconds % (day // 2):
        return _counted(seconds / HOUR, "hour")
    return _counted(seconds / day, "working day")


def _counted(number: float, what: str) -> str:
    whole, half = int(number), "½" if number % 1 >= 0.5 else ""
    return f"{whole or ''}{half} {what}{'' if number <= 1 else 's'}"


def moment(calendar: Calendar, begin: datetime, seconds: int) -> datetime | None:
    """Return when so much business time has passed, rounded up to the next quarter of an hour, or to five minutes
    where it is less than an hour; None if that is not foreseeable.
    """
    passed = calendar.add(begin, timedelta(seconds=seconds))
    step = timedelta(minutes=5 if seconds < HOUR else 15)
    return passed and passed + (datetime(2000, 1, 1, tzinfo=UTC) - passed) % step


def late(calendar: Calendar, expected_at: datetime) -> datetime | None:
    """Return when an estimate counts as broken."""
    return calendar.add(expected_at, timedelta(seconds=GRACE))


def working_day(calendar: Calendar) -> int:
    """Return the seconds of an ordinary day: the median of the week's open days, 8 hours if there is none."""
    lengths = sorted(length for spans in calendar.week if (length := sum(map(_length, spans))))
    return lengths[len(lengths) // 2] if lengths else 8 * HOUR


def _length(span) -> int:
    begins, ends = (one.hour * HOUR + one.minute * 60 for one in span)
    return ends - begins if ends > begins else ends - begins + 24 * HOUR
