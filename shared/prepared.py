"""Queries whose SQL is written once. For a statement with many columns and conditions Django needs longer to write it
than PostgreSQL to answer it; pages that somebody opens all day ask with one that is written already.

    @prepared
    def _open_of(agent):
        return Ticket.objects.open().filter(assignee=agent)

    rows = _open_of(Slot(user.pk))

What changes from run to run stands in slots, the tenant by itself (tenants.fields.CurrentTenant). Everything else
that the function is called with decides how the statement reads. What depends on the time is a Moment.

    numbers = count_each(_open_of(Slot(pk)) for pk in pks)

counts several queries in one statement, where _open_of is @counted instead.
"""

from collections.abc import Callable, Iterable
from copy import copy
from datetime import datetime
from functools import update_wrapper

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import DateTimeField, Expression, QuerySet
from psycopg2.extensions import ISQLQuote, adapt

# Of one function: nobody fills the memory by asking in ever new ways.
_MOST, _MOST_COUNTED = 200, 5000


class Later:
    """A parameter of a statement whose value is asked for when it is sent."""

    def now(self):
        """Return the value."""
        raise NotImplementedError

    def __conform__(self, protocol):
        """Stand for the value in a statement that runs once."""
        return adapt(self.now()) if protocol is ISQLQuote else None


class Slot(Expression):
    """A place in a statement for a value that is put in when it runs.

    `shape` is whatever the statement depends on beside the value, if anything does.
    """

    shape = None
    position = 0

    def __init__(self, value):
        super().__init__()
        self.value = value

    def as_sql(self, compiler, connection):
        """Compile to the place; the value comes later."""
        return "%s", [self]

    def __conform__(self, protocol):
        """Stand for the value in a statement that runs once."""
        return adapt(self.value) if protocol is ISQLQuote else None


class Moment(Expression):
    """A moment in a statement that is asked for each time when it runs."""

    output_field = DateTimeField()

    def __init__(self, asked: Callable[[], datetime]):
        super().__init__()
        self._param = _Asked(asked)

    def as_sql(self, compiler, connection):
        """Compile to a place for the moment."""
        return "%s::timestamptz", [self._param]


class _Asked(Later):
    def __init__(self, asked):
        self.now = asked


class prepared:  # noqa: N801 - a decorator
    """Make a function that returns a queryset one that returns its rows, from SQL that is written once per process."""

    def __init__(self, build: Callable[..., QuerySet]):
        self._build, self._written = build, {}
        update_wrapper(self, build)

    def __call__(self, *arguments) -> list:
        """Run the statement with the values of these slots."""
        key = _key(arguments)
        if (statement := self._written.get(key)) is None:
            if len(self._written) >= _MOST:
                self._written.clear()
            statement = self._written[key] = self._write(arguments)
        return statement(arguments)

    def _write(self, arguments):
        queryset, compiler, sql, params = _write(self._build, arguments)
        return _Statement(queryset, compiler, sql, params) if sql else lambda arguments: []


class counted:  # noqa: N801 - a decorator
    """Make a function that returns a queryset one for count_each(). Only its words are kept, so there can be many."""

    def __init__(self, build: Callable[..., QuerySet]):
        self._build, self._written = build, {}
        update_wrapper(self, build)

    def __call__(self, *arguments) -> tuple[str, list]:
        """Return the SQL of the rows to count, "" if there can be none, with the values of these slots."""
        key = _key(arguments)
        if (words := self._written.get(key)) is None:
            if len(self._written) >= _MOST_COUNTED:
                self._written.clear()
            words = self._written[key] = _write(self._build, arguments)[2:]
        sql, params = words
        return sql, [_value(one, arguments) for one in params]


def count_each(asked: Iterable[tuple[str, list]]) -> list[int]:
    """Return how many rows each of several @counted queries has, in one statement."""
    asked = list(asked)
    if not any(sql for sql, _ in asked):
        return [0] * len(asked)
    numbers = ", ".join(f"(SELECT count(*) FROM ({sql}) AS counted)" if sql else "0" for sql, _ in asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {numbers}", [value for _, values in asked for value in values])
        return list(cursor.fetchone())


def _key(arguments) -> tuple:
    # A slot is not the None that may stand in its place.
    return tuple((Slot, one.shape) if isinstance(one, Slot) else one for one in arguments)


def _write(build, arguments):
    """Return a queryset, its compiler and what that makes of it: SQL and parameters, "" where nothing can be found."""
    for position, one in enumerate(arguments):
        if isinstance(one, Slot):
            one.position = position
    queryset = build(*arguments)
    compiler = queryset.query.get_compiler(queryset.db)
    try:
        return queryset, compiler, *compiler.as_sql()
    except EmptyResultSet:
        return queryset, compiler, "", ()


class _Statement:
    """A compiled query; what it holds is shared by all threads and never changed."""

    def __init__(self, queryset, compiler, sql, params):
        self._queryset, self._compiler, self._sql, self._params = queryset, compiler, sql, params

    def __call__(self, arguments) -> list:
        compiler, queryset = copy(self._compiler), self._queryset._chain()
        compiler.connection = connections[queryset.db]
        values = tuple(_value(one, arguments) for one in self._params)
        compiler.as_sql = lambda: (self._sql, values)
        queryset.query.get_compiler = lambda *args, **kwargs: compiler
        return list(queryset)


def _value(param, arguments):
    if isinstance(param, Slot):
        return arguments[param.position].value
    return param.now() if isinstance(param, Later) else param
