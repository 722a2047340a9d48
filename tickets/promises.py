"""What whoever waits for an answer is promised, and what staff wants to keep: moments that stand on the ticket.

A plan promises by when an answer comes, and from when one may escalate. Both count business days from the first
message that is not answered, so a bump moves neither. Targets, which requesters are not told, count business time:
for an answer from the same message, for the solution through all our turns together. All are written whenever a wait
or a turn begins or ends, and again when a plan, a target or the calendar changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import SimpleLazyObject

from accounts.models import Plan, User
from businesshours import calendars
from businesshours.hours import Calendar
from shared.clock import DatabaseNow
from shared.prepared import prepared
from tenants.fields import CurrentTenant
from tenants.models import Tenant
from tickets import targets
from tickets.models import Ticket
from tickets.statuses import Turn
from tickets.targets import Targets

BATCH = 200
_NUMBERS = ("escalation_days", "guarantee_days", "priority_lift")
WRITTEN = ("due_at", "at_risk_at", "escalatable_at", "respond_by", "resolve_by")
# The last part of the business time until a promise, in which it is at risk.
_LAST = 0.25
# As many days as a plan can say.
_FURTHEST = 60
_NOTHING, _SECOND = timedelta(), timedelta(seconds=1)


@dataclass(frozen=True)
class Terms:
    """What one requester is entitled to, what staff wants, and the calendar that counts both."""

    calendar: Calendar
    targets: Targets
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

    def respond_by(self, ticket: Ticket) -> datetime | None:
        """Return by when staff wants to answer a ticket that is not answered; None without a target, and as above."""
        wanted = self.targets.of(ticket.category_id, ticket.priority_id)
        length = wanted.next_response if ticket.first_answered_at else wanted.first_response
        return length and self.calendar.add(ticket.unanswered_since, length)

    def resolve_by(self, ticket: Ticket) -> datetime | None:
        """Return by when staff wants to solve a ticket if it stays our turn; None as above.

        Where our earlier turns used up the time, it was wanted before this one began.
        """
        length = self.targets.of(ticket.category_id, ticket.priority_id).resolution
        if length is None:
            return None
        left = length - timedelta(seconds=ticket.our_turn_seconds)
        return self.calendar.add(ticket.our_turn_since, max(left, _NOTHING))


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
    house = _house()[0]
    calendar, wanted = calendar or calendars.read(house.calendar_facts), Targets(house.target_facts)
    rows = User.objects.filter(pk__in=set(requester_ids)).annotate(**numbers).values_list("pk", *_NUMBERS)
    return {pk: Terms(calendar, wanted, *found) for pk, *found in rows}


@prepared
def _house():
    """The tenant with its hours and its targets."""
    here = Tenant.objects.filter(pk=CurrentTenant())
    return here.annotate(calendar_facts=calendars.facts(), target_facts=targets.facts())


def when_needed(ticket: Ticket) -> Terms:
    """Return the terms of a ticket's requester, asked for when the first of them is read."""
    return SimpleLazyObject(lambda: terms_of(ticket.requester_id))


def keep(ticket: Ticket, terms: Terms | None = None) -> None:
    """Write into a ticket what holds for it as it stands now; the caller saves it."""
    terms = when_needed(ticket) if terms is None else terms
    keep_answer(ticket, terms)
    keep_turn(ticket, terms)


def keep_answer(ticket: Ticket, terms: Terms) -> None:
    """Write by when an answer is due and wanted, and from when it may be escalated; the caller saves the ticket."""
    since = ticket.unanswered_since
    if since is None:
        ticket.due_at = ticket.at_risk_at = ticket.escalatable_at = ticket.respond_by = None
        return
    ticket.due_at, ticket.at_risk_at = terms.due_at(since), terms.at_risk_at(since)
    ticket.escalatable_at, ticket.respond_by = terms.escalatable_at(since), terms.respond_by(ticket)


def keep_turn(ticket: Ticket, terms: Terms) -> None:
    """Let our clock run while it is our turn and stand still otherwise, and write by when the solution is wanted.

    The ticket is locked, or its turn is written already. The caller saves it.
    """
    is_ours = ticket.turn == Turn.OURS
    if is_ours and ticket.our_turn_since is None:
        ticket.our_turn_since = ticket.locked_at
    elif not is_ours and ticket.our_turn_since is not None:
        length = terms.calendar.between(ticket.our_turn_since, ticket.locked_at)
        ticket.our_turn_seconds, ticket.our_turn_since = ticket.our_turn_seconds + length // _SECOND, None
    ticket.resolve_by = terms.resolve_by(ticket) if is_ours else None


def bring_into_line() -> int:
    """Write anew what is promised and wanted, after a plan, somebody's plan, a target or the calendar changed.

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
    tickets = list(rows.filter(our_turn_since__isnull=False, pk__gt=after).order_by("pk")[:BATCH])
    terms = terms_of_each(ticket.requester_id for ticket in tickets) if tickets else {}
    changed = [ticket for ticket in tickets if renew(ticket, terms[ticket.requester_id])]
    Ticket.objects.bulk_update(changed, WRITTEN)
    return (tickets[-1].pk if len(tickets) == BATCH else None), len(changed)


def renew(ticket: Ticket, terms: Terms) -> bool:
    """Write into a ticket that was read with `locked_at` what is promised by these terms; tell whether that is new.

    A right that has begun is not taken away. A promise that is broken stays so, and none is broken by a change.
    """
    before = {name: getattr(ticket, name) for name in WRITTEN}
    keep(ticket, terms)
    if before["escalatable_at"] and before["escalatable_at"] <= ticket.locked_at:
        ticket.escalatable_at = before["escalatable_at"]
    if before["due_at"] and min(before["due_at"], ticket.due_at or before["due_at"]) <= ticket.locked_at:
        ticket.due_at, ticket.at_risk_at = before["due_at"], before["at_risk_at"]
    return before != {name: getattr(ticket, name) for name in WRITTEN}


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
