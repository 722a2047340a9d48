"""The tickets that have to do with one, as far as its reader may read them."""

from dataclasses import dataclass

from accounts.models import User
from shared import clock
from tickets import access, events, merging
from tickets.models import Relation, Ticket

Kind = Relation.Kind
_MOST = 30
# Where none of these happened to a ticket, it has no relations.
RELATING = frozenset({events.MERGED, events.TOOK_IN, events.SPLIT, events.SPLIT_OFF, events.LINKED})
_WORDS = {
    (Kind.MERGED, True): "Merged into",
    (Kind.MERGED, False): "Merged into this ticket",
    (Kind.SPLIT, True): "Split off from",
    (Kind.SPLIT, False): "Split off",
    (Kind.RELATED, True): "Linked",
    (Kind.RELATED, False): "Linked",
}


@dataclass(frozen=True)
class Related:
    """Another ticket, what it has to do with this one, and what undoing that is called, if the reader may."""

    ticket: Ticket
    words: str
    relation: Relation
    undo: str


def related(ticket: Ticket, reader: User) -> list[Related]:
    """Return the relations of a ticket that stand, newest first, in one query."""
    readable = access.desk_tickets(reader).values("pk")
    standing = Relation.objects.standing().of(ticket).filter(source__in=readable, target__in=readable)
    found = standing.select_related("source__assignee", "target__assignee").order_by("-id")[:_MOST]
    return [_related(relation, ticket, reader) for relation in found]


def readable_relation(user: User, pk: int) -> Relation | None:
    """Return a relation of two tickets that staff may read both, undone or not."""
    readable = access.desk_tickets(user).values("pk")
    both = Relation.objects.filter(source__in=readable, target__in=readable)
    return both.select_related("source", "target").filter(pk=pk).first()


def end_for(user: User, ticket: Ticket) -> Ticket | None:
    """Return the ticket in which a merged one goes on, if staff may read it."""
    return access.desk_tickets(user).filter(pk__in=merging.goes_on_in(ticket)).first()


def _related(relation, ticket, reader):
    is_source = relation.source_id == ticket.pk
    other = relation.target if is_source else relation.source
    return Related(other, _WORDS[relation.kind, is_source], relation, _undo(relation, reader))


def _undo(relation, reader):
    works = [merging.works_on(reader, ticket) for ticket in (relation.source, relation.target)]
    if relation.kind == Kind.RELATED:
        return "Unlink" if any(works) else ""
    is_in_time = clock.now() <= relation.made_at + merging.UNDO_FOR
    return "Undo" if all(works) and is_in_time else ""
