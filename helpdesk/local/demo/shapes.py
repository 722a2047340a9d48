"""The shapes of the demo content, and the check that it can really have happened.

A story is told once by its own subject and description and once more by each variant; all tellings
share the turns. Its final status follows from start, turns and ending (docs/product.md).
"""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

NEW, ASSIGNED, REOPENED, CLOSED = "New", "Assigned", "Reopened", "Closed"
IN_PROGRESS, MORE_INFO = "Work in Progress", "Needs More Info"
NEEDS_REPLY, SUGGESTED = "Needs Reply", "Solution Suggested"
WAITING = {NEW, ASSIGNED, NEEDS_REPLY, REOPENED}

KINDS = ("reply", "ask", "solution", "message", "note")
STARTS = ("new", "assigned")
ENDINGS = ("as is", "closed by requester", "closed by silence", "reopened")
BY_STAFF = "closed by staff: "


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    email: str
    plan: str | None = None  # 'standard', 'vip' or None
    kind: str = "customer"  # 'customer', 'guest' or 'staff'
    roles: tuple[str, ...] = ()  # of 'agent', 'manager', 'admin'
    team: str | tuple[str, ...] | None = None
    time_zone: str = "UTC"


@dataclass(frozen=True)
class Priority:
    name: str
    rank: int  # 1 is served first


@dataclass(frozen=True)
class Field:
    key: str
    label: str
    kind: str  # 'text', 'choice', 'date', 'number' or 'email'
    required: bool = False
    hint: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Category:
    key: str
    name: str
    hint: str
    priority: str
    team: str
    parent: str | None = None
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    teams: tuple[str, ...]
    priorities: tuple[Priority, ...]
    categories: tuple[Category, ...]  # a parent stands before its subcategories


@dataclass(frozen=True)
class Turn:
    kind: str
    text: str


@dataclass(frozen=True)
class Story:
    """One problem; a date in answers is a number of days from the day of filing (-3, 0, 12)."""

    category: str
    subject: str
    description: str
    answers: dict = field(default_factory=dict)
    turns: tuple[Turn, ...] = ()
    # 'reopened': the last turn is the requester's message that reopened the closed ticket.
    ending: str = "as is"
    start: str = "assigned"  # 'new' has no turns and nobody assigned; 'assigned' has its turns, or none
    common: bool = False
    variants: tuple[tuple[str, str], ...] = ()
    variant_answers: tuple[dict, ...] = ()  # one per variant, laid over answers
    by: str | None = None  # the key of the only person whose words these can be


@dataclass(frozen=True)
class Forgotten:
    """A ticket that nobody answered, and who escalated it why, "" if nobody did yet."""

    by: str
    agent: str
    category: str
    subject: str
    description: str
    answers: dict = field(default_factory=dict)
    escalated: str = ""
    # The key of a moderator; without one the requester did it. And whether the manager has seen it.
    escalated_by: str = ""
    is_seen: bool = False


def reply(text):
    return Turn("reply", text)


def ask(text):
    return Turn("ask", text)


def solution(text):
    return Turn("solution", text)


def message(text):
    return Turn("message", text)


def note(text):
    return Turn("note", text)


def tellings(story):
    """Return (subject, description, answers) of the story and of each of its variants."""
    told = [(story.subject, story.description, story.answers)]
    for i, (subject, description) in enumerate(story.variants):
        own = story.variant_answers[i] if i < len(story.variant_answers) else {}
        told.append((subject, description, story.answers | own))
    return told


def _after(status, turn, where):
    """Return the status that a turn leads to."""
    if status == NEW:
        raise ValueError(f"{where}: a {turn.kind} before the ticket was assigned")
    if turn.kind == "ask":
        return MORE_INFO
    if turn.kind == "solution":
        return SUGGESTED
    if turn.kind == "reply":
        return IN_PROGRESS if status in WAITING else status
    if turn.kind == "message":
        return status if status in WAITING else NEEDS_REPLY
    return status


def final_status(story):
    """Return the status the story ends in; ValueError when it cannot have happened."""
    where = f"{story.category}, {story.subject!r}"
    if story.start not in STARTS:
        raise ValueError(f"{where}: unknown start {story.start!r}")
    if story.ending not in ENDINGS and not (
        story.ending.startswith(BY_STAFF) and story.ending[len(BY_STAFF) :].strip()
    ):
        raise ValueError(f"{where}: unknown ending {story.ending!r}")
    reopened = story.ending == "reopened"
    if reopened and (len(story.turns) < 2 or story.turns[-1].kind != "message"):
        raise ValueError(f"{where}: a reopened story ends with the requester's message")
    status = NEW if story.start == "new" else ASSIGNED
    for turn in story.turns[:-1] if reopened else story.turns:
        if turn.kind not in KINDS:
            raise ValueError(f"{where}: unknown turn {turn.kind!r}")
        if not turn.text.strip():
            raise ValueError(f"{where}: an empty {turn.kind}")
        status = _after(status, turn, where)
    if reopened:
        if status != SUGGESTED:
            raise ValueError(f"{where}: reopened, but no solution was suggested before")
        return REOPENED
    if story.ending == "closed by silence" and status != SUGGESTED:
        raise ValueError(f"{where}: closed by silence from {status}")
    if story.ending.startswith(BY_STAFF) and status == NEW:
        raise ValueError(f"{where}: closed by staff, but nobody was assigned")
    return status if story.ending == "as is" else CLOSED


def _check_answer(question, value, where):
    where = f"{where}, {question.key}"
    if question.kind == "choice":
        if value not in question.choices:
            raise ValueError(f"{where}: {value!r} is not among the choices")
    elif question.kind == "date":
        if type(value) is not int:
            raise ValueError(f"{where}: a date is a number of days from the day of filing")
    elif question.kind == "number":
        if type(value) not in (int, Decimal):
            raise ValueError(f"{where}: {value!r} is not a number")
    elif not isinstance(value, str) or not value.strip():
        raise ValueError(f"{where}: {value!r} is not a text")
    elif question.kind == "email" and value.count("@") != 1:
        raise ValueError(f"{where}: {value!r} is not an e-mail address")


def check(stories, catalogue, people=()):
    """Refuse content that cannot be loaded, with ValueError; return how many tellings end in which status."""
    categories = {category.key: category for category in catalogue.categories}
    parents = {category.parent for category in catalogue.categories if category.parent}
    priorities = {priority.name for priority in catalogue.priorities}
    for category in catalogue.categories:
        if category.parent and category.parent not in categories:
            raise ValueError(f"{category.key}: unknown parent {category.parent!r}")
        if category.priority not in priorities or category.team not in catalogue.teams:
            raise ValueError(f"{category.key}: unknown priority or team")
    keys = {person.key for person in people}
    seen, counts = set(), Counter()
    for story in stories:
        where = f"{story.category}, {story.subject!r}"
        if story.category not in categories or story.category in parents:
            raise ValueError(f"{where}: the category is unknown or has subcategories")
        if story.common != bool(story.variants):
            raise ValueError(f"{where}: common and variants belong together")
        if len(story.variant_answers) not in (0, len(story.variants)):
            raise ValueError(f"{where}: one set of answers per variant, or none")
        if people and story.by is not None and story.by not in keys:
            raise ValueError(f"{where}: unknown person {story.by!r}")
        fields = {f.key: f for f in categories[story.category].fields}
        for subject, description, answers in tellings(story):
            if not subject.strip() or not description.strip():
                raise ValueError(f"{where}: a telling without words")
            for said in (subject, description):
                if said in seen:
                    raise ValueError(f"{where}: told before: {said[:60]!r}")
                seen.add(said)
            if unknown := answers.keys() - fields.keys():
                raise ValueError(f"{where}: no such field: {', '.join(sorted(unknown))}")
            for key, question in fields.items():
                if key in answers:
                    _check_answer(question, answers[key], where)
                elif question.required:
                    raise ValueError(f"{where}: {key} is required and has no answer")
        counts[final_status(story)] += 1 + len(story.variants)
    return counts
