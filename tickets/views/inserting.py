"""What is put into words that are being written: saved replies, filled from the ticket, and names of colleagues."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import doors
from shared.responses import see_other
from tickets import access, blanks, drafts, mentioning, saved_replies
from tickets.models import Draft, SavedReply
from tickets.views import desk_lists

_LONGEST = 100


@doors.desk
def saved_replies_for(request, number):
    """Offer saved replies for a ticket: as a part of its page, or, without a script, as a page of its own.

    There what was written so far is kept as the draft, and the chosen reply is put below it.
    """
    shown = access.desk_ticket(request.user, number)
    if request.method == "POST":
        return _keep(request, shown)
    typed = _typed(request)
    found = saved_replies.offered(request.user, shown, typed=typed)
    values = blanks.values(shown, request.user) if found else {}
    for reply in found:
        reply.filled = blanks.fill(reply.body, values)
    is_part = bool(getattr(request, "htmx", False))
    context = {
        "ticket": shown,
        "place": desk_lists.place(request),
        "replies": found,
        "typed": typed,
        "is_part": is_part,
        "part": "desk/saved_replies_beside.html",
    }
    return render(request, context["part"] if is_part else "desk/beside.html", context)


def _typed(request) -> str:
    return " ".join(request.GET.get("q", "").replace("\0", "").split())[:_LONGEST]


@doors.desk
@require_safe
def colleagues(request, number):
    """Offer the colleagues who may read a ticket, for a note that mentions one of them."""
    shown = access.desk_ticket(request.user, number)
    people = mentioning.offered(shown, typed=_typed(request), by=request.user)
    return render(request, "desk/colleagues.html", {"people": people})


def _keep(request, shown):
    if "body" in request.POST:
        drafts.save(request.user, Draft.Kind.REPLY, {"body": request.POST["body"]}, ticket=shown)
    if "reply" not in request.POST:
        address = reverse("desk:saved_replies_for", args=[shown.number])
        return see_other(f"{address}?{desk_lists.place(request)}")
    chosen = _chosen(request, request.POST["reply"])
    begun = drafts.of(request.user, Draft.Kind.REPLY, ticket=shown)
    before = [begun.words["body"]] if begun and begun.words.get("body") else []
    words = [*before, blanks.fill(chosen.body, blanks.values(shown, request.user))]
    drafts.save(request.user, Draft.Kind.REPLY, {"body": "\n\n".join(words)}, ticket=shown)
    return see_other(desk_lists.address(request, shown))


@doors.desk
@require_safe
def saved_reply_for(request, number, pk):
    """Return the words of a saved reply, filled from the ticket."""
    shown = access.desk_ticket(request.user, number)
    words = blanks.fill(_chosen(request, str(pk)).body, blanks.values(shown, request.user))
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


def _chosen(request, pk: str) -> SavedReply:
    readable = saved_replies.readable(request.user).in_use()
    chosen = readable.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 19 else None
    if chosen is None:
        raise Http404
    return chosen
