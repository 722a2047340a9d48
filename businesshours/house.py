"""What admins decide about when the house is open: its weeks, whose holidays it keeps, and days of its own."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import User
from activity import edits
from businesshours import calendars, shifts
from businesshours.hours import Span
from businesshours.models import Channel, House, OwnDays, Weekday
from businesshours.shifts import Block
from shared import clock
from shared.refusal import Refusal

MOST_DAYS, MOST_OWN_DAYS = 31, 200


class Overlap(Refusal):
    """Two spans of one channel are at the same time."""


class DaysTaken(Refusal):
    """One of the days has other own hours already."""


class TooLong(Refusal):
    """The first day is not before the last one, or too long before it."""


class TooMany(Refusal):
    """The list is as long as it may become."""


@transaction.atomic
def change(
    house: House, *, weeks: dict[str, list], country: str, region: str, by: User, seen: str | None = None
) -> House:
    """Set the week of each channel, as House.weeks has it, and whose public holidays are kept.

    Raises Overlap, or ChangedMeanwhile if it was changed after the stamp `seen`.
    """
    for channel in Channel:
        _refuse_overlaps(channel, weeks[channel])
    return edits.change(House.stored(), {"weeks": weeks, "country": country, "region": region}, by=by, seen=seen)


def check_length(starts_on: date, ends_on: date) -> None:
    """Raise TooLong unless some days begin before they end and are no more than MOST_DAYS."""
    if ends_on < starts_on:
        raise TooLong("The last day is before the first one.", field="ends_on")
    if ends_on - starts_on >= timedelta(days=MOST_DAYS):
        raise TooLong(f"Enter at most {MOST_DAYS} days at once.", field="ends_on")


@transaction.atomic
def add_days(
    *, name: str, starts_on: date, ends_on: date, hours: dict[str, list], by: User, form_key: UUID | None = None
) -> OwnDays:
    """Say that some days have other hours; {} is closed. Raises TooLong, DaysTaken, Overlap or TooMany."""
    row = OwnDays(name=name, starts_on=starts_on, ends_on=ends_on, hours=hours)
    edits.lock(House.stored())
    if again := edits.added_before(row, form_key, by):
        return again
    _check_days(row)
    if OwnDays.objects.in_use().filter(ends_on__gte=clock.now().date()).count() >= MOST_OWN_DAYS:
        raise TooMany(f"There are {MOST_OWN_DAYS} own days ahead. Remove one first.")
    return edits.add(row, by=by, form_key=form_key)


@transaction.atomic
def change_days(row: OwnDays, *, by: User, seen: str | None = None, **values) -> OwnDays:
    """Change own days; raise what add_days() raises, or ChangedMeanwhile."""
    edits.lock(House.stored())
    _check_days(OwnDays(pk=row.pk, **values))
    return edits.change(row, values, by=by, seen=seen)


def remove_days(row: OwnDays, *, by: User) -> OwnDays:
    """Take own days back: they are days like any other again."""
    return edits.archive(row, by=by)


@transaction.atomic
def restore_days(row: OwnDays, *, by: User) -> OwnDays:
    """Let own days that were taken back count again; raise DaysTaken if others were put there meanwhile."""
    edits.lock(House.stored())
    _refuse_taken(row)
    return edits.restore(row, by=by)


def _check_days(row):
    check_length(row.starts_on, row.ends_on)
    _refuse_taken(row)
    for channel in Channel:
        _refuse_overlaps(channel, [row.hours.get(channel, [])])


def _refuse_taken(row):
    at_the_same_time = OwnDays.objects.in_use().filter(starts_on__lte=row.ends_on, ends_on__gte=row.starts_on)
    if other := at_the_same_time.exclude(pk=row.pk).first():
        raise DaysTaken(f"“{other}” has these days already, or one of them.", field="starts_on")


def _refuse_overlaps(channel: Channel, days: list[list]) -> None:
    """Refuse spans of one week, or of one day, that are at the same time."""
    blocks = [Block(day, *span) for day, written in enumerate(days) for span in calendars.spans(written)]
    if clash := shifts.overlapping(blocks):
        day = Weekday(clash.weekday)
        where = f"{channel.label}, {day.label}" if len(days) > 1 else channel.label
        span: Span = (clash.starts, clash.ends)
        field = f"{channel}_{day.name.lower()}" if len(days) > 1 else channel.value
        raise Overlap(f"{where}: {shifts.span_in_words(*span)} begins before other hours have ended.", field=field)
