"""The requester looks where their ticket stands. A place that got worse since they last did is explained, without a
word about others beyond what kind of thing happened.
"""

from datetime import datetime, timedelta

from activity.models import Event
from shared.pagination import ahead
from tickets import events
from tickets.line import Place
from tickets.models import Look, Ticket
from tickets.models.ticket import SERVING_ORDER

Why = Look.Why
# For so long an explanation stands, unless the place gets better before.
EXPLAINED_FOR = timedelta(hours=1)
# Looks that see nothing new are not written down more often.
_SELDOM = timedelta(minutes=10)
_MOST_READ = 200

_OWN = {
    events.BUMPED: Why.OWN_MESSAGE,
    events.RECATEGORISED: Why.OWN_PRIORITY,
    events.DEESCALATED: Why.OWN_PRIORITY,
}
# After one of these the ticket waits anew, and what was before is nothing to compare with.
_WAITS_ANEW = {
    events.MESSAGE_ADDED,
    events.REOPENED,
    events.UNASSIGNED,
    events.REPLIED,
    events.WORK_STARTED,
    events.UNMERGED,
    events.GAVE_BACK,
}


def look(ticket: Ticket, place: Place, *, now: datetime) -> str:
    """Write down where a ticket is seen standing, and return why it is worse than before, "" if it is not.

    Looking twice says the same.
    """
    seen = Look.objects.filter(ticket=ticket).first()
    if seen is None:
        _write(ticket, place, now, why="", why_at=None)
        return ""
    if _is_worse(place, seen):
        why = _explain(ticket, place, seen)
        _write(ticket, place, now, why=why, why_at=now if why else None)
        return why
    is_better = place.in_line < seen.in_line or (place.with_agent or 0) < (seen.with_agent or 0)
    why = "" if is_better or not seen.why_at or now >= seen.why_at + EXPLAINED_FOR else seen.why
    if is_better or why != seen.why or now >= seen.at + _SELDOM or place.with_agent != seen.with_agent:
        _write(ticket, place, now, why=why, why_at=seen.why_at if why else None)
    return why


def _write(ticket, place, now, **why):
    look = Look(ticket=ticket, in_line=place.in_line, with_agent=place.with_agent, at=now, **why)
    Look.objects.bulk_create(
        [look],
        update_conflicts=True,
        unique_fields=["tenant", "ticket"],
        update_fields=["in_line", "with_agent", "at", "why", "why_at"],
    )


def _is_worse(place, seen):
    is_behind_more = place.in_line > seen.in_line
    return is_behind_more or bool(place.with_agent and seen.with_agent and place.with_agent > seen.with_agent)


def _explain(ticket, place, seen) -> str:
    own = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).order_by("-id")[:_MOST_READ]
    names = {event.name for event in own if event.at > seen.at and event.data.get("places", 1)}
    if names & _WAITS_ANEW:
        return ""
    for name, why in _OWN.items():
        if name in names:
            return why
    if place.in_line <= seen.in_line:
        return Why.OWN_AGENT if events.ASSIGNED in names else Why.AGENT
    return _of_others(ticket, seen)


def _of_others(ticket, seen) -> str:
    """Return what brought others before a ticket since it was seen; the moments of the rows say it."""
    before = Ticket.objects.waiting().filter(ahead(SERVING_ORDER, [getattr(ticket, name) for name in SERVING_ORDER]))
    for why, moment in ((Why.FILED, "filed_at"), (Why.ESCALATED, "escalated_at"), (Why.BACK, "waiting_since")):
        if before.filter(**{f"{moment}__gt": seen.at}).exists():
            return why
    return Why.ORDER
