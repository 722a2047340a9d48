"""What the palette offers besides the acts of the page itself: places to go to, and tickets by their number."""

import re
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from accounts import roles
from helpdesk import menu
from tickets import access, queue

_NUMBER = re.compile(r"#?\s*(\d{1,15})", re.ASCII)


@dataclass(frozen=True)
class Place:
    """One line of the palette: what it is, where it leads, and under which heading it stands."""

    label: str
    url: str
    group: str
    icon: str = ""


def places(request) -> list[Place]:
    """Return the pages that somebody may open, without a query."""
    return _lists(request.user) + _articles(request.user) + _settings(request)


def ticket(user, typed: str) -> Place | None:
    """Return the ticket of a typed number, if its reader may see it."""
    match = _NUMBER.fullmatch(typed.strip())
    if match is None or not roles.may(user, "desk"):
        return None
    try:
        found = access.desk_ticket(user, int(match[1]))
    except Http404:
        return None
    url = reverse("desk:ticket", args=[found.number])
    return Place(f"#{found.number} {found.subject}", url, "Tickets", "ticket")


def _lists(user) -> list[Place]:
    if not roles.may(user, "desk"):
        return []
    mine = [which for which in queue.VIEWS.values() if roles.may(user, which.permission)]
    lists = [Place(which.title, reverse("desk:list", args=[which.key]), "Lists", which.icon) for which in mine]
    return [*lists, Place("File a ticket for a customer", reverse("desk:new"), "Lists", "plus")]


def _articles(user) -> list[Place]:
    if not roles.may(user, "articles.write"):
        return []
    return [
        Place("Articles", reverse("author:articles"), "Articles", "book-open"),
        Place("Write an article", reverse("author:new"), "Articles", "book-plus"),
    ]


def _settings(request) -> list[Place]:
    return [
        Place(entry.label, entry.url, "Settings", "settings")
        for group in menu.settings(request)
        for entry in group.entries
    ]
