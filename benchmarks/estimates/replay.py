"""Estimates of every wait, made with what was known on the morning of its day. Pure: waits come as they are stored."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from operator import attrgetter

from businesshours.hours import Calendar
from sla import estimates
from sla.estimates import Basis, Group, Kind, Sample

RECENT, DAY = timedelta(days=30), timedelta(days=1)
# More than the waits of thirty days.
_MOST_OUTCOMES = 20_000


@dataclass(frozen=True)
class Wait:
    """One wait of the data set, and what to call its kind."""

    kind: Kind
    began_at: datetime
    ahead: int
    ended_at: datetime | None
    answered_at: datetime | None
    # In business time, of those that were answered.
    seconds: int | None
    category: str
    priority: str


@dataclass(frozen=True)
class Said:
    """What somebody was told, and what became of it."""

    wait: Wait
    likely: int
    plain: int
    expected_at: datetime
    late_at: datetime

    @property
    def is_kept(self) -> bool:
        """As the product judges it: one hour is allowed."""
        return self._is_answered_by(self.late_at)

    @property
    def is_kept_to_the_minute(self) -> bool:
        """Without that hour."""
        return self._is_answered_by(self.expected_at)

    def _is_answered_by(self, moment) -> bool:
        return self.wait.answered_at is not None and self.wait.answered_at <= moment

    def decided_at(self) -> datetime | None:
        """Return when it was known whether it is kept: at the answer, or when it was late; None if that is open."""
        ended_at = self.wait.ended_at
        if ended_at is None or ended_at > self.late_at:
            return self.late_at
        return self.wait.answered_at


class Morning:
    """What is known as a day begins; of all that could be estimated by, only what is asked for is worked out."""

    def __init__(self, samples: Iterator[Sample], factor: float):
        self._groups, self.factor = estimates.grouped(samples), factor
        self._numbers = {group: sum(one.is_answered for one in some) for group, some in self._groups.items()}
        self._bases: dict[Group, Basis] = {}

    def basis(self, kind: Kind) -> Basis | None:
        """Return what an estimate of a kind rests on; None if there is too little."""
        chosen = estimates.choose(self._numbers, kind)
        if chosen and chosen not in self._bases:
            self._bases[chosen] = estimates.basis(self._groups[chosen])
        return self._bases.get(chosen)


class Past:
    """The waits of one tenant, in the order in which they began."""

    def __init__(self, waits: Sequence[Wait], calendar: Calendar, now: datetime):
        self._waits, self._calendar, self._now = waits, calendar, now
        self._answered = sorted((wait for wait in waits if wait.answered_at), key=attrgetter("answered_at"))
        self._day = estimates.working_day(calendar)

    def replay(self, *, with_line=True, with_going_on=True) -> Iterator[Said]:
        """Yield what was said, day by day, as far as it is decided by now.

        From the first month on before which thirty days are known: the room was empty when the data set begins.
        """
        said: list[Said] = []
        for begins in self._mornings():
            factor = estimates.factor(self._outcomes(said, begins))
            morning = Morning(self._samples(begins, with_line, with_going_on), factor)
            for wait in self._began(begins, begins + DAY):
                told = self._tell(wait, morning)
                if told and told.decided_at() and told.decided_at() < self._now:
                    said.append(told)
                    yield told

    def _mornings(self) -> Iterator[datetime]:
        zone = self._calendar.zone
        day = (self._waits[0].began_at.astimezone(zone) + RECENT).date()
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        while (begins := datetime.combine(day, time(), zone)) < self._now:
            yield begins
            day += DAY

    def _samples(self, now, with_line, with_going_on) -> Iterator[Sample]:
        """Yield what was known: the answers of thirty days, and how long those waited by then who still did."""
        first, last = (bisect_left(self._answered, at, key=attrgetter("answered_at")) for at in (now - RECENT, now))
        for wait in self._answered[first:last]:
            yield Sample(wait.kind, wait.seconds, wait.ahead if with_line else None)
        for wait in self._began(now - RECENT, now) if with_going_on else ():
            if wait.ended_at is None or wait.ended_at >= now:
                yield Sample(wait.kind, self._by(now, wait), wait.ahead if with_line else None, is_answered=False)

    def _began(self, first, last) -> Sequence[Wait]:
        first, last = (bisect_left(self._waits, at, key=attrgetter("began_at")) for at in (first, last))
        return self._waits[first:last]

    def _by(self, now, wait) -> int:
        return int(self._calendar.between(wait.began_at, now).total_seconds())

    def _outcomes(self, said: list[Said], now) -> list[tuple[float, float]]:
        """Return what was known of the estimates that were decided in the last thirty days."""
        recent = (one for one in said[-_MOST_OUTCOMES:] if now - RECENT <= one.decided_at() < now)
        return [(self._length(one.wait, now), one.plain) for one in recent]

    def _length(self, wait, now) -> int:
        if wait.answered_at and wait.answered_at < now:
            return wait.seconds
        return self._by(min(now, wait.ended_at or now), wait)

    def _tell(self, wait, morning: Morning) -> Said | None:
        if (basis := morning.basis(wait.kind)) is None:
            return None
        lengths = estimates.lengths(basis, ahead=wait.ahead, factor=morning.factor, day=self._day)
        expected_at = estimates.moment(self._calendar, wait.began_at, lengths.expected)
        if expected_at is None:
            return None
        late_at = estimates.late(self._calendar, expected_at)
        return Said(wait, lengths.likely, lengths.plain, expected_at, late_at)
