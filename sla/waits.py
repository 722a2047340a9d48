"""The waits of requesters for answers, kept in step with the tickets.

What was written in a ticket says which waits there were; its `unanswered_since` says which one goes on. So it makes no
difference how often, how late and in which order somebody looks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from operator import attrgetter

from django.db import transaction

from accounts.models import Plan
from activity.models import Event
from businesshours import calendars
from sla.models import Wait
from tickets import events, lifecycle, queue, undo
from tickets.models import Message, Ticket

TOLD = (events.CLOSED, events.MERGED, events.UNMERGED, events.TAKEN_BACK)


class What(IntEnum):
    """What a moment in a ticket means to who waits; of two at once the first one counts first."""

    ANSWERED = 0
    ENDED = 1
    ASKED = 2


MEANS = {
    Message.Kind.DESCRIPTION: What.ASKED,
    Message.Kind.MESSAGE: What.ASKED,
    Message.Kind.REPLY: What.ANSWERED,
}


@dataclass(frozen=True)
class Moment:
    """Something that began or ended a wait."""

    at: datetime
    what: What


@dataclass(frozen=True)
class Span:
    """One wait: its end is empty while it goes on, its answer if it ended without one."""

    began_at: datetime
    is_first: bool
    ended_at: datetime | None = None
    answered_at: datetime | None = None


def spans(moments: Iterable[Moment]) -> list[Span]:
    """Return the waits in what happened to a ticket: from what was asked first to the answer, or to the end."""
    found, since, is_first = [], None, True
    for moment in sorted(moments, key=attrgetter("at", "what")):
        if moment.what == What.ASKED:
            since = since or moment.at
            continue
        is_answer = moment.what == What.ANSWERED
        if since:
            found.append(Span(since, is_first, moment.at, moment.at if is_answer else None))
        since, is_first = None, is_first and not is_answer
    return [*found, Span(since, is_first)] if since else found


def ends(happened: Iterable[Event]) -> list[datetime]:
    """Return when a ticket closed or went into another one, of its events in order; what was undone does not count."""
    happened = list(happened)
    undone, found = undo.taken_back(happened), []
    for event in happened:
        if event.name == events.UNMERGED and found:
            found.pop()
        elif event.name in (events.CLOSED, events.MERGED) and event.pk not in undone:
            found.append(event.at)
    return found


def begin(ticket: Ticket) -> Wait | None:
    """Return the wait of a ticket that goes on, made now if nobody has seen it yet; None if nobody waits."""
    since = ticket.unanswered_since
    if since is None:
        return None
    if found := Wait.objects.filter(ticket=ticket, began_at=since).first():
        return found if found.ended_at is None else None
    place = queue.place(ticket)
    values = _kind(ticket) | {
        "is_first": ticket.first_answered_at is None,
        "ahead": place and place - 1,
    }
    wait, _ = Wait.objects.get_or_create(ticket=ticket, began_at=since, defaults=values)
    return wait


@transaction.atomic
def keep(ticket: Ticket) -> list[Wait]:
    """Bring the waits of a ticket in step with it; return those that ended by that, or went on again."""
    ticket = lifecycle.lock(ticket)
    moments = _moments(ticket)
    known = {wait.began_at: wait for wait in Wait.objects.filter(ticket=ticket)}
    spans_over = _over(ticket, moments, known)
    changed = [wait for span in spans_over if (wait := _end(ticket, span, known.get(span.began_at)))]
    current = known.get(ticket.unanswered_since)
    if current is None:
        begin(ticket)
    elif current.ended_at:
        changed.append(_resume(current))
    return changed


def _moments(ticket) -> list[Moment]:
    said = Message.objects.filter(ticket=ticket).public().values_list("written_at", "kind")
    return [Moment(at, MEANS[kind]) for at, kind in said] + _ends(ticket)


def _ends(ticket) -> list[Moment]:
    happened = list(Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, name__in=TOLD).order_by("id"))
    return [Moment(at, What.ENDED) for at in ends(happened)]


def _over(ticket, moments, known) -> list[Span]:
    """Return the waits that are over: those that were written here, and those taken over from a merged ticket."""
    current, own = ticket.unanswered_since, spans(moments)
    over = [span for span in own if span.ended_at and span.began_at != current]
    begun = {span.began_at for span in own}
    for wait in known.values():
        if wait.ended_at is None and wait.began_at != current and wait.began_at not in {one.began_at for one in over}:
            over.append(_how_it_ended(wait, moments, is_own=wait.began_at in begun, now=ticket.locked_at))
    return over


def _how_it_ended(wait, moments, *, is_own, now) -> Span:
    """Return a wait that stands in no message of this ticket, by the first answer or end after it came here."""
    since = wait.began_at
    if not is_own:
        took_in = Event.objects.filter(
            subject_kind="ticket", subject_id=wait.ticket_id, name=events.TOOK_IN, at__gte=since
        )
        since = took_in.order_by("id").values_list("at", flat=True).first() or since
    ends = sorted((one for one in moments if one.what != What.ASKED and one.at > since), key=attrgetter("at", "what"))
    if not ends:
        return Span(wait.began_at, wait.is_first, now)
    return Span(wait.began_at, wait.is_first, ends[0].at, ends[0].at if ends[0].what == What.ANSWERED else None)


def _end(ticket, span, wait) -> Wait | None:
    """Write how a wait ended; return None if that stood there already."""
    if wait and wait.ended_at:
        return None
    wait = wait or Wait(ticket=ticket, began_at=span.began_at, is_first=span.is_first, **_kind(ticket))
    wait.ended_at, wait.answered_at = span.ended_at, span.answered_at
    if span.answered_at:
        length = calendars.current().between(span.began_at, span.answered_at)
        wait.business_seconds = int(length.total_seconds())
    wait.save()
    return wait


def _resume(wait) -> Wait:
    wait.ended_at = wait.answered_at = wait.business_seconds = None
    wait.save()
    return wait


def _kind(ticket) -> dict:
    plan = ticket.requester.plan_id or Plan.objects.filter(is_default=True).values_list("pk", flat=True).first()
    return {"category_id": ticket.category_id, "priority_id": ticket.priority_id, "plan_id": plan}
