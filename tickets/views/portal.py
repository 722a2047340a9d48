"""The requester's doors: read, write, close, reopen. One verb call each; filing has a file of its own."""

import contextlib

from django.contrib import messages as flash
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import doors, roles
from businesshours import readers
from knowledgebase import shelf
from shared import clock
from shared.forms import typed
from shared.pagination import Keyset
from shared.refusal import Refusal
from shared.responses import go, see_other
from tickets import (
    access,
    conversation,
    drafts,
    events,
    lifecycle,
    merging,
    pages,
    progress,
    sending,
    signing,
    timeline,
    undo,
)
from tickets import escalation as escalating
from tickets.forms import CloseForm, DescriptionForm, MessageForm, as_form_key
from tickets.models import Draft, Rules, Ticket
from tickets.statuses import Status, Turn

_page = require_http_methods(["GET", "HEAD", "POST"])


@doors.public
@require_safe
def home(request):
    """Say where to begin: search, categories, what others read, and whom to ask after that."""
    user = request.user
    own = access.own_tickets(user).open() if roles.may(user, "portal") else Ticket.objects.none()
    turns = [Status(status).turn for status in own.values_list("status", flat=True)]
    context = {
        "open_tickets": len(turns),
        "your_turn": turns.count(Turn.YOURS),
        "categories": shelf.categories(user),
        "most_viewed": shelf.most_viewed(user),
        "most_recent": shelf.most_recent(user),
    }
    return render(request, "portal/home.html", context)


@doors.portal
@require_safe
def my_tickets(request):
    """List the requester's tickets: open ones by whose turn it is, or the closed ones."""
    own = access.own_tickets(request.user).select_related("category__parent", "assignee")
    is_closed = request.GET.get("show") == "closed"
    listed = Keyset(own.closed() if is_closed else own.open(), ("-updated_at", "-id"), request.GET.get("after"))
    pages.number_those_in_line(listed.rows)
    groups = [("", listed.rows)] if is_closed else _by_turn(listed.rows)
    of_closed = Q(status__gte=Status.CLOSED)
    counts = own.aggregate(open=Count("pk", filter=~of_closed), closed=Count("pk", filter=of_closed))
    show = "show=closed&" if is_closed else ""
    context = {
        "groups": [group for group in groups if group[1]],
        "listed": listed,
        "next_url": f"?{show}after={listed.next}",
        "is_closed": is_closed,
        "is_open": not is_closed,
        "counts": counts,
    }
    return render(request, "portal/my_tickets.html", context)


def _by_turn(tickets):
    yours = [ticket for ticket in tickets if ticket.turn == Turn.YOURS]
    return [("Your turn", yours), ("Our turn", [ticket for ticket in tickets if ticket not in yours])]


def _address(ticket: Ticket) -> str:
    return reverse("portal:ticket", args=[ticket.number])


@doors.portal
@require_safe
def ticket(request, number):
    """Show one ticket with its conversation; a merged one leads to where it goes on."""
    shown = access.own_ticket(request.user, number)
    if shown.merged_into_id:
        end = merging.end_of(shown)
        return redirect(f"{_address(access.own_ticket(request.user, end.number))}?merged={number}")
    return show(request, shown)


def show(request, shown, *, status=200, form=None, **context):
    """Answer with the page of a requester's ticket."""
    user, now = request.user, clock.now()
    draft = drafts.of(user, Draft.Kind.MESSAGE, ticket=shown)
    newest = undo.newest_of(shown)  # asked first: what comes in between is shown, and told once more
    entries = timeline.entries(shown, reader=user, for_staff=False)
    signing.sign(entries, company=request.profile.name, reader=readers.of(request))
    may = access.may(user, shown)
    added = _just_added(newest, user, now)
    context |= {
        "ticket": shown,
        "standing": pages.standing(shown),
        "panel": pages.rights_panel(shown),
        "place": pages.place(shown) if shown.state.is_waiting else None,
        "seen": newest[0].pk if newest else 0,
        "added": added,
        "undo_seconds": undo.seconds_left(added.at, now=now) if added else 0,
        "entries": entries,
        "may": may,
        "can_follow_up": pages.can_follow_up(shown, user),
        "answers": shown.answers.order_by("position", "id"),
        "form": form or MessageForm(initial={"body": draft.words.get("body", "") if draft else ""}),
        "draft": draft,
        "sent": "sent" in request.GET,
        "closed": "closed" in request.GET and not shown.is_open,
        "undo": next((told for told in entries if told.undo), None),
        "merged": _merged_part(request, shown),
    }
    return render(request, "portal/ticket.html", context, status=status)


def _just_added(newest, user, now):
    """Return the message that somebody has just added for a price, while it can be taken back."""
    done = undo.offered(newest, by=user, now=now)
    return done if done and done.name == events.BUMPED else None


def _merged_part(request, shown) -> int | None:
    """Return the number of the merged ticket that somebody came from."""
    number = request.GET.get("merged", "")
    if not number.isdecimal() or len(number) > 15:
        return None
    part = access.own_tickets(request.user).filter(number=number, pk__in=merging.part_of(shown))
    return part.values_list("number", flat=True).first()


def _write(request, number, verb, done):
    """Send a message through a verb; whatever it says no to is shown above the words, which stay."""
    shown = access.own_ticket(request.user, number)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return show(request, shown, status=422, form=form)
    words = {name: form.cleaned_data[name] for name in ("body", "form_key", "told")}
    try:
        written = verb(shown, by=request.user, **words)
    except lifecycle.TooLateToReopen:
        # The window ended while the page was open: the words go on into the follow-up.
        shown = merging.end_of(shown)
        words = {
            "subject": f"Follow-up to #{shown.number}: {shown.subject}"[:200],
            "description": form.cleaned_data["body"],
        }
        drafts.save(request.user, Draft.Kind.NEW_TICKET, words)
        return show(request, shown, status=409, form=form, words_moved=True)
    except Refusal as refusal:
        form.add_error("body", refusal.sentence)
        return show(request, access.own_ticket(request.user, number), status=409, form=form)
    if _just_added(undo.newest_of(written.ticket), request.user, clock.now()):
        return go(request, f"{_address(written.ticket)}?added")
    flash.success(request, done)
    came_from = f"?merged={number}" if written.ticket_id != shown.pk else ""
    return go(request, f"{_address(written.ticket)}{came_from}#message-{written.pk}")


@doors.portal
@require_POST
def messages(request, number):
    """Add a message."""
    return _write(request, number, conversation.message, "Your message is added. You get an e-mail when we answer.")


@doors.portal
@require_POST
def reopening(request, number):
    """Reopen a closed ticket with a message."""
    return _write(request, number, conversation.reopen, f"#{number} is reopened. You get an e-mail when we answer.")


@doors.portal
@require_POST
def escalation(request, number):
    """Escalate one's own ticket, once the plan's wait is over; before that the answer says from when."""
    shown = access.own_ticket(request.user, number)
    try:
        if not shown.escalated_at:  # by the first click
            escalating.escalate(shown, reason=typed(request, "why"), by=request.user)
    except escalating.ReasonMissing as refusal:
        return show(request, shown, status=422, why_not_escalated=refusal.sentence)
    done = undo.possible(shown, by=request.user)
    way_back = reverse("portal:undo", args=[done.pk]) if done else ""
    flash.success(request, "Escalated. A manager is told, and you don't lose your place.", extra_tags=way_back)
    return go(request, _address(shown))


@doors.portal
@require_POST
def closure(request, number):
    """Close the issue; doing it twice, or after somebody else did, just shows the state."""
    shown = access.own_ticket(request.user, number)
    form = CloseForm(request.POST)
    if not form.is_valid():
        raise Refusal(form.errors["reason"][0])
    if shown.is_open:
        with contextlib.suppress(lifecycle.NotPossible):  # closed by somebody else a moment ago
            progress.close(shown, by=request.user, reason=form.cleaned_data["reason"])
    return go(request, f"{_address(shown)}?closed")


@doors.portal
@_page
def description(request, number):
    """Change the description until staff first answers."""
    shown = access.own_ticket(request.user, number)
    if not conversation.may_edit_description(shown, request.user):
        raise conversation.TooLateToEdit("The description can be changed until we first answer. Add a message instead.")
    written = shown.messages.get(kind="description")
    form = DescriptionForm(request.POST or None, initial={"body": written.body})
    if request.method == "POST" and form.is_valid():
        try:
            conversation.edit_description(shown, body=form.cleaned_data["body"], by=request.user)
            flash.success(request, "The description is changed.")
            return see_other(_address(shown))
        except Refusal as refusal:
            form.add_error("body", refusal.sentence)
    context = {"ticket": shown, "form": form}
    return render(request, "portal/description.html", context, status=422 if form.errors else 200)


@doors.portal
@require_POST
def message_draft(request, number):
    """Keep what somebody is writing in a ticket."""
    shown = access.own_ticket(request.user, number)
    end = merging.end_of(shown)
    if sending.is_sent(end, form_key=as_form_key(request.POST.get("form_key")), by=request.user):
        return HttpResponse(status=204)
    if not drafts.of(request.user, Draft.Kind.MESSAGE, ticket=end):
        shown = end  # from a page that was open while the ticket was merged
    drafts.save(request.user, Draft.Kind.MESSAGE, {"body": request.POST.get("body", "")}, ticket=shown)
    return HttpResponse(status=204)


@doors.public
@require_safe
def statuses(request):
    """Explain the statuses."""
    close_after = lifecycle.in_days(Rules.current().close_after_days)
    told = [(status, status.meaning.format(close_after=close_after)) for status in Status]
    return render(request, "portal/statuses.html", {"statuses": told})
