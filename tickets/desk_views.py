"""Staff's doors: the lists, a ticket beside its list, and what can be done with it. One verb call each.

Every act answers with a redirect to the page it was done on; htmx follows it and swaps in the parts
that changed, a browser without JavaScript shows the whole page.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import doors, roles
from accounts.models import User
from knowledgebase import consultation
from shared.refusal import Refusal
from shared.responses import see_other
from tickets import access, assignment, conversation, drafts, guest_accounts, lifecycle, progress, queue, timeline
from tickets.forms import CategoryChoiceForm, JoinForm, MessageForm, ReasonForm
from tickets.lifecycle import Act
from tickets.models import Draft, Ticket
from tickets.statuses import Status

_ROWS = 30
_OTHERS = 5
# Lists in which it matters who has a ticket.
_LISTS_OF_SEVERAL = (queue.TEAM, queue.ALL_OPEN)


@doors.desk
@require_safe
def home(request):
    """Begin with one's own queue."""
    return _show_list(request, queue.MY_QUEUE)


@doors.desk
@require_safe
def ticket_list(request, key):
    """Show one list of the desk."""
    return _show_list(request, _list(request, key))


def _list(request, key) -> queue.List:
    which = queue.LISTS.get(key)
    if which is None or not roles.may(request.user, which.permission):
        raise Http404
    return which


def _listed(request, which, current: Ticket | None = None) -> dict:
    """Return the context of a list: one page of rows, in serving order."""
    request.desk_list = which.key
    pages = Paginator(queue.tickets(request.user, which), _ROWS)
    rows, flags = pages.get_page(request.GET.get("page")), queue.priority_flags()
    for row in rows.object_list:
        row.flag, row.is_current = flags.get(row.priority_id, ""), current is not None and row.pk == current.pk
        row.held_by = _held_by(row) if which in _LISTS_OF_SEVERAL else ""
    if current:
        current.flag = flags.get(current.priority_id, "")
    place = _place(request, which)
    address = reverse("desk:list", args=[which.key])
    following = _following(rows.object_list, current)
    return {
        "list": which,
        "rows": rows,
        "place": place,
        "list_url": f"{address}?page={rows.number}" if rows.number > 1 else address,
        "next_ticket": f"{reverse('desk:ticket', args=[following.number])}?{place}" if following else "",
        "previous_url": f"{address}?page={rows.previous_page_number()}" if rows.has_previous() else "",
        "next_url": f"{address}?page={rows.next_page_number()}" if rows.has_next() else "",
    }


def _place(request, which) -> str:
    """Return where in which list somebody works: every address of a ticket carries it along."""
    page = request.GET.get("page", "")
    return f"list={which.key}" + (f"&page={page}" if page.isdecimal() and len(page) < 7 else "")


def _held_by(row: Ticket) -> str:
    return f"With {row.assignee.name}" if row.assignee else "With nobody yet"


def _following(rows, current: Ticket | None) -> Ticket | None:
    """Return the ticket to go on with: the one below, or the first one once this one waits no longer."""
    at = next((place for place, row in enumerate(rows) if row.is_current), -1)
    if at >= 0 and current.state.is_waiting:
        return rows[at + 1] if at + 1 < len(rows) else None
    return next((row for row in rows if not row.is_current), None)


def _show_list(request, which):
    context = _listed(request, which)
    return render(request, "desk/list.html", context | {"first_ticket": context["next_ticket"]})


def _address(request, ticket: Ticket) -> str:
    """Return the page of a ticket, beside the list that it was opened from."""
    return f"{reverse('desk:ticket', args=[ticket.number])}?{_place(request, _chosen_list(request))}"


@doors.desk
@require_safe
def ticket(request, number):
    """Show a ticket beside the list it was opened from."""
    return _show(request, access.desk_ticket(request.user, number))


def _show(request, shown, *, status=200, **context):
    user = request.user
    which = _chosen_list(request)
    may = access.may(user, shown)
    seen = timeline.last_event_id(shown)
    kept = {draft.kind: draft for draft in Draft.objects.filter(user=user, ticket=shown)}
    context = {
        **_listed(request, which, shown),
        "ticket": shown,
        "entries": timeline.entries(shown, reader=user, for_staff=True),
        "may": may,
        "seen": seen,
        "may_write_articles": roles.may(user, "articles.write"),
        "why_not": "" if may.reply else _why_not(shown, user),
        "answers": shown.answers.order_by("position", "id"),
        "others": _others(user, shown),
        "read": consultation.offered_to(shown.consultation_id),
        "followed": _followed(user, shown),
        "chosen_agent": shown.assignee_id,
        "agents": _agents() if may.assign else (),
        "reply": _message_form(Draft.Kind.REPLY, kept, seen),
        "note": _message_form(Draft.Kind.INTERNAL_NOTE, kept, seen),
        "reply_draft": kept.get(Draft.Kind.REPLY),
        "note_draft": kept.get(Draft.Kind.INTERNAL_NOTE),
        "reason": ReasonForm(auto_id="close-%s"),
        "join": JoinForm(auto_id="join-%s") if may.join else None,
        "category": CategoryChoiceForm(current=shown.category) if may.recategorise else None,
    } | context
    context.setdefault("note_first", not (may.reply or may.reopen))
    context["reply_first"] = not context["note_first"]
    return render(request, "desk/ticket.html", context, status=status)


def _agents():
    """Return who can take a ticket, with how many each has already."""
    has_open = Count("assigned_tickets", filter=Q(assigned_tickets__status__lt=Status.CLOSED))
    return User.objects.who_work_tickets().annotate(open_tickets=has_open).order_by("name")[:200]


def _chosen_list(request) -> queue.List:
    which = queue.LISTS.get(request.GET.get("list") or request.POST.get("list") or "")
    if which and roles.may(request.user, which.permission):
        return which
    return queue.MY_QUEUE


def _why_not(shown, user) -> str:
    if shown.is_open and shown.assignee_id:
        return f"{shown.assignee.name} answers this ticket. You can read along."
    try:
        lifecycle.check(shown, Act.REPLY, by=user, now=shown.updated_at)
    except Refusal as refusal:
        return refusal.sentence
    return ""


def _others(user, shown):
    others = access.desk_tickets(user).filter(requester=shown.requester_id).exclude(pk=shown.pk)
    return others.order_by("-updated_at", "-id")[:_OTHERS]


def _followed(user, shown):
    """Return the ticket that this one follows up on, if its reader may see that one too."""
    return access.desk_tickets(user).filter(pk=shown.follow_up_of_id).first() if shown.follow_up_of_id else None


def _message_form(kind, kept, seen):
    words = kept[kind].words if kind in kept else {}
    return MessageForm(initial={"body": words.get("body", ""), "seen": seen}, auto_id=f"{kind}-%s")


def _write(request, number, kind, verb, done, *, say=messages.success):
    """Write through a verb; whatever it says no to is shown above the words, which stay.

    Said with messages.info, `done` is only read out: everybody else sees it in the conversation.
    """
    shown = access.desk_ticket(request.user, number)
    mode = "note" if kind == Draft.Kind.INTERNAL_NOTE else "reply"
    form = MessageForm(request.POST, auto_id=f"{kind}-%s")
    if not form.is_valid():
        return _show(request, shown, status=422, note_first=mode == "note", **{mode: form})
    try:
        verb(shown, form.cleaned_data)
    except Refusal as refusal:
        form.add_error("body", refusal.sentence)
        fresh = access.desk_ticket(request.user, number)
        return _show(request, fresh, status=409, note_first=mode == "note", **{mode: _as_seen(form, fresh)})
    say(request, done)
    return see_other(_address(request, shown))


def _as_seen(form, shown):
    """Return a form that has seen what is on the page by now: sending again means that it was read."""
    form.data = form.data.copy()
    form.data["seen"] = timeline.last_event_id(shown)
    return form


_ANSWERS = {
    "": (conversation.reply, "Reply sent.", messages.info),
    "ask": (conversation.ask_for_information, "Question sent: #{number} waits on the customer.", messages.success),
    "solution": (
        conversation.suggest_solution,
        "Solution sent: #{number} waits on the customer.",
        messages.success,
    ),
}


@doors.desk
@require_POST
def replies(request, number):
    """Answer the requester: plainly, with a question, or with a solution."""
    then = request.POST.get("then", "")
    verb, done, say = _ANSWERS.get(then) or _ANSWERS[""]

    def answer(shown, cleaned):
        seen = cleaned["seen"]
        verb(shown, body=cleaned["body"], by=request.user, form_key=cleaned["form_key"], seen=seen)

    return _write(request, number, Draft.Kind.REPLY, answer, done.format(number=number), say=say)


@doors.desk
@require_POST
def notes(request, number):
    """Write an internal note."""

    def note(shown, cleaned):
        conversation.internal_note(shown, body=cleaned["body"], by=request.user, form_key=cleaned["form_key"])

    return _write(request, number, Draft.Kind.INTERNAL_NOTE, note, "Internal note saved.", say=messages.info)


def _seen(request) -> int | None:
    """Return the newest event that the page had shown when the form on it was sent."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 19 else None


def _act(request, number, act, done: str, *, say=messages.success, **typed):
    """Do something to a ticket; whatever is refused is said on the ticket's page, where what was typed stays."""
    shown = access.desk_ticket(request.user, number)
    try:
        act(shown)
    except Refusal as refusal:
        return _show(request, access.desk_ticket(request.user, number), status=409, refused=refusal.sentence, **typed)
    say(request, done)
    return see_other(_address(request, shown))


@doors.desk
@require_POST
def work(request, number):
    """Start work."""
    return _act(
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
        return _show(request, shown, status=422, refused=form.errors["category"][0])
    chosen = form.chosen()
    return _act(
        request,
        number,
        lambda shown: progress.recategorise(shown, category=chosen, by=request.user, seen=_seen(request)),
        f"Moved to {chosen}.",
        category=form,
    )


@doors.desk
@require_POST
def closure(request, number):
    """Close the ticket with a reason."""
    form = ReasonForm(request.POST, auto_id="close-%s")
    shown = access.desk_ticket(request.user, number)
    if not form.is_valid():
        return _show(request, shown, status=422, reason=form)
    return _act(
        request,
        number,
        lambda shown: progress.close(shown, by=request.user, reason=form.cleaned_data["reason"], seen=_seen(request)),
        f"#{number} is closed.",
        reason=form,
    )


@doors.desk
@require_POST
def reopening(request, number):
    """Reopen a closed ticket: the manager says why."""

    def reopen(shown, cleaned):
        conversation.reopen(shown, body=cleaned["body"], by=request.user, form_key=cleaned["form_key"])

    return _write(request, number, Draft.Kind.REPLY, reopen, f"#{number} is reopened.")


@doors.desk
@require_POST
def assignment_of(request, number):
    """Assign the ticket, and go on to the next one of the list."""
    shown = access.desk_ticket(request.user, number)
    chosen = request.POST.get("assignee", "")
    agent = User.objects.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 19 else None
    if agent is None:
        return _show(request, shown, status=422, refused="Choose who takes this ticket.")
    next_one = _next_unassigned(request, shown)
    answer = _act(
        request,
        number,
        lambda shown: assignment.assign(shown, to=agent, by=request.user, seen=_seen(request)),
        f"#{number} is assigned to {agent.name}.",
        chosen_agent=agent.pk,
    )
    return see_other(next_one) if next_one and answer.status_code == 303 else answer


def _next_unassigned(request, shown) -> str:
    """Return the address of the next ticket without an agent, if that is the list being worked through."""
    if _chosen_list(request) is not queue.UNASSIGNED:
        return ""
    waiting = queue.tickets(request.user, queue.UNASSIGNED).exclude(pk=shown.pk)
    following = waiting.first()
    if following is None:
        return reverse("desk:list", args=[queue.UNASSIGNED.key])
    return _address(request, following)


@doors.desk
@require_POST
def unassignment(request, number):
    """Take the ticket back from its agent."""
    done = f"#{number} is unassigned. It waits among the new tickets."
    return _act(request, number, lambda shown: assignment.unassign(shown, by=request.user, seen=_seen(request)), done)


@doors.desk
@require_POST
def requester(request, number):
    """Join the guest to the customer's account that is theirs."""
    form = JoinForm(request.POST, auto_id="join-%s")
    shown = access.desk_ticket(request.user, number)
    if not form.is_valid():
        return _show(request, shown, status=422, join=form)
    email = form.cleaned_data["email"]
    return _act(
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
    shown = access.desk_ticket(request.user, number)
    drafts.save(request.user, Draft.Kind(kind), {"body": request.POST.get("body", "")}, ticket=shown)
    return HttpResponse(status=204)
