"""Whom the demo's staff has let wait too long, and what they and a moderator did about it."""

from datetime import datetime, timedelta

from accounts import moderators
from helpdesk.local.demo.casting import Case
from helpdesk.local.demo.content import Place
from helpdesk.local.demo.living import Life
from helpdesk.local.demo.moments import Step
from helpdesk.local.demo.settling import Settled
from helpdesk.local.demo.shapes import ASSIGNED, Forgotten, Person, Story

# Longer than five business days are, whatever holidays lie between.
_FILED, _ASSIGNED = timedelta(days=12), timedelta(hours=2)
_ESCALATED, _SEEN = timedelta(hours=20), timedelta(hours=3)
_A_LITTLE = timedelta(minutes=3)


def forgotten(place: Place, now: datetime) -> list[Life]:
    """Return the tickets that were filed and assigned, and after long enough escalated."""
    manager = next(person for person in place.people if "manager" in person.roles)
    return [_life(place, one, manager, row, now) for row, one in enumerate(place.forgotten)]


def name_moderators(place: Place, settled: Settled) -> None:
    """Let the admin name whoever escalates what others wrote."""
    admin = next(settled.people[person.key] for person in place.people if "admin" in person.roles)
    for key in {one.escalated_by for one in place.forgotten if one.escalated_by}:
        settled.people[key] = moderators.name(email=place.person(key).email, by=admin)


def _life(place, one: Forgotten, manager: Person, row: int, now: datetime) -> Life:
    requester, agent = place.person(one.by), place.person(one.agent)
    story = Story(one.category, one.subject, one.description)
    case = Case(story, one.subject, one.description, one.answers, requester, agent, manager, ASSIGNED)
    filed_at, escalated_at = now - _FILED + row * _ASSIGNED, now - _ESCALATED + row * _ASSIGNED
    steps = [Step("file", filed_at, requester), Step("assign", filed_at + _ASSIGNED, manager)]
    if one.escalated_by:
        moderator = place.person(one.escalated_by)
        steps.append(Step("look up", escalated_at, moderator))
        steps.append(Step("escalate by number", escalated_at + _A_LITTLE, moderator, one.escalated))
    elif one.escalated:
        steps.append(Step("escalate", escalated_at, requester, one.escalated))
    if one.is_seen:
        steps.append(Step("see", now - _SEEN, manager))
    return Life(case, steps)
