"""When a channel is open, in the words of a page: its week in two time zones, and whether it is open now. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from businesshours.hours import Calendar
from businesshours.shifts import Block
from businesshours.wording import Reader, State, as_json, city, day_of, soon, week_in_words

# What a page that stays open can say by itself.
_FORESEEN = 6


@dataclass(frozen=True)
class Opening:
    """The hours of a channel, and how it stands now and will stand next."""

    hours: str
    states: tuple[State, ...]

    @property
    def now(self) -> State:
        """How it stands at the moment for which this was composed."""
        return self.states[0]

    @property
    def coming_as_json(self) -> str:
        """How it will stand, for the script."""
        return as_json(self.states[1:])


def of(calendar: Calendar, *, at: datetime, reader: Reader) -> Opening:
    """Say when a channel is open, as its clocks and the reader's stand at the next opening."""
    blocks = [Block(day, starts, ends) for day, spans in enumerate(calendar.week) for starts, ends in spans]
    opens = calendar.next_open(at) or at
    told = week_in_words(blocks, calendar.zone, reader, opens) if blocks else ""
    changes = _states(calendar, at, reader)
    states = (State(words, int((begins - at).total_seconds()), is_on) for begins, words, is_on in changes)
    return Opening(told, tuple(states))


def _states(calendar, at, reader) -> Iterator[tuple[datetime, str, bool]]:
    for _ in range(_FORESEEN):
        is_open = calendar.is_open(at)
        until = calendar.next_close(at) if is_open else calendar.next_open(at)
        yield at, _words(is_open, until, at, calendar.zone, reader), is_open
        if until is None:
            return
        at = until


def _words(is_open, until, at, zone, reader) -> str:
    if until is None:
        return "Open now" if is_open else "Closed now"
    if is_open and day_of(until, reader) == day_of(at, reader):
        when = f"{until.astimezone(reader.zone):%H:%M} {reader.clock}"
    else:
        when = soon(until, at, reader)
    return f"{'Open now, until' if is_open else 'Closed now, opens'} {when}{_there(until, zone, reader)}"


def _there(moment, zone: ZoneInfo, reader) -> str:
    """The same moment by the house's clock, where that shows another time."""
    local = moment.astimezone(zone)
    if moment.astimezone(reader.zone).utcoffset() == local.utcoffset():
        return ""
    day = "" if local.date() == day_of(moment, reader) else f"{local:%a} "
    return f" ({day}{local:%H:%M} {city(zone)})"
