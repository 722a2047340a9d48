"""Who works on a ticket. The same agent follows it to its end, so only managers move tickets."""

from django.db import transaction

from accounts import roles
from accounts.models import User
from activity import log
from activity.models import Event
from shared.refusal import Refusal
from tickets import events, lifecycle, undo
from tickets.lifecycle import Act
from tickets.models import Ticket


class CannotTakeTickets(Refusal):
    """This person does not work tickets."""


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
    previous, was = ticket.assignee_id, lifecycle.as_it_is(ticket)
    ticket.assignee = to
    lifecycle.apply(ticket, Act.ASSIGN, by=by)
    log.record(
        events.ASSIGNED, subject=ticket, by=by, at=ticket.locked_at, hold=undo.time_of(by),
        to=to.pk, previously=previous, was=was,
    )  # fmt: skip
    return ticket


def take_if_nobodys(ticket: Ticket, *, by: User) -> Ticket:
    """Give a locked ticket that is nobody's to the manager who begins to answer it.

    Otherwise a ticket could be in progress with nobody who follows it to its end.
    """
    return ticket if ticket.assignee_id else assign(ticket, to=by, by=by)


@transaction.atomic
def unassign(ticket: Ticket, *, by: User | None, seen: int | None = None) -> Ticket:
    """Take a ticket back: it is New again and waits for a manager."""
    ticket = lifecycle.lock(ticket)
    lifecycle.check(ticket, Act.UNASSIGN, by=by, now=ticket.locked_at)
    lifecycle.refuse_if_changed(ticket, seen=seen, by=by)
    previous, was = ticket.assignee_id, lifecycle.as_it_is(ticket)
    lifecycle.apply(ticket, Act.UNASSIGN, by=by)
    ticket.assignee = None
    ticket.save(update_fields=["assignee"])
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
    lifecycle.put_back(ticket, event.data["was"])
