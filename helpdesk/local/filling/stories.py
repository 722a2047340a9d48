"""How one ticket goes: who did what when, which waits that made, and how it stands. Moments are seconds since 1970."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from helpdesk.local.filling.tenants import Customer, Problem
from tickets import events
from tickets.models import Message, Ticket
from tickets.statuses import Status, Turn

Kind, Outcome, ClosedBy = Message.Kind, Message.Outcome, Ticket.ClosedBy
Person = tuple[int, str]

DAY = 86_400
WEEK = 7 * DAY
_AFTER = {
    Outcome.NONE: (events.REPLIED, Status.WORK_IN_PROGRESS),
    Outcome.ASKED: (events.INFORMATION_ASKED, Status.NEEDS_MORE_INFO),
    Outcome.SOLUTION: (events.SOLUTION_SUGGESTED, Status.SOLUTION_SUGGESTED),
}
_WAITING_AGAIN = {events.MESSAGE_ADDED: Status.NEEDS_REPLY, events.REOPENED: Status.REOPENED}


class Step(NamedTuple):
    """Something that happened; with what was written, if something was."""

    at: int
    event: str
    by: Person | None
    kind: str = ""
    outcome: str = ""
    # Whom it was given to, and who had it before.
    to: Person | None = None
    previously: Person | None = None


@dataclass
class Wait:
    """The requester waits for an answer; `ended_at` alone is a wait that ended without one."""

    began_at: int
    is_first: bool
    ahead: int
    ended_at: int | None = None
    answered_at: int | None = None


@dataclass
class Story:
    """A ticket from its filing on."""

    pk: int
    number: int
    problem: Problem
    requester: Customer
    priority: int
    rank: int
    steps: list[Step] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    status: Status = Status.NEW
    # Who answers it, though a manager may not have said so yet.
    agent: Person | None = None
    # Whether it stands in line; what is said to be worked on does not any more, what is in hand without a word does.
    is_in_line: bool = False
    is_in_hand: bool = False
    first_answered_at: int | None = None
    # Since when it has been our turn, and when our earlier turns began and ended.
    our_turn_since: int | None = None
    our_turns: list[tuple[int, int]] = field(default_factory=list)
    closes_at: int | None = None
    closed_at: int | None = None
    closed_by: str = ""

    @property
    def filed_at(self) -> int:
        """When it was filed."""
        return self.steps[0].at

    @property
    def is_waited_for(self) -> bool:
        """Whether somebody waits for an answer."""
        return bool(self.waits) and self.waits[-1].ended_at is None

    @property
    def unanswered_since(self) -> int | None:
        """Since when somebody waits."""
        return self.waits[-1].began_at if self.is_waited_for else None

    @property
    def waiting_since(self) -> int | None:
        """The same while it stands in line."""
        return self.unanswered_since if self.is_in_line else None

    @property
    def updated_at(self) -> int:
        """When something happened that its requester can see."""
        return max(step.at for step in self.steps if step.kind != Kind.INTERNAL_NOTE)

    def is_asked(self, at: int, event: str, ahead: int) -> None:
        """The requester files it, writes again or reopens it, and waits."""
        kind = Kind.DESCRIPTION if event == events.FILED else Kind.MESSAGE
        self._happens(at, event, self.requester.person, kind)
        self.waits.append(Wait(at, self.first_answered_at is None, ahead))
        self.status = _WAITING_AGAIN.get(event, self.status)
        self.is_in_line, self.closes_at, self.closed_at, self.closed_by = True, None, None, ""
        self._turns(at)

    def is_added_to(self, at: int) -> None:
        """The requester adds a correction, so soon that it costs no place."""
        self._happens(at, events.BUMPED, self.requester.person, Kind.MESSAGE)

    def is_given(self, at: int, manager: Person, agent: Person) -> None:
        """A manager assigns it."""
        self._happens(at, events.ASSIGNED, manager, to=agent, previously=self.assignee)
        if self.status == Status.NEW:
            self.status = Status.ASSIGNED

    def is_noted_on(self, at: int, agent: Person) -> None:
        """The agent writes something down for the others."""
        self._happens(at, events.NOTED, agent, Kind.INTERNAL_NOTE)

    def is_begun(self, at: int, agent: Person) -> None:
        """The agent says that the work has started."""
        self._happens(at, events.WORK_STARTED, agent)
        self.status, self.is_in_line = Status.WORK_IN_PROGRESS, False

    def is_answered(self, at: int, agent: Person, outcome: Outcome) -> None:
        """The agent replies, and the wait is over."""
        event, self.status = _AFTER[outcome]
        self._happens(at, event, agent, Kind.REPLY, outcome)
        self.first_answered_at = self.first_answered_at or at
        self.waits[-1].answered_at = at
        self._ends(at)
        self._turns(at)
        self.closes_at = at + WEEK if outcome == Outcome.SOLUTION else None

    def is_closed(self, at: int, by: ClosedBy, person: Person | None) -> None:
        """It is closed by its requester, by staff or by the clock; who waited waits no more."""
        self._happens(at, events.CLOSED, person)
        if self.is_waited_for:
            self._ends(at)
        self.status, self.closes_at, self.closed_at, self.closed_by = Status.CLOSED, None, at, by
        self._turns(at)

    def _ends(self, at) -> None:
        self.waits[-1].ended_at, self.is_in_line = at, False

    def _turns(self, at) -> None:
        """Begin or end our turn, where the status that was written says so."""
        is_ours = self.status.turn == Turn.OURS
        if is_ours and self.our_turn_since is None:
            self.our_turn_since = at
        elif not is_ours and self.our_turn_since is not None:
            self.our_turns.append((self.our_turn_since, at))
            self.our_turn_since = None

    def _happens(self, *what, **more) -> None:
        self.steps.append(Step(*what, **more))

    @property
    def assignee(self) -> Person | None:
        """Whom it was given to last."""
        return next((step.to for step in reversed(self.steps) if step.to), None)

    def said(self) -> Iterator[Step]:
        """Yield what was written."""
        return (step for step in self.steps if step.kind)
