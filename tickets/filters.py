"""Named filters on tickets: what lists, saved views, search and bulk acts choose by.

A Filter is plain data: it is read from a query string or from JSON, told in words, and applied to
tickets that somebody may read. It grants nothing: apply() only ever makes a set of tickets smaller.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import and_
from urllib.parse import parse_qsl, urlencode

from django.db.models import (
    Exists,
    OuterRef,
    Q,
    QuerySet,
)
from django.utils import timezone
from django.utils.dateparse import parse_date

from accounts.models import Membership, User, normalise_email
from shared import clock
from shared.prepared import Moment
from tickets.models import Category, Tagging
from tickets.models.ticket import DUE_ORDER, ESCALATED_RANK, SERVING_ORDER, TARGET_ORDER
from tickets.statuses import OPEN, WAITING, Status, Turn
from tickets.tags import CannotBeTag, name_of

# Words that stand for whoever reads, or for nobody, where an id could stand.
ME, NOBODY, MY_TEAMS, NO_TEAM = "me", "nobody", "mine", "none"
# What lifts a condition that a view has of its own.
ANY = "any"
# More of one kind than anybody chooses by hand.
MOST = 50
_LARGEST_ID = 2**63 - 1

OUR_TURN = tuple(status for status in Status if status.turn == Turn.OURS)
THEIR_TURN = tuple(status for status in Status if status.turn == Turn.YOURS)
# Several statuses under one word.
GROUPS = {
    "open": ("Open", OPEN),
    "waiting": ("Waiting", WAITING),
    "ours": ("Our turn", OUR_TURN),
    "theirs": ("Waiting on customer", THEIR_TURN),
}


@dataclass(frozen=True)
class Filter:
    """What tickets have to be like; an empty field asks for nothing, several values mean any of them."""

    statuses: tuple[Status, ...] = ()
    categories: tuple[int, ...] = ()  # each with its subcategories
    assignees: tuple[int | str, ...] = ()  # ids, ME, NOBODY
    teams: tuple[int | str, ...] = ()  # ids, MY_TEAMS, NO_TEAM
    priorities: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()  # names
    requester: str = ""  # the e-mail address, normalised
    escalated: bool = False
    overdue: bool = False  # not answered by when it was promised
    at_risk: bool = False  # to be answered within the last quarter of the time for it
    target_missed: bool = False  # not answered, or not solved, by when staff wanted to
    filed_since: date | None = None
    filed_until: date | None = None  # that day included, as the day is in the reader's time zone
    updated_since: date | None = None
    updated_until: date | None = None

    @property
    def shows_closed(self) -> bool:
        """Whether closed tickets may be among what it lets through."""
        return not self.statuses or Status.CLOSED in self.statuses

    @property
    def order(self) -> tuple[str, ...]:
        """The order in which its tickets are read: serving order for what is open, the rest by its last change."""
        chosen = set(self.statuses)
        if (self.overdue or self.at_risk) and not self.shows_closed:
            return DUE_ORDER
        if self.target_missed and not self.shows_closed:
            return TARGET_ORDER
        if chosen == {Status.CLOSED}:
            return ("-closed_at", "-id")
        if chosen and chosen <= set(THEIR_TURN):
            return ("updated_at", "id")
        return ("-updated_at", "-id") if self.shows_closed else SERVING_ORDER

    def as_query(self) -> str:
        """Write the query string that from_query() reads."""
        return self.narrowing(Filter())

    def narrowing(self, base: "Filter") -> str:
        """Write the query string that makes this filter out of another one."""
        differing = [field for field in FIELDS if getattr(self, field.name) != getattr(base, field.name)]
        return urlencode(
            [(field.key, text) for field in differing for text in field.write(getattr(self, field.name)) or [ANY]]
        )

    def as_json(self) -> dict:
        """Return what from_json() reads: only what is asked for."""
        return {field.name: field.write(value) for field in FIELDS if (value := getattr(self, field.name))}

    def without(self, name: str) -> "Filter":
        """Return the filter that does not ask for one field."""
        return replace(self, **{name: getattr(Filter(), name)})


class NotUnderstood(ValueError):
    """A value of a query string that says nothing; the sentence is for who typed it."""


@dataclass(frozen=True)
class Field:
    """One field of a Filter: its name in query strings, its label, how its values are read and written."""

    name: str
    key: str
    label: str
    read: Callable[[list[str]], object]
    write: Callable[[object], list[str]]


def from_query(query, base: Filter | None = None) -> tuple[Filter, list[str]]:
    """Read a QueryDict: each key that is there replaces what `base` asks for.

    Returns the filter, and a sentence about each key that says nothing.
    """
    found, problems = base or Filter(), []
    for field in FIELDS:
        texts = [text.strip() for text in query.getlist(field.key)[:MOST]]
        texts = [text for text in texts if text]
        if not texts:
            continue
        try:
            found = replace(found, **{field.name: field.read([text for text in texts if text != ANY])})
        except NotUnderstood as error:
            problems.append(str(error))
    return found, problems


def is_tidy(query, chosen: Filter, base: Filter) -> bool:
    """Tell whether a QueryDict says a filter as narrowing() writes it; forms send their empty fields along."""
    said = [(field.key, text) for field in FIELDS for text in query.getlist(field.key)]
    return sorted(said) == sorted(parse_qsl(chosen.narrowing(base)))


def from_json(stored: dict) -> Filter:
    """Read what as_json() wrote; what is no longer understood, or was never written so, is left out."""
    found = Filter()
    for field in FIELDS:
        if texts := _texts(stored, field.name):
            try:
                found = replace(found, **{field.name: field.read(texts)})
            except NotUnderstood:
                continue
    return found


def _texts(stored, name) -> list[str]:
    texts = stored.get(name) if isinstance(stored, dict) else None
    is_written = isinstance(texts, list) and all(isinstance(text, str) for text in texts)
    return texts[:MOST] if is_written else []


def apply(tickets: QuerySet, chosen: Filter, user: User) -> QuerySet:
    """Return those of the tickets that a filter lets through, as somebody reads it; in no order yet."""
    for condition in _conditions(chosen, user):
        tickets = tickets.filter(condition)
    return tickets


def condition_of(chosen: Filter, user: User) -> Q:
    """Return a filter as one condition, to count by it."""
    return reduce(and_, _conditions(chosen, user), Q())


def in_order(tickets: QuerySet, chosen: Filter) -> QuerySet:
    """Return the tickets in the order that a filter is read in."""
    return tickets.order_by(*chosen.order)


# --- conditions -------------------------------------------------------------------------------------------


def _conditions(chosen: Filter, user: User) -> Iterable[Q]:
    if chosen.statuses:
        yield _status_in(chosen.statuses)
    if chosen.categories:
        below = Category.objects.filter(parent__in=chosen.categories)
        yield Q(category__in=chosen.categories) | Q(category__in=below.values("pk"))
    if chosen.assignees:
        yield _assigned_to(chosen.assignees, user)
    if chosen.teams:
        yield _of_team(chosen.teams, user)
    if chosen.priorities:
        yield Q(priority__in=chosen.priorities)
    if chosen.tags:
        yield Exists(Tagging.objects.filter(ticket=OuterRef("pk"), tag__name__in=chosen.tags))
    if chosen.requester:
        yield Q(requester__in=User.objects.filter(email_norm=chosen.requester).values("pk"))
    if chosen.escalated:
        yield Q(rank=ESCALATED_RANK)
    if chosen.overdue:
        yield Q(due_at__lte=Moment(clock.now))
    if chosen.at_risk:
        yield Q(at_risk_at__lte=Moment(clock.now), due_at__gt=Moment(clock.now))
    if chosen.target_missed:
        yield Q(target_at__lte=Moment(clock.now))
    for column, since, until in (
        ("filed_at", chosen.filed_since, chosen.filed_until),
        ("updated_at", chosen.updated_since, chosen.updated_until),
    ):
        if since:
            yield Q(**{f"{column}__gte": _midnight(since)})
        if until:
            yield Q(**{f"{column}__lt": _midnight(until + timedelta(days=1))})


def _status_in(statuses) -> Q:
    # As a range where it is one, and within one in any case: so the partial indexes are used.
    first, last = min(statuses), max(statuses)
    condition = Q() if first == Status.NEW else Q(status__gte=first)
    if last != Status.CLOSED:
        condition &= Q(status__lt=min(status for status in Status if status > last))
    is_range = len(statuses) == sum(first <= status <= last for status in Status)
    return condition if is_range else condition & Q(status__in=statuses)


def _assigned_to(assignees, user) -> Q:
    ids = [user.pk if one == ME else one for one in assignees if one != NOBODY]
    condition = Q(assignee=ids[0]) if len(ids) == 1 else Q(assignee__in=ids)
    if NOBODY not in assignees:
        return condition
    return Q(assignee=None) | condition if ids else Q(assignee=None)


def _of_team(teams, user) -> Q:
    condition = Q(team__in=[one for one in teams if one not in (MY_TEAMS, NO_TEAM)])
    if MY_TEAMS in teams:
        # A category without a team belongs to every team.
        condition |= Q(team=None) | Exists(Membership.objects.filter(user=user, team=OuterRef("team")))
    return condition | Q(team=None) if NO_TEAM in teams else condition


def _midnight(day: date) -> Moment:
    """When a day begins for whoever reads, in their time zone."""
    return Moment(lambda: timezone.make_aware(datetime.combine(day, time.min)))


# --- reading and writing ----------------------------------------------------------------------------------

_STATUS_KEYS = {status.key: status for status in Status}


def _read_statuses(texts) -> tuple[Status, ...]:
    chosen = set()
    for text in texts:
        if text in GROUPS:
            chosen.update(GROUPS[text][1])
        elif text in _STATUS_KEYS:
            chosen.add(_STATUS_KEYS[text])
        else:
            raise NotUnderstood(f"There is no status “{text[:40]}”. It was left out.")
    return tuple(status for status in Status if status in chosen)


def _write_statuses(statuses) -> list[str]:
    for key, (_, group) in GROUPS.items():
        if set(statuses) == set(group):
            return [key]
    return [status.key for status in statuses]


def _ids(what: str, *words: str):
    def read(texts):
        found = []
        for text in map(str, texts):
            if text in words:
                found.append(text)
            elif len(text) < 20 and text.isascii() and text.isdecimal() and 0 < int(text) <= _LARGEST_ID:
                found.append(int(text))
            else:
                raise NotUnderstood(f"“{text[:40]}” names no {what}. It was left out.")
        return tuple(dict.fromkeys(found))

    return read


def _write_all(values) -> list[str]:
    return [str(value) for value in values]


def _read_tags(texts) -> tuple[str, ...]:
    try:
        # Typed into one field, commas stand between them.
        names = [name for text in texts for name in text.split(",") if name.strip()]
        return tuple(dict.fromkeys(map(name_of, names[:MOST])))
    except CannotBeTag as refusal:
        raise NotUnderstood(refusal.sentence) from refusal


def _read_requester(texts) -> str:
    if not texts:
        return ""
    address = normalise_email(texts[0])
    if "@" not in address or len(address) > 254 or "\x00" in address:
        raise NotUnderstood("Enter the requester's whole e-mail address, like name@example.com.")
    return address


def _read_yes(texts) -> bool:
    return any(text in ("yes", "True", "on", "1") for text in texts)


def _read_day(texts) -> date | None:
    if not texts:
        return None
    try:
        day = parse_date(texts[0])
    except ValueError:
        day = None
    if day is None or not 1970 <= day.year <= 2999:
        raise NotUnderstood(f"“{texts[0][:40]}” is not a day. Enter one like 2026-05-14.")
    return day


def _write_one(value) -> list[str]:
    return [str(value)] if value else []


def _write_yes(value) -> list[str]:
    return ["yes"] if value else []


FIELDS = (
    Field("statuses", "status", "Status", _read_statuses, _write_statuses),
    Field("categories", "category", "Category", _ids("category"), _write_all),
    Field("assignees", "assignee", "Agent", _ids("agent", ME, NOBODY), _write_all),
    Field("teams", "team", "Team", _ids("team", MY_TEAMS, NO_TEAM), _write_all),
    Field("priorities", "priority", "Priority", _ids("priority"), _write_all),
    Field("tags", "tag", "Tag", _read_tags, _write_all),
    Field("requester", "requester", "Requester", _read_requester, _write_one),
    Field("escalated", "escalated", "Escalated", _read_yes, _write_yes),
    Field("overdue", "overdue", "Overdue", _read_yes, _write_yes),
    Field("at_risk", "at-risk", "At risk", _read_yes, _write_yes),
    Field("target_missed", "target-missed", "Target missed", _read_yes, _write_yes),
    Field("filed_since", "filed_since", "Submitted since", _read_day, _write_one),
    Field("filed_until", "filed_until", "Submitted until", _read_day, _write_one),
    Field("updated_since", "updated_since", "Changed since", _read_day, _write_one),
    Field("updated_until", "updated_until", "Changed until", _read_day, _write_one),
)
assert [field.name for field in FIELDS] == [field.name for field in fields(Filter)]
