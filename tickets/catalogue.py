"""What admins decide about tickets: categories, their questions, priorities, the rules of closing.

Each verb is one transaction and one event; names of the events are in activity.edits.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, OuterRef, Subquery

from accounts.models import Team, User
from activity import edits
from shared.refusal import Refusal
from tickets.models import Category, FormField, Priority, Rules, Ticket

# What a page can show and a person can still choose from.
MOST_CATEGORIES, MOST_FIELDS, MOST_PRIORITIES = 200, 30, 12
_RANK_STEP = 10


class StillUsed(Refusal):
    """Something in use needs this; the sentence names it."""


class NoLongerUsed(Refusal):
    """The category above, or the priority or team that a category is to have, is archived itself."""


class TooMany(Refusal):
    """The list is as long as it may become."""


# --- categories and subcategories -------------------------------------------------------------------------


@transaction.atomic
def add_category(
    *,
    name: str,
    hint: str = "",
    scope_note: str = "",
    priority: Priority | None = None,
    team: Team | None = None,
    parent: Category | None = None,
    by: User | None,
    form_key: UUID | None = None,
) -> Category:
    """Add a category, or below a parent a subcategory, at the end of its list."""
    _refuse_archived(parent=parent, priority=priority, team=team)
    _refuse_more_than(MOST_CATEGORIES, Category.objects.in_use(), "categories")
    place = _end(Category.objects.filter(parent=parent), "position") + 1
    category = Category(
        name=name, hint=hint, scope_note=scope_note, priority=priority, team=team, parent=parent, position=place
    )
    return edits.add(category, by=by, form_key=form_key)


@transaction.atomic
def change_category(
    category: Category,
    *,
    name: str,
    hint: str,
    scope_note: str,
    priority: Priority | None,
    team: Team | None,
    by: User,
    seen: str | None = None,
) -> Category:
    """Change a category. Tickets that were filed keep the priority and the team they have."""
    if category.archived_at is None:
        _refuse_archived(priority=priority, team=team)
    values = {"name": name, "hint": hint, "scope_note": scope_note, "priority": priority, "team": team}
    return edits.change(category, values, by=by, seen=seen)


@transaction.atomic
def archive_category(category: Category, *, by: User) -> Category:
    """Take a category and its subcategories away from customers; their tickets stay where they are.

    Raises StillUsed for the last category in use.
    """
    edits.lock_all(Category.objects.in_use().filter(parent=category.parent))
    others = Category.objects.in_use().top().exclude(pk=category.pk)
    if category.parent_id is None and not others.exists():
        raise StillUsed(f"{category.name} is the only category in use. Add another one first: every ticket needs one.")
    category = edits.archive(category, by=by)
    # The same moment tells the restoring which of them went with their category.
    Category.objects.in_use().filter(parent=category).update(archived_at=category.archived_at)
    return category


@transaction.atomic
def restore_category(category: Category, *, by: User) -> Category:
    """Take a category into use again, with the subcategories that were archived with it.

    Raises NoLongerUsed, or Taken when its name was given to another one.
    """
    category = edits.lock(category)
    _refuse_archived(parent=category.parent, priority=category.priority, team=category.team)
    went_at = category.archived_at
    category = edits.restore(category, by=by)
    if went_at:
        category.subcategories.filter(archived_at=went_at).update(archived_at=None)
    return category


def move_category(category: Category, *, to: str, by: User) -> None:
    """Put a category one place "up" or "down" among those beside it."""
    edits.move(category, Category.objects.in_use().filter(parent=category.parent), to=to, by=by)


def open_tickets_of(category: Category) -> int:
    """Return how many open tickets a category and its subcategories have."""
    those = Category.objects.filter(parent=category).values("pk")
    return Ticket.objects.open().filter(category_id__in=[category.pk, *those.values_list("pk", flat=True)]).count()


# --- what a category asks ---------------------------------------------------------------------------------


@transaction.atomic
def add_field(*, category: Category, by: User | None, form_key: UUID | None = None, **words) -> FormField:
    """Let a category ask one more question; words are label, hint, kind, is_required and choices."""
    edits.lock(category)
    _refuse_more_than(MOST_FIELDS, FormField.objects.in_use().filter(category=category), "questions for one category")
    place = _end(FormField.objects.filter(category=category), "position") + 1
    return edits.add(FormField(category=category, position=place, **words), by=by, form_key=form_key)


def change_field(field: FormField, *, by: User, seen: str | None = None, **words) -> FormField:
    """Change a question. Answers keep the wording of the day they were given."""
    return edits.change(field, words, by=by, seen=seen)


def archive_field(field: FormField, *, by: User) -> FormField:
    """Stop asking; the answers stay on their tickets."""
    return edits.archive(field, by=by)


def restore_field(field: FormField, *, by: User) -> FormField:
    """Ask again."""
    return edits.restore(field, by=by)


def move_field(field: FormField, *, to: str, by: User) -> None:
    """Ask a question one place earlier ("up") or later ("down")."""
    edits.move(field, FormField.objects.in_use().filter(category=field.category_id), to=to, by=by)


# --- priorities -------------------------------------------------------------------------------------------


@transaction.atomic
def add_priority(*, name: str, by: User | None, form_key: UUID | None = None) -> Priority:
    """Add a priority below all others."""
    _refuse_more_than(MOST_PRIORITIES, Priority.objects.in_use(), "priorities")
    return edits.add(Priority(name=name, rank=_end(Priority.objects, "rank") + _RANK_STEP), by=by, form_key=form_key)


def change_priority(priority: Priority, *, name: str, by: User, seen: str | None = None) -> Priority:
    """Rename a priority."""
    return edits.change(priority, {"name": name}, by=by, seen=seen)


@transaction.atomic
def archive_priority(priority: Priority, *, by: User) -> Priority:
    """Take a priority out of use; raise StillUsed, with the categories that use it."""
    edits.lock(priority)
    if users := categories_with(priority=priority):
        raise StillUsed(f"{priority.name} is the priority of {names(users)}. Give them another one first.")
    return edits.archive(priority, by=by)


@transaction.atomic
def restore_priority(priority: Priority, *, by: User) -> Priority:
    """Take a priority into use again, below all others."""
    if edits.lock(priority).archived_at is None:
        return priority
    priority = edits.restore(priority, by=by)
    priority.rank = _end(Priority.objects.exclude(pk=priority.pk), "rank") + _RANK_STEP
    priority.save(update_fields=["rank"])
    bring_ranks_into_line()
    return priority


@transaction.atomic
def move_priority(priority: Priority, *, to: str, by: User) -> None:
    """Make a priority one step more urgent ("up") or less ("down"), and its open tickets with it."""
    edits.move(priority, Priority.objects.in_use(), to=to, by=by, column="rank", step=_RANK_STEP)
    bring_ranks_into_line()


@transaction.atomic
def bring_ranks_into_line() -> int:
    """Give open tickets the rank of their priority; return how many had another one.

    Escalated tickets keep theirs. Follows every move once more: a ticket that was being filed at that
    moment had read the old rank.
    """
    wrong = Ticket.objects.open().filter(escalated_at=None).exclude(rank=F("priority__rank"))
    edits.lock_all(wrong)  # before the update, which would lock them in any order
    return wrong.update(rank=Subquery(Priority.objects.filter(pk=OuterRef("priority")).values("rank")))


# --- teams, closing and reopening -------------------------------------------------------------------------


@transaction.atomic
def archive_team(team: Team, *, by: User) -> Team:
    """Take a team out of use; raise StillUsed, with the categories whose tickets go to it."""
    edits.lock(team)
    if users := categories_with(team=team):
        raise StillUsed(f"{team.name} works on {names(users)}. Give them another team first.")
    return edits.archive(team, by=by)


@transaction.atomic
def change_rules(*, by: User, seen: str | None = None, **rule: int | str) -> Rules:
    """Change the tenant's rules, named as in Rules. Moments that were promised on a ticket stay as they are."""
    rules, _ = Rules.objects.get_or_create()
    return edits.change(rules, rule, by=by, seen=seen)


def categories_with(**what) -> list[Category]:
    """Return the categories in use that have a priority or a team of their own."""
    return list(Category.objects.in_use().filter(**what).select_related("parent"))


def names(categories: list[Category]) -> str:
    """Return "Account, Safety and 3 more" for a sentence."""
    shown = [str(category) for category in categories[:3]]
    if more := len(categories) - len(shown):
        return f"{', '.join(shown)} and {more} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def _end(rows, column):
    return rows.aggregate(last=Max(column))["last"] or 0


def _refuse_more_than(most, rows, what):
    if rows.count() >= most:
        raise TooMany(f"There can be at most {most} {what}. Archive one that is no longer used.")


def _refuse_archived(**needed):
    # Locked, so that it is not archived in the same moment.
    for field, row in needed.items():
        if row and edits.lock(row).archived_at:
            choose = "" if field == "parent" else f" or select another {field}"
            raise NoLongerUsed(f"{row} is archived. Restore it first{choose}.", field=field)
