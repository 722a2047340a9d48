"""Keyset pages: as fast on the thousandth page as on the first, and stable while rows come and go."""

import json

from django.core import signing
from django.db.models import Q
from django.utils.dateparse import parse_datetime

_SALT = "shared.pagination"


class Keyset:
    """A page of a queryset in a given order, and the mark at which the next one begins.

    `order` names columns of the model, each with "-" in front where it descends, the last one unique.
    A mark that was tampered with begins at the first page. `rows` holds at most `size` rows.
    """

    def __init__(self, queryset, order: tuple[str, ...], mark: str | None, *, size: int = 20):
        self.order = order
        queryset = queryset.order_by(*order)
        if values := _read(mark, len(order)):
            queryset = queryset.filter(self._after(values))
        found = list(queryset[: size + 1])
        self.rows = found[:size]
        self.is_first = mark is None
        self.next = self._mark(found[size - 1]) if len(found) > size else ""

    def _after(self, values) -> Q:
        """Return the rows behind a row: larger in the first column that differs, or smaller where it descends."""
        condition, same = Q(), Q()
        for column, value in zip(self.order, values, strict=True):
            name, look_up = column.lstrip("-"), "lt" if column.startswith("-") else "gt"
            condition |= same & Q(**{f"{name}__{look_up}": value})
            same &= Q(**{name: value})
        # The same thing said once more for the first column alone: that is what the index can begin with.
        first = self.order[0].lstrip("-")
        begin = "lte" if self.order[0].startswith("-") else "gte"
        return Q(**{f"{first}__{begin}": values[0]}) & condition

    def _mark(self, row) -> str:
        values = [getattr(row, column.lstrip("-")) for column in self.order]
        return signing.dumps(json.dumps(values, default=lambda moment: moment.isoformat()), salt=_SALT)


def _read(mark: str | None, columns: int) -> list | None:
    if not mark:
        return None
    try:
        values = json.loads(signing.loads(mark, salt=_SALT))
    except (signing.BadSignature, ValueError):
        return None
    if len(values) != columns:
        return None
    return [parse_datetime(value) if isinstance(value, str) and "T" in value else value for value in values]
