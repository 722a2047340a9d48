"""Whom the demo's staff has let wait too long, and what they and a moderator did about it."""

from datetime import datetime, timedelta

from accounts import moderators
from helpdesk.local.demo.casting import Case
from helpdesk.local.demo.content import Place
from helpdesk.local.demo.living import Life
from helpdesk.local.demo.moments import Step
from helpdesk.local.demo.settling import Settled
from helpdesk.local.demo.shapes import ASSIGNED, Forgotten, Story
from shared import clock
from tickets import escalation, moderating

# Longer than five business days are, whatever holidays lie between.
_FILED, _ASSIGNED = timedelta(days=12), timedelta(hours=2)
_ESCALATED, _SEEN = timedelta(hours=20), timedelta(hours=3)
_NEVER_WAS = 999_999


def forgotten(place: Place, now: datetime) -> list[Life]:
    """Return the tickets that were filed and assigned, and nothing more."""
    manager = next(person for person in place.people if "manager" in person.roles)
    return [_life(place, one, manager, now - _FILED + timedelta(hours=row)) for row, one in enumerate(place.forgotten)]


def _life(place, one: Forgotten, manager, filed_at) -> Life:
    requester, agent = place.person(one.by), place.person(one.agent)
    story = Story(one.category, one.subject, one.description)
    case = Case(story, one.subject, one.description, {}, requester, agent, manager, ASSIGNED)
    return Life(case, [Step("file", filed_at, requester), Step("assign", filed_at + _ASSIGNED, manager)])


def escalate(place: Place, lives: list[Life], settled: Settled, *, now: datetime) -> None:
    """Let them be escalated as the content says; one of the escalations was seen by a manager."""
    people = settled.people
    for one in place.forgotten:
        if not one.escalated:
            continue
        ticket = next(life.ticket for life in lives if life.case.subject == one.subject)
        with clock.stopped_at(now - _ESCALATED):
            if one.escalated_by:
                _by_moderator(ticket, people[one.escalated_by], one.escalated, people)
            else:
                escalation.escalate(ticket, reason=one.escalated, by=people[one.by])
        if one.seen_by:
            with clock.stopped_at(now - _SEEN):
                escalation.see(ticket, by=people[one.seen_by])


def _by_moderator(ticket, moderator, reason, people):
    admin = next(person for person in people.values() if person.is_admin)
    moderator = moderators.name(email=moderator.email, by=admin)
    moderating.look(_NEVER_WAS, by=moderator)
    moderating.look(ticket.number, by=moderator)
    moderating.escalate(ticket.number, reason=reason, by=moderator)
