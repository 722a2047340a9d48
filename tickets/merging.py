"""Two tickets of one person about one thing become one. The source closes and leads to the target, its messages
stay its own and are read there; so nothing is copied, and for thirty days all of it can be undone.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL

from accounts import roles
from accounts.models import User
from activity import log
from activity.models import Delivery, Event
from shared.refusal import Refusal
from tenants.scope import current_tenant_id
from tickets import assignment, clocks, drafts, events, lifecycle
from tickets import undo as undoing
from tickets.models import Draft, Relation, Ticket

UNDO_FOR = timedelta(days=30)
# Who undoes within these seconds is quicker than the mails.
HOLD = undoing.UNDO_FOR
_IS_MAIL = Q(reaction__startswith="mail.")


class CannotMerge(Refusal):
    """These two tickets do not become one."""


class DifferentRequesters(CannotMerge):
    """Merging would show each of two people what the other one wrote; a link does not."""


class CannotUndo(Refusal):
    """What was merged, split or linked stays as it is."""


@transaction.atomic
def merge(source: Ticket, *, into: Ticket, by: User) -> Relation:
    """Let a ticket end in another one of the same requester; doing it twice merges once.

    For whoever works both: their agent or a manager. Raises CannotMerge, DifferentRequesters and what the
    lifecycle refuses.
    """
    if source.pk == into.pk:
        raise CannotMerge("A ticket cannot be merged into itself. Choose another one.")
    source, into = lifecycle.lock_both(source, into)
    standing = Relation.objects.standing().filter(kind=Relation.Kind.MERGED, source=source, target=into)
    if source.merged_into_id == into.pk and (made := standing.first()):
        return made
    refuse(source, into, by=by)
    before = {"source": clocks.as_it_is(source), "target": clocks.as_it_is(into)}
    lifecycle.merge(source, into, by=by)
    before["target_after"] = clocks.as_it_is(into)
    made = Relation.objects.create(
        kind=Relation.Kind.MERGED, source=source, target=into, made_at=source.locked_at, made_by=by, before=before
    )
    _bring_drafts(source, into)
    for name, subject, other in ((events.MERGED, source, into), (events.TOOK_IN, into, source)):
        log.record(
            name, subject=subject, by=by, at=source.locked_at, hold=HOLD, other=other.pk,
            relation=made.pk,
        )  # fmt: skip
    return made


def refuse(source: Ticket, into: Ticket, *, by: User) -> None:
    """Raise why somebody cannot merge one ticket into another, as both stand."""
    if source.merged_into_id:
        raise CannotMerge(f"#{source.number} was merged already.")
    if into.merged_into_id:
        raise CannotMerge(f"#{into.number} was merged itself. Choose the ticket in which it goes on.")
    if source.requester_id != into.requester_id:
        raise DifferentRequesters(
            f"#{source.number} and #{into.number} are from different people, and merging would show each of them "
            "what the other one wrote. Link the two instead."
        )
    for ticket, other in ((source, into), (into, source)):
        if not works_on(by, ticket):
            whose = f"{ticket.assignee.name}'s" if ticket.assignee_id else "nobody's yet"
            raise lifecycle.NotYours(
                f"#{ticket.number} is {whose}. Only a manager, or whoever works both, can merge it with "
                f"#{other.number}. You can link the two."
            )
    for ticket in (source, into):
        if not ticket.is_open:
            raise CannotMerge(f"#{ticket.number} is closed. You can reopen it first, or link the two.")


def works_on(user: User, ticket: Ticket) -> bool:
    """Tell whether somebody works a ticket: its agent, or a manager."""
    is_theirs = ticket.assignee_id == user.pk and roles.may(user, "tickets.work_own")
    return is_theirs or roles.may(user, "tickets.work_all")


def _bring_drafts(source, into):
    """Take unsent words along, for everybody who can go on with them there and has none there yet."""
    kept = Draft.objects.filter(ticket=source).select_related("user")
    there = set(Draft.objects.filter(ticket=into).values_list("user", "kind"))
    for draft in kept:
        may_go_on = draft.kind == Draft.Kind.MESSAGE or works_on(draft.user, into)
        if may_go_on and (draft.user_id, draft.kind) not in there:
            draft.ticket = into
            draft.save(update_fields=["ticket"])


@transaction.atomic
def undo(relation: Relation, *, by: User) -> Ticket:
    """Make a merged ticket one of its own again, and return it; a second time changes nothing.

    Status, times and place of both are again what they were, the target's only as far as nothing else has
    changed it; what was written since stays there. Raises CannotUndo and NotYours.
    """
    source, into = lifecycle.lock_both(relation.source, relation.target)
    relation = Relation.objects.select_for_update(no_key=True, of=("self",)).get(pk=relation.pk)
    if relation.undone_at:
        return source
    refuse_undo(relation, source, into, by=by)
    relation.undone_at = source.locked_at
    relation.save(update_fields=["undone_at"])
    source.merged_into = None
    clocks.resume(source, relation.before["source"])
    if source.assignee_id and not roles.may(source.assignee, "tickets.work_own"):
        source = assignment.unassign(source, by=None)  # whoever had it has left
    if clocks.is_still(into, relation.before["target_after"]):
        clocks.resume(into, relation.before["target"])
    was_told = stop_mails(relation)
    for name, subject, other in ((events.UNMERGED, source, into), (events.GAVE_BACK, into, source)):
        log.record(name, subject=subject, by=by, at=source.locked_at, other=other.pk, was_told=was_told)
    return source


def refuse_undo(relation: Relation, source: Ticket, into: Ticket, *, by: User) -> None:
    """Raise why somebody cannot undo a relation of two locked tickets."""
    if not (works_on(by, source) and works_on(by, into)):
        raise lifecycle.NotYours("Only a manager, or whoever works both tickets, can undo that.")
    if source.locked_at > relation.made_at + UNDO_FOR:
        raise CannotUndo(
            f"That is more than {UNDO_FOR.days} days ago, so it stays. Write what is still open in #{into.number}."
        )


def stop_mails(relation: Relation) -> bool:
    """Take back the mails about a relation that have not left yet; return whether any had."""
    told = Event.objects.filter(
        subject_kind="ticket", subject_id__in=(relation.source_id, relation.target_id), data__relation=relation.pk
    )
    deliveries = Delivery.objects.filter(_IS_MAIL, event__in=told)
    deliveries.filter(done_at=None).delete()
    return deliveries.exists()


def hand_on(ticket: Ticket, kind: Draft.Kind, body: str, *, by: User) -> Ticket | None:
    """Keep words that came too late for a merged ticket as a draft where it goes on, and return where that is.

    Nothing is kept, and None returned, if their author does not work there or is writing something there already.
    """
    end = end_of(ticket)
    if end.pk == ticket.pk or not works_on(by, end) or drafts.of(by, kind, ticket=end):
        return None
    drafts.save(by, kind, {"body": body}, ticket=end)
    return end


def end_of(ticket: Ticket) -> Ticket:
    """Return where a ticket goes on: itself, or the last one that it was merged into."""
    if ticket.merged_into_id is None:
        return ticket
    return Ticket.objects.get(pk__in=goes_on_in(ticket))


def goes_on_in(ticket: Ticket) -> RawSQL:
    """Return the id of the ticket in which a merged one goes on, as a part of a query.

    A ticket that ends in another is closed, and only open ones take others in: there are no circles.
    """
    tenant_id = current_tenant_id()
    return RawSQL(
        "WITH RECURSIVE way(id, onward) AS ("
        " SELECT id, merged_into_id FROM tickets_ticket WHERE tenant_id = %s AND id = %s"
        " UNION SELECT t.id, t.merged_into_id FROM tickets_ticket t JOIN way ON t.id = way.onward"
        " WHERE t.tenant_id = %s"
        ") SELECT id FROM way WHERE onward IS NULL",
        [tenant_id, ticket.pk, tenant_id],
    )


def part_of(ticket: Ticket) -> RawSQL:
    """Return the ids of all tickets that were merged into one, also by way of others, as a part of a query."""
    tenant_id = current_tenant_id()
    return RawSQL(
        "WITH RECURSIVE part(id) AS ("
        " SELECT id FROM tickets_ticket WHERE tenant_id = %s AND merged_into_id = %s"
        " UNION SELECT t.id FROM tickets_ticket t JOIN part ON t.merged_into_id = part.id WHERE t.tenant_id = %s"
        ") SELECT id FROM part",
        [tenant_id, ticket.pk, tenant_id],
    )
