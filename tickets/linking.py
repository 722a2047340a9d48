"""Two tickets that have to do with each other are linked. Only staff knows, and only who may read both."""

from django.db import transaction

from accounts.models import User
from activity import log
from shared.refusal import Refusal
from tickets import events, lifecycle, merging
from tickets.models import Relation, Ticket


class CannotLink(Refusal):
    """A link needs two tickets."""


@transaction.atomic
def link(ticket: Ticket, *, to: Ticket, by: User) -> Relation:
    """Link two tickets, for whoever works the first and may read the other; doing it twice links once.

    Raises CannotLink and NotYours.
    """
    if ticket.pk == to.pk:
        raise CannotLink("A ticket cannot be linked to itself. Choose another one.")
    ticket, to = lifecycle.lock_both(ticket, to)
    if not merging.works_on(by, ticket):
        raise lifecycle.NotYours("Only the agent who has this ticket, or a manager, can link it.")
    source, target = sorted((ticket, to), key=lambda one: one.pk)
    linked = Relation.objects.standing().filter(kind=Relation.Kind.RELATED, source=source, target=target)
    if made := linked.first():
        return made
    made = Relation.objects.create(
        kind=Relation.Kind.RELATED, source=source, target=target, made_at=ticket.locked_at, made_by=by
    )
    _record(events.LINKED, ticket, to, by)
    return made


@transaction.atomic
def unlink(relation: Relation, *, by: User) -> Ticket:
    """Take a link away and return one of the two tickets; a second time changes nothing. Raises NotYours."""
    source, target = lifecycle.lock_both(relation.source, relation.target)
    relation = Relation.objects.select_for_update(no_key=True, of=("self",)).get(pk=relation.pk)
    if relation.undone_at:
        return source
    if not (merging.works_on(by, source) or merging.works_on(by, target)):
        raise lifecycle.NotYours("Only a manager, or the agent of one of the two tickets, can unlink them.")
    relation.undone_at = source.locked_at
    relation.save(update_fields=["undone_at"])
    _record(events.UNLINKED, source, target, by)
    return source


def _record(name, one, other, by):
    for ticket, its_other in ((one, other), (other, one)):
        log.record(name, subject=ticket, by=by, at=ticket.locked_at, other=its_other.pk)
