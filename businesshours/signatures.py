"""What stands under an answer: when its author works, in their own time zone and in the reader's, and whether they are
there now. Pure: rosters and moments come in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from businesshours.shifts import DAY, Roster
from businesshours.wording import Reader, State, as_json, day_of, exactly, soon, week_in_words

# What a page that stays open can say by itself.
_FORESEEN = 6
_ASK_A_MANAGER = "A manager can move your ticket."


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
        """How it will stand, for the script."""
        return as_json(self.states[1:])


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
    """Return "Works Mon–Fri, 09:00–17:00 Lisbon (04:00–12:00 your time)", "" without shifts.

    As it is at the shift of that moment or, between two, at the next one.
    """
    if not roster.shifts:
        return ""
    if roster.on_shift(at) and roster.on_shift_until(at) is None:
        return "Works around the clock"
    return f"Works {week_in_words(roster.shifts, roster.zone, reader, roster.next_on_shift(at) or at)}"


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
    return f"Off shift now, back {soon(back, at, reader)}", False, back


def _state_on_shift(roster, at, reader):
    if not roster.shifts:  # there whenever not away: worth no word until they are away
        coming = [day.starts_on for day in roster.absences if day.starts_on > at.astimezone(roster.zone).date()]
        leaves = datetime.combine(min(coming), time(), tzinfo=roster.zone).astimezone(UTC) if coming else None
        return "", True, leaves
    until = roster.on_shift_until(at)
    if until is None:
        return "On shift now", True, None
    if day_of(until, reader) == day_of(at, reader):
        told = f"{until.astimezone(reader.zone):%H:%M} {reader.clock}"
    else:
        told = soon(until, at, reader)
    return f"On shift now, until {told}", True, until


def _when_sent(roster, at, reader) -> tuple[str, bool]:
    if roster.on_shift(at):
        until = roster.on_shift_until(at)
        return (f"On shift when this was sent, until {exactly(until, at, reader)}" if until else ""), True
    if last := roster.away_until(at):
        return f"Away until {_date(last, at)}. {_ASK_A_MANAGER}", False
    back = roster.next_on_shift(at)
    return f"Off shift when this was sent{f', back {exactly(back, at, reader)}' if back else ''}", False


def _date(day: date, at: datetime) -> str:
    return f"{day.day} {day:%B}" + (f" {day.year}" if day.year != at.year else "")
