"""Giving tickets to the agents with the least open work.

Any number of workers may do it at once: each takes its turn (see loads.take_turns), counts what everybody has by
then, and gives out a batch. Tickets that somebody else is changing at that moment are left to the next turn.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import roles
from accounts.models import Assignment, Team, User
from activity.models import Event
from shared import clock
from shared.clock import DatabaseNow
from tenants.scope import across_tenants
from tickets import assignment, events, loads
from tickets.lifecycle import NotYours
from tickets.loads import Crew
from tickets.models import Rules, Ticket
from tickets.statuses import Status

BATCH = 50
# As many as a manager can give out with one click.
MOST = 500
# What has just changed is left to the reaction to that change, which lets undo go first.
_SETTLED = timedelta(seconds=15)


@dataclass
class Given:
    """Which tickets were given out, and how many found nobody."""

    tickets: list[Ticket] = field(default_factory=list)
    left: int = 0

    def in_words(self) -> str:
        """Return "5 tickets assigned: 3 to Ana, 2 to Ben. 1 stays: nobody on shift has room for it."."""
        to = Counter(ticket.assignee.name for ticket in self.tickets)
        whom = ", ".join(f"{number} to {name}" for name, number in sorted(to.items()))
        number = len(self.tickets)
        done = f"{number} ticket{'' if number == 1 else 's'} assigned: {whom}." if number else "No ticket was assigned."
        if not self.left:
            return done
        stay = "1 stays: nobody on shift has room for it." if self.left == 1 else ""
        return f"{done} {stay or f'{self.left} stay: nobody on shift has room for them.'}"


# --- by the rule ------------------------------------------------------------------------------------------


def place(ticket: Ticket) -> list[Ticket]:
    """Give out a ticket that is nobody's, and up to a batch of those that wait longer; return what was given out.

    Does nothing where managers assign. One transaction.
    """
    rules = Rules.current()
    balanced = _balanced(rules)
    return _batch(_by_the_rule(balanced, fresh=ticket.pk), rules) if ticket.team_id in balanced else []


def assign_waiting() -> int:
    """Give out all that waits in the open scope and can be given out now; return how many."""
    total = given = len(_waiting_batch())
    while given == BATCH:
        given = len(_waiting_batch())
        total += given
    return total


def tenants_with_waiting_tickets() -> list[int]:
    """Return the ids of the tenants in which the rule may have something to give out, read across tenants."""
    waiting = across_tenants(Ticket).filter(tenant=OuterRef("tenant"), assignee=None, status__lt=Status.CLOSED)
    found = set()
    for decides in (Rules, Team):
        balanced = across_tenants(decides).filter(Exists(waiting), assignment=Assignment.BALANCED)
        found |= set(balanced.values_list("tenant_id", flat=True))
    return sorted(found)


def _waiting_batch():
    rules = Rules.current()
    balanced = _balanced(rules)
    return _batch(_by_the_rule(balanced), rules) if balanced else []


def _balanced(rules: Rules) -> set[int | None]:
    """The teams whose tickets the rule gives out; None stands for tickets without a team."""
    by_default = rules.assignment == Assignment.BALANCED
    modes = [Assignment.BALANCED, ""] if by_default else [Assignment.BALANCED]
    teams = set(Team.objects.filter(assignment__in=modes).values_list("pk", flat=True))
    return teams | {None} if by_default else teams


def _by_the_rule(teams: set, fresh: int | None = None) -> QuerySet:
    is_settled = Q(updated_at__lte=clock.now() - _SETTLED)
    return Ticket.objects.unassigned().filter(_of(teams), is_settled | Q(pk=fresh))


# --- by a manager -----------------------------------------------------------------------------------------


def assign_oldest_evenly(*, by: User, limit: int = BATCH, tickets: Iterable[Ticket] | None = None) -> Given:
    """Give the tickets that stand first in line to the agents on shift with the least open work.

    Of all unassigned ones, or of `tickets`: with these a second click finds its work done. Teams, shifts and limits
    count as for the rule, whoever assigns otherwise. In transactions of a batch each. Raises NotYours.
    """
    if not roles.may(by, "tickets.assign"):
        raise NotYours("Only a manager can do that.")
    wanted = Ticket.objects.unassigned()
    if tickets is not None:
        wanted = wanted.filter(pk__in=[ticket.pk for ticket in tickets])
    wanted_number = min(limit, MOST, wanted.count())
    given = Given()
    while (missing := wanted_number - len(given.tickets)) > 0:
        more = _batch(wanted, Rules.current(), by=by, most=min(missing, BATCH))
        if not more:
            break
        given.tickets += more
    given.left = max(0, wanted_number - len(given.tickets))
    return given


# --- both ---------------------------------------------------------------------------------------------------


@transaction.atomic
def _batch(tickets: QuerySet, rules: Rules, *, by: User | None = None, most: int = BATCH) -> list[Ticket]:
    """Give out tickets in serving order until nobody who could take one has room."""
    loads.take_turns()
    crew = loads.crew(clock.now(), rules)
    able = _teams_with_room(crew)
    if not able:
        return []
    free = tickets.filter(_of(able)).annotate(locked_at=DatabaseNow()).in_serving_order()
    locked = list(free.select_for_update(skip_locked=True, no_key=True, of=("self",))[:most])
    taken_back = _taken_back_from(locked)
    given = []
    for ticket in locked:
        if load := crew.least_loaded(ticket.team_id, rather_not=taken_back.get(ticket.pk, frozenset())):
            given.append(assignment.give(ticket, to=load.agent, by=by))
            load.open_tickets += 1
    return given


def _of(teams: set) -> Q:
    named = Q(team__in=[team for team in teams if team is not None])
    return named | Q(team=None) if None in teams else named


def _teams_with_room(crew: Crew) -> set[int | None]:
    """The teams in which somebody can take a ticket: the others' tickets would stand in the way of theirs."""
    able = [load for load in crew.loads if load.can_take]
    return {team for load in able for team in load.teams} | ({None} if able else set())


def _taken_back_from(tickets: list[Ticket]) -> dict[int, frozenset[int]]:
    """Return whom each ticket was taken back from: it should not fall to the same person again."""
    happened = Event.objects.filter(
        subject_kind="ticket", subject_id__in=[ticket.pk for ticket in tickets], name=events.UNASSIGNED
    )
    found: dict[int, set[int]] = {}
    for ticket_id, data in happened.values_list("subject_id", "data"):
        found.setdefault(ticket_id, set()).add(data["previously"])
    return {ticket_id: frozenset(people) for ticket_id, people in found.items()}
