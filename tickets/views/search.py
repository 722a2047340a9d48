"""Search: over the tickets that staff may read at the desk, and over one's own in the portal."""

from functools import partial
from urllib.parse import parse_qsl, urlencode

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import doors
from shared.responses import see_other
from tickets import filter_bar, filters, search
from tickets.filters import Filter


@doors.desk
@require_safe
def desk(request):
    """Show the tickets that have the words, or open the one whose number was typed."""
    typed = _typed(request)
    if ticket := search.by_number(typed, reader=request.user):
        return see_other(reverse("desk:ticket", args=[ticket.number]))
    chosen, problems = filters.from_query(request.GET)
    if not problems and not filters.is_tidy(request.GET, chosen, Filter()):
        return see_other(_address(typed, chosen))
    is_narrowed = chosen != Filter()
    narrowed = partial(filters.apply, chosen=chosen, user=request.user) if is_narrowed else None
    results = search.find(typed, reader=request.user, narrowed=narrowed, after=request.GET.get("after", ""))
    context = _context(results, request, chosen.as_query()) | {"is_narrowed": is_narrowed}
    context["bar"] = _bar(request, typed, chosen, problems)
    # What is narrowed goes along with other words.
    context["kept"] = parse_qsl(chosen.as_query())
    return render(request, "desk/search.html", context)


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


def _address(typed: str, chosen: Filter) -> str:
    """Return the address of a search among the tickets that a filter lets through."""
    query = "&".join(filter(None, [urlencode({"q": typed}) if typed else "", chosen.as_query()]))
    return f"{reverse('desk:search')}?{query}" if query else reverse("desk:search")


def _bar(request, typed, chosen, problems) -> dict:
    asked = request.GET.urlencode() if problems else urlencode({"q": typed}) + f"&{chosen.as_query()}"
    return {
        "problems": problems,
        "chips": [(one, _address(typed, one.without)) for one in filter_bar.conditions(chosen, Filter())],
        "form_url": f"{reverse('desk:search_filter')}?{asked}",
        "all_url": "",
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
