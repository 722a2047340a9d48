"""What belongs apart becomes a ticket of its own: chosen messages move there, and can move back for thirty days."""

import uuid
from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from activity import log
from shared.once import own_key
from shared.refusal import Refusal
from tickets import clocks, events, intake, lifecycle, merging, numbers
from tickets.acts import Act
from tickets.models import Message, Relation, Ticket

Kind = Message.Kind


class CannotSplit(Refusal):
    """These messages do not make a ticket."""


@transaction.atomic
def split(ticket: Ticket, *, messages: Iterable[int], subject: str, by: User, form_key: uuid.UUID) -> Relation:
    """Move messages of a ticket, given by their ids, to a new one of the same requester, category and agent.

    The requester's earliest among them becomes its description, and it waits since then. The same form_key
    splits once. Raises CannotSplit, NotYours and Merged.
    """
    # Of this split alone, whatever else was sent with the same one.
    form_key = uuid.uuid5(own_key(form_key, by), f"split {ticket.pk}")
    ticket = lifecycle.lock(ticket)
    if first := Ticket.objects.filter(form_key=form_key).first():
        return Relation.objects.get(kind=Relation.Kind.SPLIT, source=first)
    refuse(ticket, by=by)
    chosen = _chosen(ticket, set(messages))
    description = next((message for message in chosen if message.kind == Kind.MESSAGE), None)
    if description is None:
        raise CannotSplit(
            f"Choose at least one message of {ticket.requester_name}: it becomes the description of the new ticket."
        )
    new = _begin(ticket, chosen, description, subject, by, form_key)
    before = {
        "messages": [message.pk for message in chosen],
        "description": description.pk,
        "target": clocks.as_it_is(ticket),
    }
    made = Relation.objects.create(
        kind=Relation.Kind.SPLIT, source=new, target=ticket, made_at=ticket.locked_at, made_by=by, before=before
    )
    _record(made, ticket, new, by)
    new.number = numbers.take()
    new.save(update_fields=["number"])
    return made


def refuse(ticket: Ticket, *, by: User) -> None:
    """Raise why somebody cannot split a ticket, whatever they choose of it."""
    if ticket.merged_into_id:
        raise lifecycle.Merged("This ticket was merged into another one. Go on there.")
    if not merging.works_on(by, ticket):
        raise lifecycle.NotYours("Only the agent who has this ticket, or a manager, can split it.")


def _chosen(ticket, ids) -> list[Message]:
    chosen = list(Message.objects.filter(ticket=ticket, pk__in=ids).order_by("id"))
    if not chosen:
        raise CannotSplit("Choose the messages that belong apart.")
    if len(chosen) < len(ids):
        raise CannotSplit("Some of these messages are in another ticket by now. Choose again.")
    if chosen[0].kind == Kind.DESCRIPTION:
        raise CannotSplit("The description stays: without it nothing is left of this ticket.")
    return chosen


def _begin(ticket, chosen, description, subject, by, form_key) -> Ticket:
    """Begin the new ticket as if it had been filed when its words were written, and move these there."""
    new = intake.new(ticket.requester, by, ticket.category, description.written_at, subject=subject, form_key=form_key)
    new.requester_name = ticket.requester_name
    clocks.begin_answered(new, _answers(chosen))
    new.save(force_insert=True)
    Message.objects.filter(pk__in=[message.pk for message in chosen]).update(ticket=new)
    Message.objects.filter(pk=description.pk).update(kind=Kind.DESCRIPTION)
    if ticket.assignee_id:
        new = lifecycle.lock(new)
        new.assignee = ticket.assignee
        lifecycle.apply(new, Act.ASSIGN, by=None)
    return new


def _answers(chosen):
    """Return the public messages as (moment, whether staff wrote it)."""
    return [(one.written_at, one.kind == Kind.REPLY) for one in chosen if one.kind != Kind.INTERNAL_NOTE]


def _record(made, ticket, new, by):
    about = {"by": by, "at": ticket.locked_at, "hold": merging.HOLD, "relation": made.pk}
    log.record(events.FILED, subject=new, other=ticket.pk, is_split_off=True, **about)
    if new.assignee_id:
        log.record(events.ASSIGNED, subject=new, to=new.assignee_id, previously=None, **about)
    log.record(events.SPLIT_OFF, subject=new, other=ticket.pk, **about)
    log.record(events.SPLIT, subject=ticket, other=new.pk, **about)


@transaction.atomic
def undo(relation: Relation, *, by: User) -> Ticket:
    """Move the messages back and let the new ticket lead to the old one, which is returned; twice changes nothing.

    What was written in the new ticket since stays its own, and is read in the old one like that of a merged ticket.
    Raises CannotUndo, CannotMerge and NotYours.
    """
    new, ticket = lifecycle.lock_both(relation.source, relation.target)
    relation = Relation.objects.select_for_update(no_key=True, of=("self",)).get(pk=relation.pk)
    if relation.undone_at:
        return ticket
    merging.refuse_undo(relation, new, ticket, by=by)
    merging.refuse(new, ticket, by=by)
    is_untouched = clocks.is_still(ticket, relation.before["target"])
    moved = Message.objects.filter(ticket=new, pk__in=relation.before["messages"])
    moved.filter(pk=relation.before["description"]).update(kind=Kind.MESSAGE)
    moved.update(ticket=ticket)
    lifecycle.merge(new, ticket, by=by)
    if is_untouched and not Message.objects.filter(ticket=new).exists():
        clocks.resume(ticket, relation.before["target"])
    relation.undone_at = ticket.locked_at
    relation.save(update_fields=["undone_at"])
    about = {"by": by, "at": ticket.locked_at, "was_told": merging.stop_mails(relation)}
    log.record(events.MERGED, subject=new, other=ticket.pk, **about)
    log.record(events.TOOK_IN, subject=ticket, other=new.pk, **about)
    return ticket
