"""When somebody is at work: arithmetic on weeks and moments, without database and clock.

Shifts are blocks of a week in the person's own time zone. A block belongs to the day on which it begins and
ends on the next day if its end is not after its beginning, so a night is one block. An absence takes away the blocks
that begin on its days. Somebody without any block is at work whenever they are not absent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from itertools import groupby, pairwise

from businesshours.hours import DAY, WHOLE_DAY, Span, Timetable

_MINUTES_OF_DAY, _MINUTES_OF_WEEK = 24 * 60, 7 * 24 * 60
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, order=True)
class Block:
    """One shift of a week; 0 is Monday."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True)
class Away:
    """Days on which somebody does not work, the first and the last included."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Roster(Timetable):
    """Somebody's week, absences and time zone together."""

    shifts: tuple[Block, ...]
    absences: tuple[Away, ...]
    zone: tzinfo

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Return what of a day is worked: all of it by somebody without shifts, nothing by somebody who is away."""
        if any(absence.starts_on <= day <= absence.ends_on for absence in self.absences):
            return ()
        if not self.shifts:
            return WHOLE_DAY
        return tuple((block.starts, block.ends) for block in self.shifts if block.weekday == day.weekday())

    def on_shift(self, at: datetime) -> bool:
        """Tell whether the person is at work at a moment."""
        return self.is_open(at)

    def next_on_shift(self, at: datetime) -> datetime | None:
        """Return from when the person is at work: `at` itself if they are, None if that is not foreseeable."""
        return self.next_open(at)

    def on_shift_until(self, at: datetime) -> datetime | None:
        """Return when somebody who is at work stops; None if they are not, or if it is not foreseeable.

        Blocks that follow each other without a gap are one stretch of work.
        """
        return self.next_close(at) if self.shifts and self.is_open(at) else None

    def away_until(self, at: datetime) -> date | None:
        """Return the last day of the absence in which a moment lies, None if it lies in none.

        One absence that begins on the day after another one goes on with it.
        """
        last, today = None, at.astimezone(self.zone).date()
        for absence in sorted(self.absences, key=lambda absence: absence.starts_on):
            if absence.starts_on <= (last + DAY if last else today) and absence.ends_on >= today:
                last = max(last or absence.ends_on, absence.ends_on)
        return last


def overlapping(blocks: Iterable[Block]) -> Block | None:
    """Return a block that begins before another one has ended, in a week that begins anew after Sunday."""
    spans = sorted((_span(block), block) for block in blocks)
    for ((_, ends), _), ((begins, _), block) in pairwise(spans):
        if begins < ends:
            return block
    if spans and spans[-1][0][1] > spans[0][0][0] + _MINUTES_OF_WEEK:
        return spans[0][1]
    return None


def in_words(blocks: Iterable[Block]) -> str:
    """Return "Mon–Fri 9:00–17:00, Sat 10:00–14:00"; nothing for somebody without shifts."""
    by_day = [tuple((b.starts, b.ends) for b in sorted(blocks) if b.weekday == day) for day in range(7)]
    told = []
    for spans, days in groupby(range(7), key=lambda day: by_day[day]):
        if not spans:
            continue
        first, *rest = days
        name = f"{DAYS[first]}–{DAYS[rest[-1]]}" if rest else DAYS[first]
        told.append(f"{name} {' and '.join(span_in_words(*span) for span in spans)}")
    return ", ".join(told)


def bars(blocks: Iterable[Block]) -> list[list[tuple[int, int]]]:
    """Return for each day of the week what of it is worked, as (first minute, minutes); a night is two bars."""
    days: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for begins, ends in (_span(block) for block in blocks):
        day, first = divmod(begins, _MINUTES_OF_DAY)
        until_midnight = min(ends, (day + 1) * _MINUTES_OF_DAY) - begins
        days[day].append((first, until_midnight))
        if rest := ends - begins - until_midnight:
            days[(day + 1) % 7].append((0, rest))
    return [sorted(day) for day in days]


def span_in_words(starts: time, ends: time) -> str:
    """Return "9:00–17:00"."""
    return "–".join(f"{moment.hour}:{moment.minute:02}" for moment in (starts, ends))


def _span(block) -> tuple[int, int]:
    begins = block.weekday * _MINUTES_OF_DAY + _minutes(block.starts)
    length = (_minutes(block.ends) - _minutes(block.starts)) % _MINUTES_OF_DAY or _MINUTES_OF_DAY
    return begins, begins + length


def _minutes(of_day: time) -> int:
    return of_day.hour * 60 + of_day.minute
