"""Which act leads from which status to which, and who may do it: the table of the life of a ticket.

docs/product.md tells it for readers; tickets.lifecycle keeps it. A pair that is not in the table is refused.
"""

from dataclasses import dataclass
from enum import StrEnum

from tickets.statuses import OPEN, Status

S = Status


class Party(StrEnum):
    """What somebody is to a ticket."""

    REQUESTER = "requester"
    MODERATOR = "moderator"  # a customer who may escalate by number
    ASSIGNEE = "assignee"
    MANAGER = "manager"
    # Agents of the ticket's team, as far as the tenant's rules go.
    PICKER = "picker"  # of a ticket that is nobody's
    COLLEAGUE = "colleague"  # of the agent who has it
    SYSTEM = "system"  # the clock, or a rule


class Act(StrEnum):
    """What can be done to a ticket once it is filed; the value completes "you can …"."""

    ASSIGN = "assign it"
    TAKE = "take it"
    UNASSIGN = "take it back from its agent"
    ASK_TO_REASSIGN = "ask for another agent"
    START_WORK = "start work"
    REPLY = "reply"
    ASK = "ask for information"
    SUGGEST = "suggest a solution"
    WRITE = "add a message"
    NOTE = "write an internal note"
    RECATEGORISE = "change the category"
    ESCALATE = "escalate it"
    DEESCALATE = "take the escalation back"
    CLOSE = "close it"
    AUTO_CLOSE = "let it close by itself"
    REOPEN = "reopen it"
    TAG = "change its tags"
    TRACK_TIME = "track time"
    MERGE = "merge it with another ticket"


@dataclass(frozen=True)
class Rule:
    """Who may do an act, and where it leads from each status in which it is possible."""

    by: frozenset[Party]
    leads: dict[Status, Status]


def _rule(*by, leads):
    return Rule(frozenset(by), leads)


_UNCHANGED = {status: status for status in OPEN}
_OPEN_BUT_NEW = tuple(status for status in OPEN if status != S.NEW)
_STAFF = (Party.ASSIGNEE, Party.MANAGER)
_WHO_ANSWERS = (*_STAFF, Party.COLLEAGUE)

TABLE: dict[Act, Rule] = {
    Act.ASSIGN: _rule(Party.MANAGER, Party.SYSTEM, leads=_UNCHANGED | {S.NEW: S.ASSIGNED}),
    Act.TAKE: _rule(Party.PICKER, leads={S.NEW: S.ASSIGNED, S.REOPENED: S.REOPENED}),
    Act.UNASSIGN: _rule(Party.MANAGER, Party.SYSTEM, leads=dict.fromkeys(OPEN, S.NEW)),
    Act.ASK_TO_REASSIGN: _rule(Party.ASSIGNEE, leads=_UNCHANGED),
    Act.START_WORK: _rule(*_STAFF, leads=dict.fromkeys((S.ASSIGNED, S.NEEDS_REPLY, S.REOPENED), S.WORK_IN_PROGRESS)),
    Act.REPLY: _rule(
        *_WHO_ANSWERS, leads={status: S.WORK_IN_PROGRESS if status.is_waiting else status for status in OPEN}
    ),
    Act.ASK: _rule(*_WHO_ANSWERS, leads=dict.fromkeys(_OPEN_BUT_NEW, S.NEEDS_MORE_INFO)),
    Act.SUGGEST: _rule(*_WHO_ANSWERS, leads=dict.fromkeys(_OPEN_BUT_NEW, S.SOLUTION_SUGGESTED)),
    Act.WRITE: _rule(
        Party.REQUESTER, leads={status: status if status.is_waiting else S.NEEDS_REPLY for status in OPEN}
    ),
    Act.NOTE: _rule(*_WHO_ANSWERS, leads={status: status for status in Status}),
    Act.RECATEGORISE: _rule(*_STAFF, leads=_UNCHANGED),
    # The requester and moderators by the right of tickets.rights alone.
    Act.ESCALATE: _rule(Party.MANAGER, Party.REQUESTER, Party.MODERATOR, leads=_UNCHANGED),
    Act.DEESCALATE: _rule(Party.MANAGER, leads=_UNCHANGED),
    Act.CLOSE: _rule(Party.REQUESTER, *_STAFF, leads=dict.fromkeys(OPEN, S.CLOSED)),
    Act.AUTO_CLOSE: _rule(Party.SYSTEM, leads={S.SOLUTION_SUGGESTED: S.CLOSED}),
    Act.REOPEN: _rule(Party.REQUESTER, Party.MANAGER, leads={S.CLOSED: S.REOPENED}),
    Act.TAG: _rule(*_STAFF, leads={status: status for status in Status}),
    Act.TRACK_TIME: _rule(*_WHO_ANSWERS, leads={status: status for status in Status}),
    # Of the ticket that ends; the one that takes it in follows merge() below.
    Act.MERGE: _rule(*_STAFF, leads=dict.fromkeys(OPEN, S.CLOSED)),
}
