"""The doors to taking an act back: one for the desk, one for requesters."""

from django.contrib import messages
from django.http import Http404
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import doors
from activity import edits
from shared.refusal import Refusal
from shared.responses import local_path, see_other
from tickets import access, events, sending, undo
from tickets.models import Ticket
from tickets.views import desk_lists
from tickets.views.desk_ticket import show

# More refusals than that are not read; their tickets are in the list.
_MOST_NAMED = 5


@doors.desk
@require_POST
def at_the_desk(request, pk):
    """Take one's own act back; a refusal is said on the page of its ticket."""
    done = _act(request, pk)
    shown = _found(access.desk_tickets(request.user), done)
    try:
        undo.take_back(shown, done, by=request.user)
    except Refusal as refusal:
        return show(request, access.desk_ticket(request.user, shown.number), status=409, refused=refusal.sentence)
    messages.success(request, _said(done, shown))
    return see_other(desk_lists.address(request, shown))


def _said(done, shown) -> str:
    if done.name == events.REPLY_HELD:
        return "Not sent. Your words are in the box again."
    return f"Undone: #{shown.number} is as it was."


@doors.desk
@require_POST
def send_now(request, pk):
    """Send one's own reply before its ten seconds are over; if the ticket says no, its page tells why."""
    done = _act(request, pk)
    shown = _found(access.desk_tickets(request.user), done)
    if sending.send(done.pk):
        messages.info(request, "Your reply is sent.")
    return see_other(desk_lists.address(request, shown))


@doors.desk
@require_POST
def several(request, first, last):
    """Take back what one click did to several tickets; each that cannot be is named with its reason."""
    acts = undo.done_by(request.user, first=first, last=last)
    if not acts:
        raise Http404
    readable = access.desk_tickets(request.user).in_bulk([act.subject_id for act in acts])
    edits.lock_all(Ticket.objects.filter(pk__in=readable))
    undone, refused = 0, []
    for act in acts:
        if shown := readable.get(act.subject_id):
            try:
                undo.take_back(shown, act, by=request.user)
                undone += 1
            except Refusal as refusal:
                refused.append(f"#{shown.number}: {refusal.sentence}")
    if undone:
        messages.success(request, f"Undone for {undone} ticket{pluralize(undone)}.")
    for sentence in refused[:_MOST_NAMED]:
        messages.warning(request, sentence)
    return see_other(local_path(request, request.GET.get("next"), reverse("desk:queue")))


@doors.portal
@require_POST
def by_requester(request, pk):
    """Take back one's own act on one's own ticket, also a message that cost its place."""
    done = _act(request, pk)
    shown = _found(access.own_tickets(request.user), done)
    undo.take_back(shown, done, by=request.user)
    page = reverse("portal:ticket", args=[shown.number])
    if done.name == events.BUMPED:
        messages.success(request, "Taken back. You have your place again, and your words are in the box.")
        return see_other(f"{page}#write")
    messages.success(request, f"Undone: #{shown.number} is open, as it was before.")
    return see_other(page)


def _act(request, event_id):
    if done := undo.act_of(request.user, event_id):
        return done
    raise Http404


def _found(tickets, done):
    if found := tickets.filter(pk=done.subject_id).first():
        return found
    raise Http404
