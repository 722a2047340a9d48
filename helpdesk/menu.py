"""Desk navigation and settings menu, each entry with the permission it needs, and what every page shows."""

from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property

from accounts import roles
from helpdesk import keys
from helpdesk.live import passes
from shared import clock
from shared.appearance import theme
from sla.models import Complaint
from tenants import brand
from tenants.scope import person_scope
from tickets import queue, timekeeping
from tickets.models import ReassignRequest, Ticket
from tickets.models.ticket import ESCALATED_RANK
from tickets.views import desk_lists


@dataclass(frozen=True)
class Entry:
    """One line of a menu."""

    label: str
    url: str
    icon: str = ""
    count: str | None = None
    current: bool = False
    # Named by somebody of the desk, not by the product.
    is_own: bool = False


@dataclass(frozen=True)
class Group:
    """Lines of the settings menu under one heading."""

    label: str
    entries: tuple[Entry, ...]


# group: ((label, URL name, permission) …)
SETTINGS = {
    "Tickets": (
        ("Categories and fields", "settings:categories", "settings.tickets"),
        ("Priorities", "settings:priorities", "settings.tickets"),
        ("Targets", "settings:targets", "settings.tickets"),
        ("Tags", "settings:tags", "settings.tickets"),
        ("Assignment", "settings:assignment", "settings.tickets"),
        ("Before you write", "settings:channels", "settings.tickets"),
        ("Hours and holidays", "settings:hours", "settings.tickets"),
        ("Waiting, closing, reopening", "settings:rules", "settings.tickets"),
        ("Public figures", "settings:figures", "settings.tickets"),
    ),
    "People": (
        ("Staff", "settings:staff", "settings.people"),
        ("Teams", "settings:teams", "settings.people"),
        ("Moderators", "settings:moderators", "settings.people"),
        ("Shifts and absences", "settings:shifts", "staff.shifts"),
    ),
    "Plans": (
        ("Plans", "settings:plans", "settings.people"),
        ("Customers", "settings:customers", "settings.people"),
        ("Plans by domain", "settings:plan_domains", "settings.people"),
        ("Import plans", "settings:customer_imports", "settings.people"),
    ),
    "Knowledge base": (
        ("Article categories", "settings:article_categories", "settings.articles"),
        ("Search", "settings:search", "settings.articles"),
        ("Import articles", "settings:article_imports", "settings.articles"),
    ),
    "Look": (("Name and colour", "settings:look", "settings.look"),),
}


_REQUESTS, _COMPLAINTS, _ESCALATIONS = "reassign-requests", "complaints", "escalations"


def _escalated():
    return Ticket.objects.open().filter(rank=ESCALATED_RANK)


def desk(request) -> list[Entry]:
    """Return what this person may see at the desk: the room, the lists with counts, drafts, requests, texts."""
    user = request.user
    if not roles.may(user, "desk"):
        return _complaints(request, _counts(user, ())) + _texts(request)
    lists = desk_lists.lists_of(request)
    counts = _counts(user, lists.values())
    entries = _room(request) + _queues(request, lists, counts) + _drafts(request)
    return entries + _complaints(request, counts) + _requests(request, counts) + _texts(request)


def _counts(user, views) -> dict[str, int]:
    """Count the lists and what waits for an answer of this person's, in one query; of complaints what they may read."""
    more = {}
    if roles.may(user, "tickets.assign"):
        more = {_ESCALATIONS: _escalated, _REQUESTS: ReassignRequest.objects.waiting}
    if not roles.may(user, "complaints.answer"):
        return queue.counts(user, views, **more)
    with person_scope(user):
        return queue.counts(user, views, **more, **{_COMPLAINTS: Complaint.objects.waiting})


def _complaints(request, counts) -> list[Entry]:
    """What requesters tell the managers; admins have the entry only while something is theirs to answer."""
    if not (counts.get(_COMPLAINTS) or roles.may(request.user, "tickets.assign")):
        return []
    url = reverse("promises_desk:complaints")
    here = request.path.startswith(url)
    return [Entry("Complaints", url, "message-square-warning", _up_to(counts[_COMPLAINTS]), here)]


def _drafts(request) -> list[Entry]:
    url = reverse("desk:drafts")
    return [Entry("Drafts", url, "pencil", current=request.path.startswith(url))]


def _room(request) -> list[Entry]:
    if not roles.may(request.user, "tickets.assign"):
        return []
    url = reverse("desk:room")
    return [Entry("Live queue", url, "gauge", current=request.path.startswith(url))]


def _texts(request) -> list[Entry]:
    if not roles.may(request.user, "articles.write"):
        return []
    lines = (
        ("Articles", "author:articles", "book-open"),
        ("Saved replies", "desk:saved_replies", "message-square-quote"),
    )
    places = [(label, reverse(name), icon) for label, name, icon in lines]
    return [Entry(label, url, icon, current=request.path.startswith(url)) for label, url, icon in places]


def _queues(request, lists, counts) -> list[Entry]:
    here = getattr(request, "desk_list", None)
    return [
        Entry(
            view.title,
            reverse("desk:list", args=[key]),
            view.icon,
            _up_to(counts.get(key)),
            current=key == here,
            is_own=view.saved is not None,
        )
        for key, view in lists.items()
    ]


def _up_to(count: int | None) -> str | None:
    """Write a count as far as it was counted."""
    if count is None:
        return None
    return f"{queue.MOST_COUNTED - 1:,}+" if count >= queue.MOST_COUNTED else str(count)


def _requests(request, counts) -> list[Entry]:
    """What waits for the managers; without any, the entries keep their places and count nothing."""
    lines = (
        (_ESCALATIONS, "Escalations", "desk:escalations", "arrow-up"),
        (_REQUESTS, "Reassign requests", "desk:reassign_requests", "replace"),
    )
    places = [(key, label, reverse(name), icon) for key, label, name, icon in lines if key in counts]
    return [
        Entry(label, url, icon, _up_to(counts[key]), request.path.startswith(url)) for key, label, url, icon in places
    ]


def settings(request) -> list[Group]:
    """Return the settings that this person may change."""
    groups = []
    for label, lines in SETTINGS.items():
        entries = tuple(
            Entry(title, reverse(name), current=request.path.startswith(reverse(name)))
            for title, name, permission in lines
            if roles.may(request.user, permission)
        )
        if entries:
            groups.append(Group(label, entries))
    return groups


class Page:
    """What the shells print on every page; nothing here costs a query before it is printed."""

    def __init__(self, request):
        self.request = request
        self.theme = theme(request)
        profile = getattr(request, "profile", None)
        self.name = profile.name if profile else ""
        self.brand_css = brand.url(profile.brand_colour) if profile else ""
        user = getattr(request, "user", None) if profile else None
        self.user = user if user is not None and user.is_authenticated else None
        self.audience = self._audience()
        self.urls = _urls(self.user) if profile else {}
        self.home_url = "/"
        self.is_ticket_search = request.path == self.urls.get("search_tickets")
        self.is_help_centre = request.path == self.home_url or request.path.startswith("/articles/")

    def _audience(self):
        first = self.request.path.split("/")[1]
        return first if first in ("desk", "settings") else "portal"

    @cached_property
    def desk_menu(self):
        """The lists of the desk."""
        return desk(self.request) if self.user else []

    @cached_property
    def timer(self):
        """The timer that this person runs; a page of a ticket knows it already."""
        if hasattr(self.request, "timer"):
            return self.request.timer
        return timekeeping.running(self.user) if roles.may(self.user, "desk") else None

    @cached_property
    def keys(self):
        """Hints of the keys, by name."""
        return keys.hints(self.user) if self._works_by_key else {}

    @cached_property
    def key_registry(self):
        """The keys for the script, as JSON."""
        return keys.registry(self.user) if self._works_by_key else ""

    @property
    def _works_by_key(self):
        return self.user is not None and self.user.is_staff_member and self.audience != "portal"

    @cached_property
    def live_pass(self):
        """The pass to the stream of news, "" for whoever has none."""
        return passes.issue(self.request) if self.user else ""

    @cached_property
    def shown_at(self):
        """The moment of the page in milliseconds: what happens from here on is news."""
        return int(clock.now().timestamp() * 1000)

    @cached_property
    def settings_menu(self):
        """The settings pages."""
        return settings(self.request) if self.user else []


# name in the templates: (URL name, permission; "" for everybody, "requester" for who is not staff)
_URLS = {
    "sign_in": ("accounts:sign_in", ""),
    "sign_up": ("accounts:sign_up", ""),
    "sign_out": ("accounts:sign_out", ""),
    "password": ("accounts:change_password", ""),
    "guest": ("accounts:guest", ""),
    "theme": ("theme", ""),
    "before_you_write": ("portal:before_you_write", ""),
    "my_tickets": ("portal:my_tickets", "requester"),
    "plan": ("accounts:plan", "portal"),
    "submit": ("portal:submit", "requester"),
    "moderating": ("portal:moderating", "tickets.escalate_by_number"),
    "desk": ("desk:queue", "desk"),
    "search_tickets": ("desk:search", "desk"),
    "author": ("author:articles", "articles.write"),
    "file_for": ("desk:new", "desk"),
    "keys": ("keys", "articles.write"),
    "palette": ("palette", "articles.write"),
    "shifts": ("settings:shifts", "staff.shifts"),
    "reassign_requests": ("desk:reassign_requests", "tickets.assign"),
    "settings": ("settings:home", "settings.tickets"),
}


def _urls(user) -> dict[str, str]:
    """Return the addresses that somebody has a use for; None is nobody in particular."""
    return _urls_of(roles.permissions(user), user is None or not user.is_staff_member)


@cache
def _urls_of(permissions, is_requester):
    wanted = {"", *permissions} | ({"requester"} if is_requester else set())
    return {key: reverse(name) for key, (name, permission) in _URLS.items() if permission in wanted}


def page(request) -> dict:
    """Context processor: `page` in every template."""
    return {"page": SimpleLazyObject(lambda: Page(request))}
