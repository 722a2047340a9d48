"""The lists of the desk, and where in them somebody works."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import doors, roles
from shared.pagination import Keyset
from shared.responses import see_other
from tickets import filter_bar, filters, lists, queue, saved_views
from tickets.filters import ME, NOBODY, Filter
from tickets.models import Ticket

_LONGEST_MARK = 400


@doors.desk
@require_safe
def home(request):
    """Begin with one's own queue."""
    return _show_list(request, queue.MY_QUEUE)


@doors.desk
@require_safe
def ticket_list(request, key):
    """Show one list of the desk, narrowed as the address says; what a form sent is said in fewer words first."""
    which = list_of(request, key)
    chosen, problems = filters.from_query(request.GET, which.filter)
    if not problems and not filters.is_tidy(request.GET, chosen, which.filter):
        return see_other(_Place(which, chosen, "").list(""))
    return _show_list(request, which)


def list_of(request, key) -> queue.View:
    """Return a list of the desk by its key; raise Http404 for one that this person does not see."""
    if which := find(request, key):
        return which
    raise Http404


def find(request, key: str) -> queue.View | None:
    """Return the list of a key if this person has it; the built-in ones are known without asking."""
    if which := queue.VIEWS.get(key):
        return which if roles.may(request.user, which.permission) else None
    return lists_of(request).get(key)


def lists_of(request) -> dict[str, queue.View]:
    """Return the lists that this person has, by key: read once, for the page and for its menu."""
    if not hasattr(request, "desk_lists"):
        request.desk_lists = lists.of(request.user)
    return request.desk_lists


def listed(request, which: queue.View, current: Ticket | None = None) -> dict:
    """Return the context of a list: one page of its rows, in order, and the tickets around the current one."""
    request.desk_list = which.key
    chosen, problems = filters.from_query(request.GET, which.filter)
    page = queue.page(request.user, which, chosen, mark=_mark(request))
    _dress(page.rows, chosen, current)
    place = _place(request, which, chosen)
    at = next((number for number, row in enumerate(page.rows) if row.is_current), None)
    return {
        "list": which,
        "list_order": queue.order_in_words(chosen),
        "is_filtered": chosen != which.filter,
        "bar": _bar(request, which, chosen, problems),
        "rows": page.rows,
        "place": place.now,
        "narrowed_to": place.beginning,
        "list_url": place.list(place.mark),
        "next_ticket": _going_on(page, place, current, at),
        "ticket_above": _above(page, place, at),
        "ticket_below": _below(page, place, at),
        "previous_url": place.list(page.previous) if page.previous else "",
        "next_url": place.list(page.next) if page.next else "",
    }


def _bar(request, which, chosen, problems) -> dict:
    """Return what the filter bar shows: what is narrowed, each with the address without it, and where to go on."""
    path, asked = reverse("desk:filter", args=[which.key]), chosen.narrowing(which.filter)
    if problems:
        # With what was typed, to be put right.
        asked = request.GET.urlencode()
    conditions = filter_bar.conditions(chosen, which.base)
    bar = {
        "problems": problems,
        "chips": [(one, _Place(which, one.without, "").list("")) for one in conditions],
        "form_url": f"{path}?{asked}" if asked else path,
    }
    return bar | _ways_on(request, which, chosen)


def _ways_on(request, which, chosen) -> dict:
    """Return where a narrowed list can be left, kept under a name, or made what its view shows from now on."""
    saved = which.saved
    may_change = bool(saved) and saved_views.may_change(saved, request.user)
    ways = {"edit_url": reverse("desk:saved_view", args=[saved.pk]) if may_change else ""}
    if chosen == which.filter:
        return ways
    query = chosen.as_query()
    return ways | {
        "all_url": reverse("desk:list", args=[which.key]),
        "all_words": f"Back to “{which.title}”" if saved else "Show the whole list",
        "save_url": f"{reverse('desk:new_view')}?{'&'.join(filter(None, [urlencode({'list': which.key}), query]))}",
        "refine_url": f"{reverse('desk:refine_view', args=[saved.pk])}?{query}" if may_change else "",
    }


def _dress(rows, chosen: Filter, current: Ticket | None):
    """Give the rows what they print besides their columns."""
    is_of_one = chosen.assignees in ((ME,), (NOBODY,))
    for row in rows:
        row.is_current = current is not None and row.pk == current.pk
        row.held_by = "" if is_of_one else _held_by(row)


class _Place:
    """Where in which list somebody works: every address of a ticket carries it along."""

    def __init__(self, which: queue.View, chosen: Filter, mark: str):
        self.mark, self._path = mark, reverse("desk:list", args=[which.key])
        self._key, self._narrowing = which.key, chosen.narrowing(which.filter)

    @property
    def now(self) -> str:
        """The query string of the place as it is."""
        return self._query(self.mark)

    @property
    def beginning(self) -> str:
        """The query string of the list itself, whatever page of it is shown."""
        return self._query("")

    def list(self, mark: str) -> str:
        """Return the address of the list, from a mark on."""
        query = "&".join(filter(None, [self._narrowing, urlencode({"page": mark}) if mark else ""]))
        return f"{self._path}?{query}" if query else self._path

    def ticket(self, row: Ticket, mark: str | None = None) -> str:
        """Return the address of a ticket beside the page of the list that begins at a mark, or beside this one."""
        query = self._query(self.mark if mark is None else mark)
        return f"{reverse('desk:ticket', args=[row.number])}?{query}"

    def _query(self, mark):
        parts = [urlencode({"list": self._key}), self._narrowing, urlencode({"page": mark}) if mark else ""]
        return "&".join(filter(None, parts))


def _mark(request) -> str:
    mark = request.GET.get("page", "")
    return mark if len(mark) <= _LONGEST_MARK else ""


def _place(request, which, chosen) -> _Place:
    return _Place(which, chosen, _mark(request))


def _held_by(row: Ticket) -> str:
    return f"With {row.assignee.name}" if row.assignee else "With nobody yet"


def _going_on(page: Keyset, place: _Place, current: Ticket | None, at: int | None) -> str:
    """Return the ticket to go on with: the one below, or the first one once this one waits no longer."""
    if at is not None and current.state.is_waiting:
        return _below(page, place, at)
    first = next((row for row in page.rows if not row.is_current), None)
    return place.ticket(first) if first else ""


def _below(page: Keyset, place: _Place, at: int | None) -> str:
    """Return the ticket below the current one, if need be with the list's next page."""
    if at is None:
        return ""
    if at + 1 < len(page.rows):
        return place.ticket(page.rows[at + 1])
    return place.ticket(page.following, page.next) if page.next and page.following else ""


def _above(page: Keyset, place: _Place, at: int | None) -> str:
    """Return the ticket above the current one, if need be with the list's previous page."""
    if at is None:
        return ""
    if at > 0:
        return place.ticket(page.rows[at - 1])
    return place.ticket(page.preceding, page.previous) if page.preceding else ""


def _show_list(request, which):
    context = listed(request, which)
    return render(request, "desk/list.html", context | {"first_ticket": context["next_ticket"]})


def chosen_list(request) -> queue.View:
    """Return the list that a ticket was opened from, or one's own queue."""
    key = request.GET.get("list") or request.POST.get("list") or queue.MY_QUEUE.key
    return find(request, key) or queue.MY_QUEUE


def address(request, ticket: Ticket) -> str:
    """Return the page of a ticket, beside the list that it was opened from."""
    return _chosen_place(request).ticket(ticket)


def place(request) -> str:
    """Return where in which list somebody works, as an address carries it along."""
    return _chosen_place(request).now


def _chosen_place(request) -> _Place:
    which = chosen_list(request)
    return _place(request, which, filters.from_query(request.GET, which.filter)[0])
