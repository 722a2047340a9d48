"""A manager puts a ticket before all others, and takes that back."""

from django.db import transaction

from accounts.models import User
from activity import log
from activity.models import Event
from shared.refusal import Refusal
from tickets import events, lifecycle, undo
from tickets.acts import Act
from tickets.models import Ticket

LONGEST_REASON = 200


class ReasonMissing(Refusal):
    """Whoever changes the order says why, for the colleagues who read the ticket."""


def escalate(ticket: Ticket, *, reason: str, by: User, seen: int | None = None) -> Ticket:
    """Put a ticket before all others, until it is taken back.

    The reason is for staff alone. Raises ReasonMissing, ChangedMeanwhile, and what the lifecycle refuses.
    """
    return _change(ticket, Act.ESCALATE, events.ESCALATED, reason, by, seen)


def take_back(ticket: Ticket, *, reason: str, by: User, seen: int | None = None) -> Ticket:
    """Give a ticket the place of its priority again. Raises as escalate() does."""
    return _change(ticket, Act.DEESCALATE, events.DEESCALATED, reason, by, seen)


@transaction.atomic
def _change(ticket, act, event, reason, by, seen):
    ticket = lifecycle.lock(ticket)
    lifecycle.check(ticket, act, by=by, now=ticket.locked_at)
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise ReasonMissing("Say why. Only staff reads it.")
    lifecycle.refuse_if_changed(ticket, seen=seen, by=by)
    was = lifecycle.as_it_is(ticket)
    lifecycle.apply(ticket, act, by=by)
    log.record(
        event, subject=ticket, by=by, at=ticket.locked_at, hold=undo.UNDO_FOR, internal_reason=reason, was=was
    )  # fmt: skip
    return ticket


@undo.restores(events.ESCALATED, events.DEESCALATED)
def _as_before(ticket: Ticket, event: Event) -> None:
    lifecycle.put_back(ticket, event.data["was"])
    ticket.rank = ticket.effective_rank
