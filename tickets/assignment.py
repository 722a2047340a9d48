"""Who works on a ticket. The same agent follows it to its end, so only managers move tickets."""

from django.db import transaction

from accounts import roles
from accounts.models import User
from activity import log
from activity.models import Event
from shared.refusal import Refusal
from tickets import clocks, events, lifecycle, loads, undo
from tickets.acts import Act
from tickets.models import ReassignRequest, Ticket

_YES = ReassignRequest.Outcome.ACCEPTED


class CannotTakeTickets(Refusal):
    """This person does not work tickets."""


class AlreadyAssigned(Refusal):
    """Somebody else was faster."""


class AtTheLimit(Refusal):
    """This agent has as many open tickets as the limit allows."""


@transaction.atomic
def assign(ticket: Ticket, *, to: User, by: User | None, seen: int | None = None) -> Ticket:
    """Give a ticket to an agent; assigning it to who has it already changes nothing.

    Raises CannotTakeTickets, ChangedMeanwhile, and what the lifecycle refuses.
    """
    ticket = lifecycle.lock(ticket)
    lifecycle.check(ticket, Act.ASSIGN, by=by, now=ticket.locked_at)
    if not to.is_active or not roles.may(to, "tickets.work_own"):
        raise CannotTakeTickets(f"{to.name} does not work on tickets. Choose another person.")
    if ticket.assignee_id == to.pk:
        return ticket
    lifecycle.refuse_if_changed(ticket, seen=seen, by=by)
    return give(ticket, to=to, by=by)


@transaction.atomic
def assign_unassigned(ticket: Ticket, *, to: User, by: User) -> Ticket:
    """Assign a ticket that was shown as nobody's; raise AlreadyAssigned if it is somebody's by now, and as assign()."""
    ticket = lifecycle.lock(ticket)
    if ticket.assignee_id and ticket.assignee_id != to.pk:
        raise AlreadyAssigned(f"{ticket.assignee.name} has this ticket already.")
    return assign(ticket, to=to, by=by)


def give(ticket: Ticket, *, to: User, by: User | None) -> Ticket:
    """Give a locked ticket to somebody who works tickets, inside the caller's transaction; its place stays."""
    previous, was = ticket.assignee_id, clocks.as_it_is(ticket)
    ticket.assignee = to
    lifecycle.apply(ticket, Act.ASSIGN, by=by)
    _answer_request(ticket, previous, by)
    _record_assigned(ticket, previous, was, by)
    return ticket


@transaction.atomic
def take(ticket: Ticket, *, by: User, seen: int | None = None) -> Ticket:
    """Let an agent have a ticket that is nobody's, where the tenant's rules allow it.

    Raises AtTheLimit, ChangedMeanwhile, and what the lifecycle refuses.
    """
    loads.take_turns()
    ticket = lifecycle.lock(ticket)
    if ticket.assignee_id == by.pk:
        return ticket
    lifecycle.check(ticket, Act.TAKE, by=by, now=ticket.locked_at)
    lifecycle.refuse_if_changed(ticket, seen=seen, by=by)
    load = loads.load_of(by, ticket.locked_at)
    if not load.has_room:
        number = f"{load.open_tickets} open ticket{'' if load.open_tickets == 1 else 's'}"
        raise AtTheLimit(f"You have {number}, and your limit is {load.limit}. Close one first.")
    was = clocks.as_it_is(ticket)
    lifecycle.apply(ticket, Act.TAKE, by=by)
    ticket.assignee = by
    ticket.save(update_fields=["assignee"])
    _record_assigned(ticket, None, was, by)
    return ticket


def take_if_nobodys(ticket: Ticket, *, by: User) -> Ticket:
    """Give a locked ticket that is nobody's to the manager who begins to answer it.

    Otherwise a ticket could be in progress with nobody who follows it to its end.
    """
    return ticket if ticket.assignee_id else assign(ticket, to=by, by=by)


@transaction.atomic
def unassign(ticket: Ticket, *, by: User | None, seen: int | None = None) -> Ticket:
    """Take a ticket back: it is New again and waits to be assigned."""
    ticket = lifecycle.lock(ticket)
    lifecycle.check(ticket, Act.UNASSIGN, by=by, now=ticket.locked_at)
    lifecycle.refuse_if_changed(ticket, seen=seen, by=by)
    previous, was = ticket.assignee_id, clocks.as_it_is(ticket)
    lifecycle.apply(ticket, Act.UNASSIGN, by=by)
    ticket.assignee = None
    ticket.save(update_fields=["assignee"])
    _answer_request(ticket, previous, by)
    log.record(
        events.UNASSIGNED, subject=ticket, by=by, at=ticket.locked_at, hold=undo.time_of(by),
        previously=previous, was=was,
    )  # fmt: skip
    return ticket


@undo.restores(events.ASSIGNED, events.UNASSIGNED)
def _give_back(ticket: Ticket, event: Event) -> None:
    """Give the ticket back to who had it; raise CannotTakeTickets if that person left meanwhile."""
    previous = User.objects.filter(pk=event.data["previously"]).first()
    if previous and not (previous.is_active and roles.may(previous, "tickets.work_own")):
        raise CannotTakeTickets(f"{previous.name} does not work on tickets any more. Choose another person.")
    ticket.assignee = previous
    clocks.put_back(ticket, event.data["was"])
    answered = ReassignRequest.objects.filter(ticket=ticket, agent=previous, decided_at=event.at, outcome=_YES)
    answered.update(outcome="", decided_by=None, decided_at=None)


def _record_assigned(ticket, previous, was, by):
    log.record(
        events.ASSIGNED, subject=ticket, by=by, at=ticket.locked_at, hold=undo.time_of(by),
        to=ticket.assignee_id, previously=previous, was=was,
    )  # fmt: skip


def _answer_request(ticket, previous, by):
    """Whoever asked for another agent and lost the ticket, in whatever way, was heard."""
    if previous:
        asked = ReassignRequest.objects.filter(ticket=ticket, agent=previous, outcome="")
        asked.update(outcome=_YES, decided_by=by, decided_at=ticket.locked_at)
