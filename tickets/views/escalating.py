"""Putting a ticket before all others at the desk, taking that back, and what others escalated."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import doors
from shared.forms import typed
from shared.responses import see_other
from tickets import access, escalation, moderating
from tickets.models.ticket import ESCALATED_RANK
from tickets.views import desk_lists
from tickets.views.desk_acts import do, seen

_ROWS = 30


@doors.desk
@require_POST
def escalate(request, number):
    """Escalate the ticket, with a reason."""
    return _change(request, number, escalation.escalate, f"#{number} is escalated: it goes before all others.")


@doors.desk
@require_POST
def take_back(request, number):
    """Take the escalation back, with a reason."""
    return _change(request, number, escalation.take_back, f"#{number} has the place of its priority again.")


@doors.managers
@require_safe
def overview(request):
    """Show what was escalated, the longest ago first, and what moderators asked for."""
    request.desk_list = "escalations"
    page = Paginator(_standing(request.user), _ROWS).get_page(request.GET.get("page"))
    context = {
        "tickets": page,
        "looks": moderating.latest_looks(),
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "desk/escalations.html", context)


def _standing(user):
    tickets = access.desk_tickets(user).open().filter(rank=ESCALATED_RANK).order_by("escalated_at", "id")
    return tickets.with_names().select_related("escalation__escalated_by", "escalation__seen_by")


@doors.desk
@require_POST
def seeing(request, number):
    """Tell who escalated that a manager has it on their mind."""
    shown = access.desk_ticket(request.user, number)
    escalation.see(shown, by=request.user)
    messages.success(request, f"#{number} is marked as seen. Its requester reads that.")
    is_from_list = "from_list" in request.POST
    return see_other(reverse("desk:escalations") if is_from_list else desk_lists.address(request, shown))


def _change(request, number, verb, done):
    why = typed(request, "why")
    return do(
        request,
        number,
        lambda shown: verb(shown, reason=why, by=request.user, seen=seen(request)),
        done,
        escalation_reason=why,
        escalation_is_open=True,
    )
