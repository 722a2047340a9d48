"""Finds the waits of a past in which nobody kept them, from what was written and what happened: many at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import Plan
from activity.models import Event
from businesshours import calendars
from shared import clock
from sla import waits
from sla.models import Wait
from sla.waits import Moment
from tickets.models import Message, Ticket

BATCH = 500


def rebuild(*, days: int) -> int:
    """Write the waits that ended in the last days or go on, as far as they are not known; return how many.

    Where a ticket stood then is nowhere written: `ahead` is how many waits of its rank or a more urgent one, as the
    ranks are now, had begun before and went on.
    """
    since = clock.now() - timedelta(days=days)
    found = [wait for wait in _found(since) if wait.ended_at is None or wait.ended_at >= since]
    _count_those_ahead(found)
    known = Wait.objects.count()
    with transaction.atomic():
        Wait.objects.bulk_create(found, batch_size=BATCH, ignore_conflicts=True)
    return Wait.objects.count() - known


def _found(since) -> Iterator[Wait]:
    calendar = calendars.current()
    default = Plan.objects.filter(is_default=True).values_list("pk", flat=True).first()
    lately = Q(updated_at__gte=since) | Q(unanswered_since__isnull=False)
    changed = Ticket.objects.filter(lately).select_related("requester").order_by("pk")
    for tickets in _batches(changed):
        told = _told([ticket.pk for ticket in tickets])
        for ticket in tickets:
            for wait in _waits(ticket, told[ticket.pk], default):
                if wait.answered_at:
                    wait.business_seconds = int(calendar.between(wait.began_at, wait.answered_at).total_seconds())
                yield wait


def _batches(tickets) -> Iterator[list[Ticket]]:
    last = 0
    while batch := list(tickets.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def _told(pks) -> dict[int, list[Moment]]:
    """Return what waits begin and end with in some tickets, in two queries."""
    told = defaultdict(list)
    for pk, at, kind in Message.objects.filter(ticket__in=pks).public().values_list("ticket", "written_at", "kind"):
        told[pk].append(Moment(at, waits.MEANS[kind]))
    happened = defaultdict(list)
    for event in Event.objects.filter(subject_kind="ticket", subject_id__in=pks, name__in=waits.TOLD).order_by("id"):
        happened[event.subject_id].append(event)
    for pk, events in happened.items():
        told[pk] += [Moment(at, waits.What.ENDED) for at in waits.ends(events)]
    return told


def _waits(ticket, told, default) -> Iterator[Wait]:
    for span in waits.spans(told):
        if span.ended_at or span.began_at == ticket.unanswered_since:
            yield Wait(
                ticket=ticket,
                began_at=span.began_at,
                is_first=span.is_first,
                ended_at=span.ended_at,
                answered_at=span.answered_at,
                category_id=ticket.category_id,
                priority_id=ticket.priority_id,
                plan_id=ticket.requester.plan_id or default,
            )


def _count_those_ahead(found: Iterable[Wait]) -> None:
    """Go through all beginnings and ends in order, and note at each beginning how many of each rank are under way."""
    moments = []
    for number, wait in enumerate(found):
        moments.append((wait.began_at, 1, number, wait))
        if wait.ended_at:
            moments.append((wait.ended_at, 0, number, wait))
    under_way = Counter()
    for _, begins, _, wait in sorted(moments, key=lambda moment: moment[:3]):
        rank = wait.ticket.rank
        if begins:
            wait.ahead = sum(number for other, number in under_way.items() if other <= rank)
        under_way[rank] += 1 if begins else -1
