"""How one ticket went: who wrote when, how it stands, and which events that left behind."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from tickets.models import Message, Ticket
from tickets.statuses import Status

Kind, Outcome, ClosedBy = Message.Kind, Message.Outcome, Ticket.ClosedBy

_MESSAGES = (1, 2, 3, 4, 5, 6, 9)
_HOW_MANY = (10, 31, 30, 14, 8, 5, 2)
_IS_NOTE = 0.1
_WEEK = timedelta(days=7)


@dataclass
class Said:
    """One message."""

    kind: str
    at: datetime
    outcome: str = ""


@dataclass
class Story:
    """A ticket from its filing to today."""

    filed_at: datetime
    said: list[Said]
    status: Status
    assigned_at: datetime | None
    closed_at: datetime | None = None
    closed_by: str = ""
    waiting_since: datetime | None = None
    unanswered_since: datetime | None = None
    closes_at: datetime | None = None
    reopened_at: datetime | None = None
    first_answered_at: datetime | None = None
    updated_at: datetime = field(init=False)

    def __post_init__(self):
        self.first_answered_at = next((one.at for one in self.said if one.kind == Kind.REPLY), None)
        public = [one.at for one in self.said if one.kind != Kind.INTERNAL_NOTE]
        self.updated_at = max(public[-1], self.closed_at or public[-1], self.assigned_at or public[-1])


def is_open_share(age: float) -> float:
    """Return which share of the tickets of an age is open, 0 the newest, 1 the oldest: a twentieth of all."""
    return 0.70 if age < 0.03 else 0.12 if age < 0.2 else 0.011


def tell(rng: Random, filed_at: datetime, now: datetime, *, is_open: bool) -> Story:
    """Return a ticket that was filed then."""
    kinds = list(_kinds(rng))
    times = _times(rng, filed_at, now, len(kinds) + 2)
    said = [Said(kind, at) for kind, at in zip(kinds, times, strict=False)]
    assigned_at = filed_at + (times[1] - filed_at) / 2
    return _open(rng, said, assigned_at, now) if is_open else _closed(rng, said, assigned_at, times[-1])


def _kinds(rng) -> Iterator[str]:
    yield Kind.DESCRIPTION
    last = Kind.MESSAGE
    for _ in range(rng.choices(_MESSAGES, _HOW_MANY)[0] - 1):
        if rng.random() < _IS_NOTE:
            yield Kind.INTERNAL_NOTE
            continue
        last = Kind.REPLY if last != Kind.REPLY and rng.random() < 0.9 else Kind.MESSAGE
        yield last


def _times(rng, filed_at, now, number) -> list[datetime]:
    """Return so many moments from the filing on, none of them in the future."""
    hours = [0.0]
    for _ in range(number - 1):
        hours.append(hours[-1] + 0.1 + rng.expovariate(1 / 9))
    until_now = (now - filed_at).total_seconds() / 3600
    squeeze = min(1.0, until_now / hours[-1])
    return [filed_at + timedelta(hours=hour * squeeze) for hour in hours]


def _open(rng, said, assigned_at, now) -> Story:
    public = [one for one in said if one.kind != Kind.INTERNAL_NOTE]
    replies = [place for place, one in enumerate(public) if one.kind == Kind.REPLY]
    story = {"filed_at": said[0].at, "said": said, "assigned_at": assigned_at}
    if not replies and len(said) == 1 and rng.random() < 0.25:
        since = said[0].at
        return Story(**story | {"assigned_at": None}, status=Status.NEW, waiting_since=since, unanswered_since=since)
    if public[-1].kind == Kind.REPLY:
        return _answered(rng, story, public[-1], now)
    since = public[replies[-1] + 1].at if replies else said[0].at
    if replies and rng.random() < 0.1:
        before = public[replies[-1]].at
        closed_at = before + (since - before) / 2
        return Story(**story, status=Status.REOPENED, waiting_since=since, unanswered_since=since,
                     reopened_at=closed_at)  # fmt: skip
    if rng.random() < 0.2:
        return Story(**story, status=Status.WORK_IN_PROGRESS, unanswered_since=since)
    status = Status.NEEDS_REPLY if replies else Status.ASSIGNED
    return Story(**story, status=status, waiting_since=since, unanswered_since=since)


def _answered(rng, story, last: Said, now) -> Story:
    status = rng.choice((Status.WORK_IN_PROGRESS, Status.NEEDS_MORE_INFO, Status.SOLUTION_SUGGESTED))
    if status == Status.NEEDS_MORE_INFO:
        last.outcome = Outcome.ASKED
    elif status == Status.SOLUTION_SUGGESTED:
        last.outcome = Outcome.SOLUTION
        # None is due at once: the clock would close them all in its first minute.
        return Story(**story, status=status, closes_at=now + rng.uniform(0.1, 1) * _WEEK)
    return Story(**story, status=status)


def _closed(rng, said, assigned_at, closed_at) -> Story:
    last = [one for one in said if one.kind != Kind.INTERNAL_NOTE][-1]
    closed_by = ClosedBy.REQUESTER
    if last.kind == Kind.REPLY:
        last.outcome = Outcome.SOLUTION
        closed_by = rng.choices((ClosedBy.CLOCK, ClosedBy.REQUESTER, ClosedBy.STAFF), (60, 25, 15))[0]
    return Story(said[0].at, said, Status.CLOSED, assigned_at, closed_at=closed_at, closed_by=closed_by)
