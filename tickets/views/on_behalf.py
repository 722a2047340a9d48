"""Filing a ticket for a customer who called or wrote elsewhere: find the customer, then write the ticket."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import doors, people, roles
from accounts.models import User
from shared.refusal import Refusal
from shared.responses import see_other
from tickets import access, assignment, intake
from tickets.forms import OnBehalfForm
from tickets.models import Ticket

_page = require_http_methods(["GET", "HEAD", "POST"])
_LONGEST = 100
_MOST_OPEN_SHOWN = 5


@doors.desk
@_page
def new(request):
    """Find the customer; then show the form, and file."""
    customer = _customer(request)
    if request.method != "POST":
        if customer or "new" in request.GET:
            return _show(request, OnBehalfForm(customer=customer, assigns=_assigns(request)), customer)
        typed = request.GET.get("q", "")[:_LONGEST]
        return render(request, "desk/find_customer.html", {"typed": typed, "found": people.customers_like(typed)})
    check = request.POST.get("step") != "category"
    form = OnBehalfForm(request.POST, customer=customer, assigns=_assigns(request), check=check)
    if not check:
        return _show(request, form, customer)
    if not form.is_valid():
        return _show(request, form, customer, status=422)
    try:
        return _file(request, form, customer) if customer else _file_for_somebody_new(request, form)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _show(request, form, customer, status=409)


def _customer(request) -> User | None:
    chosen = (request.POST if request.method == "POST" else request.GET).get("customer", "")
    if not chosen:
        return None
    found = people.customers().filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 19 else None
    if found is None:
        raise Http404
    return found


def _assigns(request) -> bool:
    return roles.may(request.user, "tickets.assign")


def _show(request, form, customer, *, status=200):
    return render(
        request,
        "desk/file_for.html",
        {"form": form, "customer": customer, "open_tickets": _open_tickets(request.user, customer)},
        status=status,
    )


def _open_tickets(user, customer):
    if customer is None:
        return []
    theirs = access.desk_tickets(user).open().of_requester(customer).select_related("category__parent")
    return list(theirs.order_by("-updated_at", "-id")[:_MOST_OPEN_SHOWN])


def _file(request, form, customer):
    cleaned = form.cleaned_data
    ticket = intake.file(
        requester=customer,
        by=request.user,
        subject=cleaned["subject"],
        description=cleaned["description"],
        category=cleaned["chosen"],
        answers=cleaned["answers"],
        form_key=cleaned["form_key"],
        despite_open_ticket=bool(_open_tickets(request.user, customer)),
    )
    if agent := cleaned.get("assignee"):
        assignment.assign(ticket, to=agent, by=request.user)
    done = f"#{ticket.number} is filed for {customer.name}, who is told by e-mail."
    return _go_on(request, ticket, done)


def _go_on(request, ticket: Ticket, done: str):
    """Go to the ticket, or back to the queue if it went to a team whose tickets its writer does not read."""
    if access.reads(request.user, ticket):
        messages.success(request, done)
        return see_other(reverse("desk:ticket", args=[ticket.number]))
    messages.success(request, f"{done} Another team works on it.")
    return see_other(reverse("desk:queue"))


def _file_for_somebody_new(request, form):
    cleaned = form.cleaned_data
    email = cleaned["email"]
    if known := people.behind(email):
        if known.is_staff_member or not known.is_active:
            whose = "a member of staff" if known.is_staff_member else "an account that has ended"
            raise Refusal(f"{email} belongs to {whose}. Enter the customer's own address.", field="email")
        return _file(request, form, known)
    words = {
        "subject": cleaned["subject"],
        "description": cleaned["description"],
        "category": cleaned["chosen"].pk,
        "answers": {str(field.pk): value for field, value in cleaned["answers"]},
        "filed_by": request.user.pk,
    }
    kept = intake.park(
        name=cleaned["name"], email=email, form_key=cleaned["form_key"], words=words, by=request.user
    )  # fmt: skip
    if not kept:
        raise Refusal("Other tickets for this address wait for its confirmation already.", field="email")
    messages.success(request, f"{email} gets a link by e-mail. The ticket is filed when it is opened, within 72 hours.")
    return see_other(reverse("desk:queue"))
