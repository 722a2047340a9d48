"""What admins do to a row of the settings: add, change, archive, restore, put elsewhere in its list.

Each is one transaction and one event, named after the row: "priority.added", "priority.changed" …
Doing the same once more changes nothing and records nothing.
"""

import json
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet, UniqueConstraint

from activity import log
from activity.models import Event
from shared import clock
from shared.refusal import Refusal
from shared.seen import column_values, needs_change


class Taken(Refusal):
    """Another row in use has this name already."""


def lock(row):
    """Return the fresh row under its lock. NO KEY: rows that refer to it are not held up."""
    return type(row).objects.select_for_update(no_key=True).get(pk=row.pk)


def lock_all(rows: QuerySet) -> None:
    """Lock many rows one after the other in the order of their ids, so that two who do it never wait for each other."""
    list(rows.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk"))


@transaction.atomic
def add(row, *, by, form_key: UUID | None = None):
    """Save a new row; the same form_key adds one row however often it is sent. Raises Taken."""
    if first := added_before(row, form_key, by):
        return first
    try:
        _save(row, force_insert=True)
    except Taken:
        if first := added_before(row, form_key, by):
            return first
        raise
    log.record(f"{row._meta.model_name}.added", subject=row, by=by, form_key=str(form_key or ""))
    return row


@transaction.atomic
def change(row, values: dict, *, by, seen: str | None = None):
    """Write values into a row; raise Taken, or ChangedMeanwhile if it changed after the stamp `seen`."""
    row = lock(row)
    before = column_values(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    after = column_values(row, values)
    if needs_change(before, after, seen):
        _save(row)
        told = {"before": _storable(before), "after": _storable(after)}
        log.record(f"{row._meta.model_name}.changed", subject=row, by=by, **told)
    return row


@transaction.atomic
def archive(row, *, by):
    """Take a row out of use; what refers to it keeps it."""
    row = lock(row)
    if row.archived_at is None:
        row.archived_at = clock.now()
        row.save(update_fields=["archived_at"])
        log.record(f"{row._meta.model_name}.archived", subject=row, by=by)
    return row


@transaction.atomic
def restore(row, *, by):
    """Take an archived row into use again; raise Taken if its name was given to another meanwhile."""
    row = lock(row)
    if row.archived_at is not None:
        row.archived_at = None
        _save(row, update_fields=["archived_at"])
        log.record(f"{row._meta.model_name}.restored", subject=row, by=by)
    return row


@transaction.atomic
def move(row, among: QuerySet, *, to: str, by, column: str = "position", step: int = 1) -> None:
    """Swap a row with its neighbour "up" or "down" in a list.

    The order is then written as 1, 2, 3 … times step. At the end of the list nothing happens.
    """
    lock_all(among)
    rows = list(among)
    here = next((place for place, one in enumerate(rows) if one.pk == row.pk), None)
    if here is None:
        return
    there = here + (-1 if to == "up" else 1)
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for place, one in enumerate(rows, start=1):
        if getattr(one, column) != place * step:
            setattr(one, column, place * step)
            one.save(update_fields=[column])
    log.record(f"{row._meta.model_name}.moved", subject=row, by=by, place=there + 1, of=len(rows))


def _storable(values: dict) -> dict:
    """Write days and moments as JSON can hold them."""
    return json.loads(json.dumps(values, default=str))


def added_before(row, form_key: UUID | None, by):
    """Return the row that the same form of the same person added already, None for the first click."""
    if form_key is None:
        return None
    added = Event.objects.filter(subject_kind=row._meta.model_name, name=f"{row._meta.model_name}.added")
    event = added.filter(actor_id=getattr(by, "pk", None), data__form_key=str(form_key)).first()
    return type(row).objects.filter(pk=event.subject_id).first() if event else None


def _save(row, **how):
    """Save; turn a broken unique constraint into its own sentence, about the last of its fields."""
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError as error:
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        for constraint in row._meta.constraints:
            if constraint.name == broken and isinstance(constraint, UniqueConstraint):
                raise Taken(str(constraint.violation_error_message), field=constraint.fields[-1]) from error
        raise
