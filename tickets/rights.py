"""What the requester of a ticket has a right to, and the moment at which it begins or ends.

The lifecycle enforces these functions and the page of the ticket draws them, so the two never differ. Pure: they
read the columns of a ticket, and `now` comes in.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tickets.models import Ticket


class Kind(StrEnum):
    """What one may rely on."""

    ANSWER = "answer"  # until when we promised one
    ESCALATE = "escalate"  # from when it may be put before others
    CLOSE = "close"  # when it closes by itself, unless somebody writes
    REOPEN = "reopen"  # until when it may be reopened


@dataclass(frozen=True)
class Right:
    """One right: from when it can be used, or until when, and whether it can at this moment."""

    kind: Kind
    is_open: bool
    begins_at: datetime | None = None
    ends_at: datetime | None = None


def rights(ticket: Ticket, now: datetime) -> tuple[Right, ...]:
    """Return the rights that a ticket has something to say about now, those that end first."""
    found = (answer(ticket, now), escalation(ticket, now), closing(ticket, now), reopening(ticket, now))
    return tuple(right for right in found if right)


def answer(ticket: Ticket, now: datetime) -> Right | None:
    """Return by when an answer is promised; over, it is broken. None while no answer is owed."""
    return _until(Kind.ANSWER, ticket.due_at, now)


def escalation(ticket: Ticket, now: datetime) -> Right | None:
    """Return from when a requester or a moderator may escalate.

    None while no answer is owed, while it stands before all others already, and once it did in this wait.
    """
    is_used = ticket.escalated_wait is not None and ticket.escalated_wait == ticket.unanswered_since
    if ticket.escalatable_at is None or ticket.escalated_at or is_used:
        return None
    return Right(Kind.ESCALATE, is_open=now >= ticket.escalatable_at, begins_at=ticket.escalatable_at)


def closing(ticket: Ticket, now: datetime) -> Right | None:
    """Return when a ticket closes by itself; open means that the time is up. None if it does not."""
    if ticket.closes_at is None:
        return None
    return Right(Kind.CLOSE, is_open=now >= ticket.closes_at, begins_at=ticket.closes_at)


def reopening(ticket: Ticket, now: datetime) -> Right | None:
    """Return until when a closed ticket may be reopened; None while it is open, and where it goes on in another one."""
    return None if ticket.merged_into_id else _until(Kind.REOPEN, ticket.reopen_until, now)


def _until(kind, moment, now):
    return Right(kind, is_open=now < moment, ends_at=moment) if moment else None
