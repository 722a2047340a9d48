"""Keyset pages: as fast on the thousandth page as on the first, and stable while rows come and go."""

import json

from django.core import signing
from django.db.models import BooleanField, F, Func, Value
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property


class _Compared(Func):
    """The columns of an order compared with values, as rows: (a, b, c) >= (x, y, z).

    One comparison of rows and not three of columns: that is what an index of these columns begins with.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(self, order: tuple[str, ...], values, operator: str):
        columns = [F(column.lstrip("-")) for column in order]
        super().__init__(*columns, *(one if hasattr(one, "resolve_expression") else Value(one) for one in values))
        self.operator = operator

    def as_sql(self, compiler, connection, **unused):
        """Compile to one comparison."""
        compiled = [compiler.compile(expression) for expression in self.source_expressions]
        middle = len(compiled) // 2
        left, right = (", ".join(sql for sql, _ in half) for half in (compiled[:middle], compiled[middle:]))
        return f"({left}) {self.operator} ({right})", [one for _, params in compiled for one in params]


def behind(order: tuple[str, ...], values) -> _Compared:
    """Return the condition for the rows that come later in an order than the values; the last is a whole number."""
    return _smaller(order, values) if _descends(order) else _larger(order, values)


def ahead(order: tuple[str, ...], values) -> _Compared:
    """Return the condition for the rows that come earlier in an order than the values; the last is a whole number."""
    return _larger(order, values) if _descends(order) else _smaller(order, values)


def _larger(order, values):
    *first, last = values
    if hasattr(last, "resolve_expression"):
        return _Compared(order, values, ">")
    # Not >: the planner guesses how many rows there are by the first column alone, and behind the most common
    # value it would expect none. What is larger than n is at least n + 1.
    return _Compared(order, [*first, last + 1], ">=")


def _smaller(order, values):
    *first, last = values
    if hasattr(last, "resolve_expression"):
        return _Compared(order, values, "<")
    return _Compared(order, [*first, last - 1], "<=")


def _descends(order) -> bool:
    directions = {column.startswith("-") for column in order}
    if len(directions) != 1:
        raise ValueError("The columns of an order all ascend or all descend.")
    return directions.pop()


class Keyset:
    """A page of a queryset in a given order, and the marks at which its neighbours begin.

    `order` names columns of the model, all ascending or all with "-" in front, the last one unique.
    A mark that was tampered with begins at the first page, and so does a page back that reaches the
    beginning. `rows` holds at most `size` rows; `next` and `previous` are marks, or "" where nothing is.
    `first` is a quicker way to the first page, if there is one: it returns one row more than `size`.
    """

    def __init__(self, queryset, order: tuple[str, ...], mark: str | None, *, size: int = 20, first=None):
        self.order, self.size = order, size
        self._queryset, self._first = queryset, first
        backwards, values = _read(mark, order)
        self.is_first = not values
        if backwards and self._read_back(values):
            return
        self._read_on(None if backwards else values)

    @cached_property
    def _ordered(self):
        return self._queryset.order_by(*self.order)

    def _read_on(self, values):
        if self._first and not values:
            found = self._first()
        else:
            found = self._ordered.filter(behind(self.order, values)) if values else self._ordered
            found = list(found[: self.size + 1])
        self.rows, (self.following, *_) = found[: self.size], [*found[self.size :], None]
        self.next = mark_of(self.rows[-1], self.order) if self.following else ""
        self.previous = mark_of(self.rows[0], self.order, backwards=True) if values and self.rows else ""

    def _read_back(self, values) -> bool:
        """Read the page that ends before the values; return False if it would reach the beginning."""
        found = list(self._ordered.filter(ahead(self.order, values)).reverse()[: self.size + 1])
        if len(found) <= self.size:
            self.is_first = True
            return False
        self.rows = found[self.size - 1 :: -1]
        self.previous = mark_of(self.rows[0], self.order, backwards=True)
        self.next = mark_of(self.rows[-1], self.order)
        return True

    @cached_property
    def following(self):
        """The row behind the last one, or None; known already where the page was read forwards."""
        return self._ordered.filter(behind(self.order, _values(self.rows[-1], self.order))).first()

    @cached_property
    def preceding(self):
        """The row before the first one, or None."""
        if not self.previous:
            return None
        return self._ordered.filter(ahead(self.order, _values(self.rows[0], self.order))).reverse().first()


def mark_of(row, order: tuple[str, ...], *, backwards: bool = False) -> str:
    """Return the mark of the page behind a row, or of the page that ends before it."""
    values = _values(row, order)
    return signing.dumps(json.dumps([backwards, *values], default=lambda moment: moment.isoformat()), salt=_salt(order))


def _values(row, order) -> list:
    return [getattr(row, column.lstrip("-")) for column in order]


def _salt(order) -> str:
    # A mark of one order is worth nothing in another.
    return f"shared.pagination {' '.join(order)}"


def _read(mark: str | None, order) -> tuple[bool, list | None]:
    if not mark:
        return False, None
    try:
        backwards, *values = json.loads(signing.loads(mark, salt=_salt(order)))
    except (signing.BadSignature, ValueError, TypeError):
        return False, None
    return backwards, [parse_datetime(one) if isinstance(one, str) and "T" in one else one for one in values]
