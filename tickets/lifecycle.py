"""The life of a ticket, by the table of tickets.acts.

This file is the only writer of `status` and of the times that belong to it. What the table does not
hold is refused with a sentence that says what is possible instead.
"""

from datetime import datetime, timedelta

from django.db import transaction

from accounts import roles
from accounts.models import Membership, User
from activity.models import Event
from shared.clock import DatabaseNow
from shared.refusal import Refusal
from shared.times import in_days, in_words
from tickets import events, promises, rights
from tickets.acts import TABLE, Act, Party
from tickets.models import Escalation, Rules, Ticket
from tickets.statuses import Status, Turn

S = Status
_WRITTEN_HERE = (
    "status", "updated_at", "waiting_since", "escalated_at", "escalation_id", "escalated_wait", "unanswered_since",
    "first_answered_at", "remind_at", "closes_at", "closed_at", "closed_by", "close_reason", "reopen_until",
)  # fmt: skip
_ENDS_THE_WAIT = {Act.REPLY, Act.ASK, Act.SUGGEST}


class NotPossible(Refusal):
    """The act is not possible in this status."""


class NotYours(Refusal):
    """The act is possible, but not for this person."""


class TooEarly(NotPossible):
    """The right to it begins later; the sentence says when."""


class Merged(Refusal):
    """The ticket ended in another one, where everything goes on."""


class TooLateToReopen(Refusal):
    """The reopen window is over; a follow-up ticket is the way on."""


class ChangedMeanwhile(Refusal):
    """Somebody else acted between the reading of the page and the act."""


def lock(ticket: Ticket) -> Ticket:
    """Return the fresh row under its lock, with the database's time in `locked_at`.

    Every act takes this lock first, the clock's batch too, so two acts never interleave. NO KEY: a
    message that refers to the ticket is not held up.
    """
    rows = Ticket.objects.select_for_update(no_key=True).annotate(locked_at=DatabaseNow())
    return rows.get(pk=ticket.pk)


def lock_both(one: Ticket, other: Ticket) -> tuple[Ticket, Ticket]:
    """Return two fresh rows under their locks, taken in the order of their ids: nobody waits in a circle."""
    rows = Ticket.objects.select_for_update(no_key=True).annotate(locked_at=DatabaseNow())
    found = {ticket.pk: ticket for ticket in rows.filter(pk__in=(one.pk, other.pk)).order_by("pk")}
    return found[one.pk], found[other.pk]


def lock_where_it_goes_on(ticket: Ticket) -> Ticket:
    """Return the locked ticket that words to `ticket` belong to: itself, or what it was merged into.

    `came_through` of the answer holds the ids of all tickets on the way, its own last. The lock of a merged
    ticket is given up before the next one is taken, so this never waits in a circle with a merge or its undo.
    """
    came_through = []
    while True:
        try:
            with transaction.atomic():
                locked = lock(ticket)
                came_through.append(locked.pk)
                if locked.merged_into_id:
                    raise _GoesOn
                locked.came_through = came_through
                return locked
        except _GoesOn:
            ticket = Ticket(pk=locked.merged_into_id)


class _GoesOn(Exception):
    """Undoes the savepoint of a lock that turned out to be of a merged ticket."""


def parties(user, ticket: Ticket) -> frozenset[Party]:
    """Return what somebody is to a ticket; nobody in person (None) is the system."""
    if user is None:
        return frozenset({Party.SYSTEM})
    found = set()
    if ticket.requester_id == user.pk:
        found.add(Party.REQUESTER)
    elif roles.may(user, "tickets.escalate_by_number"):
        found.add(Party.MODERATOR)
    if ticket.assignee_id == user.pk and roles.may(user, "tickets.work_own"):
        found.add(Party.ASSIGNEE)
    if roles.may(user, "tickets.work_all"):
        found.add(Party.MANAGER)
    elif Party.ASSIGNEE not in found and roles.may(user, "tickets.work_own"):
        found |= _by_the_rules(user, ticket)
    return frozenset(found)


def _by_the_rules(user, ticket) -> set[Party]:
    """What the tenant lets an agent be to a ticket of the team that is not theirs."""
    party = Party.COLLEAGUE if ticket.assignee_id else Party.PICKER
    is_allowed = ticket.rules.agents_answer_others if ticket.assignee_id else ticket.rules.agents_pick
    in_team = is_allowed and (
        ticket.team_id is None or Membership.objects.filter(user=user, team=ticket.team_id).exists()
    )
    return {party} if in_team else set()


def possible(ticket: Ticket, user, *, now: datetime) -> frozenset[Act]:
    """Return what somebody can do with a ticket as it stands."""
    if ticket.merged_into_id:
        return frozenset()
    theirs = parties(user, ticket)
    acts = {act for act, rule in TABLE.items() if rule.by & theirs and ticket.state in rule.leads}
    if Act.REOPEN in acts and not _is_open(rights.reopening(ticket, now)):
        acts.remove(Act.REOPEN)
    if ticket.assignee_id is None:
        acts.discard(Act.UNASSIGN)
    acts.discard(Act.ESCALATE if ticket.escalated_at else Act.DEESCALATE)
    if Party.MANAGER not in theirs and not _is_open(rights.escalation(ticket, now)):
        acts.discard(Act.ESCALATE)
    return frozenset(acts)


def check(ticket: Ticket, act: Act, *, by, now: datetime) -> None:
    """Raise NotYours, Merged, NotPossible, TooEarly or TooLateToReopen if somebody cannot do an act now."""
    theirs, rule = parties(by, ticket), TABLE[act]
    if ticket.merged_into_id:
        raise Merged("This ticket was merged into another one. Go on there.")
    if not rule.by & theirs:
        raise NotYours(_whose(ticket, rule) + _instead(ticket, by, now))
    if ticket.state not in rule.leads:
        raise NotPossible(f"You can't {act} while this ticket is {ticket.state.label}.{_instead(ticket, by, now)}")
    if act == Act.REOPEN and not _is_open(rights.reopening(ticket, now)):
        raise TooLateToReopen(too_late_sentence(ticket))
    if act == Act.AUTO_CLOSE and not _is_open(rights.closing(ticket, now)):
        raise TooEarly(f"This ticket closes on {in_words(ticket.closes_at)}, not before.")
    if act == Act.ESCALATE and Party.MANAGER not in theirs:
        _refuse_escalation(ticket, by, now)
    if act == Act.UNASSIGN and ticket.assignee_id is None:
        raise NotPossible("This ticket is nobody's. You can assign it.")
    if act == Act.ESCALATE and ticket.escalated_at:
        raise NotPossible("This ticket is escalated already. You can take the escalation back.")
    if act == Act.DEESCALATE and not ticket.escalated_at:
        raise NotPossible("This ticket is not escalated. You can escalate it.")


def apply(
    ticket: Ticket, act: Act, *, by, rules: Rules | None = None, escalation: Escalation | None = None, **closing
) -> Ticket:
    """Do an act to a locked ticket: check it, write the status and its times, save.

    `closing` takes closed_by and close_reason; `rules` spares a batch asking for them again; `escalation` is who
    escalates, and why. Raises what check() raises. The caller writes the messages and the event, in the same
    transaction.
    """
    now = ticket.locked_at
    check(ticket, act, by=by, now=now)
    before, after = ticket.state, TABLE[act].leads[ticket.state]
    ticket.status, ticket.updated_at = after, now
    _keep_waiting_times(ticket, act, by, before, after, now)
    _keep_rank(ticket, act, now, escalation)
    if act == Act.SUGGEST or after != before:
        _keep_closing_times(ticket, after, now, rules, **closing)
    ticket.save()
    return ticket


def move_to_the_back(ticket: Ticket) -> None:
    """Let a waiting, locked ticket wait from now on: behind all others of its priority. The caller saves it."""
    ticket.waiting_since = ticket.locked_at


def begin_answered(ticket: Ticket, answers: list[tuple[datetime, bool]]) -> None:
    """Write into a ticket that is not saved yet what its first messages mean, as (moment, whether it is staff's)."""
    replied = [at for at, is_reply in answers if is_reply]
    ticket.first_answered_at = min(replied, default=None)
    since = max(replied, default=None)
    ticket.unanswered_since = _earlier(*(at for at, is_reply in answers if not is_reply and (not since or at > since)))
    promises.keep(ticket)


def merge(source: Ticket, into: Ticket, *, by) -> None:
    """Close a locked ticket as part of another locked one, which takes over what is more pressing.

    What waits for staff goes on waiting there, since the earlier of the two moments; what was being worked on
    does not turn into the requester's turn. Raises what check() raises for either of them.
    """
    for ticket in (source, into):
        check(ticket, Act.MERGE, by=by, now=ticket.locked_at)
    _take_over_escalation(into, source)
    _take_over(into, *after_merge(source, into))
    source.merged_into = into
    source.status, source.updated_at = S.CLOSED, source.locked_at
    source.waiting_since = source.unanswered_since = None
    promises.keep(source)
    _keep_closing_times(source, S.CLOSED, source.locked_at, None, closed_by=Ticket.ClosedBy.MERGE)
    source.save()


def after_merge(source: Ticket, into: Ticket) -> tuple[Status, datetime | None, datetime | None]:
    """Return what a ticket will be when it has taken in another: status, waiting since, unanswered since."""
    status, waiting_since = into.state, into.waiting_since
    if source.state.is_waiting:
        status = status if status.is_waiting else S.NEEDS_REPLY
        waiting_since = _earlier(waiting_since, source.waiting_since)
    elif source.state == S.WORK_IN_PROGRESS and status.turn == Turn.YOURS:
        status = S.WORK_IN_PROGRESS
    return status, waiting_since, _earlier(into.unanswered_since, source.unanswered_since)


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


def _take_over(ticket, status, waiting_since, unanswered_since):
    before, since = ticket.state, ticket.unanswered_since
    ticket.status, ticket.waiting_since, ticket.unanswered_since = status, waiting_since, unanswered_since
    if unanswered_since != since:
        promises.keep(ticket)
    if ticket.state != before:
        _keep_closing_times(ticket, ticket.state, ticket.locked_at, None)
    ticket.updated_at = ticket.locked_at
    ticket.save()


def _earlier(*moments):
    return min((moment for moment in moments if moment), default=None)


def refuse_if_changed(ticket: Ticket, *, seen: int | None, by) -> None:
    """Raise ChangedMeanwhile if somebody else acted after the event that the page had seen."""
    if seen is None:
        return
    since = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, id__gt=seen)
    if newest := since.exclude(actor_id=by.pk).exclude(name__in=events.BESIDE).order_by("id").last():
        who = User.objects.filter(pk=newest.actor_id).values_list("name", flat=True).first() or "The clock"
        did = events.IN_WORDS[newest.name]
        raise ChangedMeanwhile(f"{who} {did} while you had this page open. Read what is new, then send again.")


def as_it_is(ticket: Ticket) -> dict:
    """Return the status and its times in a form that an event can hold, for put_back()."""
    values = {name: getattr(ticket, name) for name in _WRITTEN_HERE}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def is_still(ticket: Ticket, was: dict) -> bool:
    """Tell whether a ticket is as as_it_is() said once, in what it spoke of then."""
    now = as_it_is(ticket)
    return all(now[name] == value for name, value in was.items())


def put_back(ticket: Ticket, was: dict) -> None:
    """Give a locked ticket the status and the times that as_it_is() returned. The caller saves it."""
    since = ticket.unanswered_since
    for name in _WRITTEN_HERE:
        setattr(ticket, name, Ticket._meta.get_field(name).to_python(was.get(name)))
    ticket.rank = ticket.effective_rank
    if ticket.unanswered_since != since:
        promises.keep(ticket)


def resume(ticket: Ticket, was: dict) -> None:
    """Do the same after a long time: a close that became due meanwhile gets its full time anew. Saves the ticket."""
    put_back(ticket, was)
    if ticket.closes_at and ticket.closes_at <= ticket.locked_at:
        _keep_closing_times(ticket, ticket.state, ticket.locked_at, None)
    ticket.save()


def too_late_sentence(ticket: Ticket) -> str:
    """Return why a closed ticket cannot be reopened, with the number of days it really had."""
    return too_late_words(round((ticket.reopen_until - ticket.closed_at) / timedelta(days=1)))


def too_late_words(days: int) -> str:
    """Return the same sentence for a number of days."""
    return f"This ticket closed more than {in_days(days)} ago, so it can no longer be reopened."


def _is_open(right):
    return right is not None and right.is_open


def _refuse_escalation(ticket, by, now):
    right = rights.escalation(ticket, now)
    if right and right.is_open:
        return
    instead = _instead(ticket, by, now)
    if right:
        since = in_words(right.begins_at)
        raise TooEarly(f"You can escalate this ticket from {since}, if we have not answered by then.{instead}")
    if ticket.escalated_at:
        raise NotPossible(f"This ticket is escalated already: it goes before other tickets.{instead}")
    if ticket.escalatable_at:
        raise NotPossible(f"This ticket was escalated since our last answer. That is possible once per wait.{instead}")
    raise NotPossible(f"A ticket is escalated when its answer is overdue, and none is due here.{instead}")


def _keep_waiting_times(ticket, act, by, before, after, now):
    since = ticket.unanswered_since
    # The requester reopens with a message, a manager with a reply.
    is_reply = act in _ENDS_THE_WAIT or (act == Act.REOPEN and ticket.requester_id != by.pk)
    is_message = act in (Act.WRITE, Act.REOPEN) and not is_reply
    if is_message and ticket.unanswered_since is None:
        ticket.unanswered_since = now
    elif is_reply or after == S.CLOSED:
        ticket.unanswered_since = None
    if is_reply and ticket.first_answered_at is None:
        ticket.first_answered_at = now
    if not after.is_waiting:
        ticket.waiting_since = None
    elif not before.is_waiting:
        ticket.waiting_since = now
    if ticket.unanswered_since != since:
        promises.keep(ticket)


def _keep_rank(ticket, act, now, escalation):
    if act == Act.ESCALATE:
        ticket.escalated_at, ticket.escalation = now, escalation
        if _ends_with_the_answer(ticket):
            ticket.escalated_wait = ticket.unanswered_since
    elif act == Act.DEESCALATE or (ticket.unanswered_since is None and _ends_with_the_answer(ticket)):
        ticket.escalated_at = ticket.escalation = None
    elif act != Act.REOPEN:  # then priorities may have changed places while it was closed
        return
    ticket.rank = ticket.effective_rank


def _ends_with_the_answer(ticket) -> bool:
    return ticket.escalation_id is not None and not ticket.escalation.is_managers


def _keep_closing_times(ticket, after, now, rules, *, closed_by="", close_reason=""):
    ticket.remind_at = ticket.closes_at = ticket.closed_at = ticket.reopen_until = None
    ticket.closed_by, ticket.close_reason = closed_by, close_reason
    if after not in (S.SOLUTION_SUGGESTED, S.CLOSED):
        return
    rules = rules or Rules.current()
    if after == S.SOLUTION_SUGGESTED:
        ticket.closes_at = now + timedelta(days=rules.close_after_days)
        if 0 < rules.remind_days_before < rules.close_after_days:
            ticket.remind_at = ticket.closes_at - timedelta(days=rules.remind_days_before)
    else:
        ticket.closed_at = now
        ticket.reopen_until = now + timedelta(days=rules.reopen_for_days)


def _whose(ticket, rule):
    if Party.PICKER in rule.by:
        if ticket.assignee_id:
            return f"{ticket.assignee.name} has this ticket already."
        return "Here a manager assigns tickets."
    if Party.ASSIGNEE in rule.by and ticket.assignee_id:
        name = ticket.assignee.name
        who = f"{name} or a manager" if Party.MANAGER in rule.by else name
        return f"This ticket is assigned to {name}. Only {who} can do that."
    if rule.by == {Party.ASSIGNEE}:
        return "Nobody has this ticket yet."
    if Party.MANAGER in rule.by:
        return "Only a manager can do that."
    if Party.REQUESTER in rule.by:
        return "Only the person who filed this ticket can do that."
    return "That happens by itself."


def _instead(ticket, by, now):
    acts = [act for act in Act if act in possible(ticket, by, now=now)]
    if not acts:
        return ""
    *most, last = acts
    return f" You can {', '.join(most)} or {last}." if most else f" You can {last}."
