"""The manager's room: what waits, what goes wrong, and who has how much.

Every number is the count of a filter, and leads to the list that the same filter makes.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from accounts.models import User
from tickets import filters, loads, queue
from tickets.filters import NOBODY, Filter
from tickets.loads import Load
from tickets.models import ReassignRequest, Rules, Ticket
from tickets.queue import View
from tickets.statuses import OPEN, WAITING

# As many unassigned tickets as are shown in the room; the list has the rest.
ROWS = 20


def _counted(key: str, title: str, chosen: Filter) -> View:
    return View(key, title, chosen, "", "", "", "tickets.read_all")


WAIT = _counted("waiting", "Waiting", Filter(statuses=WAITING))
ESCALATED = _counted("escalated", "Escalated", Filter(statuses=OPEN, escalated=True))
UNASSIGNED = _counted("unassigned", "Unassigned", Filter(statuses=OPEN, assignees=(NOBODY,)))
COUNTED = (WAIT, queue.AT_RISK, queue.OVERDUE, ESCALATED, UNASSIGNED)


@dataclass(frozen=True)
class Desk:
    """What one agent has before them."""

    load: Load
    waiting: int = 0
    overdue: int = 0
    oldest: datetime | None = None
    # When the next shift begins of who is off shift, if one is known.
    back_at: datetime | None = None

    @property
    def agent(self) -> User:
        """Who it is."""
        return self.load.agent


@dataclass(frozen=True)
class Room:
    """The room as it stands at one moment."""

    counts: dict[str, int]
    oldest: Ticket | None
    desks: list[Desk]

    @property
    def on_shift(self) -> int:
        """How many of them are at work now."""
        return sum(desk.load.is_on_shift for desk in self.desks)


def look(user: User, rules: Rules, at: datetime) -> Room:
    """Return the room as a manager sees it, in a fixed number of queries."""
    return Room(
        counts=queue.counts(user, COUNTED, requests=ReassignRequest.objects.waiting),
        oldest=Ticket.objects.waiting().order_by("waiting_since", "id").first(),
        desks=_desks(user, rules, at),
    )


def unassigned(user: User) -> list[Ticket]:
    """Return the unassigned tickets that stand first in line."""
    return list(queue.tickets(user, UNASSIGNED)[:ROWS])


def _desks(user, rules, at) -> list[Desk]:
    """Every agent, and whichever manager has open work; whose tickets have waited longest first."""
    late = filters.condition_of(queue.OVERDUE.filter, user)
    waiting = Q(waiting_since__isnull=False)
    rows = (
        Ticket.objects.open()
        .exclude(assignee=None)
        .values("assignee")
        .annotate(waiting=Count("pk", filter=waiting), overdue=Count("pk", filter=late), oldest=Min("waiting_since"))
    )
    found = {row.pop("assignee"): row for row in rows.order_by()}
    at_work = (load for load in loads.everybody(at, rules) if load.agent.is_agent or load.open_tickets)
    desks = [Desk(load, back_at=_back_at(load, at), **found.get(load.agent.pk, {})) for load in at_work]
    return sorted(desks, key=lambda desk: (desk.oldest is None, desk.oldest or at, desk.agent.name))


def _back_at(load, at):
    return None if load.is_on_shift else load.roster.next_on_shift(at)
