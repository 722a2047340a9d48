"""The tickets of a large data set, with their messages, events, waits and words."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random

from activity.models import Event
from helpdesk.local.filling.copying import Table
from helpdesk.local.filling.room import Room
from helpdesk.local.filling.stories import WEEK, Kind, Step, Story
from helpdesk.local.filling.tenants import Place
from helpdesk.local.filling.wording import KNOWN, Wording
from sla.models import Wait
from tickets import events
from tickets.models import Message, Ticket, TicketText
from tickets.searching.keeping import INTERNAL, PUBLIC


class Filing:
    """Writes tickets that were filed from a day until now."""

    def __init__(self, cursor, rng: Random, begin: date, now: datetime):
        self._rng, self._begin, self._now, self._wording = rng, begin, now, Wording(rng)
        self._tickets = Table(
            cursor, Ticket, "id", "tenant_id", "number", "subject", "status", "category_id", "priority_id", "rank",
            "team_id", "requester_id", "requester_name", "filed_by_id", "assignee_id", "form_key", "filed_at",
            "updated_at", "waiting_since", "unanswered_since", "our_turn_since", "our_turn_seconds", "due_at",
            "at_risk_at", "escalatable_at", "first_answered_at", "closes_at", "closed_at", "closed_by", "reopen_until",
        )  # fmt: skip
        self._messages = Table(
            cursor, Message, "id", "tenant_id", "ticket_id", "author_id", "author_name", "kind", "outcome", "body",
            "written_at", "form_key",
        )  # fmt: skip
        self._events = Table(
            cursor, Event, "id", "tenant_id", "name", "at", "actor_id", "subject_kind", "subject_id", "data"
        )
        self._waits = Table(
            cursor, Wait, "id", "tenant_id", "ticket_id", "began_at", "is_first", "category_id", "priority_id",
            "plan_id", "ahead", "ended_at", "answered_at", "business_seconds",
        )  # fmt: skip
        self._texts = Table(cursor, TicketText, "id", "tenant_id", "ticket_id", "language", "words")
        self.tables = (self._tickets, self._messages, self._events, self._waits, self._texts)

    def file(self, place: Place) -> int:
        """Write all tickets of a tenant; return the last number."""
        last = place.first_number
        for story in Room(place, self._rng, self._numbers(place), self._begin, self._now).live():
            self._write(place, story)
            last = max(last, story.number)
        return last

    def _numbers(self, place) -> Iterator[tuple[int, int]]:
        """Name tickets in the order of their filing, by id and number."""
        number = place.first_number
        while True:
            number += self._rng.randint(1, 9)
            yield self._tickets.new_id(), number

    def _write(self, place: Place, story: Story) -> None:
        subject = self._rng.choice(self._wording.subjects)
        (requester, name), terms = story.requester.person, story.requester.terms
        since, closed_at = _at(story.unanswered_since), story.closed_at
        self._tickets.add(
            story.pk, place.pk, story.number, subject.text, int(story.status), story.problem.category, story.priority,
            story.rank, story.problem.team, requester, name, requester, _id(story.assignee), f"{story.pk:032x}",
            _at(story.filed_at), _at(story.updated_at), _at(story.waiting_since), since, _at(story.our_turn_since),
            sum(place.hours.until(ended) - place.hours.until(began) for began, ended in story.our_turns),
            since and terms.due_at(since), since and terms.at_risk_at(since), since and terms.escalatable_at(since),
            _at(story.first_answered_at), _at(story.closes_at), _at(closed_at), story.closed_by,
            _at(closed_at and closed_at + WEEK),
        )  # fmt: skip
        self._wait(place, story)
        self._tell(place, story, {PUBLIC: {*subject.kept, str(story.number)}, INTERNAL: set()})

    def _wait(self, place, story) -> None:
        for wait in story.waits:
            answered_at, open_until = wait.answered_at, place.hours.until
            seconds = None if answered_at is None else open_until(answered_at) - open_until(wait.began_at)
            self._waits.add(
                self._waits.new_id(), place.pk, story.pk, _at(wait.began_at), wait.is_first, story.problem.category,
                story.priority, story.requester.plan, wait.ahead, _at(wait.ended_at), _at(answered_at), seconds,
            )  # fmt: skip

    def _tell(self, place, story, kept) -> None:
        known = [word for word, share in KNOWN.items() if self._rng.random() < share]
        for step in story.steps:
            data = _data(step)
            if step.kind:
                data = {"message": self._say(place, story, step, known, kept)}
            if step.kind == Kind.DESCRIPTION:
                data = {"despite_open_ticket": False}
            self._events.add(
                self._events.new_id(), place.pk, step.event, _at(step.at), _id(step.by), "ticket", story.pk, data
            )
        self._keep(place, story.pk, kept)

    def _say(self, place, story, step: Step, known, kept) -> int:
        """Write one message; return its id."""
        is_theirs = step.by == story.requester.person
        sentences = self._wording.message(self._wording.asks if is_theirs else self._wording.answers)
        if step.kind == Kind.DESCRIPTION:
            sentences += [self._wording.known[word] for word in known]
        letter = INTERNAL if step.kind == Kind.INTERNAL_NOTE else PUBLIC
        kept[letter].update(*(sentence.kept for sentence in sentences))
        message, body = self._messages.new_id(), " ".join([sentence.text for sentence in sentences])
        self._messages.add(
            message, place.pk, story.pk, *step.by, step.kind.value, str(step.outcome), body, _at(step.at),
            f"{message:032x}",
        )  # fmt: skip
        return message

    def _keep(self, place, pk, kept) -> None:
        tenant = place.pk
        kept[INTERNAL] -= kept[PUBLIC]
        words = " ".join([f"'{tenant}{letter}{word}'" for letter, some in kept.items() for word in some])
        self._texts.add(self._texts.new_id(), tenant, pk, "english", words)


def _data(step: Step) -> dict:
    if step.event == events.ASSIGNED:
        return {"to": _id(step.to), "previously": _id(step.previously)}
    return {"reason": ""} if step.event == events.CLOSED and step.by else {}


def _at(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _id(person) -> int | None:
    return person and person[0]
