"""What a plan promises to whoever waits for an answer: by when it comes, and from when they may escalate.

Both count business days from the first message that is not answered, so a bump moves neither. They stand on the
ticket, written whenever its wait begins or ends, and again when a plan or the calendar changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Plan, User
from businesshours import calendars
from businesshours.hours import Calendar
from shared.clock import DatabaseNow
from tickets.models import Ticket

BATCH = 200
_NUMBERS = ("escalation_days", "guarantee_days", "priority_lift")
_WRITTEN = ("due_at", "at_risk_at", "escalatable_at")
# The last part of the business time until a promise, in which it is at risk.
_LAST = 0.25
# As many days as a plan can say.
_FURTHEST = 60


@dataclass(frozen=True)
class Terms:
    """What one requester is entitled to, and the calendar that counts it."""

    calendar: Calendar
    escalation_days: int
    guarantee_days: int
    priority_lift: int

    def due_at(self, since: datetime) -> datetime | None:
        """Return by when a message of that moment is to be answered; None if no such day can be foreseen."""
        return self.calendar.add_days(since, self.guarantee_days)

    def at_risk_at(self, since: datetime) -> datetime | None:
        """Return from when that promise is at risk: when the last quarter of its business time begins."""
        due_at = self.due_at(since)
        return due_at and self.calendar.add(since, self.calendar.between(since, due_at) * (1 - _LAST))

    def escalatable_at(self, since: datetime) -> datetime | None:
        """Return from when a message of that moment may be escalated; None as above."""
        return self.calendar.add_days(since, self.escalation_days)


def terms_of(requester_id: int) -> Terms:
    """Return the terms of one requester, in two queries."""
    return terms_of_each([requester_id])[requester_id]


def terms_of_each(requester_ids: Iterable[int], calendar: Calendar | None = None) -> dict[int, Terms]:
    """Return the terms of many by id, by the tenant's hours or by another calendar, in two queries.

    Who has no plan has the default one.
    """
    default = Plan.objects.filter(is_default=True)
    numbers = {
        name: Coalesce(f"plan__{name}", Subquery(default.values(name)[:1]), Value(Plan._meta.get_field(name).default))
        for name in _NUMBERS
    }
    calendar = calendar or calendars.current()
    rows = User.objects.filter(pk__in=set(requester_ids)).annotate(**numbers).values_list("pk", *_NUMBERS)
    return {pk: Terms(calendar, *found) for pk, *found in rows}


def keep(ticket: Ticket, terms: Terms | None = None) -> None:
    """Write into a ticket what its requester is promised as it waits now; the caller saves it."""
    since = ticket.unanswered_since
    if since is None:
        ticket.due_at = ticket.at_risk_at = ticket.escalatable_at = None
        return
    terms = terms or terms_of(ticket.requester_id)
    ticket.due_at, ticket.at_risk_at = terms.due_at(since), terms.at_risk_at(since)
    ticket.escalatable_at = terms.escalatable_at(since)


def bring_into_line() -> int:
    """Write anew what all who wait are promised, after a plan, somebody's plan or the calendar changed.

    Returns how many tickets had other moments. Goes from batch to batch, each a transaction of its own; harmless when
    run twice, or by two at once.
    """
    changed, last = 0, 0
    while last is not None:
        last, count = _bring_batch(last)
        changed += count
    return changed


@transaction.atomic
def _bring_batch(after: int) -> tuple[int | None, int]:
    """Do the tickets behind an id; return the last id, None at the end, and how many had other moments."""
    rows = Ticket.objects.select_for_update(no_key=True).annotate(locked_at=DatabaseNow())
    tickets = list(rows.filter(unanswered_since__isnull=False, pk__gt=after).order_by("pk")[:BATCH])
    terms = terms_of_each(ticket.requester_id for ticket in tickets) if tickets else {}
    changed = [ticket for ticket in tickets if renew(ticket, terms[ticket.requester_id])]
    Ticket.objects.bulk_update(changed, _WRITTEN)
    return (tickets[-1].pk if len(tickets) == BATCH else None), len(changed)


def renew(ticket: Ticket, terms: Terms) -> bool:
    """Write into a ticket that was read with `locked_at` what is promised by these terms; tell whether that is new.

    A right that has begun is not taken away.
    """
    before = {name: getattr(ticket, name) for name in _WRITTEN}
    keep(ticket, terms)
    if before["escalatable_at"] and before["escalatable_at"] <= ticket.locked_at:
        ticket.escalatable_at = before["escalatable_at"]
    return before != {name: getattr(ticket, name) for name in _WRITTEN}


def days_until(moment: datetime, *, now: datetime, calendar: Calendar) -> int:
    """Return how many business days begin after today up to the day of a moment, as the calendar's zone has days."""

    def day_of(one):
        return one.astimezone(calendar.zone).date()

    opens = calendar.next_open(now)
    is_over = opens is None or day_of(opens) > day_of(now)  # today, or it is none
    for number in range(_FURTHEST):
        reached = calendar.add_days(now, number)
        if reached is None or day_of(reached) >= day_of(moment):
            return number + is_over
    return _FURTHEST
