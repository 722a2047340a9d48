"""Search: over the tickets that staff may read at the desk, and over one's own in the portal."""

from functools import partial
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import doors
from accounts.models import User
from shared.responses import see_other
from tickets import filters, search
from tickets.models import Category
from tickets.statuses import Status

_MOST_AGENTS = 200


@doors.desk
@require_safe
def desk(request):
    """Show the tickets that have the words, or open the one whose number was typed."""
    typed = _typed(request)
    if ticket := search.by_number(typed, reader=request.user):
        return see_other(reverse("desk:ticket", args=[ticket.number]))
    chosen, problems = filters.from_query(request.GET)
    is_narrowed = chosen != filters.Filter()
    narrowed = partial(filters.apply, chosen=chosen, user=request.user) if is_narrowed else None
    results = search.find(typed, reader=request.user, narrowed=narrowed, after=request.GET.get("after", ""))
    context = _context(results, request, chosen.as_query()) | _choices() | {"problems": problems}
    return render(request, "desk/search.html", context | {"given": request.GET, "is_narrowed": is_narrowed})


@doors.portal
@require_safe
def portal(request):
    """Show the requester's own tickets that have the words, or open the one whose number was typed."""
    typed = _typed(request)
    if ticket := search.own_by_number(typed, requester=request.user):
        return see_other(reverse("portal:ticket", args=[ticket.number]))
    results = search.find_own(typed, requester=request.user, after=request.GET.get("after", ""))
    return render(request, "portal/search.html", _context(results, request))


def _typed(request) -> str:
    return request.GET.get("q", "").replace("\0", " ")


def _choices() -> dict:
    """Return what a search can be narrowed by."""
    return {
        "statuses": [("open", "Open"), *((status.key, status.label) for status in Status)],
        "categories": Category.objects.in_use().as_tree(),
        "agents": User.objects.who_work_tickets().order_by("name")[:_MOST_AGENTS],
    }


def _context(results: search.Results, request, narrowed: str = "") -> dict:
    words = urlencode({"q": results.question})
    address = f"?{words}&{narrowed}" if narrowed else f"?{words}"
    return {
        "results": results,
        "question": results.question,
        "is_first": "after" not in request.GET,
        "words_url": f"?{words}",
        "first_url": address,
        "next_url": f"{address}&after={results.next}" if results.next else "",
    }
