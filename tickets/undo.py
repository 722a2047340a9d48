"""Taking an act back before anybody was told of it: what follows from it waits in the outbox for as long.

A verb that can be undone records its event with `hold=undo.time_of(by)`, keeps in it what was there
before, and registers with @undo.restores how that comes back.
"""

import math
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Min

from accounts.models import User
from activity import log
from activity.models import Delivery, Event
from shared import clock
from shared.refusal import Refusal
from tickets import events, lifecycle
from tickets.models import Ticket

UNDO_FOR = timedelta(seconds=10)
# A click in the last second is still on its way when the time is up.
_GRACE = timedelta(seconds=5)
# As many as one click can do.
MOST_AT_ONCE = 500


class TooLateToUndo(Refusal):
    """The time to take it back is over, or somebody has been told already."""


class SomethingElseHappened(Refusal):
    """What came after the act would be undone along with it."""


_restorers: dict[str, Callable[[Ticket, Event], None]] = {}
_at_any_time: set[str] = set()
_along: dict[str, list[Callable[[Ticket, Event, User], None]]] = {}
_TOLD_AS = {events.REPLY_HELD: events.REPLY_TAKEN_BACK}


def restores(*names: str, in_time: bool = True):
    """Register how events of these names are taken back.

    The function gets the locked ticket, which is saved afterwards, and the event; it may raise a Refusal. What
    need not be in time can be taken back for as long as nothing followed from it.
    """

    def register(restore):
        _restorers.update(dict.fromkeys(names, restore))
        _at_any_time.update(() if in_time else names)
        return restore

    return register


def brings_along(name: str):
    """Register what else has to come back with acts of this name: what those above the tickets hold because of them.

    The function gets the locked ticket, the event and who takes it back; it may raise a Refusal.
    """

    def register(restore):
        _along.setdefault(name, []).append(restore)
        return restore

    return register


def time_of(by: User | None) -> timedelta:
    """Return how long what follows from somebody's act waits; the clock takes nothing back."""
    return UNDO_FOR if by else timedelta()


@transaction.atomic
def take_back(ticket: Ticket, event: Event, *, by: User, until: datetime | None = None) -> Ticket:
    """Undo one's own act on a ticket; once it is undone, asking again changes nothing.

    What waits longer than usual, because it is a part of something larger, says `until` when.

    Raises TooLateToUndo, NotYours once it is nothing to them any more (only their own words always come back to
    them), SomethingElseHappened, and what the act's own way back refuses.
    """
    ticket = lifecycle.lock(ticket)
    later = list(_of(ticket).filter(pk__gt=event.pk).order_by("id"))
    if event.pk in taken_back(later):
        return ticket
    _refuse_what_is_not_mine(event, by, now=ticket.locked_at, until=until)
    if event.name != events.REPLY_HELD and not lifecycle.parties(by, ticket):
        raise lifecycle.NotYours("You no longer work on this ticket, so this can't be undone by you.")
    if (others := _changes(later)) and event.name not in events.BESIDE:
        raise SomethingElseHappened(f"This can't be undone any more: {_who(others[-1], by)} since.")
    _restorers[event.name](ticket, event)
    for restore in _along.get(event.name, ()):
        restore(ticket, event, by)
    stop_what_follows(event)
    ticket.save()
    told_as = _TOLD_AS.get(event.name, events.TAKEN_BACK)
    log.record(told_as, subject=ticket, by=by, at=ticket.locked_at, event=event.pk, act=event.name)
    return ticket


def possible(ticket: Ticket, *, by: User) -> Event | None:
    """Return the act that somebody has just done to a ticket and can take back, if there is one."""
    return offered(newest_of(ticket), by=by, now=clock.now())


def newest_of(ticket: Ticket) -> list[Event]:
    """Return what happened to a ticket last, the newest first: among it is what somebody can take back."""
    return list(_of(ticket).order_by("-id")[:5])


def offered(newest_first: Iterable[Event], *, by: User, now: datetime) -> Event | None:
    """Return which of a ticket's events somebody can take back: their last one, if nothing changed since."""
    newest_first = list(newest_first)
    undone = taken_back(newest_first)
    for event in newest_first:
        if now >= event.at + UNDO_FOR:
            break
        if _is_open(event) and event.actor_id == by.pk and event.pk not in undone:
            return event
        if event.name not in events.CHANGES_NOTHING and event.pk not in undone:
            break
    return None


def seconds_left(since: datetime, *, now: datetime) -> int:
    """Return for how many seconds what was done at a moment can still be taken back."""
    return max(0, math.ceil((since + UNDO_FOR - now).total_seconds()))


def taken_back(happened: Iterable[Event]) -> set[int]:
    """Return the ids of the events that were taken back."""
    return {event.data["event"] for event in happened if event.name in (events.TAKEN_BACK, events.REPLY_TAKEN_BACK)}


def act_of(user: User, event_id: int) -> Event | None:
    """Return somebody's own act that is of a kind that can be taken back."""
    own = Event.objects.filter(pk=event_id, actor_id=user.pk, subject_kind="ticket", name__in=_restorers)
    return own.first()


def _is_open(event: Event) -> bool:
    """Tell whether an act is of a kind that can be taken back; a final one has been told at once."""
    return event.name in _restorers and not event.data.get("final")


def done_by(user: User, *, first: int, last: int) -> list[Event]:
    """Return somebody's acts between two events, the newest first: what one click did to several tickets."""
    own = Event.objects.filter(pk__range=(first, last), actor_id=user.pk, subject_kind="ticket", name__in=_restorers)
    return list(own.order_by("-id")[:MOST_AT_ONCE])


def newest() -> int:
    """Return the newest event of any ticket: where span() begins. Pages print it, so it tells of nothing else."""
    newest = Event.objects.filter(subject_kind="ticket").order_by("-id")
    return newest.values_list("id", flat=True).first() or 0


def span(*, since: int, by: User) -> tuple[int, int] | None:
    """Return the first and the last of somebody's acts after an event, as done_by() takes them."""
    own = Event.objects.filter(pk__gt=since, actor_id=by.pk, subject_kind="ticket", name__in=_restorers)
    ends = own.aggregate(first=Min("id"), last=Max("id"))
    return (ends["first"], ends["last"]) if ends["first"] else None


def _of(ticket):
    return Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk)


def _changes(happened) -> list[Event]:
    """Return the events that changed the ticket and still count."""
    undone = taken_back(happened)
    return [event for event in happened if event.name not in events.CHANGES_NOTHING and event.pk not in undone]


def _refuse_what_is_not_mine(event, by, *, now, until):
    if event.actor_id != by.pk:
        raise TooLateToUndo("Only who did this can undo it.")
    if not _is_open(event):
        raise TooLateToUndo("This can't be undone: people have been told already.")
    if now > (until or event.at + UNDO_FOR) + _GRACE and event.name not in _at_any_time:
        seconds = int(UNDO_FOR.total_seconds())
        raise TooLateToUndo(f"It is too late to undo this: that is possible for {seconds} seconds.")


def stop_what_follows(event: Event) -> None:
    """Let nobody be told of an event any more; raise TooLateToUndo if somebody was."""
    # Never waits: whoever holds one of them is telling people at this moment, and may wait for the ticket.
    waiting = Delivery.objects.select_for_update(skip_locked=True).filter(event=event, done_at=None)
    if event.name not in _at_any_time:  # a mail that failed may have left all the same
        waiting = waiting.filter(attempts=0)
    stopped = list(waiting.values_list("pk", flat=True))
    if len(stopped) < event.deliveries.count():
        raise TooLateToUndo("It is too late to undo this: people have been told already.")
    Delivery.objects.filter(pk__in=stopped).delete()


def _who(event, by) -> str:
    if event.name not in events.PUBLIC and not by.is_staff_member:
        return "we changed something"
    if event.actor_id == by.pk:
        return f"you {events.IN_WORDS[event.name]}"
    name = User.objects.filter(pk=event.actor_id).values_list("name", flat=True).first() or "the clock"
    return f"{name} {events.IN_WORDS[event.name]}"
