"""Who could take a ticket now, and how much each has already.

The load of an agent is the number of their open tickets, whoever's turn it is; the limit counts the same.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Membership, User
from businesshours import presence
from businesshours.shifts import Roster
from tenants.scope import current_tenant_id
from tickets.models import Rules, Ticket

# Of several with the same load, the next ticket goes to who has closed the fewest in this time.
_LATELY = timedelta(days=1)


@dataclass
class Load:
    """One agent: what they have, and whether there is room for more."""

    agent: User
    open_tickets: int
    limit: int | None
    is_on_shift: bool
    roster: Roster
    teams: frozenset[int] = field(default_factory=frozenset)
    closed_lately: int = 0

    @property
    def has_room(self) -> bool:
        """Whether the limit leaves room for another ticket."""
        return self.limit is None or self.open_tickets < self.limit

    @property
    def can_take(self) -> bool:
        """Whether the rule may give another ticket to this agent now."""
        return self.is_on_shift and self.has_room

    def works_for(self, team_id: int | None) -> bool:
        """Whether tickets of a team go to this agent; those without a team go to everybody."""
        return team_id is None or team_id in self.teams


class Crew:
    """The agents of the tenant with their loads, kept up to date while tickets are given out."""

    def __init__(self, loads: list[Load]):
        self.loads = loads

    def least_loaded(self, team_id: int | None, *, rather_not: frozenset[int] = frozenset()) -> Load | None:
        """Return who of a team takes the next ticket; somebody of `rather_not` only if there is nobody else."""
        able = [load for load in self.loads if load.can_take and load.works_for(team_id)]
        preferred = [load for load in able if load.agent.pk not in rather_not]
        return min(preferred or able, key=_fairness, default=None)

    def without(self, agent: User) -> "Crew":
        """Return the others."""
        return Crew([load for load in self.loads if load.agent.pk != agent.pk])


def _fairness(load: Load):
    return load.open_tickets, load.closed_lately, load.agent.pk


def crew(at: datetime, rules: Rules | None = None) -> Crew:
    """Return the agents to whom tickets can be given, by name, in two queries.

    Managers who are no agents run the room: they are given tickets by hand alone.
    """
    return Crew([load for load in everybody(at, rules) if load.agent.is_agent])


def everybody(at: datetime, rules: Rules | None = None) -> list[Load]:
    """Return who works tickets, managers included, by name, in two queries."""
    house_limit = (rules or Rules.current()).ticket_limit
    people = presence.with_rosters(_with_loads(User.objects.who_work_tickets(), at), at)
    return [_load(person, house_limit, at) for person in people.order_by("name", "pk")]


def load_of(agent: User, at: datetime) -> Load:
    """Return the load of one person."""
    person = presence.with_rosters(_with_loads(User.objects.filter(pk=agent.pk), at), at).get()
    return _load(person, Rules.current().ticket_limit, at)


def take_turns() -> None:
    """Wait until nobody else in this tenant counts and gives out tickets, until the end of the transaction.

    One lock for the tenant and not one per team: somebody who is in two teams has one load. It is no row, because no
    row stands for it (a tenant may live without Rules, and people's rows are written by their sign-ins). Taken before
    any ticket is locked.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"tickets.loads {current_tenant_id()}"]
        )


def _with_loads(people: QuerySet, at: datetime) -> QuerySet:
    own = Ticket.objects.filter(assignee=OuterRef("pk"))
    return people.annotate(
        open_count=Coalesce(Subquery(_count(own.open())), 0),
        closed_count=Coalesce(Subquery(_count(own.closed().filter(closed_at__gte=at - _LATELY))), 0),
        team_ids=ArraySubquery(Membership.objects.filter(user=OuterRef("pk")).values("team_id")),
    )


def _count(tickets):
    return tickets.order_by().values("assignee").annotate(number=Count("pk")).values("number")


def _load(person, house_limit, at) -> Load:
    roster = presence.roster(person)
    return Load(
        agent=person,
        open_tickets=person.open_count,
        limit=house_limit if person.ticket_limit is None else person.ticket_limit,
        is_on_shift=roster.on_shift(at),
        roster=roster,
        teams=frozenset(person.team_ids),
        closed_lately=person.closed_count,
    )
