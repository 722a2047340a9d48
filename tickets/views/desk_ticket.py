"""A ticket beside the list it was opened from."""

from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import doors, roles
from accounts.models import User
from businesshours import presence, readers
from knowledgebase import consultation
from shared import clock
from shared.refusal import Refusal
from tickets import access, drafts, lifecycle, related, sending, signing, timeline
from tickets.acts import Act
from tickets.desk_forms import AskToReassignForm
from tickets.forms import JoinForm, MessageForm, ReasonForm
from tickets.models import Draft
from tickets.statuses import Status
from tickets.timekeeping import Running
from tickets.views import desk_lists


@doors.desk
@require_safe
def ticket(request, number):
    """Show a ticket beside the list it was opened from."""
    return show(request, access.desk_ticket(request.user, number))


def show(request, shown, *, status=200, **context):
    user = request.user
    which = desk_lists.chosen_list(request)
    request.timer = Running(shown.timer_on, shown.timer_since) if shown.timer_on else None
    may = access.may(user, shown)
    seen = shown.last_event_id or 0
    kept = drafts.on(shown, user=user)
    entries = timeline.entries(shown, reader=user, for_staff=True)
    rosters = presence.rosters_from_json(shown.rosters_of_authors)
    signing.sign(entries, company=request.profile.name, reader=readers.of(request), known=rosters)
    context = {
        **desk_lists.listed(request, which, shown),
        "ticket": shown,
        "entries": entries,
        "may": may,
        "seen": seen,
        "held_replies": _held(user, shown),
        "may_write_articles": roles.may(user, "articles.write"),
        "why_not": "" if may.reply else _why_not(shown, user, may),
        "answers": shown.answers_in_order,
        "read": consultation.offered_to(shown.consultation_id),
        "followed": _followed(user, shown),
        "related": related.related(shown, user) if _has_relations(entries) else (),
        "goes_on": related.end_for(user, shown) if shown.merged_into_id else None,
        "chosen_agent": shown.assignee_id,
        "agents": _agents() if may.assign else (),
        "reply": _message_form(Draft.Kind.REPLY, kept, seen),
        "note": _message_form(Draft.Kind.INTERNAL_NOTE, kept, seen),
        "reply_draft": kept.get(Draft.Kind.REPLY),
        "note_draft": kept.get(Draft.Kind.INTERNAL_NOTE),
        "ask_to_reassign": AskToReassignForm(auto_id="reassign-%s"),
        "reason": ReasonForm(auto_id="close-%s"),
        "join": JoinForm(auto_id="join-%s") if may.join else None,
    } | context
    context.setdefault("note_first", not (may.reply or may.reopen))
    context["reply_first"] = not context["note_first"]
    return render(request, "desk/ticket.html", context, status=status)


def _agents():
    """Return who can take a ticket, with how many each has already."""
    has_open = Count("assigned_tickets", filter=Q(assigned_tickets__status__lt=Status.CLOSED))
    return User.objects.who_work_tickets().annotate(open_tickets=has_open).order_by("name")[:200]


def _why_not(shown, user, may) -> str:
    if shown.is_open and shown.assignee_id:
        return f"{shown.assignee.name} answers this ticket. You can read along."
    if shown.is_open:
        return "Take this ticket to answer it." if may.take else "Nobody has this ticket yet. A manager assigns it."
    try:
        lifecycle.check(shown, Act.REPLY, by=user, now=shown.updated_at)
    except Refusal as refusal:
        return refusal.sentence
    return ""


def _held(user, shown):
    """Return the replies that are about to leave; only their author reads them before."""
    if not shown.has_held_reply:
        return []
    held, now = list(shown.held_replies.select_related("author").order_by("id")), clock.now()
    for reply in held:
        reply.is_own, reply.seconds_left = reply.author_id == user.pk, sending.seconds_left(reply, now=now)
    return held


def _followed(user, shown):
    """Return the ticket that this one follows up on, if its reader may see that one too."""
    return access.desk_tickets(user).filter(pk=shown.follow_up_of_id).first() if shown.follow_up_of_id else None


def _has_relations(entries) -> bool:
    return any(entry.event in related.RELATING for entry in entries)


def _message_form(kind, kept, seen):
    words = kept[kind].words if kind in kept else {}
    return MessageForm(initial={"body": words.get("body", ""), "seen": seen}, auto_id=f"{kind}-%s")
