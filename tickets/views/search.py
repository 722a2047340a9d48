"""Search: over the tickets that staff may read at the desk, and over one's own in the portal."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import doors
from shared.responses import see_other
from tickets import search


@doors.desk
@require_safe
def desk(request):
    """Show the tickets that have the words, or open the one whose number was typed."""
    typed = _typed(request)
    if ticket := search.by_number(typed, reader=request.user):
        return see_other(reverse("desk:ticket", args=[ticket.number]))
    results = search.find(typed, reader=request.user, after=request.GET.get("after", ""))
    return render(request, "desk/search.html", _context(results, request))


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


def _context(results: search.Results, request) -> dict:
    return {
        "results": results,
        "question": results.question,
        "is_first": "after" not in request.GET,
        "first_url": f"?{urlencode({'q': results.question})}",
        "next_url": f"?{urlencode({'q': results.question, 'after': results.next})}" if results.next else "",
    }
