"""A list of customers as a file: bytes in, lines out. Pure.

A line is an address, a plan and perhaps a name, divided by commas, semicolons or tabs. A first line that names the
columns may say them in another order.
"""

import csv
import io
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from shared.refusal import Refusal

MOST_LINES = 10_000
_LONGEST_NAME = 120
_COLUMNS = {"email": ("e-mail", "email", "e-mail address", "email address", "mail", "address"), "plan": ("plan",),
            "name": ("name", "full name")}  # fmt: skip


class Unreadable(Refusal):
    """The file as a whole is no such list."""


@dataclass(frozen=True)
class Line:
    """One line that could be read; the plan is its name as it was written."""

    number: int
    email: str
    plan: str
    name: str = ""


@dataclass(frozen=True)
class Problem:
    """One line that could not be read, and why."""

    number: int
    sentence: str


def read(content: bytes) -> tuple[list[Line], list[Problem]]:
    """Return what a file says and what of it cannot be read; raise Unreadable."""
    rows = _rows(_text(content))
    if len(rows) > MOST_LINES:
        raise Unreadable(f"There are {len(rows):,} lines. Upload at most {MOST_LINES:,} at once.")
    columns = _named_columns(rows[0][1]) if rows else None
    if columns:
        rows = rows[1:]
    if not rows:
        raise Unreadable("There is no line with an e-mail address in it.")
    lines, problems, first = [], [], {}
    for number, cells in rows:
        line = _line(number, cells, columns or {"email": 0, "plan": 1, "name": 2})
        if isinstance(line, Line) and (before := first.setdefault(line.email.lower(), number)) != number:
            line = Problem(number, f"The same address as in line {before}.")
        (lines if isinstance(line, Line) else problems).append(line)
    return lines, problems


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("The file is not a text in UTF-8. Save it as “CSV UTF-8” and upload it again.") from None
    if "\0" in text:
        raise Unreadable("This is not a text file. Save the list as CSV and upload it again.")
    return text


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Return the lines that say anything, each with the number by which an editor finds it."""
    first = text.partition("\n")[0]
    divider = max(",;\t", key=first.count)
    reader, rows, begins = csv.reader(io.StringIO(text, newline=""), delimiter=divider), [], 1
    try:
        for cells in reader:
            cells = [" ".join(cell.split()) for cell in cells]
            if any(cells):
                rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error:
        raise Unreadable(f"Line {begins} cannot be read: check its quotation marks.") from None
    return rows


def _named_columns(cells) -> dict[str, int] | None:
    """Return where each column stands, if the first line names them."""
    named = [cell.lower() for cell in cells]
    found = {
        column: position for column, names in _COLUMNS.items() for position, cell in enumerate(named) if cell in names
    }
    return found if {"email", "plan"} <= found.keys() else None


def _line(number, cells, columns) -> Line | Problem:
    email, plan, name = (
        cells[columns[column]] if columns.get(column, len(cells)) < len(cells) else "" for column in _COLUMNS
    )
    if not email:
        return Problem(number, "There is no e-mail address.")
    try:
        validate_email(email)
    except ValidationError:
        return Problem(number, f"“{email[:80]}” is not an e-mail address.")
    if not plan:
        return Problem(number, f"{email} has no plan.")
    if len(name) > _LONGEST_NAME:
        return Problem(number, f"The name is longer than {_LONGEST_NAME} characters.")
    return Line(number, email, plan, name)
