"""The one clock. Nothing in the product asks for the time anywhere else.

In local mode and in tests the clock can be moved for every process at once: how far is kept in the
file that settings.CLOCK_FILE names. In production there is no such file and no way to move it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import DateTimeField, Func

_stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)


class ClockCannotMove(RuntimeError):
    """The clock of a real installation was asked to move."""


def now() -> datetime:
    """Return the time as an aware datetime in UTC."""
    return _stopped_at.get() or datetime.now(UTC) + offset()


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Let it be one moment for this thread of work: how the demo's past is lived through.

    Raises ClockCannotMove outside local mode.
    """
    if settings.CLOCK_FILE is None:
        raise ClockCannotMove("Only the clock of local mode can be stopped.")
    token = _stopped_at.set(moment)
    try:
        yield
    finally:
        _stopped_at.reset(token)


def offset() -> timedelta:
    """Return how far the clock was moved; nothing outside local mode and tests."""
    # Looking costs less than failing to open: most of the time there is none, and a page asks often.
    if settings.CLOCK_FILE is None or not settings.CLOCK_FILE.exists():
        return timedelta()
    try:
        return timedelta(seconds=float(settings.CLOCK_FILE.read_text()))
    except FileNotFoundError:
        return timedelta()


def move(by: timedelta) -> datetime:
    """Move the clock for every process that shares this installation, and return the new time.

    Raises ClockCannotMove outside local mode.
    """
    if settings.CLOCK_FILE is None:
        raise ClockCannotMove("Only the clock of local mode can be moved.")
    moved = offset() + by
    settings.CLOCK_FILE.parent.mkdir(parents=True, exist_ok=True)
    # Renamed into place: another process never reads half a number.
    unfinished = settings.CLOCK_FILE.with_suffix(".new")
    unfinished.write_text(str(moved.total_seconds()))
    unfinished.replace(settings.CLOCK_FILE)
    return now()


class DatabaseNow(Func):
    """The same clock, read by the database: what a due time is compared with.

    Web and worker machines may disagree by seconds; the database is the one they share.
    statement_timestamp() is stable, so an index on the due time serves the comparison.
    """

    output_field = DateTimeField()
    arity = 0

    def as_sql(self, compiler, connection, **extra):
        """Compile to the statement's time plus the offset at the moment of the query."""
        if moment := _stopped_at.get():
            return "%s::timestamptz", [moment]
        return "(statement_timestamp() + %s::interval)", [f"{offset().total_seconds()} seconds"]
