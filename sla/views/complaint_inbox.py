"""The managers' side: what they were told, oldest first, and what they do about it."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import doors, roles
from accounts.models import User
from businesshours import calendars
from shared import clock
from shared.pagination import Keyset
from shared.refusal import Refusal
from shared.responses import see_other
from sla import complaint_access, complaints, managers
from sla.complaint_forms import AnswerForm, MoreForm, ReassignForm
from sla.models import Complaint
from tickets import loads, merging

_OF_KIND = {"": Complaint.Kind.COMPLAINT, "requests": Complaint.Kind.OTHER_AGENT}
_WAITING, _ANSWERED = ("waiting_since", "id"), ("-answered_at", "-id")


@doors.complaints
@require_safe
@complaint_access.opened
def inbox(request):
    """List what waits for the managers, or what they have answered."""
    show = request.GET.get("show", "")
    show = show if show in (*_OF_KIND, "answered") else ""
    rows = complaint_access.to_answer(request.user)
    rows = rows.answered() if show == "answered" else rows.waiting().filter(kind=_OF_KIND[show])
    listed = Keyset(rows.order_by(), _ANSWERED if show == "answered" else _WAITING, request.GET.get("after"))
    now, calendar = clock.now(), calendars.current()
    for row in listed.rows:
        row.target = complaint_access.target(row, calendar, now)
    context = {
        "listed": listed,
        "show": show,
        "is_open": show == "",
        "is_requests": show == "requests",
        "is_answered": show == "answered",
        "numbers": complaint_access.numbers(request.user),
        "now": now,
        "next_url": f"?show={show}&after={listed.next}",
    }
    return render(request, "desk/complaints.html", context)


@doors.complaints
@require_safe
@complaint_access.opened
def one(request, complaint):
    """Show one with everything that can be done about it."""
    return _show(request, complaint_access.one_to_answer(request.user, complaint))


@doors.complaints
@require_POST
@complaint_access.opened
def replies(request, complaint):
    """Reply to its writer."""
    found, form = complaint_access.one_to_answer(request.user, complaint), AnswerForm(request.POST)
    done = f"Sent. {found.writer.name} gets an e-mail."
    return _do(request, found, form, complaints.answer, done, reply=form)


@doors.complaints
@require_POST
@complaint_access.opened
def notes(request, complaint):
    """Write an internal note."""
    found, form = complaint_access.one_to_answer(request.user, complaint), MoreForm(request.POST)
    return _do(request, found, form, complaints.note, "The internal note is saved.", note=form)


@doors.complaints
@require_POST
@complaint_access.opened
def in_hand(request, complaint):
    """Say that one looks after it."""
    found = complaint_access.one_to_answer(request.user, complaint)
    complaints.take_in_hand(found, by=request.user)
    return _back(found)


@doors.complaints
@require_POST
@complaint_access.opened
def assignment(request, complaint):
    """Give the ticket to somebody else."""
    found, form = complaint_access.one_to_answer(request.user, complaint), ReassignForm(request.POST)

    def reassign(found, *, to, by, form_key):
        agent = User.objects.filter(pk=to).first()
        if agent is None:
            raise Refusal("Choose who takes the ticket.")
        return complaints.reassign(found, to=agent, by=by, form_key=form_key)

    done = f"Reassigned. {found.writer.name} gets an e-mail."
    return _do(request, found, form, reassign, done, reassign=form)


def _do(request, complaint, form, verb, done, **shown):
    """Call a verb with what a form says; what it refuses is shown at the form, the words in place."""
    if not form.is_valid():
        return _show(request, complaint, status=422, **shown)
    try:
        verb(complaint, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error("body" if "body" in form.fields else None, refusal.sentence)
        return _show(request, complaint_access.one_to_answer(request.user, complaint.key), status=409, **shown)
    messages.success(request, done)
    return _back(complaint)


def _back(complaint):
    return see_other(reverse("promises_desk:complaint", args=[complaint.key]))


def _show(request, complaint, status=200, *, reply=None, note=None, reassign=None):
    entries, now = complaint_access.entries(complaint), clock.now()
    context = {
        "complaint": complaint,
        "entries": entries,
        "target": complaint_access.target(complaint, calendars.current(), now),
        "now": now,
        "readers": managers.readers(complaint.agent),
        "reply": reply or AnswerForm(initial={"seen": _how_many(complaint, entries)}),
        "note": note or MoreForm(auto_id="note-%s"),
        "reply_first": note is None,
        "is_note": note is not None,
        "reassign": reassign or ReassignForm(),
        **_others(request, complaint, now),
    }
    return render(request, "desk/complaint.html", context, status=status)


def _how_many(complaint, entries) -> int:
    """Return how many texts there are; of very many not all are shown."""
    return len(entries) if len(entries) < complaint_access.MOST_ENTRIES else complaint.entries.count()


def _others(request, complaint, now) -> dict:
    """Return who could have the ticket, and who of them would have it by the rule; nobody where it is not to be had."""
    ticket = complaint.ticket and merging.end_of(complaint.ticket)
    if not ticket or not ticket.is_open or not roles.may(request.user, "tickets.assign"):
        return {"loads": [], "ticket": ticket}
    crew = loads.crew(now)
    crew = crew.without(complaint.agent) if complaint.agent else crew
    first = crew.least_loaded(ticket.team_id)
    return {"loads": crew.loads, "ticket": ticket, "suggested": first.agent.pk if first else None}
