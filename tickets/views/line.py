"""The requester's doors to their place in line: how it stands a minute later, and words that are kept for its sake."""

from django.contrib import messages as flash
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import doors
from shared.responses import go
from tickets import access, drafts, merging, pages
from tickets.forms import MessageForm
from tickets.models import Draft
from tickets.views import portal


@doors.portal
@require_safe
def place(request, number):
    """Show the place as it is now, and the price where the page shows one: only words change, nothing moves."""
    shown = _where_it_goes_on(request.user, number)
    context = {
        "ticket": shown,
        "place": pages.place(shown),
        "draft": drafts.of(request.user, Draft.Kind.MESSAGE, ticket=shown),
        "box": "box" in request.GET,
    }
    return render(request, "portal/line.html", context)


@doors.portal
@require_POST
def kept_words(request, number):
    """Keep what somebody wrote, and with it their place, until we answer."""
    shown = access.own_ticket(request.user, number)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return portal.show(request, shown, status=422, form=form)
    shown = _where_it_goes_on(request.user, number)
    drafts.keep_for_later(request.user, form.cleaned_data["body"], ticket=shown)
    flash.success(request, "Kept. Your place stays.")
    return go(request, f"{reverse('portal:ticket', args=[shown.number])}?kept")


def _where_it_goes_on(user, number):
    """Return the requester's ticket, or the one that it was merged into while its page was open."""
    shown = access.own_ticket(user, number)
    return access.own_ticket(user, merging.end_of(shown).number) if shown.merged_into_id else shown
