"""A ticket goes before all others: because a manager wants it, or because its requester waited too long."""

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from activity import log
from activity.models import Event
from shared.clock import DatabaseNow
from shared.refusal import Refusal
from tenants.scope import across_tenants
from tickets import clocks, events, lifecycle, rights, undo
from tickets.acts import Act, Party
from tickets.models import Escalation, Ticket
from tickets.models.ticket import NOT_TOLD_ESCALATABLE

LONGEST_REASON = 200
BATCH = 50
# Who is several things to a ticket escalates as the first of these.
_PARTIES = {
    Party.MANAGER: Escalation.Party.MANAGER,
    Party.REQUESTER: Escalation.Party.REQUESTER,
    Party.MODERATOR: Escalation.Party.MODERATOR,
}


class ReasonMissing(Refusal):
    """Whoever changes the order says why, for the colleagues who read the ticket."""


def escalate(ticket: Ticket, *, reason: str, by: User, seen: int | None = None) -> Ticket:
    """Put a ticket before all others: a manager's until it is taken back, anybody else's until staff answers.

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
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise ReasonMissing("Say why. Only staff reads it.")
    lifecycle.refuse_if_changed(ticket, seen=seen, by=by)
    was = clocks.as_it_is(ticket)
    made = _begin(ticket, reason, by) if act == Act.ESCALATE else None
    lifecycle.apply(ticket, act, by=by, escalation=made)
    about = {"party": made.party} if made else {}
    log.record(
        event, subject=ticket, by=by, at=ticket.locked_at, hold=undo.UNDO_FOR, internal_reason=reason, was=was, **about
    )  # fmt: skip
    return ticket


def _begin(ticket, reason, by) -> Escalation:
    party = next(party for party in _PARTIES if party in lifecycle.parties(by, ticket))
    return Escalation.objects.create(
        escalated_by=by, party=_PARTIES[party], reason=reason, escalated_at=ticket.locked_at
    )


@undo.restores(events.ESCALATED, events.DEESCALATED)
def _as_before(ticket: Ticket, event: Event) -> None:
    clocks.put_back(ticket, event.data["was"])


@transaction.atomic
def see(ticket: Ticket, *, by: User) -> Ticket:
    """Tell whoever escalated that a manager has it on their mind; of two managers the first one is told of.

    Raises NotYours, and NotPossible once the escalation has ended.
    """
    ticket = lifecycle.lock(ticket)
    if Party.MANAGER not in lifecycle.parties(by, ticket):
        raise lifecycle.NotYours("Only a manager can do that.")
    escalation = ticket.escalation
    if escalation is None:
        raise lifecycle.NotPossible("This ticket is not escalated any more.")
    if escalation.seen_at is None:
        escalation.seen_by, escalation.seen_at = by, ticket.locked_at
        escalation.save(update_fields=["seen_by", "seen_at"])
        log.record(events.ESCALATION_SEEN, subject=ticket, by=by, at=ticket.locked_at)
    return ticket


def open_rights() -> int:
    """Tell the requesters of the open scope that they may escalate from now on; return how many."""
    total = count = _open_batch()
    while count == BATCH:
        count = _open_batch()
        total += count
    return total


@transaction.atomic
def _open_batch() -> int:
    rows = Ticket.objects.select_for_update(skip_locked=True, no_key=True).annotate(locked_at=DatabaseNow())
    tickets = list(opened(rows).order_by("escalatable_at", "id")[:BATCH])
    for ticket in tickets:
        ticket.told_wait = ticket.unanswered_since
        ticket.save(update_fields=["told_wait"])
        if rights.escalation(ticket, ticket.locked_at):
            log.record(events.ESCALATABLE, subject=ticket, at=ticket.locked_at)
    return len(tickets)


def opened(tickets: QuerySet) -> QuerySet:
    """Return those of the tickets whose requesters may escalate by now and were not told."""
    return tickets.filter(NOT_TOLD_ESCALATABLE, escalatable_at__lte=DatabaseNow())


def tenants_with_opened_rights() -> list[int]:
    """Return the ids of the tenants in which somebody is to be told, read across tenants."""
    return sorted(set(opened(across_tenants(Ticket)).values_list("tenant_id", flat=True)))
