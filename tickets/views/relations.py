"""What a ticket has to do with others: merge it into one, split a part off, link it to one, and undo these."""

import re

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import doors
from shared import clock
from shared.refusal import Refusal
from shared.responses import see_other
from tickets import access, lifecycle, linking, merging, pages, related, splitting
from tickets.acts import Act
from tickets.forms import SplitForm
from tickets.models import Message, Relation, Ticket
from tickets.statuses import OPEN
from tickets.views import desk_lists

_MOST = 10
_LONGEST = 200
_NUMBER = re.compile(r"#?\s*(\d{1,15})", re.ASCII)
_page = require_http_methods(["GET", "HEAD", "POST"])


@doors.desk
@_page
def merger(request, number):
    """Find the ticket in which this one shall go on, see what that means, merge."""
    source = access.desk_ticket(request.user, number)
    chosen, refused = _chosen(request)
    if chosen and not refused:
        refused = _refusal(lambda: _merge(request, source, chosen))
        if request.method == "POST" and not refused:
            return see_other(desk_lists.address(request, chosen))
    if not chosen:
        now = clock.now()
        refused = refused or _refusal(lambda: lifecycle.check(source, Act.MERGE, by=request.user, now=now))
    context = {
        "chosen": chosen,
        "merge_label": f"Merge into #{chosen.number}" if chosen else "",
        "outcome": pages.merging(source, chosen) if chosen and not refused else None,
        "can_choose": access.may(request.user, source).merge,
        "can_link": bool(chosen) and chosen.pk != source.pk and access.may(request.user, source).link,
        "candidates": () if chosen else _candidates(request, source, among=Q(status__in=OPEN)),
    }
    return _show(request, "desk/relations/merger.html", source, refused, context)


def _merge(request, source, chosen):
    """Merge if the form was sent; otherwise only find out whether it would be refused."""
    if request.method != "POST":
        merging.refuse(source, chosen, by=request.user)
        return
    made = merging.merge(source, into=chosen, by=request.user)
    undoing = reverse("desk:undoing", args=[made.pk])
    messages.success(request, f"#{source.number} is part of #{chosen.number} now.", extra_tags=undoing)


@doors.desk
@_page
def links(request, number):
    """Find a ticket that has to do with this one, and link the two."""
    ticket = access.desk_ticket(request.user, number)
    chosen, refused = _chosen(request)
    if chosen and not refused and request.method == "POST":
        refused = _refusal(lambda: _link(request, ticket, chosen))
        if not refused:
            return see_other(desk_lists.address(request, ticket))
    may_link = access.may(request.user, ticket).link
    if not may_link:
        refused = refused or "Only the agent who has this ticket, or a manager, can link it."
    candidates = () if chosen else _candidates(request, ticket, among=Q())
    context = {"chosen": chosen, "can_choose": may_link, "candidates": candidates}
    return _show(request, "desk/relations/links.html", ticket, refused, context)


def _link(request, ticket, chosen):
    made = linking.link(ticket, to=chosen, by=request.user)
    undoing = reverse("desk:undoing", args=[made.pk])
    messages.success(request, f"#{ticket.number} and #{chosen.number} are linked.", extra_tags=undoing)


@doors.desk
@_page
def split(request, number):
    """Choose messages of the ticket, and make a ticket of its own of them."""
    ticket = access.desk_ticket(request.user, number)
    movable = list(ticket.messages.exclude(kind=Message.Kind.DESCRIPTION).order_by("id"))
    form = SplitForm(request.POST or None, choices=[message.pk for message in movable])
    refused = _refusal(lambda: splitting.refuse(ticket, by=request.user))
    if request.method == "POST" and form.is_valid() and not refused:
        try:
            made = splitting.split(ticket, by=request.user, **form.cleaned_data)
            undoing = reverse("desk:undoing", args=[made.pk])
            messages.success(request, f"#{made.source.number} is a ticket of its own.", extra_tags=undoing)
            return see_other(desk_lists.address(request, made.source))
        except Refusal as refusal:
            form.add_error("messages", refusal.sentence)
    ticked = set(form["messages"].value() or ()) if form.is_bound else set()
    for message in movable:
        message.is_ticked = str(message.pk) in ticked
    status = 409 if refused and request.method == "POST" else 422 if form.errors else 200
    context = {"form": form, "movable": movable, "candidates": ()}
    return _show(request, "desk/relations/split.html", ticket, refused, context, status=status)


_UNDO = {
    Relation.Kind.MERGED: (merging.undo, "#{source} is a ticket of its own again."),
    Relation.Kind.SPLIT: (splitting.undo, "What was in #{source} is back in #{target}."),
    Relation.Kind.RELATED: (linking.unlink, "#{source} and #{target} are no longer linked."),
}


@doors.desk
@require_POST
def undoing(request, pk):
    """Undo a merge or a split, or unlink."""
    relation = related.readable_relation(request.user, pk)
    if relation is None:
        raise Http404
    undo, done = _UNDO[relation.kind]
    undo(relation, by=request.user)
    messages.success(request, done.format(source=relation.source.number, target=relation.target.number))
    back = request.POST.get("back", "")
    number = int(back) if back.isdecimal() and len(back) < 16 else relation.source.number
    return see_other(desk_lists.address(request, access.desk_ticket(request.user, number)))


def _chosen(request) -> tuple[Ticket | None, str]:
    """Return the ticket that was named by its number, and why there is none."""
    typed = request.POST.get("other", "") or request.GET.get("other", "") or request.GET.get("q", "")
    match = _NUMBER.fullmatch(typed.strip())
    if match is None:
        return None, "Choose a ticket." if request.method == "POST" else ""
    try:
        return access.desk_ticket(request.user, int(match[1])), ""
    except Http404:
        return None, f"There is no ticket #{match[1]} that you can read. Check the number."


def _refusal(act) -> str:
    try:
        act()
    except Refusal as refusal:
        return refusal.sentence
    return ""


def _candidates(request, ticket, *, among) -> list[Ticket]:
    """Return the latest of the requester's other tickets that hold the typed words in their subject."""
    readable = access.desk_tickets(request.user).filter(among, requester=ticket.requester_id)
    found = readable.filter(merged_into=None).exclude(pk=ticket.pk)
    typed = request.GET.get("q", "").replace("\0", "")[:_LONGEST]
    for word in [] if _NUMBER.fullmatch(typed.strip()) else typed.split():
        found = found.filter(subject__icontains=word)
    return list(found.with_names().order_by("-updated_at", "-id")[:_MOST])


def _show(request, template, ticket, refused, context, *, status=None):
    ticket_url = desk_lists.address(request, ticket)
    place = ticket_url.partition("?")[2]
    for one in context["candidates"]:
        one.choose_url = f"?other={one.number}&{place}"
    context = context | {
        "ticket": ticket,
        "ticket_url": ticket_url,
        "place": place,
        "list_key": desk_lists.chosen_list(request).key,
        "typed": request.GET.get("q", "").replace("\0", "")[:_LONGEST],
        "refused": refused,
    }
    status = status or (409 if refused and request.method == "POST" else 200)
    return render(request, template, context, status=status)
