"""Counts what estimates rest on and how good they were: every few minutes, so that pages only read."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from businesshours import calendars
from businesshours.hours import Calendar
from shared import clock
from sla import estimates
from sla.estimates import Kind, Sample
from sla.models import Basis, Disclosure, Estimate, Score, Wait
from tenants.scope import across_tenants

# What estimates rest on and are judged by; what the public figure speaks of.
RECENT, PUBLIC = timedelta(days=30), timedelta(days=90)
# The newest are enough.
MOST_SAMPLES, MOST_OUTCOMES = 20_000, 5_000
_KIND = ("is_first", "category", "category__parent", "priority", "plan")


def tenants_with_waits() -> list[int]:
    """Return the ids of the tenants in which somebody waited lately or waits, read across tenants."""
    since = clock.now() - PUBLIC
    lately = across_tenants(Wait).filter(Q(answered_at__gte=since) | Q(ended_at=None))
    return sorted(lately.values_list("tenant_id", flat=True).distinct())


@transaction.atomic
def count() -> Score:
    """Count everything again for the open scope's tenant; the answer `can_estimate`, or there is too little."""
    now, calendar = clock.now(), calendars.current()
    Score.objects.get_or_create(defaults={"counted_at": now})
    score = Score.objects.select_for_update(no_key=True).get()  # one at a time
    can_estimate = _write_bases(now, calendar)
    score.counted_at = now
    score.kept, score.judged = _kept(now)
    score.factor = estimates.factor(_outcomes(now, calendar))
    score.hours = Disclosure.current().in_time_hours
    score.in_time, score.asked = _in_time(now, calendar, timedelta(hours=score.hours))
    score.save()
    score.can_estimate = can_estimate
    return score


def _write_bases(now, calendar) -> bool:
    found = estimates.bases([*_answered(now), *_going_on(now, calendar)])
    Basis.objects.all().delete()
    Basis.objects.bulk_create(
        Basis(
            is_first=group.is_first,
            category_id=group.category,
            priority_id=group.priority,
            plan_id=group.plan,
            number=basis.number,
            plain=basis.plain,
            relative=list(basis.relative),
            base=basis.base,
            per_ahead=basis.per_ahead,
        )
        for group, basis in found.items()
    )
    return bool(found)


def _answered(now) -> Iterator[Sample]:
    answered = Wait.objects.answered().filter(answered_at__range=(now - RECENT, now)).order_by("-answered_at", "-id")
    rows = answered.values_list(*_KIND, "ahead", "business_seconds")[:MOST_SAMPLES]
    return (Sample(Kind(*kind), seconds, ahead) for *kind, ahead, seconds in rows)


def _going_on(now, calendar: Calendar) -> Iterator[Sample]:
    """Yield who began to wait in these days and still does; who waits since before them tells nothing about now."""
    going_on = Wait.objects.going_on().filter(began_at__range=(now - RECENT, now)).order_by("-began_at", "-id")
    rows = going_on.values_list(*_KIND, "ahead", "began_at")[:MOST_SAMPLES]
    return (
        Sample(Kind(*kind), int(calendar.between(began_at, now).total_seconds()), ahead, is_answered=False)
        for *kind, ahead, began_at in rows
    )


def _judged(now):
    return Estimate.objects.that_count().filter(judged_at__range=(now - RECENT, now))


def _kept(now) -> tuple[int, int]:
    counted = _judged(now).aggregate(kept=Count("pk", filter=Q(kept=True)), judged=Count("pk"))
    return counted["kept"], counted["judged"]


def _outcomes(now, calendar: Calendar) -> list[tuple[float, float]]:
    """Return the last month's (actual, estimated) business seconds; who still waits has waited that long at least."""
    rows = _judged(now).order_by("-judged_at", "-id").values_list(
        "wait__began_at", "wait__ended_at", "wait__business_seconds", "plain_seconds"
    )  # fmt: skip
    return [
        (calendar.between(began, ended or now).total_seconds() if took is None else took, estimated)
        for began, ended, took, estimated in rows[:MOST_OUTCOMES]
    ]


def _in_time(now: datetime, calendar: Calendar, limit: timedelta) -> tuple[int, int]:
    """Return how many tickets of the last 90 days had their first answer in time, and of how many that is known.

    Who waits longer already counts as well; who closed the ticket before it was answered does not.
    """
    first = Wait.objects.filter(is_first=True)
    answered = first.filter(answered_at__range=(now - PUBLIC, now)).aggregate(
        all=Count("pk"), in_time=Count("pk", filter=Q(business_seconds__lte=limit.total_seconds()))
    )
    waiting = first.going_on().filter(began_at__lt=_so_long_ago(now, calendar, limit)).count()
    return answered["in_time"], answered["all"] + waiting


def _so_long_ago(now: datetime, calendar: Calendar, length: timedelta) -> datetime:
    """Return, to a minute, the last moment since which so much business time has passed."""
    early, late = now - timedelta(days=1), now
    while calendar.between(early, now) <= length and now - early < timedelta(days=256):
        early -= now - early
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) / 2
        early, late = (middle, late) if calendar.between(middle, now) > length else (early, middle)
    return early
