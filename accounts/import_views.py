"""Settings about whole lists of customers: the upload, what it would do, what it did, and whom it left awaited."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import customer_import, doors, roles
from accounts.customer_list import MOST_LINES
from accounts.models import AwaitedCustomer, CustomerImport, Plan
from shared.pagination import Keyset
from shared.refusal import Refusal
from shared.responses import see_other
from shared.uploads import takes_files

_people = doors.settings("settings.people")
_LARGEST = 2 * 1024 * 1024
_LATEST = 10
_MOST_SHOWN = 200
_AWAITED_ON_A_PAGE = 50


@takes_files(may=lambda request: roles.may(request.user, "settings.people"), largest=_LARGEST, at_once=_LARGEST)
@_people
def customer_imports(request):
    """Ask for a list; read it."""
    problem = ""
    if request.method == "POST":
        upload = request.FILES.get("file")
        if request.too_large:
            problem = f"{request.too_large[0]} is larger than {_LARGEST // 1024 // 1024} MB."
        elif upload is None:
            problem = "Choose a CSV file."
        else:
            try:
                row = customer_import.begin(upload.read(), name=upload.name, by=request.user)
                return see_other(reverse("settings:customer_import", args=[row.key]))
            except Refusal as refusal:
                problem = refusal.sentence
    latest = CustomerImport.objects.exclude(confirmed_at=None).select_related("begun_by").defer("lines", "problems")
    context = {
        "problem": problem,
        "plans": Plan.objects.in_use(),
        "most_lines": f"{MOST_LINES:,}",
        "latest": latest.order_by("-begun_at", "-pk")[:_LATEST],
    }
    return render(request, "settings/customer_imports.html", context, status=422 if problem else 200)


@_people
def customer_import_page(request, key):
    """Show what a list would do, and after it was confirmed how far it is and what it did."""
    row = get_object_or_404(CustomerImport.objects.select_related("begun_by"), key=key)
    if request.method == "POST":
        customer_import.confirm(row, by=request.user)
        return see_other(reverse("settings:customer_import", args=[key]))
    context = {"row": row, "problems": row.problems[:_MOST_SHOWN], "more_problems": len(row.problems) - _MOST_SHOWN}
    if row.confirmed_at is None:
        context |= _outlook(row)
    template = "settings/parts/customer_import.html" if request.htmx else "settings/customer_import.html"
    return render(request, template, context)


def _outlook(row) -> dict:
    told = customer_import.outlook(row.lines)
    names = dict(Plan.objects.values_list("pk", "name"))
    shown = [(number, email, names.get(before, "none"), names[after]) for number, email, before, after in told.changes]
    shown += [(number, email, "", names[plan]) for number, email, _, plan in told.awaited]
    return {
        "told": told,
        "shown": sorted(shown)[:_MOST_SHOWN],
        "more": len(shown) - _MOST_SHOWN,
        "problems": sorted(row.problems + told.refused)[:_MOST_SHOWN],
        "more_problems": len(row.problems) + len(told.refused) - _MOST_SHOWN,
    }


@_people
@require_safe
def awaited_customers(request):
    """List the addresses of imports that nobody has signed up with."""
    rows = AwaitedCustomer.objects.select_related("plan")
    page = Keyset(rows, ("email_norm", "id"), request.GET.get("after"), size=_AWAITED_ON_A_PAGE)
    context = {
        "awaited": page.rows,
        "previous_url": f"?after={page.previous}" if page.previous else "",
        "next_url": f"?after={page.next}" if page.next else "",
    }
    return render(request, "settings/awaited_customers.html", context)


@_people
def forget_awaited(request, pk):
    """Await an address no longer."""
    row = get_object_or_404(AwaitedCustomer, pk=pk)
    if request.method == "POST":
        customer_import.await_no_longer(row, by=request.user)
        messages.success(request, f"{row.email} is not awaited any more.")
    return see_other(reverse("settings:awaited_customers"))
