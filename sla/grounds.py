"""What estimates rest on, and what is said about them: everything that a page needs, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import Plan
from businesshours import calendars
from businesshours.hours import Calendar
from shared.prepared import Slot, prepared
from sla import estimates
from sla.estimates import Group, Kind
from sla.models import Basis, Disclosure, Score
from tenants.fields import CurrentTenant
from tenants.models import Tenant
from tickets.line import MOST_COUNTED, CountOf
from tickets.models import Ticket

_OF_BASIS = ("is_first", "category_id", "priority_id", "plan_id", "number", "plain", "relative", "base", "per_ahead")


@dataclass(frozen=True)
class Grounds:
    """What is known at one moment about how long answers take."""

    calendar: Calendar
    plan: Plan
    score: Score
    disclosure: Disclosure
    bases: dict[Group, estimates.Basis]
    names: dict[Group, str]
    # How many tickets stand before a new one of this kind.
    ahead: int | None = None

    @property
    def day(self) -> int:
        """Return how many seconds an ordinary working day has."""
        return estimates.working_day(self.calendar)

    def choose(self, kind: Kind | None) -> Group | None:
        """Return the narrowest group of a kind with enough answers, None if there are too few at all."""
        return estimates.choose({group: basis.number for group, basis in self.bases.items()}, kind)

    def moment(self, begin: datetime, seconds: int) -> datetime | None:
        """Return when so much business time has passed, as it is said."""
        return estimates.moment(self.calendar, begin, seconds)


def read(
    *,
    is_first: bool = True,
    categories: Iterable[int] = (),
    priority: int | None = None,
    plan: int | None = None,
    rank: int | None = None,
) -> Grounds:
    """Return what is known about waits: in general, or of some categories and a priority, by their ids.

    Without a plan the default one counts. With a rank the line before a new ticket of this rank is counted as well.
    """
    facts = _facts(is_first, _slot(priority), _slot(plan), _slot(rank), *map(Slot, categories))[0]
    own_plan = Plan(**facts.own_plan) if facts.own_plan else Plan()
    named = [(Group(*(row[name] for name in _OF_BASIS[:4])), row) for row in facts.bases]
    return Grounds(
        calendar=calendars.read(facts.calendar_facts),
        plan=own_plan,
        score=Score(**facts.score) if facts.score else Score(),
        disclosure=Disclosure(**facts.disclosure) if facts.disclosure else Disclosure(),
        bases={group: estimates.Basis(*(row[name] for name in _OF_BASIS[4:])) for group, row in named},
        names={group: _in_words(row) for group, row in named},
        ahead=None if rank is None else facts.ahead,
    )


def _slot(value):
    return None if value is None else Slot(value)


@prepared
def _facts(is_first, priority, plan, rank, *categories) -> QuerySet:
    of_plan = Q(pk=plan) if plan else Q(is_default=True)
    promised = Plan.objects.values(json=JSONObject(id="id", guarantee_days="guarantee_days"))
    facts = Tenant.objects.filter(pk=CurrentTenant()).annotate(
        calendar_facts=calendars.facts(),
        own_plan=Subquery(promised.filter(of_plan)[:1]),
        score=_one_of(Score, "kept", "judged", "factor", "in_time", "asked", "hours"),
        disclosure=_one_of(Disclosure, "shows_kept", "shows_in_time", "in_time_hours"),
        bases=ArraySubquery(_bases(is_first, priority, plan, categories)),
    )
    if rank is None:
        return facts
    before = Ticket.objects.waiting().filter(rank__lte=rank).order_by().values("pk")[:MOST_COUNTED]
    return facts.annotate(ahead=CountOf(before))


def _one_of(model, *names) -> Subquery:
    return Subquery(model.objects.values(json=JSONObject(**{name: name for name in names}))[:1])


def _bases(is_first, priority, plan, categories) -> QuerySet:
    of_plan = Q(plan=plan) if plan else Q(plan__is_default=True)
    rows = Basis.objects.filter(
        Q(is_first=is_first) | Q(is_first=None),
        reduce(or_, (Q(category=one) for one in categories), Q(category=None)),
        Q(priority=priority) | Q(priority=None) if priority else Q(priority=None),
        of_plan | Q(plan=None),
    )
    facts = {name: F(name) for name in _OF_BASIS}
    names = {
        "category_name": "category__name",
        "above": "category__parent__name",
        "priority_name": "priority__name",
        "plan_name": "plan__name",
    }
    return rows.values(json=JSONObject(**facts, **names))


def _in_words(row: dict) -> str:
    """Say of which kind the answers of a group were: "First answers · Bills › Refund · Normal priority · VIP plan"."""
    answers = {True: "First answers", False: "Later answers", None: "All answers"}[row["is_first"]]
    category = " › ".join(filter(None, (row["above"], row["category_name"])))
    priority = row["priority_name"] and f"{row['priority_name']} priority"
    plan = row["plan_name"] and f"{row['plan_name']} plan"
    return " · ".join(filter(None, (answers, category, priority, plan)))[:250]
