"""What managers and admins decide about when people work."""

from datetime import date, time
from uuid import UUID

from django.db import transaction

from accounts import events
from accounts.models import User
from activity import edits, log
from businesshours import shifts
from businesshours.models import Absence, Shift
from businesshours.shifts import Block
from shared.refusal import Refusal
from shared.seen import needs_change

Week = dict[int, list[tuple[time, time]]]


class Overlap(Refusal):
    """Two shifts of one person are at the same time."""


class EndsBeforeItBegins(Refusal):
    """The last day of an absence is before its first one."""


@transaction.atomic
def change(
    user: User, *, week: Week, time_zone: str, ticket_limit: int | None, by: User, seen: str | None = None
) -> User:
    """Set somebody's week, time zone ("" for the helpdesk's) and ticket limit (None for everybody's).

    Raises Overlap, and ChangedMeanwhile if it was changed after the stamp `seen`.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    blocks = [Block(day, *span) for day, spans in week.items() for span in spans]
    if clash := shifts.overlapping(blocks):
        day = Shift(weekday=clash.weekday).get_weekday_display()
        span = shifts.span_in_words(clash.starts, clash.ends)
        raise Overlap(f"{day} {span} begins before another shift has ended.", field=day.lower())
    before = as_seen(user)
    after = {"week": _written(blocks), "time_zone": time_zone, "ticket_limit": ticket_limit}
    if not needs_change(before, after, seen):
        return user
    user.time_zone, user.ticket_limit = time_zone, ticket_limit
    user.save(update_fields=["time_zone", "ticket_limit"])
    Shift.objects.filter(user=user).delete()
    Shift.objects.bulk_create(Shift(user=user, weekday=b.weekday, starts=b.starts, ends=b.ends) for b in blocks)
    log.record(events.HOURS_CHANGED, subject=user, by=by, before=before, after=after)
    return user


def as_seen(user: User) -> dict:
    """Return what change() can change, as it stands."""
    return {
        "week": _written(Shift.objects.filter(user=user)),
        "time_zone": user.time_zone,
        "ticket_limit": user.ticket_limit,
    }


def week_of(user: User) -> Week:
    """Return somebody's shifts by day."""
    week: Week = {day: [] for day in range(7)}
    for shift in Shift.objects.filter(user=user).order_by("weekday", "starts"):
        week[shift.weekday].append((shift.starts, shift.ends))
    return week


def add_absence(
    *, user: User, starts_on: date, ends_on: date, note: str = "", by: User, form_key: UUID | None = None
) -> Absence:
    """Say that somebody is away; raise EndsBeforeItBegins."""
    _refuse_backwards(starts_on, ends_on)
    return edits.add(Absence(user=user, starts_on=starts_on, ends_on=ends_on, note=note), by=by, form_key=form_key)


def change_absence(absence: Absence, *, by: User, seen: str | None = None, **values) -> Absence:
    """Change the days or the note of an absence; raise EndsBeforeItBegins or ChangedMeanwhile."""
    _refuse_backwards(values["starts_on"], values["ends_on"])
    return edits.change(absence, values, by=by, seen=seen)


def remove_absence(absence: Absence, *, by: User) -> Absence:
    """Take an absence back: the person works on those days after all."""
    return edits.archive(absence, by=by)


def restore_absence(absence: Absence, *, by: User) -> Absence:
    """Let an absence that was taken back count again."""
    return edits.restore(absence, by=by)


def _written(blocks) -> list[str]:
    return sorted(f"{block.weekday} {block.starts:%H:%M}-{block.ends:%H:%M}" for block in blocks)


def _refuse_backwards(starts_on, ends_on):
    if ends_on < starts_on:
        raise EndsBeforeItBegins("The last day is before the first one.", field="ends_on")
