"""Business time: when a house is open, and counting with the time in which it is. Pure: no database and no clock.

The hours of a day are spans of time. A span belongs to the day on which it begins and ends on the next one if its end
is not after its beginning, so a night is one span, and 0:00–0:00 is a whole day.

A time of day stands for the first moment at which the clocks of the zone show it or a later time. So nothing ends
before it begins, and nothing counts twice, on the days on which the clocks are changed: what was to begin inside the
hour that is left out begins as soon as the clocks have jumped, and of an hour that comes twice the first one is
meant.

Moments come with any time zone and are answered in UTC. Nothing is looked for further away than HORIZON days.
"""

from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

Span = tuple[time, time]
Block = tuple[datetime, datetime]

# Nobody plans further ahead.
HORIZON = 400
DAY = timedelta(days=1)
WHOLE_DAY: tuple[Span, ...] = ((time(), time()),)


class Timetable:
    """Days with hours in a time zone; whoever inherits says which."""

    zone: tzinfo

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Return the spans that begin on a day."""
        raise NotImplementedError

    def is_open(self, at: datetime) -> bool:
        """Tell whether a moment lies inside the hours; their first moment does, their last one does not."""
        return self._holding(at) is not None

    def next_open(self, at: datetime) -> datetime | None:
        """Return the moment from which it is open: `at` itself while it is, None if that is not foreseeable."""
        return next((begins for begins, _ in self._pieces(at)), None)

    def next_close(self, at: datetime) -> datetime | None:
        """Return when the hours end that are running, or else the next ones.

        Hours that touch are one. None if it does not open, or if no end of it is foreseeable.
        """
        close = None
        for begins, ends in self._pieces(at):
            if close and begins > close:
                return close
            close = ends
        return close if close and close < _moment(self._today(at) + DAY * (HORIZON - 1), time(), self.zone) else None

    def add(self, at: datetime, duration: timedelta) -> datetime | None:
        """Return the first moment at which so much business time has passed since `at`.

        No time has passed at once, whatever the hour, and a whole day's time has passed when that day closes. None if
        it is not foreseeable; ValueError for a duration below zero.
        """
        if duration < timedelta():
            raise ValueError("Business time is counted forwards.")
        if not duration:
            return at.astimezone(UTC)
        for begins, ends in self._pieces(at):
            if ends - begins >= duration:
                return begins + duration
            duration -= ends - begins
        return None

    def between(self, begin: datetime, end: datetime) -> timedelta:
        """Return how much business time lies between two moments; none if the second is not the later one."""
        pieces = takewhile(lambda piece: piece[0] < end, self._pieces(begin, days=_days(begin, end)))
        return sum((min(ends, end) - begins for begins, ends in pieces), timedelta())

    def add_days(self, at: datetime, number: int) -> datetime | None:
        """Return the moment that lies so many business days after `at`.

        A business day is one on which hours begin. The count begins when it is open, at `next_open(at)`, and ends on
        the n-th business day after that one, at the same time of day. On a day with other hours it ends inside of them:
        at the close of a day that closes earlier (what was promised for the 24th does not wait until after the
        holidays), at the next opening if it is not open at that time yet. None if it is not foreseeable; ValueError for
        a number below zero.
        """
        if number < 0:
            raise ValueError("Business days are counted forwards.")
        if number == 0:
            return self.next_open(at)
        return next(islice(self._at_the_same_time(at, HORIZON), number - 1, None), None)

    def days_between(self, begin: datetime, end: datetime) -> int:
        """Return how many business days, added to one moment, are over by another one."""
        return sum(1 for _ in takewhile(lambda moment: moment <= end, self._at_the_same_time(begin, _days(begin, end))))

    # --- walking the days ---------------------------------------------------------------------------------------

    def _today(self, at) -> date:
        return at.astimezone(self.zone).date()

    def _blocks_on(self, day) -> tuple[Block, ...]:
        return _blocks(day, self.spans_on(day), self.zone)

    def _holding(self, at) -> date | None:
        """The day to which the hours that hold a moment belong; the earlier of two."""
        at, today = at.astimezone(UTC), self._today(at)
        # The day after as well: where midnight comes twice, tomorrow has begun already once.
        for day in (today - DAY, today, today + DAY):
            if any(begins <= at < ends for begins, ends in self._blocks_on(day)):
                return day
        return None

    def _pieces(self, at, days=HORIZON) -> Iterator[Block]:
        """What is open from a moment on, in order; pieces may touch and never overlap."""
        reached, first = at.astimezone(UTC), self._today(at) - DAY
        for number in range(days):
            for begins, ends in self._blocks_on(first + DAY * number):
                if ends > reached:
                    yield max(begins, reached), ends
                    reached = ends

    def _at_the_same_time(self, at, days) -> Iterator[datetime]:
        """On each business day after the one on which a count begins, the moment that add_days() describes."""
        begins = self.next_open(at)
        if begins is None:
            return
        first = self._holding(begins)
        of_day = _wall(begins, self.zone) - datetime.combine(first, time())
        for day in (first + DAY * number for number in range(1, days + 1)):
            if blocks := self._blocks_on(day):
                wanted = datetime.combine(day, time()) + of_day
                yield _inside(blocks, _moment(wanted.date(), wanted.time(), self.zone))


@dataclass(frozen=True)
class Calendar(Timetable):
    """The hours of a house: its week, and the days that are different."""

    zone: ZoneInfo
    # Seven days, Monday first.
    week: tuple[tuple[Span, ...], ...]
    # Days with hours of their own, () if it is closed all day; they go before holidays.
    days: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    holidays: Container[date] = frozenset()

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Return the spans that begin on a day."""
        own = self.days.get(day)
        if own is not None:
            return own
        return () if day in self.holidays else self.week[day.weekday()]


def _days(begin, end) -> int:
    """More days than two moments can be apart, with those around them on which hours may begin or end."""
    return max((end - begin).days + 4, 0)


def _inside(blocks, wanted) -> datetime:
    for begins, ends in blocks:
        if wanted < ends:
            return max(begins, wanted)
    return max(ends for _, ends in blocks)


# The same days of the same week are asked for all the time.
@lru_cache(maxsize=8192)
def _blocks(day: date, spans: tuple[Span, ...], zone: tzinfo) -> tuple[Block, ...]:
    """Return the moments between which the spans of a day run, in order, without what the clocks have jumped over."""
    blocks = (
        (_moment(day, starts, zone), _moment(day if ends > starts else day + DAY, ends, zone)) for starts, ends in spans
    )
    return tuple(sorted(block for block in blocks if block[0] < block[1]))


def _moment(day: date, of_day: time, zone: tzinfo) -> datetime:
    """Return the first moment at which the clocks of a zone show this time or a later one."""
    wall = datetime.combine(day, of_day)
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if _wall(moment, zone) == wall:
        return moment
    # The clocks jump over it, somewhere between what it would be by the time before and by the time after (PEP 495).
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    seconds = range(int((moment - early).total_seconds()))
    return early + timedelta(
        seconds=bisect_left(seconds, True, key=lambda one: _wall(early + timedelta(seconds=one), zone) >= wall)
    )


def _wall(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)
