"""The lists of the desk, and where in them somebody works."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import doors, roles
from tickets import queue
from tickets.models import Ticket

_ROWS = 30
# Lists in which it matters who has a ticket.
_LISTS_OF_SEVERAL = (queue.TEAM, queue.ALL_OPEN)


@doors.desk
@require_safe
def home(request):
    """Begin with one's own queue."""
    return _show_list(request, queue.MY_QUEUE)


@doors.desk
@require_safe
def ticket_list(request, key):
    """Show one list of the desk."""
    return _show_list(request, _list(request, key))


def _list(request, key) -> queue.List:
    which = queue.LISTS.get(key)
    if which is None or not roles.may(request.user, which.permission):
        raise Http404
    return which


def listed(request, which, current: Ticket | None = None) -> dict:
    """Return the context of a list: one page of rows, in serving order."""
    request.desk_list = which.key
    pages = Paginator(queue.tickets(request.user, which), _ROWS)
    rows, flags = pages.get_page(request.GET.get("page")), queue.priority_flags()
    for row in rows.object_list:
        row.flag, row.is_current = flags.get(row.priority_id, ""), current is not None and row.pk == current.pk
        row.held_by = _held_by(row) if which in _LISTS_OF_SEVERAL else ""
    if current:
        current.flag = flags.get(current.priority_id, "")
    place = _place(request, which)
    path = reverse("desk:list", args=[which.key])
    following = _following(rows.object_list, current)
    return {
        "list": which,
        "rows": rows,
        "place": place,
        "list_url": f"{path}?page={rows.number}" if rows.number > 1 else path,
        "next_ticket": f"{reverse('desk:ticket', args=[following.number])}?{place}" if following else "",
        "previous_url": f"{path}?page={rows.previous_page_number()}" if rows.has_previous() else "",
        "next_url": f"{path}?page={rows.next_page_number()}" if rows.has_next() else "",
    }


def _place(request, which) -> str:
    """Return where in which list somebody works: every address of a ticket carries it along."""
    page = request.GET.get("page", "")
    return f"list={which.key}" + (f"&page={page}" if page.isdecimal() and len(page) < 7 else "")


def _held_by(row: Ticket) -> str:
    return f"With {row.assignee.name}" if row.assignee else "With nobody yet"


def _following(rows, current: Ticket | None) -> Ticket | None:
    """Return the ticket to go on with: the one below, or the first one once this one waits no longer."""
    at = next((place for place, row in enumerate(rows) if row.is_current), -1)
    if at >= 0 and current.state.is_waiting:
        return rows[at + 1] if at + 1 < len(rows) else None
    return next((row for row in rows if not row.is_current), None)


def _show_list(request, which):
    context = listed(request, which)
    return render(request, "desk/list.html", context | {"first_ticket": context["next_ticket"]})


def chosen_list(request) -> queue.List:
    """Return the list that a ticket was opened from, or one's own queue."""
    which = queue.LISTS.get(request.GET.get("list") or request.POST.get("list") or "")
    if which and roles.may(request.user, which.permission):
        return which
    return queue.MY_QUEUE


def address(request, ticket: Ticket) -> str:
    """Return the page of a ticket, beside the list that it was opened from."""
    return f"{reverse('desk:ticket', args=[ticket.number])}?{place(request)}"


def place(request) -> str:
    """Return where in which list somebody works, as an address carries it along."""
    return _place(request, chosen_list(request))
