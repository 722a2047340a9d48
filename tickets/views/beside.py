"""What stands beside a ticket and is fetched by itself: without a script, each is a page of its own."""

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import doors
from tickets import access, timeline
from tickets.forms import CategoryChoiceForm
from tickets.statuses import Status
from tickets.views import desk_lists

_MOST = 5


@doors.desk
@require_safe
def categories(request, number):
    """Offer the categories that the ticket could be moved to."""
    shown = access.desk_ticket(request.user, number)
    if not access.may(request.user, shown).recategorise:
        raise Http404
    form = CategoryChoiceForm(current=shown.category, requester=shown.requester)
    form.fields["category"].widget.attrs["autofocus"] = True
    return _show(request, shown, "category_form", {"form": form, "seen": timeline.last_event_id(shown)})


@doors.desk
@require_safe
def others(request, number):
    """Tell which other tickets the requester has, open ones first, and how many."""
    shown = access.desk_ticket(request.user, number)
    theirs = access.desk_tickets(request.user).filter(requester=shown.requester_id).exclude(pk=shown.pk)
    newest = theirs.order_by("-updated_at", "-id")
    listed = list(newest.open()[:_MOST])
    listed += newest.closed()[: _MOST - len(listed)]
    is_closed = Q(status__gte=Status.CLOSED)
    counts = theirs.aggregate(open=Count("pk", filter=~is_closed), closed=Count("pk", filter=is_closed))
    return _show(request, shown, "other_tickets", {"others": listed, "counts": counts})


def _show(request, shown, part, context):
    context |= {"ticket": shown, "place": desk_lists.place(request), "part": f"desk/details/{part}.html"}
    template = context["part"] if getattr(request, "htmx", False) else "desk/beside.html"
    return render(request, template, context)
