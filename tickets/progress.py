"""What staff does to a ticket without writing: start work, recategorise, close; and the requester's close."""

from django.db import transaction

from accounts.models import User
from activity import log
from activity.models import Event
from shared.refusal import Refusal
from tickets import assignment, clocks, events, lifecycle, undo
from tickets.acts import Act
from tickets.models import Category, Priority, Ticket


class ReasonMissing(Refusal):
    """Staff closes a ticket only with a reason that the requester can read."""


class AlreadyThere(Refusal):
    """The ticket is in this category already."""


@transaction.atomic
def start_work(ticket: Ticket, *, by: User) -> Ticket:
    """Say that somebody is working on it right now."""
    ticket = lifecycle.lock(ticket)
    lifecycle.check(ticket, Act.START_WORK, by=by, now=ticket.locked_at)
    ticket = assignment.take_if_nobodys(ticket, by=by)
    lifecycle.apply(ticket, Act.START_WORK, by=by)
    log.record(events.WORK_STARTED, subject=ticket, by=by, at=ticket.locked_at)
    return ticket


@transaction.atomic
def recategorise(ticket: Ticket, *, category: Category, by: User, seen: int | None = None) -> Ticket:
    """Move a ticket to another category: priority and team follow, its waiting time stays.

    Raises AlreadyThere, ChangedMeanwhile, and what the lifecycle refuses.
    """
    ticket = lifecycle.lock(ticket)
    lifecycle.check(ticket, Act.RECATEGORISE, by=by, now=ticket.locked_at)
    if category.archived_at:
        raise AlreadyThere(f"{category} is no longer used. Choose another category.")
    if ticket.category_id == category.pk:
        raise AlreadyThere(f"This ticket is in {category} already.")
    lifecycle.refuse_if_changed(ticket, seen=seen, by=by)
    before, priority, was = ticket.category, ticket.priority_id, clocks.as_it_is(ticket)
    _put_into(ticket, category, category.priority_for(ticket.requester))
    lifecycle.apply(ticket, Act.RECATEGORISE, by=by)
    log.record(
        events.RECATEGORISED, subject=ticket, by=by, at=ticket.locked_at, hold=undo.UNDO_FOR,
        before=str(before), after=str(category), category=before.pk, priority=priority, was=was,
    )  # fmt: skip
    return ticket


def _put_into(ticket, category, priority):
    ticket.category, ticket.priority = category, priority
    ticket.rank, ticket.team_id = ticket.effective_rank, category.effective_team_id


@undo.restores(events.RECATEGORISED)
def _move_back(ticket: Ticket, event: Event) -> None:
    before = Category.objects.select_related("parent").get(pk=event.data["category"])
    _put_into(ticket, before, Priority.objects.get(pk=event.data["priority"]))
    clocks.put_back(ticket, event.data["was"])


@transaction.atomic
def close(ticket: Ticket, *, by: User, reason: str = "", seen: int | None = None) -> Ticket:
    """Close a ticket: the requester at will, staff with a reason.

    Raises ReasonMissing, ChangedMeanwhile, and what the lifecycle refuses.
    """
    ticket = lifecycle.lock(ticket)
    is_requester = ticket.requester_id == by.pk
    if not (is_requester or reason.strip()):
        raise ReasonMissing("Say why you close this ticket. The requester reads it.")
    lifecycle.check(ticket, Act.CLOSE, by=by, now=ticket.locked_at)
    lifecycle.refuse_if_changed(ticket, seen=seen, by=by)
    was = clocks.as_it_is(ticket)
    closed_by = Ticket.ClosedBy.REQUESTER if is_requester else Ticket.ClosedBy.STAFF
    lifecycle.apply(ticket, Act.CLOSE, by=by, closed_by=closed_by, close_reason=reason.strip()[:200])
    log.record(
        events.CLOSED, subject=ticket, by=by, at=ticket.locked_at, hold=undo.UNDO_FOR,
        reason=reason.strip()[:200], was=was,
    )  # fmt: skip
    return ticket


@undo.restores(events.CLOSED)
def _open_again(ticket: Ticket, event: Event) -> None:
    clocks.put_back(ticket, event.data["was"])
