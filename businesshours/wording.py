"""Hours and moments in the words of pages: weeks in two time zones, and when it is that somebody comes. Pure.

How many hours lie between two zones depends on the day: clocks are changed on different dates. Hours are told as they
are at a moment that the caller names, best of all at the next one that matters. So "09:00–17:00 Lisbon (04:00–12:00
your time)" and "back Mon 04:00 your time" beside it never contradict each other.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from businesshours.shifts import DAYS, Block

_WEEK = 7 * 24 * 60


@dataclass(frozen=True)
class Reader:
    """Whose clock the hours are told by. If it is not known to be the reader's own, the zone is named instead."""

    zone: ZoneInfo
    is_own: bool

    @property
    def clock(self) -> str:
        """What stands behind a time of day: "your time", or "Lisbon"."""
        return "your time" if self.is_own else city(self.zone)


@dataclass(frozen=True)
class State:
    """Whether somebody is there, in words, and how many seconds later it begins to be true."""

    words: str
    after: int
    is_on: bool = False


def as_json(states: Iterable[State]) -> str:
    """Return what comes for the script: [seconds later, words, whether it is open] of each change."""
    return json.dumps([[state.after, state.words, state.is_on] for state in states])


def week_in_words(blocks: Iterable[Block], zone: ZoneInfo, reader: Reader, at: datetime) -> str:
    """Return "Mon–Fri, 09:00–17:00 Lisbon (04:00–12:00 your time)", as it is at a moment."""
    blocks = tuple(blocks)
    theirs = f"{_week(blocks)} {city(zone)}"
    ahead = at.astimezone(reader.zone).utcoffset() - at.astimezone(zone).utcoffset()
    if not ahead:
        return f"{theirs} (the same in your time)" if reader.is_own and zone.key != reader.zone.key else theirs
    moved = [_moved(block, int(ahead.total_seconds() // 60)) for block in blocks]
    is_same_day = all(one.weekday == other.weekday for one, other in zip(blocks, moved, strict=True))
    groups = list(_groups(moved))
    told = groups[0][1] if is_same_day and len(groups) == 1 else _week(moved)
    return f"{theirs} ({told} {reader.clock})"


def city(zone: ZoneInfo) -> str:
    """Return the name by which people know a zone: "Lisbon", "Buenos Aires"."""
    area, _, place = zone.key.rpartition("/")
    if area == "Etc":  # where Etc/GMT+5 is five hours behind
        offset = zone.utcoffset(datetime(2000, 1, 1)) or timedelta()
        return f"UTC{offset.total_seconds() / 3600:+.0f}" if offset else "UTC"
    return place.replace("_", " ")


def _moved(block: Block, minutes: int) -> Block:
    begins = (block.weekday * 24 * 60 + block.starts.hour * 60 + block.starts.minute + minutes) % _WEEK
    ends = block.ends.hour * 60 + block.ends.minute + minutes
    return Block(begins // (24 * 60), _of_day(begins), _of_day(ends))


def _of_day(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _week(blocks: Iterable[Block]) -> str:
    """Return "Mon–Fri, 09:00–17:00"; days with other hours stand behind a semicolon."""
    return "; ".join(f"{days}, {spans}" for days, spans in _groups(blocks))


def _groups(blocks) -> Iterator[tuple[str, str]]:
    """Return the days that have the same hours and these hours, in words."""
    blocks = sorted(blocks)
    by_day = {day: _spans(block for block in blocks if block.weekday == day) for day in range(7)}
    for spans in dict.fromkeys(spans for spans in by_day.values() if spans):
        yield _days({day for day in range(7) if by_day[day] == spans}), spans


def _spans(blocks) -> str:
    spans = ((block.starts, block.ends) for block in blocks)
    # A whole day is written as one, and not as beginning where it ends.
    return " and ".join(
        f"{starts:%H:%M}–{'24:00' if (starts, ends) == (time(), time()) else f'{ends:%H:%M}'}" for starts, ends in spans
    )


def _days(days: set[int]) -> str:
    """Return "Mon–Fri", "Sun–Thu", "Mon, Wed": a row of days may go over the end of the week."""
    if len(days) == 7:
        return "every day"
    told = []
    for first in (day for day in sorted(days) if (day - 1) % 7 not in days):
        last = first
        while (last + 1) % 7 in days:
            last = (last + 1) % 7
        told.append(DAYS[first] if first == last else f"{DAYS[first]}–{DAYS[last]}")
    return ", ".join(told)


def soon(moment: datetime, at: datetime, reader: Reader) -> str:
    """Return "Mon 04:00 your time": within six days a weekday says which."""
    if moment - at >= timedelta(days=6):
        return exactly(moment, at, reader)
    return f"{moment.astimezone(reader.zone):%a %H:%M} {reader.clock}"


def exactly(moment: datetime, at: datetime, reader: Reader) -> str:
    """Return "Mon 6 May, 04:00 your time", with the year if it is another one."""
    local = moment.astimezone(reader.zone)
    year = f" {local.year}" if local.year != day_of(at, reader).year else ""
    return f"{local:%a} {local.day} {local:%b}{year}, {local:%H:%M} {reader.clock}"


def day_of(moment: datetime, reader: Reader) -> date:
    """Return the day that a moment has for the reader."""
    return moment.astimezone(reader.zone).date()
