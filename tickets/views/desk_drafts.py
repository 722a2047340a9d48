"""What somebody at the desk has not sent: every draft in one place, also of tickets that are no longer theirs."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import doors
from shared.responses import see_other
from tickets import access, drafts
from tickets.models import Draft

_MOST = 100


@doors.desk
@require_safe
def unsent(request):
    """List one's own unsent replies and notes, the newest first."""
    found = list(drafts.at_the_desk(request.user)[:_MOST])
    numbers = access.desk_tickets(request.user).filter(pk__in=[draft.ticket_id for draft in found])
    readable = dict(numbers.values_list("pk", "subject"))
    for draft in found:
        draft.subject = readable.get(draft.ticket_id, "")
    return render(request, "desk/drafts.html", {"drafts": found})


@doors.desk
@require_POST
def discard(request, pk):
    """Throw a draft away."""
    draft = Draft.objects.filter(pk=pk, user=request.user).first()
    if draft is None:
        raise Http404
    draft.delete()
    return see_other(reverse("desk:drafts"))
