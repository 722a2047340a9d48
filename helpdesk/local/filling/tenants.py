"""The tenants of a large data set: names, people, teams, categories."""

from dataclasses import dataclass, field
from datetime import datetime
from math import exp
from random import Random
from typing import NamedTuple

from accounts.models import Membership, Plan, Team, User
from businesshours import calendars
from businesshours.hours import Calendar
from businesshours.models import House, usual_weeks
from helpdesk.local.filling.copying import Table
from helpdesk.local.filling.hours import Hours
from tenants.models import HostName, Profile, Tenant
from tickets.models import Category, Priority, TicketCounter
from tickets.promises import Terms
from tickets.targets import Targets

_FIRST_NAMES = """
 Ana Ben Carla Deniz Elif Farid Grace Hana Igor Jonas Kofi Lena Mateo Nadia Olu Priya Quentin Rosa Sven Tomasz
 Uma Viktor Wanda Ximena Yusuf Zoe Amara Bruno Chiara Dmitri Esther Finn Gita Henrik Ines Jamal Katya Liam Mei
 Noor Oscar Paola Rafael Sunita Theo
""".split()
_LAST_NAMES = """
 Silva Ray Kern Okonkwo Martin Novak Rossi Haddad Larsen Weber Dubois Kowalski Tanaka Mensah Garcia Ivanov
 Schmidt Andersson Papadaki Nguyen Cohen Bianchi Fischer Moreau Hughes Santos Nielsen Popescu Yilmaz Horvat
 Lindqvist Achterberg Osei Rao Petrov Wieczorek Couto Baptiste Kim Farah Jansen Murphy Pereira Sato Walker
""".split()
_COMPANY = """
 Northwind Bluebird Cedar Harbour Summit Lantern Meadow Granite Copper Willow Juniper Falcon Orchard Tidal Ember
 Compass Maple Aurora Pioneer Quarry
""".split()
_TRADE = "Hosting Travel Books Energy Telecom Insurance Software Outdoor Kitchens Logistics".split()
_PRIORITIES = {"Urgent": 10, "High": 20, "Normal": 30, "Low": 40}
# As a new tenant begins: name, default, escalation days, guarantee days, chat, priority lift.
_PLANS = (("Standard", True, 5, 2, False, 0), ("VIP", False, 3, 2, True, 1))
# The usual hours of a week, in a time zone that changes its clocks, and the public holidays of a country.
_ZONE, _COUNTRY = "Europe/Lisbon", "PT"
CALENDAR = calendars.read(
    {
        "zone": _ZONE,
        "house": {"weeks": usual_weeks(), "country": _COUNTRY, "region": ""},
        "own": [],
        "feed": None,
    }
)
# category: (team, priority, share of the tickets, subcategories, minutes of an answer, how much they vary)
_CATEGORIES = {
    "Billing": ("Billing", "Normal", 24, ("Invoice", "Refund", "Payment method"), 9, 0.6),
    "Technical problem": ("Technical", "High", 30, ("Error message", "Too slow", "Does not open"), 18, 0.8),
    "Site down": ("Technical", "Urgent", 4, (), 16, 0.8),
    "Account": ("Accounts", "Normal", 18, ("Sign-in", "Change of address", "Delete my account"), 8, 0.5),
    "Orders": ("Orders", "Normal", 14, ("Delivery", "Return"), 7, 0.5),
    "Question before buying": ("Orders", "Low", 10, (), 12, 0.9),
}
_LARGEST_SHARE = 0.1
_TICKETS_OF_ONE_CUSTOMER = 5
_MOST_AGENTS, _TICKETS_OF_ONE_AGENT = 40, 2_000


class Problem(NamedTuple):
    """A category that tickets are filed in: how many of them, and the minutes of an answer, with how they vary."""

    category: int
    priority: int
    rank: int
    team: int
    share: float
    minutes: float
    spread: float

    @property
    def mean_minutes(self) -> float:
        """How long an answer takes on average: `minutes` is what half of them take (log-normal)."""
        return self.minutes * exp(self.spread**2 / 2)


class Customer(NamedTuple):
    """Somebody who files tickets, and what they are promised."""

    person: tuple[int, str]
    plan: int
    terms: Terms


@dataclass
class Place:
    """One tenant, with everything that its tickets refer to."""

    pk: int
    name: str
    host: str
    tickets: int
    hours: Hours
    calendar: Calendar = CALENDAR
    # (id, rank), the most urgent first.
    priorities: list[tuple[int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    agents: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    customers: list[Customer] = field(default_factory=list)
    managers: list[tuple[int, str]] = field(default_factory=list)
    first_number: int = 0
    # The address of an agent of the busiest team, to sign in with.
    agent: str = ""

    @property
    def people(self) -> list[tuple[int, str]]:
        """All agents, each once."""
        return list(dict.fromkeys(person for team in self.agents.values() for person in team))

    def priority(self, problem: Problem, requester: Customer) -> tuple[int, int]:
        """Return the priority and the rank of a ticket: that of its category, lifted by the requester's plan."""
        place = self.priorities.index((problem.priority, problem.rank))
        return self.priorities[max(0, place - requester.terms.priority_lift)]


def sizes(tenants: int, tickets: int) -> list[int]:
    """Share tickets out as in Zipf's law, the largest first: it has a tenth of all if there are enough tenants."""
    largest = max(_LARGEST_SHARE, min(1.0, 2 / (tenants + 1)))
    low, high = 0.0, 4.0
    for _ in range(60):
        middle = (low + high) / 2
        is_too_steep = sum(rank**-middle for rank in range(1, tenants + 1)) < 1 / largest
        low, high = (low, middle) if is_too_steep else (middle, high)
    shares = [largest * rank**-low for rank in range(1, tenants + 1)]
    found = [max(1, round(tickets * share)) for share in shares]
    found[0] += tickets - sum(found)
    return found


class Settling:
    """Founds and furnishes tenants."""

    def __init__(self, cursor, rng: Random, now: datetime, password: str, hours: Hours):
        self._rng, self._now, self._password, self._hours = rng, now, password, hours
        self._tenants = Table(cursor, Tenant, "id", "slug", "created_at")
        self._hosts = Table(cursor, HostName, "id", "name", "tenant_id", "is_primary")
        self._profiles = Table(cursor, Profile, "id", "tenant_id", "name", "time_zone")
        self._houses = Table(cursor, House, "id", "tenant_id", "country")
        self._plans = Table(
            cursor, Plan, "id", "tenant_id", "name", "is_default", "escalation_days", "guarantee_days", "has_chat",
            "priority_lift",
        )  # fmt: skip
        self._priorities = Table(cursor, Priority, "id", "tenant_id", "name", "rank")
        self._teams = Table(cursor, Team, "id", "tenant_id", "name")
        self._categories = Table(
            cursor, Category, "id", "tenant_id", "parent_id", "name", "priority_id", "team_id", "position"
        )
        self._users = Table(
            cursor, User, "id", "tenant_id", "name", "email", "email_norm", "kind", "is_agent", "is_manager",
            "is_admin", "plan_id", "password", "created_at",
        )  # fmt: skip
        self._memberships = Table(cursor, Membership, "id", "tenant_id", "team_id", "user_id")
        self._counters = Table(cursor, TicketCounter, "id", "tenant_id", "value")
        cursor.execute("SELECT slug FROM tenants_tenant")
        self._taken = {slug for (slug,) in cursor.fetchall()}
        self.tables = (
            self._tenants, self._hosts, self._profiles, self._houses, self._plans, self._priorities, self._teams,
            self._categories, self._users, self._memberships, self._counters,
        )  # fmt: skip

    def settle(self, rank: int, tickets: int) -> Place:
        """Make the tenant of a rank, the largest is 0, for so many tickets."""
        name = f"{_COMPANY[rank % 20]} {_TRADE[rank // 20 % 10]}"
        slug = self._slug(name)
        pk = self._tenants.new_id()
        self._tenants.add(pk, slug, self._now)
        self._hosts.add(self._hosts.new_id(), f"{slug}.localhost", pk, True)
        self._profiles.add(self._profiles.new_id(), pk, name, _ZONE)
        self._houses.add(self._houses.new_id(), pk, _COUNTRY)
        first_number = self._rng.randrange(100_000, 900_000)
        place = Place(pk, name, f"{slug}.localhost", tickets, self._hours, first_number=first_number)
        self._furnish(place)
        return place

    def _slug(self, name: str) -> str:
        plain = slug = name.lower().replace(" ", "-")
        number = 1
        while slug in self._taken:
            number += 1
            slug = f"{plain}-{number}"
        self._taken.add(slug)
        return slug

    def _furnish(self, place: Place) -> None:
        priorities = {name: self._row(self._priorities, place, name, rank) for name, rank in _PRIORITIES.items()}
        teams = {
            name: self._row(self._teams, place, name) for name in dict.fromkeys(row[0] for row in _CATEGORIES.values())
        }
        place.priorities = [(priorities[name], rank) for name, rank in _PRIORITIES.items()]
        for position, (name, (team, priority, share, below, *length)) in enumerate(_CATEGORIES.items()):
            top = self._row(self._categories, place, None, name, priorities[priority], teams[team], position)
            subs = [self._row(self._categories, place, top, sub, None, None, at) for at, sub in enumerate(below)]
            for category in subs or [top]:
                urgency, part = (priorities[priority], _PRIORITIES[priority]), share / len(subs or [top])
                place.problems.append(Problem(category, *urgency, teams[team], part, *length))
        self._staff(place, list(teams.values()))
        plans = [(self._row(self._plans, place, *numbers), _terms(numbers)) for numbers in _PLANS]
        for number in range(max(1, place.tickets // _TICKETS_OF_ONE_CUSTOMER)):
            plan, terms = plans[number % 10 == 0]
            pk, name, _ = self._person(place, number, "customer", "example.com", plan=plan)
            place.customers.append(Customer((pk, name), plan, terms))

    def _staff(self, place: Place, teams: list[int]) -> None:
        agents = min(_MOST_AGENTS, max(len(teams), place.tickets // _TICKETS_OF_ONE_AGENT))
        for number in range(agents):
            pk, name, email = self._person(place, number, "staff", "example.org", is_agent=True)
            mine = {teams[number % len(teams)], *([self._rng.choice(teams)] if self._rng.random() < 0.3 else [])}
            place.agent = place.agent or email
            for team in sorted(mine):
                place.agents.setdefault(team, []).append((pk, name))
                self._memberships.add(self._memberships.new_id(), place.pk, team, pk)
        for number in range(1 + agents // 15):
            manager = self._person(place, agents + number, "staff", "example.org", is_agent=True, is_manager=True)
            place.managers.append(manager[:2])
        self._person(place, agents + 10, "staff", "example.org", is_admin=True)

    def _person(self, place, number, kind, domain, *, plan=None, is_agent=False, is_manager=False, is_admin=False):
        first, last = self._rng.choice(_FIRST_NAMES), self._rng.choice(_LAST_NAMES)
        pk, email = self._users.new_id(), f"{first}.{last}.{number}@{domain}".lower()
        self._users.add(
            pk, place.pk, f"{first} {last}", email, email, kind, is_agent, is_manager, is_admin, plan, self._password,
            self._now,
        )  # fmt: skip
        return pk, f"{first} {last}", email

    def _row(self, table: Table, place: Place, *values) -> int:
        pk = table.new_id()
        table.add(pk, place.pk, *values)
        return pk

    def count(self, place: Place, last_number: int) -> None:
        """Let the tenant's numbers go on behind its last ticket."""
        self._counters.add(self._counters.new_id(), place.pk, last_number)


def _terms(numbers) -> Terms:
    _, _, escalation_days, guarantee_days, _, priority_lift = numbers
    return Terms(CALENDAR, Targets([]), escalation_days, guarantee_days, priority_lift)
