"""The life of a ticket, by the table of tickets.acts.

This file and tickets.clocks are the only writers of `status` and of the times that belong to it. What the table does
not hold is refused with a sentence that says what is possible instead.
"""

from datetime import datetime, timedelta

from django.db import transaction

from accounts import roles
from accounts.models import Membership, User
from activity.models import Event
from shared.clock import DatabaseNow
from shared.refusal import Refusal
from shared.times import in_days, in_words
from tickets import clocks, events, rights
from tickets.acts import TABLE, Act, Party
from tickets.models import Escalation, Rules, Ticket


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
    check(ticket, act, by=by, now=ticket.locked_at)
    before = ticket.state
    ticket.status, ticket.updated_at = TABLE[act].leads[before], ticket.locked_at
    clocks.follow(ticket, act, before, by=by, rules=rules, escalation=escalation, **closing)
    ticket.save()
    return ticket


def merge(source: Ticket, into: Ticket, *, by) -> None:
    """Close a locked ticket as part of another locked one, which takes over what is more pressing.

    What waits for staff goes on waiting there, since the earlier of the two moments; what was being worked on
    does not turn into the requester's turn. Raises what check() raises for either of them.
    """
    for ticket in (source, into):
        check(ticket, Act.MERGE, by=by, now=ticket.locked_at)
    clocks.take_over(into, source)
    into.save()
    source.merged_into = into
    clocks.end_in_another(source)
    source.save()


def refuse_if_changed(ticket: Ticket, *, seen: int | None, by) -> None:
    """Raise ChangedMeanwhile if somebody else acted after the event that the page had seen."""
    if seen is None:
        return
    since = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, id__gt=seen)
    if newest := since.exclude(actor_id=by.pk).exclude(name__in=events.BESIDE).order_by("id").last():
        who = User.objects.filter(pk=newest.actor_id).values_list("name", flat=True).first() or "The clock"
        did = events.IN_WORDS[newest.name]
        raise ChangedMeanwhile(f"{who} {did} while you had this page open. Read what is new, then send again.")


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
