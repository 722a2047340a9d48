"""What stands under an answer: when its author works, in their own time zone and in the reader's, and whether they are
there now. Pure: rosters and moments come in.

How many hours lie between two zones depends on the day: clocks are changed on different dates. Hours are told as they
are at the author's shift of that moment or, between two, at the next one. So "09:00–17:00 Lisbon (04:00–12:00 your
time)" and "back Mon 04:00 your time" beside it never contradict each other.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from businesshours.hours import DAY
from businesshours.shifts import DAYS, Block, Roster

# What a page that stays open can say by itself.
_FORESEEN = 6
_WEEK = 7 * 24 * 60
_ASK_A_MANAGER = "A manager can move your ticket."


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


@dataclass(frozen=True)
class Signature:
    """The hours of somebody in words, "" for who has no shifts; and how it stands now and will stand next."""

    name: str
    company: str
    hours: str = ""
    states: tuple[State, ...] = ()

    @property
    def now(self) -> State | None:
        """How it stands at the moment for which this was composed."""
        return self.states[0] if self.states else None

    @property
    def coming_as_json(self) -> str:
        """How it will stand, for the script: [seconds later, words, whether they are there] of each change."""
        return json.dumps([[state.after, state.words, state.is_on] for state in self.states[1:]])


def live(name: str, company: str, roster: Roster | None, *, at: datetime, reader: Reader) -> Signature:
    """Compose the signature of a page that is shown at a moment; of somebody without a roster only the name."""
    if roster is None:
        return Signature(name, company)
    states = tuple(
        State(words, int((begins - at).total_seconds()), is_on) for begins, words, is_on in _states(roster, at, reader)
    )
    return Signature(name, company, hours(roster, at, reader), states if any(state.words for state in states) else ())


def frozen(name: str, company: str, roster: Roster | None, *, at: datetime, reader: Reader) -> Signature:
    """Compose the signature of a letter that leaves at a moment and is read whenever."""
    if roster is None:
        return Signature(name, company)
    words, is_on = _when_sent(roster, at, reader)
    return Signature(name, company, hours(roster, at, reader), (State(words, 0, is_on),) if words else ())


def hours(roster: Roster, at: datetime, reader: Reader) -> str:
    """Return "Works Mon–Fri, 09:00–17:00 Lisbon (04:00–12:00 your time)", "" without shifts."""
    if not roster.shifts:
        return ""
    if roster.on_shift(at) and roster.on_shift_until(at) is None:
        return "Works around the clock"
    theirs = f"Works {_week(roster.shifts)} {city(roster.zone)}"
    shift = _minutes_between(roster, at, reader.zone)
    if not shift:
        return (
            theirs if not reader.is_own or _is_same(roster.zone, reader.zone) else f"{theirs} (the same in your time)"
        )
    moved = [_moved(block, shift) for block in roster.shifts]
    is_same_day = all(one.weekday == other.weekday for one, other in zip(roster.shifts, moved, strict=True))
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


def _is_same(one: ZoneInfo, other: ZoneInfo) -> bool:
    return one.key == other.key


def _minutes_between(roster, at, zone) -> int:
    """How much later the reader's clock shows at the author's shift of this moment, or at the next one."""
    begins = roster.next_on_shift(at) or at
    ahead = begins.astimezone(zone).utcoffset() - begins.astimezone(roster.zone).utcoffset()
    return int(ahead.total_seconds() // 60)


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


def _states(roster, at, reader) -> Iterator[tuple[datetime, str, bool]]:
    """How it stands at a moment and after each of the next changes, as (from when, words, whether they are there)."""
    for _ in range(_FORESEEN):
        words, is_on, until = _state(roster, at, reader)
        yield at, words, is_on
        if until is None:
            return
        at = until


def _state(roster, at, reader) -> tuple[str, bool, datetime | None]:
    """How it stands at a moment: the words, whether they are there, and until when that is so."""
    if roster.on_shift(at):
        return _state_on_shift(roster, at, reader)
    back = roster.next_on_shift(at)
    if last := roster.away_until(at):
        over = datetime.combine(last + DAY, time(), tzinfo=roster.zone).astimezone(UTC)
        return f"Away until {_date(last, at)}. {_ASK_A_MANAGER}", False, min(filter(None, [over, back]))
    if back is None:
        return "Off shift now", False, None
    return f"Off shift now, back {_soon(back, at, reader)}", False, back


def _state_on_shift(roster, at, reader):
    if not roster.shifts:  # there whenever not away: worth no word until they are away
        coming = [day.starts_on for day in roster.absences if day.starts_on > at.astimezone(roster.zone).date()]
        leaves = datetime.combine(min(coming), time(), tzinfo=roster.zone).astimezone(UTC) if coming else None
        return "", True, leaves
    until = roster.on_shift_until(at)
    if until is None:
        return "On shift now", True, None
    if _day_of(until, reader) == _day_of(at, reader):
        told = f"{until.astimezone(reader.zone):%H:%M} {reader.clock}"
    else:
        told = _soon(until, at, reader)
    return f"On shift now, until {told}", True, until


def _when_sent(roster, at, reader) -> tuple[str, bool]:
    if roster.on_shift(at):
        until = roster.on_shift_until(at)
        return (f"On shift when this was sent, until {_exactly(until, at, reader)}" if until else ""), True
    if last := roster.away_until(at):
        return f"Away until {_date(last, at)}. {_ASK_A_MANAGER}", False
    back = roster.next_on_shift(at)
    return f"Off shift when this was sent{f', back {_exactly(back, at, reader)}' if back else ''}", False


def _soon(moment, at, reader) -> str:
    """Return "Mon 04:00 your time": within six days a weekday says which."""
    if moment - at >= timedelta(days=6):
        return _exactly(moment, at, reader)
    return f"{moment.astimezone(reader.zone):%a %H:%M} {reader.clock}"


def _exactly(moment, at, reader) -> str:
    local = moment.astimezone(reader.zone)
    year = f" {local.year}" if local.year != _day_of(at, reader).year else ""
    return f"{local:%a} {local.day} {local:%b}{year}, {local:%H:%M} {reader.clock}"


def _date(day: date, at: datetime) -> str:
    return f"{day.day} {day:%B}" + (f" {day.year}" if day.year != at.year else "")


def _day_of(moment, reader) -> date:
    return moment.astimezone(reader.zone).date()
