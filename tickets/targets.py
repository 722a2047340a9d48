"""How soon staff wants to answer and to solve: what admins decide, and which target counts for which ticket.

Measure by measure the closest target counts: that of the ticket's own category, then of the category above it, then of
all categories; in each of these the one for its priority goes before the one for all priorities.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Expression, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from accounts.models import User
from activity import edits
from shared.refusal import Refusal
from tickets.models import Category, Priority, Target, Ticket
from tickets.models.target import MEASURES

MOST_TARGETS = 200


class TooManyTargets(Refusal):
    """There are as many targets as can be kept in view."""


class NoTarget(Refusal):
    """Targets of which none says anything."""


@dataclass(frozen=True)
class Measures:
    """How much business time each may take; None: there is no target."""

    first_response: timedelta | None = None
    next_response: timedelta | None = None
    resolution: timedelta | None = None


@dataclass(frozen=True)
class Targets:
    """All targets in use of a tenant, as facts() brought them along."""

    facts: list[dict]

    @cached_property
    def _rows(self) -> dict:
        return {(row["category"], row["priority"]): row for row in self.facts}

    @cached_property
    def _above(self) -> dict:
        return {below: row["category"] for row in self.facts for below in row["below"]}

    def of(self, category_id: int, priority_id: int) -> Measures:
        """Return what is wanted for tickets of a category and a priority."""
        categories = (category_id, self._above.get(category_id), None)
        ways = [(category, priority) for category in categories for priority in (priority_id, None)]
        rows = [self._rows[way] for way in ways if way in self._rows]
        return Measures(**{measure: _first(row[measure] for row in rows) for measure in MEASURES})


def _first(minutes: Iterable[int | None]) -> timedelta | None:
    found = next((number for number in minutes if number is not None), None)
    return found and timedelta(minutes=found)


def facts() -> Expression:
    """Return what lets a query bring along what Targets() reads, as one more column."""
    below = Category.objects.filter(parent=OuterRef("category")).values("pk")
    columns = {"category": "category_id", "priority": "priority_id", **{measure: measure for measure in MEASURES}}
    row = JSONObject(below=ArraySubquery(below), **columns)
    return ArraySubquery(Target.objects.in_use().values(json=row))


def open_tickets_of(category: Category | None, priority: Priority | None) -> QuerySet[Ticket]:
    """Return the open tickets that a target is about, whether or not another one is closer."""
    found = Ticket.objects.open()
    if category:
        below = Category.objects.filter(parent=category)
        found = found.filter(category__in=[category.pk, *below.values_list("pk", flat=True)])
    return found.filter(priority=priority) if priority else found


# --- what admins decide -------------------------------------------------------------------------------------


@transaction.atomic
def add(
    *, category: Category | None, priority: Priority | None, by: User | None, form_key: UUID | None = None, **measures
) -> Target:
    """Add targets, each measure in minutes of business time. Raises Taken, NoTarget or TooManyTargets."""
    _refuse_nothing(measures)
    if Target.objects.in_use().count() >= MOST_TARGETS:
        raise TooManyTargets(f"There can be targets for at most {MOST_TARGETS} categories and priorities.")
    return edits.add(Target(category=category, priority=priority, **measures), by=by, form_key=form_key)


def change(
    target: Target,
    *,
    category: Category | None,
    priority: Priority | None,
    by: User,
    seen: str | None = None,
    **measures,
) -> Target:
    """Change targets. Raises Taken, NoTarget or ChangedMeanwhile."""
    _refuse_nothing(measures)
    return edits.change(target, {"category": category, "priority": priority, **measures}, by=by, seen=seen)


def archive(target: Target, *, by: User) -> Target:
    """Aim at it no longer."""
    return edits.archive(target, by=by)


def restore(target: Target, *, by: User) -> Target:
    """Aim at it again. Raises Taken."""
    return edits.restore(target, by=by)


def _refuse_nothing(measures):
    if not any(measures.values()):
        raise NoTarget("Enter at least one time.", field="first_response")
