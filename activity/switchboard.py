"""Reads the one page that says what follows from what: settings.SWITCHBOARD."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string


@cache
def reactions() -> dict[str, tuple[str, ...]]:
    """Return event name to the dotted names of its reactions."""
    return import_string(settings.SWITCHBOARD)


@cache
def reaction(name: str) -> Callable:
    """Return the function behind a reaction's dotted name, such as "mail.reactions.tell_requester"."""
    return import_string(name)
