"""Saved replies at the desk: the shelves that somebody may read, and one of them to read or to write."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import doors
from shared.refusal import Refusal
from shared.responses import see_other
from shared.seen import ChangedMeanwhile, column_values, differences, stamp
from tickets import access, blanks, saved_replies
from tickets.desk_forms import SavedReplyForm
from tickets.forms import as_form_key
from tickets.models import Message, SavedReply

_ON_A_PAGE = 50
_MOST_ARCHIVED = 50
_COLUMNS = ("title", "body", "owner", "team")


@doors.authors
@require_safe
def shelves(request):
    """List what somebody may use, shelf by shelf, found by words; below it what is archived and theirs to restore."""
    typed = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    readable = saved_replies.readable(request.user).select_related("team")
    # By shelf, also where words were typed: the page has a heading for each.
    found = saved_replies.with_words(readable.in_use(), typed).in_order()
    page = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page"))
    archived = readable.exclude(archived_at=None).order_by("-archived_at", "-pk")
    if not saved_replies.shares(request.user):
        archived = archived.filter(owner=request.user)
    context = {
        "replies": page,
        "typed": typed,
        "archived": [] if typed else archived[:_MOST_ARCHIVED],
        "previous_url": _page(typed, page.number - 1) if page.has_previous() else "",
        "next_url": _page(typed, page.number + 1) if page.has_next() else "",
    }
    return render(request, "desk/saved_replies.html", context)


def _page(typed, number) -> str:
    return f"?{urlencode({'q': typed, 'page': number})}"


@doors.authors
def add(request):
    """Write a new one, from nothing or from a reply that was sent."""
    if request.method != "POST":
        return _show(request, None, _form(request, {"body": _said(request)}))
    form = _form(request, None)
    key = as_form_key(request.POST.get("form_key"))
    return _save(request, None, form, lambda **typed: saved_replies.add(**typed, form_key=key))


def _said(request) -> str:
    """Return the words of the reply that the address names, as far as its reader may read it."""
    chosen = request.GET.get("message", "")
    if not chosen.isdecimal() or len(chosen) > 18:
        return ""
    readable = access.desk_tickets(request.user)
    said = Message.objects.filter(pk=int(chosen), kind=Message.Kind.REPLY, ticket__in=readable.order_by()).first()
    return said.body if said else ""


@doors.authors
def edit(request, pk):
    """Read one; whoever may write it gets the form."""
    reply = _find(request, pk)
    if request.method != "POST":
        return _show(request, reply, _form(request, _as_typed(reply)))
    seen = request.POST.get("seen", "")
    form = _form(request, _as_typed(reply))
    return _save(request, reply, form, lambda **typed: saved_replies.change(reply, **typed, seen=seen))


@doors.authors
@require_POST
def archive(request, pk):
    """Take one out of use, with a way back."""
    reply = saved_replies.archive(_find(request, pk), by=request.user)
    way_back = reverse("desk:restore_saved_reply", args=[reply.pk])
    messages.success(request, f"{reply} is archived.", extra_tags=way_back)
    return see_other(reverse("desk:saved_replies"))


@doors.authors
@require_POST
def restore(request, pk):
    """Take one into use again."""
    reply = _find(request, pk)
    try:
        saved_replies.restore(reply, by=request.user)
    except Refusal as refusal:
        return _show(request, reply, _form(request, _as_typed(reply), bound=False), 409, refused=refusal.sentence)
    messages.success(request, f"{reply} is in use again.")
    return see_other(reverse("desk:saved_replies"))


def _find(request, pk) -> SavedReply:
    if pk >= 2**63:
        raise Http404
    return get_object_or_404(saved_replies.readable(request.user).select_related("team", "owner"), pk=pk)


def _form(request, filled, *, bound=True):
    data = request.POST if bound and request.method == "POST" else None
    return SavedReplyForm(data, user=request.user, initial=filled)


def _as_typed(reply) -> dict:
    shelf = SavedReplyForm.OWN if reply.owner_id else str(reply.team_id or SavedReplyForm.EVERYBODY)
    return {"title": reply.title, "body": reply.body, "shelf": shelf}


def _save(request, reply, form, verb):
    if not form.is_valid():
        return _show(request, reply, form, 422)
    try:
        saved = verb(**form.cleaned_data, by=request.user)
    except ChangedMeanwhile as refusal:
        fresh = _find(request, reply.pk)
        both = differences(form, _form(request, _as_typed(fresh), bound=False))
        return _show(request, fresh, form, 409, refused=refusal.sentence, differences=both)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _show(request, reply, form, 422)
    messages.success(request, "Saved." if reply else f"{saved} is saved.")
    return see_other(reverse("desk:saved_replies"))


def _show(request, reply, form, status=200, **more):
    # Until its author has been told, a stale form keeps the stamp that it came with.
    kept = request.POST.get("seen") if status != 409 else None
    context = {
        "row": reply,
        "form": form,
        "may_write": reply is None or saved_replies.writes(request.user, owner=reply.owner),
        "seen": kept or (stamp(column_values(reply, _COLUMNS)) if reply else ""),
        "form_key": as_form_key(request.POST.get("form_key")) or uuid.uuid4(),
        "variables": blanks.VARIABLES.items(),
    }
    return render(request, "desk/saved_reply.html", context | more, status=status)
