"""A moderator, a customer whom an admin trusts, escalates tickets of others by their number, and sees nothing else of
them than number, category, status and waiting time. Every look is written down for the managers.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from activity import log
from activity.models import Event
from shared import clock
from shared.refusal import Refusal
from tickets import escalation, events, lifecycle
from tickets.acts import Act
from tickets.models import Ticket

_MOST_LOOKS = 50


class NoSuchTicket(Refusal):
    """No ticket has this number."""


class NotNow(Refusal):
    """The ticket cannot be escalated; why would tell of its requester's plan."""


@dataclass(frozen=True)
class Seen:
    """All that a moderator may know of a ticket."""

    number: int
    category: str
    status: str
    waiting_since: datetime | None
    can_escalate: bool


@dataclass(frozen=True)
class Look:
    """What a moderator looked up, for the managers."""

    number: int
    by: str
    at: datetime
    is_found: bool


@transaction.atomic
def look(number: int, *, by: User) -> Seen | None:
    """Return what a moderator may see of a ticket, None if no ticket has this number; both are written down."""
    ticket = Ticket.objects.select_related("category__parent").filter(number=number).first()
    log.record(events.LOOKED_FOR, subject=by, by=by, number=number, is_found=ticket is not None)
    if ticket is None:
        return None
    log.record(events.LOOKED_UP, subject=ticket, by=by)
    return _seen(ticket, by)


def _seen(ticket, by) -> Seen:
    return Seen(
        number=ticket.number,
        category=str(ticket.category),
        status=ticket.state.label,
        waiting_since=ticket.waiting_since,
        can_escalate=Act.ESCALATE in lifecycle.possible(ticket, by, now=clock.now()),
    )


def escalate(number: int, *, reason: str, by: User) -> Ticket:
    """Escalate a ticket by its number; raise NoSuchTicket, NotNow or ReasonMissing. It counts as a look."""
    ticket = Ticket.objects.filter(number=number).first()
    log.record(events.LOOKED_FOR, subject=by, by=by, number=number, is_found=ticket is not None)
    if ticket is None:
        raise NoSuchTicket(f"There is no ticket #{number}.")
    try:
        return escalation.escalate(ticket, reason=reason, by=by)
    except (lifecycle.NotPossible, lifecycle.NotYours, lifecycle.Merged) as refusal:
        raise NotNow(f"#{number} can't be escalated now.") from refusal


def latest_looks() -> list[Look]:
    """Return what moderators, those of today, looked up last."""
    moderators = dict(User.objects.filter(is_moderator=True).values_list("pk", "name"))
    looks = Event.objects.filter(subject_kind="user", subject_id__in=moderators, name=events.LOOKED_FOR)
    return [
        Look(event.data["number"], moderators[event.subject_id], event.at, event.data["is_found"])
        for event in looks.order_by("-id")[:_MOST_LOOKS]
    ]
