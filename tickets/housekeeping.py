"""What the clock does: closes tickets that went quiet, and warns before.

Each batch locks its rows with SKIP LOCKED, so any number of sweepers and repliers can run at once: a
reply that holds the row is left alone, and one that comes a moment later finds the ticket closed
and reopens it.
"""

from django.db import transaction

from activity import log
from shared.clock import DatabaseNow
from tenants.scope import across_tenants
from tickets import events, lifecycle
from tickets.acts import Act
from tickets.models import Rules, Ticket
from tickets.statuses import Status

BATCH = 50


def tenants_with_quiet_tickets() -> list[int]:
    """Return the ids of the tenants in which something is due, read across tenants."""
    tickets = across_tenants(Ticket).filter(status=Status.SOLUTION_SUGGESTED)
    closing = tickets.filter(closes_at__lte=DatabaseNow()).values("tenant_id")
    reminding = tickets.filter(remind_at__lte=DatabaseNow()).values("tenant_id")
    return sorted({row["tenant_id"] for row in closing.union(reminding)})


def close_quiet() -> int:
    """Close the open scope's tickets whose time is up; return how many."""
    return _in_batches(_close_batch)


def remind_quiet() -> int:
    """Warn the requesters of the open scope's tickets that close soon; return how many."""
    return _in_batches(_remind_batch)


def _in_batches(batch) -> int:
    total = count = batch()
    while count == BATCH:
        count = batch()
        total += count
    return total


@transaction.atomic
def _close_batch() -> int:
    tickets, rules = _due("closes_at"), Rules.current()
    for ticket in tickets:
        lifecycle.apply(ticket, Act.AUTO_CLOSE, by=None, rules=rules, closed_by=Ticket.ClosedBy.CLOCK)
        log.record(events.CLOSED, subject=ticket, at=ticket.locked_at)
    return len(tickets)


@transaction.atomic
def _remind_batch() -> int:
    tickets = _due("remind_at")
    for ticket in tickets:
        ticket.remind_at = None  # once
        ticket.save(update_fields=["remind_at"])
        if ticket.closes_at > ticket.locked_at:
            log.record(events.CLOSING_SOON, subject=ticket, at=ticket.locked_at)
    return len(tickets)


def _due(column: str) -> list[Ticket]:
    rows = Ticket.objects.select_for_update(skip_locked=True, no_key=True).annotate(locked_at=DatabaseNow())
    due = rows.filter(status=Status.SOLUTION_SUGGESTED, **{f"{column}__lte": DatabaseNow()})
    return list(due.order_by(column, "id")[:BATCH])
