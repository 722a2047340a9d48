"""The tickets of a large data set, with their messages, events and words."""

from bisect import bisect
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from activity.models import Event
from helpdesk.local.filling import stories
from helpdesk.local.filling.copying import Table
from helpdesk.local.filling.stories import Story
from helpdesk.local.filling.tenants import Place
from helpdesk.local.filling.wording import KNOWN, Wording
from tickets import events
from tickets.models import Message, Ticket, TicketText
from tickets.searching.keeping import INTERNAL, PUBLIC

Kind, Outcome = Message.Kind, Message.Outcome
_PAST = timedelta(days=730)
_WEEK = timedelta(days=7)
_REPLY_EVENTS = {
    Outcome.NONE: events.REPLIED,
    Outcome.ASKED: events.INFORMATION_ASKED,
    Outcome.SOLUTION: events.SOLUTION_SUGGESTED,
}


class Filing:
    """Writes tickets."""

    def __init__(self, cursor, rng: Random, now: datetime):
        self._rng, self._now, self._wording = rng, now, Wording(rng)
        self._tickets = Table(
            cursor, Ticket, "id", "tenant_id", "number", "subject", "status", "category_id", "priority_id", "rank",
            "team_id", "requester_id", "requester_name", "filed_by_id", "assignee_id", "form_key", "filed_at",
            "updated_at", "waiting_since", "unanswered_since", "due_at", "at_risk_at", "escalatable_at",
            "first_answered_at", "closes_at", "closed_at", "closed_by", "reopen_until",
        )  # fmt: skip
        self._messages = Table(
            cursor, Message, "id", "tenant_id", "ticket_id", "author_id", "author_name", "kind", "outcome", "body",
            "written_at", "form_key",
        )  # fmt: skip
        self._events = Table(
            cursor, Event, "id", "tenant_id", "name", "at", "actor_id", "subject_kind", "subject_id", "data"
        )
        self._texts = Table(cursor, TicketText, "id", "tenant_id", "ticket_id", "language", "words")
        self.tables = (self._tickets, self._messages, self._events, self._texts)

    def file(self, place: Place) -> int:
        """Write all tickets of a tenant, the oldest first; return the last number."""
        shares = list(accumulate(share for *_, share in place.categories))
        number = place.first_number
        for at in range(place.tickets):
            age = 1 - (at + self._rng.random()) / place.tickets
            number += self._rng.randint(1, 9)
            is_open = self._rng.random() < stories.is_open_share(age)
            story = stories.tell(self._rng, self._now - age * _PAST, self._now, is_open=is_open)
            category = place.categories[bisect(shares, self._rng.random() * shares[-1], hi=len(shares) - 1)]
            self._write(place, number, category, story)
        return number

    def _write(self, place: Place, number: int, category: tuple, story: Story) -> None:
        rng, pk = self._rng, self._tickets.new_id()
        kind_of_problem, priority, rank, team, _ = category
        requester, requester_name, terms = place.customers[int(len(place.customers) * rng.random() ** 1.3)]
        agent = rng.choice(place.agents[team]) if story.assigned_at else (None, "")
        subject = rng.choice(self._wording.subjects)
        closed_at, since = story.closed_at, story.unanswered_since
        self._tickets.add(
            pk, place.pk, number, subject.text, int(story.status), kind_of_problem, priority, rank, team, requester,
            requester_name, requester, agent[0], f"{pk:032x}", story.filed_at, story.updated_at, story.waiting_since,
            since, since and terms.due_at(since), since and terms.at_risk_at(since),
            since and terms.escalatable_at(since), story.first_answered_at, story.closes_at, closed_at,
            story.closed_by, closed_at and closed_at + _WEEK,
        )  # fmt: skip
        kept = {PUBLIC: {*subject.kept, str(number)}, INTERNAL: set()}
        self._event(place, events.FILED, story.filed_at, requester, pk, {"despite_open_ticket": False})
        if story.assigned_at:
            manager = rng.choice(place.managers)[0]
            self._event(place, events.ASSIGNED, story.assigned_at, manager, pk, {"to": agent[0], "previously": None})
        self._converse(place, pk, story, (requester, requester_name), agent if agent[0] else place.managers[0], kept)
        if closed_at:
            by = {"requester": requester, "staff": agent[0], "clock": None}[story.closed_by]
            self._event(place, events.CLOSED, closed_at, by, pk, {"reason": ""} if by else {})
        self._keep(place, pk, kept)

    def _converse(self, place, pk, story, requester, agent, kept) -> None:
        known = [word for word, share in KNOWN.items() if self._rng.random() < share]
        is_waiting = True
        for one in story.said:
            is_theirs = one.kind in (Kind.DESCRIPTION, Kind.MESSAGE)
            author, name = requester if is_theirs else agent
            sentences = self._wording.message(self._wording.asks if is_theirs else self._wording.answers)
            if one.kind == Kind.DESCRIPTION:
                sentences += [self._wording.known[word] for word in known]
            letter = INTERNAL if one.kind == Kind.INTERNAL_NOTE else PUBLIC
            kept[letter].update(*(sentence.kept for sentence in sentences))
            message = self._messages.new_id()
            body = " ".join([sentence.text for sentence in sentences])
            self._messages.add(
                message, place.pk, pk, author, name, one.kind.value, str(one.outcome), body, one.at, f"{message:032x}"
            )
            if one.kind == Kind.DESCRIPTION:
                continue
            if is_theirs and story.reopened_at and one.at == story.waiting_since:
                self._event(place, events.CLOSED, story.reopened_at, author, pk, {"reason": ""})
                event = events.REOPENED
            else:
                event = _event_of(one, is_waiting)
            is_waiting = is_theirs or (is_waiting and one.kind == Kind.INTERNAL_NOTE)
            self._event(place, event, one.at, author, pk, {"message": message})

    def _event(self, place, name, at, actor, ticket, data) -> None:
        self._events.add(self._events.new_id(), place.pk, name, at, actor, "ticket", ticket, data)

    def _keep(self, place, pk, kept) -> None:
        tenant = place.pk
        kept[INTERNAL] -= kept[PUBLIC]
        words = " ".join([f"'{tenant}{letter}{word}'" for letter, some in kept.items() for word in some])
        self._texts.add(self._texts.new_id(), tenant, pk, "english", words)


def _event_of(said, is_waiting: bool) -> str:
    if said.kind == Kind.INTERNAL_NOTE:
        return events.NOTED
    if said.kind == Kind.REPLY:
        return _REPLY_EVENTS[said.outcome]
    return events.BUMPED if is_waiting else events.MESSAGE_ADDED
