"""Time on tickets: a timer that is started and stopped, or minutes entered by hand. Each person runs one timer.

Locks: the ticket, then the person, so that two clicks never start two timers.
"""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, OuterRef, QuerySet, Subquery, Sum

from accounts.models import User
from activity import edits, log
from shared import clock
from shared.once import own_key
from shared.prepared import Slot, prepared
from shared.refusal import Refusal
from tickets import events, lifecycle
from tickets.acts import Act
from tickets.models import Ticket, TimeEntry
from tickets.models.time_entry import LONGEST

MOST_ON_A_TICKET = 200
_MINUTES = re.compile(r"(\d{1,4}) ?(?:m|min|minutes?)?", re.IGNORECASE)
_HOURS = re.compile(r"(\d{1,2}) ?(?::|h|hours?) ?(?:(\d{1,2}) ?(?:m|min|minutes?)?)?", re.IGNORECASE)
_LENGTH = ExpressionWrapper(F("ended_at") - F("began_at"), output_field=DurationField())


class NoTime(Refusal):
    """What was typed is no time that somebody can have worked."""


class TooManyEntries(Refusal):
    """The ticket has as many entries as it may have."""


class NotYourEntry(Refusal):
    """Everybody answers for their own time."""


class StillRunning(Refusal):
    """A timer that runs has no length yet."""


@dataclass(frozen=True)
class Running:
    """A timer: the number of its ticket, and when it was started."""

    number: int
    since: datetime


@dataclass(frozen=True)
class Started:
    """A timer that was started, and the one that stopped for it."""

    entry: TimeEntry
    stopped: TimeEntry | None


def length_of(words: str) -> timedelta:
    """Return "90", "1:30", "1h 30m" or "45 min" as a length of one minute to 24 hours; raise NoTime."""
    words = words.strip()
    if match := _MINUTES.fullmatch(words):
        length = timedelta(minutes=int(match[1]))
    elif match := _HOURS.fullmatch(words):
        length = timedelta(hours=int(match[1]), minutes=int(match[2] or 0))
    else:
        raise NoTime("Enter a time like 45, 1:30 or 1h 30m.", field="length")
    if not timedelta(minutes=1) <= length <= LONGEST:
        raise NoTime("Enter a time from one minute to 24 hours.", field="length")
    return length


@transaction.atomic
def start(ticket: Ticket, *, by: User) -> Started:
    """Start somebody's timer on a ticket, and stop the one that ran; one that runs here goes on.

    Raises TooManyEntries, and what the lifecycle refuses.
    """
    ticket = _lock(ticket, by)
    before = _running_of(by)
    if before and before.ticket_id == ticket.pk:
        return Started(before, None)
    _refuse_more(ticket)
    stopped = _end(before, by) if before else None
    entry = TimeEntry.objects.create(ticket=ticket, user=by, began_at=clock.now())
    log.record(events.TIMER_STARTED, subject=entry, by=by, at=entry.began_at, ticket=ticket.pk)
    return Started(entry, stopped)


@transaction.atomic
def stop(*, by: User) -> TimeEntry | None:
    """Stop somebody's timer, at 24 hours if it ran on; None if none runs."""
    _lock_person(by)
    running = _running_of(by)
    return _end(running, by) if running else None


@transaction.atomic
def enter(
    ticket: Ticket, *, length: timedelta, by: User, form_key: uuid.UUID, note: str = "", is_billable: bool = False
) -> TimeEntry:
    """Enter time by hand, up to now; the same form_key enters it once.

    Raises NoTime, TooManyEntries, and what the lifecycle refuses.
    """
    _refuse_no_time(length)
    ticket, form_key = _lock(ticket, by), own_key(form_key, by)
    if first := TimeEntry.objects.filter(ticket=ticket, form_key=form_key).first():
        return first
    _refuse_more(ticket)
    now = clock.now()
    words = {"note": note, "is_billable": is_billable, "form_key": form_key}
    entry = TimeEntry.objects.create(ticket=ticket, user=by, began_at=now - length, ended_at=now, **words)
    log.record(events.TIME_ENTERED, subject=entry, by=by, at=now, ticket=ticket.pk, seconds=_seconds(entry))
    return entry


@transaction.atomic
def change(entry: TimeEntry, *, length: timedelta, note: str, is_billable: bool, by: User) -> TimeEntry:
    """Correct one's own entry; it keeps its beginning. Raises NotYourEntry, StillRunning, NoTime."""
    _refuse_no_time(length)
    entry = _own(entry, by)
    if entry.ended_at is None:
        raise StillRunning("Stop the timer first. Then its time can be changed.")
    # A length that reads the same was not changed: the seconds stay.
    if length != timedelta(minutes=in_minutes(entry.length)):
        entry.ended_at = entry.began_at + length
    entry.note, entry.is_billable = note, is_billable
    entry.save(update_fields=["ended_at", "note", "is_billable"])
    log.record(events.TIME_CHANGED, subject=entry, by=by, seconds=_seconds(entry))
    return entry


@transaction.atomic
def delete(entry: TimeEntry, *, by: User) -> TimeEntry:
    """Take one's own entry out of the sum; it can be restored. Raises NotYourEntry, StillRunning."""
    entry = _own(entry, by)
    if entry.ended_at is None:
        raise StillRunning("Stop the timer first. Then its time can be deleted.")
    if entry.deleted_at is None:
        entry.deleted_at = clock.now()
        entry.save(update_fields=["deleted_at"])
        log.record(events.TIME_DELETED, subject=entry, by=by, at=entry.deleted_at)
    return entry


@transaction.atomic
def restore(entry: TimeEntry, *, by: User) -> TimeEntry:
    """Count a deleted entry again. Raises NotYourEntry, TooManyEntries."""
    ticket = lifecycle.lock(entry.ticket)
    entry = _own(entry, by)
    if entry.deleted_at is not None:
        _refuse_more(ticket)
        entry.deleted_at = None
        entry.save(update_fields=["deleted_at"])
        log.record(events.TIME_RESTORED, subject=entry, by=by)
    return entry


# --- reads ------------------------------------------------------------------------------------------------


def running(user: User) -> Running | None:
    """Return the timer that somebody runs."""
    found = _running(Slot(user.pk))
    return Running(*found[0]) if found else None


@prepared
def _running(user):
    return TimeEntry.objects.running().filter(user=user).values_list("ticket__number", "began_at")


def told(tickets: QuerySet, user: User) -> QuerySet:
    """Return tickets with `time_spent`, and with `timer_on` and `timer_since` of the timer that somebody runs."""
    spent = TimeEntry.objects.kept().exclude(ended_at=None).filter(ticket=OuterRef("pk")).order_by()
    timer = TimeEntry.objects.running().filter(user=user)
    return tickets.annotate(
        time_spent=Subquery(spent.values("ticket").annotate(sum=Sum(_LENGTH)).values("sum")),
        timer_on=Subquery(timer.values("ticket__number")[:1]),
        timer_since=Subquery(timer.values("began_at")[:1]),
    )


def total(entries: QuerySet) -> timedelta:
    """Return how long entries were together; a timer that runs does not count yet."""
    return entries.kept().exclude(ended_at=None).aggregate(sum=Sum(_LENGTH))["sum"] or timedelta()


def in_minutes(length: timedelta) -> int:
    """Return a length in whole minutes, at least one: what was worked is never nothing."""
    return max(1, round(length.total_seconds() / 60))


# --- steps --------------------------------------------------------------------------------------------------


def _lock(ticket, by):
    ticket = lifecycle.lock(ticket)
    lifecycle.check(ticket, Act.TRACK_TIME, by=by, now=ticket.locked_at)
    _lock_person(by)
    return ticket


def _lock_person(user):
    list(User.objects.select_for_update(no_key=True).filter(pk=user.pk).values_list("pk"))


def _running_of(user):
    return TimeEntry.objects.running().select_for_update(no_key=True).filter(user=user).first()


def _end(entry, by):
    now = clock.now()
    entry.ended_at = min(max(now, entry.began_at), entry.began_at + LONGEST)
    entry.save(update_fields=["ended_at"])
    log.record(events.TIMER_STOPPED, subject=entry, by=by, at=now, seconds=_seconds(entry))
    return entry


def _own(entry, by):
    entry = edits.lock(entry)
    if entry.user_id != by.pk:
        raise NotYourEntry("Only who worked the time changes or deletes it.")
    return entry


def _refuse_more(ticket):
    if TimeEntry.objects.kept().filter(ticket=ticket).count() >= MOST_ON_A_TICKET:
        raise TooManyEntries(f"A ticket has at most {MOST_ON_A_TICKET} time entries.")


def _refuse_no_time(length):
    if not timedelta() < length <= LONGEST:
        raise NoTime("Enter a time from one minute to 24 hours.", field="length")


def _seconds(entry):
    return int(entry.length.total_seconds())
