"""How it stands with the promise of an answer and with the targets, in business time. Pure: all it needs comes in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from businesshours.hours import Calendar
from tickets.models import Ticket

_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """`kind` is "overdue", "at-risk" or "" while there is time; `words` fit a flag, `exactly` stands behind the day."""

    kind: str
    words: str
    exactly: str

    @classmethod
    def of(cls, ticket: Ticket, calendar: Calendar, now: datetime) -> "Due":
        """Return how it stands with a ticket that has a `due_at`."""
        if ticket.due_at <= now:
            late = _length(calendar, ticket.due_at, now)
            if not late:
                return cls("overdue", "Overdue", "late, but no business time has passed since")
            return cls("overdue", f"Overdue by {late}", f"late by {_exactly(late)}")
        kind = "at-risk" if ticket.at_risk_at and ticket.at_risk_at <= now else ""
        left = _length(calendar, now, ticket.due_at)
        if not left:
            return cls(kind, "Due at opening", "when business hours begin")
        return cls(kind, f"Due in {left}", f"in {_exactly(left)}")


@dataclass(frozen=True)
class Aim:
    """A target: by when, and whether it is missed; `words` fit a row, `exactly` stands behind the moment."""

    what: str
    at: datetime
    is_missed: bool
    words: str
    exactly: str


def aims(ticket: Ticket, calendar: Calendar, now: datetime) -> list[Aim]:
    """Return the targets that a ticket has at this moment, the earliest first."""
    response = "Next response" if ticket.first_answered_at else "First response"
    moments = {response: ticket.respond_by, "Resolution": ticket.resolve_by}
    found = [_aim(what, at, calendar, now) for what, at in moments.items() if at]
    return sorted(found, key=lambda aim: aim.at)


def _aim(what, at, calendar, now) -> Aim:
    if at <= now:
        late = _length(calendar, at, now)
        return Aim(what, at, True, f"{what} target missed", f"missed by {_exactly(late)}" if late else "just missed")
    left = _length(calendar, now, at)
    return Aim(what, at, False, f"{what} in {left}" if left else f"{what} at opening", f"in {_exactly(left)}")


def _exactly(length: str) -> str:
    """Return "2 business days", "3 h of business time", or "no business time"."""
    if not length:
        return "no business time"
    return length.replace("day", "business day") if "day" in length else f"{length} of business time"


def _length(calendar: Calendar, begin: datetime, end: datetime) -> str:
    """Return "2 days", "3 h" or "25 min" of business time, rounded down; "" for none at all."""
    if days := calendar.days_between(begin, end):
        return f"{days} day{'' if days == 1 else 's'}"
    length = calendar.between(begin, end)
    if length >= _HOUR:
        return f"{length // _HOUR} h"
    return f"{max(length // timedelta(minutes=1), 1)} min" if length else ""
