"""Brings rows into tables as fast as PostgreSQL takes them: COPY, with indexes and references built afterwards."""

import contextlib
import io
import json
from collections.abc import Iterator
from datetime import datetime

_AT_ONCE = 20_000
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

# The primary keys stay, other tables point at them.
_FOUND = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype = 'f' FROM pg_constraint
    WHERE conrelid = ANY (%s::regclass[]) AND contype IN ('f', 'u')
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY (%s::regclass[]) AND NOT indisprimary
"""


class Table:
    """Takes rows of one model, values in the order of `columns`; what is not given has the model's default."""

    def __init__(self, cursor, model, *columns: str):
        fields = {field.attname: field for field in model._meta.local_concrete_fields if not field.generated}
        others = [name for name in fields if name not in columns and not fields[name].null]
        self._cursor, self._columns = cursor, [fields[name].column for name in (*columns, *others)]
        self._name, self._end = model._meta.db_table, "".join(f"\t{_default(fields[name])}" for name in others) + "\n"
        self._lines: list[str] = []
        name = str(model._meta.verbose_name)
        self.what = f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
        self.next_id, self.rows = self._first_id(), 0

    def _first_id(self) -> int:
        # Of the sequence too: the id of a row that is gone must not come back.
        self._cursor.execute(
            f"SELECT greatest(max(id) + 1, nextval(pg_get_serial_sequence(%s, 'id'))) FROM {self._name}", [self._name]
        )
        return self._cursor.fetchone()[0]

    def new_id(self) -> int:
        """Return an id that no row has."""
        self.next_id += 1
        return self.next_id - 1

    def add(self, *values) -> None:
        """Take a row. Texts must have been through text() if they may hold a tab, a line's end or a backslash."""
        self._lines.append("\t".join([cell if cell.__class__ is str else _cell(cell) for cell in values]) + self._end)
        if len(self._lines) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Send what was taken."""
        columns = ", ".join(f'"{column}"' for column in self._columns)
        self._cursor.copy_expert(f"COPY {self._name} ({columns}) FROM STDIN", io.StringIO("".join(self._lines)))
        self.rows += len(self._lines)
        self._lines.clear()

    def finish(self) -> None:
        """Send the rest, and let ordinary rows go on behind it."""
        self.flush()
        self._cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [self._name, self.next_id])


def text(words: str) -> str:
    """Return a text as COPY reads it."""
    return words.translate(_ESCAPES)


def _cell(value) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return text(json.dumps(value))
    return str(value)


def _default(field) -> str:
    if not field.has_default() and not field.empty_strings_allowed:
        raise TypeError(f"{field} has no default: helpdesk/local/filling must say what stands in it.")
    return text(_cell(field.get_default()))


@contextlib.contextmanager
def without_indexes(cursor, models) -> Iterator[None]:
    """Take indexes, unique constraints and references away and build them again at the end, which checks every row.

    Within the caller's transaction: whatever happens, they are all there after it.
    """
    tables = [model._meta.db_table for model in models]
    cursor.execute(_FOUND, [tables])
    constraints = sorted(cursor.fetchall(), key=lambda found: (found[3], found[1]))
    for table, name, _, _ in reversed(constraints):
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    cursor.execute(_INDEXES, [tables])
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _, definition in indexes:
        cursor.execute(definition)
    for table, name, definition, _ in constraints:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
