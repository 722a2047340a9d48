"""What a filter asks for in words, and what it could ask for: the chips and the questions of the filter bar."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import BooleanField, Case, CharField, ExpressionWrapper, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from accounts.models import Team, User
from tickets import filters
from tickets.filters import FIELDS, ME, MY_TEAMS, NO_TEAM, NOBODY, Filter
from tickets.models import Category, Priority, Tag
from tickets.statuses import Status

_MOST_AGENTS = 200
_WORDS = {ME: "Me", NOBODY: "Nobody", MY_TEAMS: "My teams", NO_TEAM: "No team"}
_ARCHIVED, _LEFT = "archived", "no longer works here"
_UNKNOWN = ("", "no longer there")
# Where a list has several of a kind, its questions offer to choose among these and nothing beyond.
_WITHIN = ("statuses", "teams")
LABELS = {one.name: one.label for one in FIELDS}
KEYS = {one.name: one.key for one in FIELDS}


# --- what is asked for ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Condition:
    """One thing that a filter asks for, and the filter without it."""

    label: str
    words: str  # empty where the label says it all
    without: Filter
    # What has become of it: "archived", "no longer there"; empty while all is well.
    note: str = ""


def conditions(chosen: Filter, base: Filter) -> list[Condition]:
    """Return what a filter asks for besides what another one does; all names come from one query at most."""
    differing = [one.name for one in FIELDS if getattr(chosen, one.name) != getattr(base, one.name)]
    known, found = _named(chosen, differing), []
    for name in differing:
        value = getattr(chosen, name)
        if isinstance(value, tuple) and value and not _is_group(name, value):
            found += [_one_of_several(chosen, base, name, one, known) for one in value]
        else:
            found.append(Condition(LABELS[name], _in_words(name, value), _without(chosen, base, name)))
    return found


def _one_of_several(chosen, base, name, one, known) -> Condition:
    left = tuple(other for other in getattr(chosen, name) if other != one)
    without = replace(chosen, **{name: left}) if left else _without(chosen, base, name)
    if name == "statuses":
        return Condition(LABELS[name], one.label, without)
    words, note = known.get((name, str(one)), _UNKNOWN)
    if one in _WORDS:
        words, note = _WORDS[one], ""
    elif name == "tags" and not words:
        words, note = one, ""  # no tag of this name yet: it may come
    return Condition(LABELS[name], words, without, note)


def _without(chosen, base, name) -> Filter:
    return replace(chosen, **{name: getattr(base, name)})


def _is_group(name, value) -> bool:
    return name == "statuses" and any(value == group for _, group in filters.GROUPS.values())


def _in_words(name, value) -> str:
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    if name == "statuses" and value:
        return next(words for words, group in filters.GROUPS.values() if value == group)
    return "" if value is True else value or "Any"


def _named(chosen: Filter, among: Iterable[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the names of the rows that a filter names, and what has become of each, by field and value."""
    rows = [_rows(name, wanted) for name in among if (wanted := _looked_up(name, getattr(chosen, name)))]
    if not rows:
        return {}
    first, *others = rows
    found = first.union(*others, all=True) if others else first
    return {(name, key): (words, _fate(name) if is_gone else "") for name, key, words, is_gone in found}


def _looked_up(name, values) -> list:
    if name not in _TABLES:
        return []
    return [value for value in values if name == "tags" or isinstance(value, int)]


def _rows(name, wanted) -> QuerySet:
    rows, key, words, is_gone = _TABLES[name]
    told = {
        "of_field": Value(name, CharField()),
        "as_key": Cast(key, CharField()),
        "in_words": Cast(words, CharField()),
        "is_gone": ExpressionWrapper(is_gone, BooleanField()),
    }
    return rows().filter(**{f"{key}__in": wanted}).order_by().annotate(**told).values_list(*told)


def _fate(name) -> str:
    return _LEFT if name == "assignees" else _ARCHIVED


_IS_IN_USE, _IS_ARCHIVED = Q(archived_at=None), Q(archived_at__isnull=False)
# field: the rows that its values name, by which column, what they are called, and when one of them is gone
_TABLES = {
    "categories": (
        lambda: Category.objects.all(),
        "pk",
        Case(When(parent=None, then=F("name")), default=Concat("parent__name", Value(" › "), "name")),
        _IS_ARCHIVED,
    ),
    # Staff alone: whoever types another number learns no name.
    "assignees": (lambda: User.objects.staff(), "pk", F("name"), Q(is_active=False)),
    "teams": (lambda: Team.objects.all(), "pk", F("name"), _IS_ARCHIVED),
    "priorities": (lambda: Priority.objects.all(), "pk", F("name"), _IS_ARCHIVED),
    "tags": (lambda: Tag.objects.all(), "name", F("name"), _IS_ARCHIVED),
}


# --- what can be asked for --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """One box to tick."""

    value: str
    words: str
    is_ticked: bool
    note: str = ""
    is_below: bool = False


@dataclass(frozen=True)
class Question:
    """Boxes to tick under one label. With `lifts`, none ticked lifts what the list asks for by itself."""

    name: str
    key: str
    label: str
    choices: list[Choice] = field(default_factory=list)
    lifts: bool = False


def questions(chosen: Filter, base: Filter, *, fixed=(), is_own: bool = False, user: User) -> list[Question]:
    """Return what can be ticked to narrow a list, in four queries at most; `fixed` names the fields left out.

    With `is_own` the list is nothing but its filter, a saved view: all of it can be chosen anew.
    """
    offered = [
        ("statuses", _statuses(base, is_own)),
        ("categories", None if "categories" in fixed else _categories(chosen)),
        ("assignees", None if "assignees" in fixed else _agents(chosen)),
        ("teams", None if "teams" in fixed else _teams(chosen, base, is_own, user)),
        ("priorities", None if "priorities" in fixed else _priorities(chosen)),
    ]
    asked = []
    for name, options in offered:
        # One choice is none.
        if name not in fixed and options and len(options) > 1:
            asked.append(_question(name, options, chosen, base, is_own))
    return asked


def _question(name, options, chosen, base, is_own) -> Question:
    value, own = getattr(chosen, name), getattr(base, name)
    is_within = name in _WITHIN and not is_own
    ticked = () if is_within and value == own else value
    choices = [Choice(_as_text(name, key), words, key in ticked, note, below) for key, words, note, below in options]
    return Question(name, KEYS[name], LABELS[name], choices, lifts=bool(own) and not is_within)


def _as_text(name, key) -> str:
    return key.key if name == "statuses" else str(key)


def _statuses(base, is_own) -> list[tuple]:
    within = base.statuses if base.statuses and not is_own else tuple(Status)
    if not is_own and base.assignees == (ME,):
        within = [status for status in within if status != Status.NEW]  # those are nobody's
    if not is_own and base.assignees == (NOBODY,):
        within = [status for status in within if status in (Status.NEW, Status.REOPENED)]
    return [(status, status.label, "", False) for status in within]


def _in_use_or(rows, chosen, in_use: Q):
    """Return the rows that are in use or chosen: a choice that is gone can still be seen and dropped."""
    ids = [one for one in chosen if isinstance(one, int)]
    return rows.filter(in_use | Q(pk__in=ids)) if ids else rows.filter(in_use)


def _categories(chosen) -> list[tuple]:
    found = _in_use_or(Category.objects.select_related("parent"), chosen.categories, _IS_IN_USE).order_by(
        "position", "name"
    )
    ordered = [one for top in found.as_tree() for one in (top, *top.below)]
    loose = [one for one in found if one not in ordered]
    options = [(one.pk, one.name, _note(one), one.parent_id is not None) for one in ordered]
    return options + [(one.pk, str(one), _note(one), False) for one in loose]


def _agents(chosen) -> list[tuple]:
    works = Q(is_active=True) & (Q(is_agent=True) | Q(is_manager=True))
    found = _in_use_or(User.objects.staff(), chosen.assignees, works).order_by("name")[:_MOST_AGENTS]
    people = [(one.pk, one.name, "" if one.is_active else _LEFT, False) for one in found]
    return [(ME, _WORDS[ME], "", False), (NOBODY, _WORDS[NOBODY], "", False), *people]


def _teams(chosen, base, is_own, user) -> list[tuple]:
    mine = not is_own and base.teams == (MY_TEAMS,)
    rows = Team.objects.filter(memberships__user=user) if mine else Team.objects.all()
    found = _in_use_or(rows, () if mine else chosen.teams, _IS_IN_USE).order_by("name")
    teams = [(one.pk, one.name, _note(one), False) for one in found]
    if mine or not teams:
        return teams
    return [(MY_TEAMS, _WORDS[MY_TEAMS], "", False), *teams, (NO_TEAM, _WORDS[NO_TEAM], "", False)]


def _priorities(chosen) -> list[tuple]:
    found = _in_use_or(Priority.objects.all(), chosen.priorities, _IS_IN_USE).order_by("rank", "name")
    return [(one.pk, one.name, _note(one), False) for one in found]


def _note(row) -> str:
    return _ARCHIVED if row.archived_at else ""
