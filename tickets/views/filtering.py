"""What a list or a search can be narrowed by; fetched when it is wanted, without a script a page of its own."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import doors
from tickets import filter_bar, filters
from tickets.filters import FIELDS, Filter
from tickets.views import desk_lists

_TYPED = ("tags", "requester", "filed_since", "filed_until", "updated_since", "updated_until")
_TICKED = ("escalated", "overdue", "at_risk", "target_missed")


@doors.desk
@require_safe
def of_list(request, key):
    """Ask what a list is to be narrowed by."""
    which = desk_lists.list_of(request, key)
    request.desk_list = which.key
    action, is_own = reverse("desk:list", args=[which.key]), which.saved is not None
    return _ask(request, which.filter, action, which.title, fixed=which.fixed, is_own=is_own)


@doors.desk
@require_safe
def of_search(request):
    """Ask what a search is to be narrowed by."""
    words = {"q": request.GET.get("q", "").replace("\0", " ")}
    return _ask(request, Filter(), reverse("desk:search"), "Search tickets", is_own=True, kept=words)


def _ask(request, base: Filter, action: str, title: str, *, fixed=(), is_own=False, kept=None):
    chosen, problems = filters.from_query(request.GET, base)
    context = {
        "questions": filter_bar.questions(chosen, base, fixed=fixed, is_own=is_own, user=request.user),
        "typed": _typed(request, chosen),
        "chosen": chosen,
        "flags": [(one.key, one.label, getattr(chosen, one.name)) for one in _fields(_TICKED, fixed)],
        "lifted": [one.key for one in _fields(_TYPED + _TICKED, fixed) if getattr(base, one.name)],
        "problems": problems,
        "kept": kept or {},
        "action": action,
        "title": title,
    }
    is_part = getattr(request, "htmx", False)
    return render(request, "desk/filter_form.html" if is_part else "desk/filter.html", context)


def _fields(names, fixed) -> list:
    return [one for one in FIELDS if one.name in names and one.name not in fixed]


def _typed(request, chosen: Filter) -> dict[str, str]:
    """Return what stands in the fields: what is chosen, or what was typed and cannot be."""
    return {
        one.key: ", ".join(one.write(getattr(chosen, one.name))) or request.GET.get(one.key, "")
        for one in _fields(_TYPED, ())
    }
