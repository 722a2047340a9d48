"""What pages ask for themselves: news without a stream, the counts of the desk, and who is at a ticket."""

from django.http import Http404, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from accounts import doors
from helpdesk import menu
from helpdesk.live import complaints, letters, passes, presence
from helpdesk.live.letters import Letter
from helpdesk.live.positions import position
from tickets import access, filters, queue
from tickets.views import desk_lists

_MOST_NUMBERS = 100


@doors.signed_in
@require_safe
def news(request):
    """Return what happened after an event, and a fresh pass: for who has no stream, or asks for one again."""
    if not (pass_text := passes.issue(request)):
        raise Http404
    reader = access.readers([request.user])[request.user.pk]
    stands = position(after=[request.GET.get("after", "")], shown_at=request.GET.get("at", ""))
    newest, told = letters.newest_id(), letters.missed(reader, stands) + complaints.missed(reader, stands)
    # How many events a helpdesk has is nobody's business but its staff's.
    last = max([stands.after, *(letter.event or 0 for letter in told)]) if reader.is_requester else newest
    words = {"pass": pass_text, "user": request.user.pk, "letters": [one.as_json() for one in told], "last": last}
    return JsonResponse(words)


@doors.desk
@require_safe
def desk(request):
    """Return the numbers of the menu, and which of some tickets stand in a list now."""
    counts = {entry.url: entry.count for entry in menu.desk(request) if entry.count is not None}
    return JsonResponse({"counts": counts, "here": _in_list(request)})


def _in_list(request) -> list[int]:
    numbers = [
        int(text) for text in request.GET.getlist("number")[:_MOST_NUMBERS] if text.isdecimal() and len(text) < 19
    ]
    which = desk_lists.find(request, request.GET.get("list", ""))
    if not numbers or which is None:
        return []
    # As the page narrowed it.
    chosen, _ = filters.from_query(request.GET, which.filter)
    found = queue.tickets(request.user, which, chosen).filter(number__in=numbers)
    return list(found.values_list("number", flat=True))


@doors.desk
@require_POST
def at_ticket(request, number):
    """Note that somebody is at a ticket, or leaves it; return who else is there."""
    ticket = access.desk_ticket(request.user, number)
    doing = request.POST.get("doing", "")
    if doing in presence.DOINGS:
        presence.stay(ticket, request.user, doing)
    else:
        presence.leave(ticket, request.user)
    there = presence.at([ticket.pk])[ticket.pk]
    return JsonResponse(Letter("presence", {"ticket": ticket.number, "people": there}).as_json())
