"""The tags of one ticket. They change nothing else about it, not even its place in a list."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from activity import log
from activity.models import Event
from shared.refusal import Refusal
from tickets import events, lifecycle, tags, undo
from tickets.acts import Act
from tickets.models import Tag, Tagging, Ticket

MOST_ON_A_TICKET = 20


class TooManyOnTicket(Refusal):
    """The ticket has as many tags as it may have."""


@transaction.atomic
def add(ticket: Ticket, *, names: Iterable[str], by: User | None) -> Ticket:
    """Put tags on a ticket; those that it has already change nothing, and a new one is made.

    Raises TooManyOnTicket, what tags.for_use() raises, and what the lifecycle refuses.
    """
    ticket = _lock(ticket, by)
    before = names_on(ticket)
    new = [tag for tag in tags.for_use(list(names), by=by) if tag.name not in before]
    if not new:
        return ticket
    if len(before) + len(new) > MOST_ON_A_TICKET:
        raise TooManyOnTicket(f"A ticket has at most {MOST_ON_A_TICKET} tags. Remove one that says little.")
    Tagging.objects.bulk_create(Tagging(ticket=ticket, tag=tag, by=by, at=ticket.locked_at) for tag in new)
    return _record(ticket, events.TAGGED, by, [tag.name for tag in new], before)


@transaction.atomic
def remove(ticket: Ticket, *, names: Iterable[str], by: User | None) -> Ticket:
    """Take tags off a ticket; those that it has not change nothing. Raises what the lifecycle refuses."""
    ticket = _lock(ticket, by)
    before = names_on(ticket)
    gone = sorted(set(names) & set(before))
    if not gone:
        return ticket
    Tagging.objects.filter(ticket=ticket, tag__name__in=gone).delete()
    return _record(ticket, events.UNTAGGED, by, gone, before)


def names_on(ticket: Ticket) -> list[str]:
    """Return the names of a ticket's tags."""
    return list(Tagging.objects.filter(ticket=ticket).order_by("tag__name").values_list("tag__name", flat=True))


def _lock(ticket, by):
    ticket = lifecycle.lock(ticket)
    lifecycle.check(ticket, Act.TAG, by=by, now=ticket.locked_at)
    return ticket


def _record(ticket, event, by, changed, before):
    log.record(
        event, subject=ticket, by=by, at=ticket.locked_at, hold=undo.time_of(by), tags=sorted(changed), before=before
    )
    return ticket


@undo.restores(events.TAGGED)
def _take_off(ticket: Ticket, event: Event) -> None:
    Tagging.objects.filter(ticket=ticket, tag__name__in=event.data["tags"]).delete()


@undo.restores(events.UNTAGGED)
def _put_on_again(ticket: Ticket, event: Event) -> None:
    """Put them on again, whoever tagged in between; a tag that was archived meanwhile is left out."""
    found = Tag.objects.in_use().filter(name__in=event.data["tags"]).exclude(taggings__ticket=ticket)
    by = User.objects.get(pk=event.actor_id)
    Tagging.objects.bulk_create(Tagging(ticket=ticket, tag=tag, by=by, at=ticket.locked_at) for tag in found)
