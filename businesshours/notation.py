"""A day's work as people write it: "9-12:30, 13:30-17". Pure."""

import re
from datetime import time

from businesshours.hours import Span
from businesshours.shifts import span_in_words

MOST = 4
_TIME = r"(\d{1,2})(?:[:.h](\d{2})?)?\s*(am|pm)?"
_SPAN = re.compile(rf"\s*{_TIME}\s*(?:-|–|—|to|until)\s*{_TIME}\s*", re.IGNORECASE)
_BETWEEN = re.compile(r",|;|\band\b|&", re.IGNORECASE)


class NotUnderstood(ValueError):
    """The words name no hours; the sentence says how to write them."""


def read(text: str) -> list[Span]:
    """Return the spans that a text names, in order; raise NotUnderstood."""
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    if len(parts) > MOST:
        raise NotUnderstood(f"Enter at most {MOST} shifts for one day.")
    return sorted(_span(part) for part in parts)


def write(spans: list[Span]) -> str:
    """Return the text that reads as these spans."""
    return ", ".join(span_in_words(*span) for span in spans)


def _span(part: str) -> Span:
    match = _SPAN.fullmatch(part)
    if not match:
        raise NotUnderstood(f"Enter hours like 9:00–17:00 instead of “{part.strip()[:40]}”.")
    hour, minute, half, *end = match.groups()
    return _time(hour, minute, half), _time(*end)


def _time(hour: str, minute: str | None, half: str | None) -> time:
    number, written = int(hour), f"{hour}:{minute or '00'}{half or ''}"
    if half:
        if not 1 <= number <= 12:
            raise NotUnderstood(f"There is no {written}.")
        number = number % 12 + (12 if half.lower() == "pm" else 0)
    try:
        # 24:00 is how the end of a day is written.
        return time(0 if (number, int(minute or 0)) == (24, 0) else number, int(minute or 0))
    except ValueError:
        raise NotUnderstood(f"There is no {written}.") from None
