"""What can be done with a ticket at the desk. One verb call each.

Every act answers with a redirect to the page it was done on; htmx follows it and swaps in the parts
that changed, a browser without JavaScript shows the whole page.
"""

import contextlib

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import doors
from accounts.models import User
from shared.refusal import Refusal
from shared.responses import see_other
from tickets import (
    access,
    assignment,
    conversation,
    drafts,
    guest_accounts,
    lifecycle,
    mentioning,
    merging,
    progress,
    queue,
    sending,
    timeline,
    undo,
)
from tickets.forms import CategoryChoiceForm, JoinForm, MessageForm, ReasonForm, as_form_key
from tickets.models import Draft, HeldReply
from tickets.views import desk_lists
from tickets.views.desk_ticket import show


def _write(request, number, kind, verb, done, *, say=messages.success):
    """Write through a verb; whatever it says no to is shown above the words, which stay.

    Said with messages.info, `done` is only read out: everybody else sees it in the conversation.
    """
    shown = access.desk_ticket(request.user, number)
    mode = "note" if kind == Draft.Kind.INTERNAL_NOTE else "reply"
    context = {"note_first": mode == "note", "then": request.POST.get("then", "")}
    form = MessageForm(request.POST, auto_id=f"{kind}-%s")
    if not form.is_valid():
        return show(request, shown, status=422, **context, **{mode: form})
    try:
        verb(shown, form.cleaned_data)
    except Refusal as refusal:
        form.add_error("body", refusal.sentence + _handed_on(refusal, shown, kind, form, request.user))
        fresh = access.desk_ticket(request.user, number)
        return show(request, fresh, status=409, **context, **{mode: _as_seen(form, fresh)})
    say(request, done)
    return see_other(desk_lists.address(request, shown))


def _handed_on(refusal, shown, kind, form, author) -> str:
    """Keep words that a merge overtook where the ticket goes on, and say so."""
    if not isinstance(refusal, lifecycle.Merged):
        return ""
    fresh = access.desk_ticket(author, shown.number)
    went_on = merging.hand_on(fresh, kind, form.cleaned_data["body"], by=author)
    return f" What you wrote is kept as your draft in #{went_on.number}." if went_on else ""


def _as_seen(form, shown):
    """Return a form that has seen what is on the page by now: sending again means that it was read."""
    form.data = form.data.copy()
    form.data["seen"] = timeline.last_event_id(shown)
    return form


@doors.desk
@require_POST
def replies(request, number):
    """Answer the requester: plainly, with a question, with a solution, or as the last word."""
    then = request.POST.get("then", "")
    return _hold(request, number, HeldReply.Kind(then) if then in _KINDS else HeldReply.Kind.REPLY)


_KINDS = set(HeldReply.Kind) - {HeldReply.Kind.REOPENING}


def _hold(request, number, kind):
    def hold(shown, cleaned):
        words = {name: cleaned[name] for name in ("body", "form_key", "seen")}
        sending.hold(shown, kind=kind, by=request.user, **words)

    done = f"Your reply to #{number} leaves in {int(undo.UNDO_FOR.total_seconds())} seconds."
    return _write(request, number, Draft.Kind.REPLY, hold, done, say=messages.info)


@doors.desk
@require_POST
def notes(request, number):
    """Write an internal note."""

    def note(shown, cleaned):
        conversation.internal_note(shown, body=cleaned["body"], by=request.user, form_key=cleaned["form_key"])
        _say_who_is_told(request, mentioning.named_in(cleaned["body"], shown, by=request.user))

    return _write(request, number, Draft.Kind.INTERNAL_NOTE, note, "Internal note saved.", say=messages.info)


def _say_who_is_told(request, named):
    if named.told:
        names = _listed([person.name for person in named.told])
        messages.success(request, f"{names} {'are' if len(named.told) > 1 else 'is'} told by e-mail.")
    if named.cannot_read:
        names = _listed([person.name for person in named.cannot_read])
        messages.warning(
            request, f"{names} cannot read this ticket and {'are' if len(named.cannot_read) > 1 else 'is'} not told."
        )


def _listed(names):
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def seen(request) -> int | None:
    """Return the newest event that the page had shown when the form on it was sent."""
    event = request.POST.get("seen", "")
    return int(event) if event.isdecimal() and len(event) < 19 else None


def do(request, number, act, done: str, *, say=messages.success, **typed):
    """Do something to a ticket; whatever is refused is said on the ticket's page, where what was typed stays."""
    shown = access.desk_ticket(request.user, number)
    try:
        act(shown)
    except Refusal as refusal:
        return show(request, access.desk_ticket(request.user, number), status=409, refused=refusal.sentence, **typed)
    say(request, done, extra_tags=_way_back(request, shown))
    return see_other(desk_lists.address(request, shown))


def _way_back(request, shown) -> str:
    """Return the address that undoes what was just done, "" if nothing can be undone: the toast offers it."""
    if done := undo.possible(shown, by=request.user):
        return f"{reverse('desk:undo', args=[done.pk])}?{desk_lists.place(request)}"
    return ""


@doors.desk
@require_POST
def work(request, number):
    """Start work."""
    return do(
        request,
        number,
        lambda shown: progress.start_work(shown, by=request.user),
        f"Work on #{number} started.",
        say=messages.info,
    )


@doors.desk
@require_POST
def category(request, number):
    """Move the ticket to another category."""
    form = CategoryChoiceForm(request.POST)
    if not form.is_valid():
        shown = access.desk_ticket(request.user, number)
        return show(request, shown, status=422, refused=form.errors["category"][0])
    chosen = form.chosen()
    return do(
        request,
        number,
        lambda shown: progress.recategorise(shown, category=chosen, by=request.user, seen=seen(request)),
        f"Moved to {chosen}.",
    )


@doors.desk
@require_POST
def closure(request, number):
    """Close the ticket with a reason."""
    form = ReasonForm(request.POST, auto_id="close-%s")
    shown = access.desk_ticket(request.user, number)
    if not form.is_valid():
        return show(request, shown, status=422, reason=form)
    return do(
        request,
        number,
        lambda shown: progress.close(shown, by=request.user, reason=form.cleaned_data["reason"], seen=seen(request)),
        f"#{number} is closed.",
        reason=form,
    )


@doors.desk
@require_POST
def reopening(request, number):
    """Reopen a closed ticket: the manager says why. That leaves in ten seconds."""
    return _hold(request, number, HeldReply.Kind.REOPENING)


@doors.desk
@require_POST
def assignment_of(request, number):
    """Assign the ticket, and go on to the next one of the list."""
    shown = access.desk_ticket(request.user, number)
    chosen = request.POST.get("assignee", "")
    agent = User.objects.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 19 else None
    if agent is None:
        return show(request, shown, status=422, refused="Choose who takes this ticket.")
    next_one = _next_unassigned(request, shown)
    answer = do(
        request,
        number,
        lambda shown: assignment.assign(shown, to=agent, by=request.user, seen=seen(request)),
        f"#{number} is assigned to {agent.name}.",
        chosen_agent=agent.pk,
    )
    return see_other(next_one) if next_one and answer.status_code == 303 else answer


def _next_unassigned(request, shown) -> str:
    """Return the address of the next ticket without an agent, if that is the list being worked through."""
    if desk_lists.chosen_list(request) is not queue.UNASSIGNED:
        return ""
    waiting = queue.tickets(request.user, queue.UNASSIGNED).exclude(pk=shown.pk)
    following = waiting.first()
    if following is None:
        return reverse("desk:list", args=[queue.UNASSIGNED.key])
    return desk_lists.address(request, following)


@doors.desk
@require_POST
def unassignment(request, number):
    """Take the ticket back from its agent."""
    done = f"#{number} is unassigned. It waits among the new tickets."
    return do(request, number, lambda shown: assignment.unassign(shown, by=request.user, seen=seen(request)), done)


@doors.desk
@require_POST
def requester(request, number):
    """Join the guest to the customer's account that is theirs."""
    form = JoinForm(request.POST, auto_id="join-%s")
    shown = access.desk_ticket(request.user, number)
    if not form.is_valid():
        return show(request, shown, status=422, join=form)
    email = form.cleaned_data["email"]
    return do(
        request,
        number,
        lambda shown: guest_accounts.join(shown.requester, email=email, by=request.user),
        f"The guest's tickets are in the account of {email} now.",
        join=form,
    )


@doors.desk
@require_POST
def draft(request, number, kind):
    """Keep what somebody is writing; a reply and a note never share a draft."""
    if kind not in (Draft.Kind.REPLY, Draft.Kind.INTERNAL_NOTE):
        raise Http404
    shown = _written_on(request.user, number, kind)
    if not sending.is_sent(shown, form_key=as_form_key(request.POST.get("form_key")), by=request.user):
        drafts.save(request.user, Draft.Kind(kind), {"body": request.POST.get("body", "")}, ticket=shown)
    return HttpResponse(status=204)


def _written_on(user, number, kind):
    """Return the ticket that somebody writes on; who began while it could be read goes on after it cannot."""
    with contextlib.suppress(Http404):
        return access.desk_ticket(user, number)
    return get_object_or_404(Draft.objects.select_related("ticket"), user=user, kind=kind, ticket__number=number).ticket
