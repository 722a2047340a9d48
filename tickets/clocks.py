"""The times that belong to a status: since when a ticket waits, whose turn it is, when it closes.

The writer of these columns, for tickets.lifecycle and for what undoes its acts. Every function takes a ticket under its
lock, with the database's time in `locked_at`; nothing is saved here except by resume().
"""

from datetime import datetime, timedelta

from tickets import promises
from tickets.acts import Act
from tickets.models import Escalation, Rules, Ticket
from tickets.statuses import Status, Turn

_WRITTEN_HERE = (
    "status", "updated_at", "waiting_since", "escalated_at", "escalation_id", "escalated_wait", "unanswered_since",
    "our_turn_since", "our_turn_seconds", "first_answered_at", "remind_at", "closes_at", "closed_at", "closed_by",
    "close_reason", "reopen_until",
)  # fmt: skip
_ENDS_THE_WAIT = {Act.REPLY, Act.ASK, Act.SUGGEST}


def follow(
    ticket: Ticket, act: Act, before: Status, *, by, rules: Rules | None, escalation: Escalation | None, **closing
) -> None:
    """Write what an act that has led a ticket here from a status means for its times and its rank.

    `closing` is what keep_closing() takes.
    """
    since = ticket.unanswered_since
    _keep_waiting(ticket, act, by, before)
    keep_promised(ticket, before, since, is_moved=act == Act.RECATEGORISE)
    _keep_rank(ticket, act, escalation)
    if act == Act.SUGGEST or ticket.state != before:
        keep_closing(ticket, rules, **closing)


def keep_promised(ticket: Ticket, before: Status, since: datetime | None, *, is_moved: bool = False) -> None:
    """Write anew what is promised, where something that it hangs on is other than before.

    `since` is since when it was unanswered; `is_moved` says that category or priority changed.
    """
    terms = promises.when_needed(ticket)
    if is_moved or ticket.unanswered_since != since:
        promises.keep_answer(ticket, terms)
    if is_moved or ticket.turn != before.turn:
        promises.keep_turn(ticket, terms)


def keep_closing(ticket: Ticket, rules: Rules | None = None, *, closed_by: str = "", close_reason: str = "") -> None:
    """Write when a ticket closes by itself, or that it is closed and until when it can be reopened."""
    ticket.remind_at = ticket.closes_at = ticket.closed_at = ticket.reopen_until = None
    ticket.closed_by, ticket.close_reason = closed_by, close_reason
    if ticket.state not in (Status.SOLUTION_SUGGESTED, Status.CLOSED):
        return
    rules, now = rules or Rules.current(), ticket.locked_at
    if ticket.state == Status.SOLUTION_SUGGESTED:
        ticket.closes_at = now + timedelta(days=rules.close_after_days)
        if 0 < rules.remind_days_before < rules.close_after_days:
            ticket.remind_at = ticket.closes_at - timedelta(days=rules.remind_days_before)
    else:
        ticket.closed_at = now
        ticket.reopen_until = now + timedelta(days=rules.reopen_for_days)


def move_to_the_back(ticket: Ticket) -> None:
    """Let a waiting ticket wait from now on: behind all others of its priority."""
    ticket.waiting_since = ticket.locked_at


def begin_answered(ticket: Ticket, answers: list[tuple[datetime, bool]]) -> None:
    """Write into a ticket that is not saved yet what its first messages mean, as (moment, whether it is staff's)."""
    replied = [at for at, is_reply in answers if is_reply]
    ticket.first_answered_at = min(replied, default=None)
    since = max(replied, default=None)
    ticket.unanswered_since = _earlier(*(at for at, is_reply in answers if not is_reply and (not since or at > since)))
    promises.keep(ticket)


# --- merging ------------------------------------------------------------------------------------------------


def after_merge(source: Ticket, into: Ticket) -> tuple[Status, datetime | None, datetime | None]:
    """Return what a ticket will be when it has taken in another: status, waiting since, unanswered since."""
    status, waiting_since = into.state, into.waiting_since
    if source.state.is_waiting:
        status = status if status.is_waiting else Status.NEEDS_REPLY
        waiting_since = _earlier(waiting_since, source.waiting_since)
    elif source.state == Status.WORK_IN_PROGRESS and status.turn == Turn.YOURS:
        status = Status.WORK_IN_PROGRESS
    return status, waiting_since, _earlier(into.unanswered_since, source.unanswered_since)


def take_over(into: Ticket, source: Ticket) -> None:
    """Let a ticket that takes in another wait for what is more pressing of the two."""
    _take_over_escalation(into, source)
    before, since = into.state, into.unanswered_since
    into.status, into.waiting_since, into.unanswered_since = after_merge(source, into)
    into.updated_at = into.locked_at
    keep_promised(into, before, since)
    if into.state != before:
        keep_closing(into)


def end_in_another(source: Ticket) -> None:
    """Close a ticket that goes on in another one: nobody waits here any more."""
    before, since = source.state, source.unanswered_since
    source.status, source.updated_at = Status.CLOSED, source.locked_at
    source.waiting_since = source.unanswered_since = None
    keep_promised(source, before, since)
    keep_closing(source, closed_by=Ticket.ClosedBy.MERGE)


def _take_over_escalation(into, source):
    """Let the stronger of two escalations stand, a manager's before any other, since the earlier moment.

    The wait that goes on is the earlier one, with what was done in it.
    """
    both = [ticket for ticket in (into, source) if ticket.escalated_at]
    if both:
        stronger = min(both, key=lambda ticket: (_ends_with_the_answer(ticket), ticket.escalated_at))
        into.escalation = stronger.escalation
        into.escalated_at = _earlier(into.escalated_at, source.escalated_at)
    if source.unanswered_since and source.unanswered_since == _earlier(into.unanswered_since, source.unanswered_since):
        into.escalated_wait, into.told_wait = source.escalated_wait, source.told_wait
    into.rank = into.effective_rank


# --- undoing ------------------------------------------------------------------------------------------------


def as_it_is(ticket: Ticket) -> dict:
    """Return the status and its times in a form that an event can hold, for put_back()."""
    values = {name: getattr(ticket, name) for name in _WRITTEN_HERE}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def is_still(ticket: Ticket, was: dict) -> bool:
    """Tell whether a ticket is as as_it_is() said once, in what it spoke of then."""
    now = as_it_is(ticket)
    return all(now[name] == value for name, value in was.items())


def put_back(ticket: Ticket, was: dict) -> None:
    """Give a ticket the status and the times that as_it_is() returned."""
    for name in _WRITTEN_HERE:
        if name in was:  # it may have been kept before there was such a column
            setattr(ticket, name, Ticket._meta.get_field(name).to_python(was[name]))
    ticket.rank = ticket.effective_rank
    # Not only where a moment is another one: the ticket may have been moved to another category meanwhile.
    promises.keep(ticket)


def resume(ticket: Ticket, was: dict) -> None:
    """Do the same after a long time: a close that became due meanwhile gets its full time anew. Saves the ticket."""
    put_back(ticket, was)
    if ticket.closes_at and ticket.closes_at <= ticket.locked_at:
        keep_closing(ticket)
    ticket.save()


# --- steps --------------------------------------------------------------------------------------------------


def _keep_waiting(ticket, act, by, before):
    now = ticket.locked_at
    # The requester reopens with a message, a manager with a reply.
    is_reply = act in _ENDS_THE_WAIT or (act == Act.REOPEN and ticket.requester_id != by.pk)
    is_message = act in (Act.WRITE, Act.REOPEN) and not is_reply
    if is_message and ticket.unanswered_since is None:
        ticket.unanswered_since = now
    elif is_reply or ticket.state == Status.CLOSED:
        ticket.unanswered_since = None
    if is_reply and ticket.first_answered_at is None:
        ticket.first_answered_at = now
    if not ticket.state.is_waiting:
        ticket.waiting_since = None
    elif not before.is_waiting:
        ticket.waiting_since = now


def _keep_rank(ticket, act, escalation):
    if act == Act.ESCALATE:
        ticket.escalated_at, ticket.escalation = ticket.locked_at, escalation
        if _ends_with_the_answer(ticket):
            ticket.escalated_wait = ticket.unanswered_since
    elif act == Act.DEESCALATE or (ticket.unanswered_since is None and _ends_with_the_answer(ticket)):
        ticket.escalated_at = ticket.escalation = None
    elif act != Act.REOPEN:  # then priorities may have changed places while it was closed
        return
    ticket.rank = ticket.effective_rank


def _ends_with_the_answer(ticket) -> bool:
    return ticket.escalation_id is not None and not ticket.escalation.is_managers


def _earlier(*moments):
    return min((moment for moment in moments if moment), default=None)
