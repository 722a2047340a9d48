"""Moments and days as words in the middle of a sentence; pages have tags for theirs."""

from datetime import datetime, tzinfo

from django.utils import timezone


def in_words(moment: datetime, zone: tzinfo | None = None) -> str:
    """Return "Tuesday 14 May, 09:12 (Europe/Lisbon)", in a zone or else in the reader's."""
    local = timezone.localtime(moment, zone)
    return f"{local:%A} {local.day} {local:%B, %H:%M} ({local.tzinfo})"


def in_days(days: int) -> str:
    """Return "seven days", "one day", "12 days": words up to twelve as in prose, then figures."""
    words = "zero one two three four five six seven eight nine ten eleven twelve".split()
    return f"{words[days] if days < len(words) else days} {'day' if days == 1 else 'days'}"
