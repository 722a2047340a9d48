"""What the palette offers besides the acts of the page itself: places to go to, and tickets by their number."""

from dataclasses import dataclass

from django.urls import reverse

from accounts import roles
from helpdesk import menu
from tickets import search
from tickets.views import desk_lists

_MOST_TICKETS = 8


@dataclass(frozen=True)
class Place:
    """One line of the palette: what it is, where it leads, and under which heading it stands."""

    label: str
    url: str
    group: str
    icon: str = ""


def places(request) -> list[Place]:
    """Return the pages that somebody may open; only their saved views are asked for."""
    return _lists(request) + _articles(request.user) + _settings(request)


def tickets(user, typed: str) -> list[Place]:
    """Return the ticket of a typed number, or else the newest tickets with the typed words, as far as one may read."""
    if not roles.may(user, "desk"):
        return []
    if found := search.by_number(typed, reader=user):
        return [_ticket(found)]
    return [_ticket(hit.ticket) for hit in search.find(typed, reader=user).hits[:_MOST_TICKETS]]


def _ticket(ticket) -> Place:
    url = reverse("desk:ticket", args=[ticket.number])
    return Place(f"#{ticket.number} {ticket.subject}", url, "Tickets", "ticket")


def _lists(request) -> list[Place]:
    if not roles.may(request.user, "desk"):
        return []
    found = desk_lists.lists_of(request).values()
    return [
        *(Place(which.title, reverse("desk:list", args=[which.key]), "Lists", which.icon) for which in found),
        Place("Saved views", reverse("desk:saved_views"), "Lists", "bookmark"),
        Place("File a ticket for a customer", reverse("desk:new"), "Lists", "plus"),
        *_of_managers(request.user),
    ]


def _of_managers(user) -> list[Place]:
    if not roles.may(user, "tickets.assign"):
        return []
    return [Place("Complaints", reverse("promises_desk:complaints"), "Lists", "message-square-warning")]


def _articles(user) -> list[Place]:
    if not roles.may(user, "articles.write"):
        return []
    return [
        Place("Articles", reverse("author:articles"), "Articles", "book-open"),
        Place("Write an article", reverse("author:new"), "Articles", "book-plus"),
        Place("Saved replies", reverse("desk:saved_replies"), "Articles", "message-square-quote"),
    ]


def _settings(request) -> list[Place]:
    return [
        Place(entry.label, entry.url, "Settings", "settings")
        for group in menu.settings(request)
        for entry in group.entries
    ]
