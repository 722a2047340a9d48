"""Queries whose SQL is written once. For a statement with many columns and conditions Django needs longer to write it
than PostgreSQL to answer it; pages that somebody opens all day ask with one that is written already.

    @prepared
    def _open_of(agent):
        return Ticket.objects.open().filter(assignee=agent)

    rows = _open_of(Slot(user.pk))

What changes from run to run stands in slots, the tenant by itself (tenants.fields.CurrentTenant). Everything else
that the function is called with decides how the statement reads. A moment, or what a moment decides, has no slot:
such a query is not for here.
"""

from collections.abc import Callable
from copy import copy
from functools import update_wrapper

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression, QuerySet
from psycopg2.extensions import ISQLQuote, adapt

# Of one function: nobody fills the memory by asking in ever new ways.
_MOST = 200


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


class prepared:  # noqa: N801 - a decorator
    """Make a function that returns a queryset one that returns its rows, from SQL that is written once per process."""

    def __init__(self, build: Callable[..., QuerySet]):
        self._build, self._written = build, {}
        update_wrapper(self, build)

    def __call__(self, *arguments) -> list:
        """Run the statement with the values of these slots."""
        key = tuple(one.shape if isinstance(one, Slot) else one for one in arguments)
        if (statement := self._written.get(key)) is None:
            if len(self._written) >= _MOST:
                self._written.clear()
            statement = self._written[key] = self._write(arguments)
        return statement(arguments)

    def _write(self, arguments):
        for position, one in enumerate(arguments):
            if isinstance(one, Slot):
                one.position = position
        queryset = self._build(*arguments)
        compiler = queryset.query.get_compiler(queryset.db)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return lambda arguments: []
        return _Statement(queryset, compiler, sql, params)


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
