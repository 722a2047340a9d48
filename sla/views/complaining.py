"""What requesters write to the managers, and what they read of it."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import doors
from shared.refusal import Refusal
from shared.responses import see_other
from sla import complaint_access, complaints, managers
from sla.complaint_forms import ComplaintForm, MoreForm, OtherAgentForm
from tickets import access, merging

_page = require_http_methods(["GET", "HEAD", "POST"])
# So many of those who read it are named.
_NAMED = 3
_SENT = "Sent. You get an e-mail when there is an answer."


@doors.portal
@_page
@complaint_access.opened
def about_ticket(request, number):
    """Tell the managers about a problem with a ticket."""
    form = ComplaintForm(request.POST or None)

    def send(ticket):
        words = {name: form.cleaned_data[name] for name in ("happened", "wish", "form_key", "about")}
        return complaints.complain(ticket, by=request.user, **words)

    return _write(request, number, form, send, "portal/complain.html")


@doors.portal
@_page
@complaint_access.opened
def other_agent(request, number):
    """Ask the managers for a different agent."""
    form = OtherAgentForm(request.POST or None)

    def send(ticket):
        words = {name: form.cleaned_data[name] for name in ("reason", "form_key", "about")}
        return complaints.ask_for_another_agent(ticket, by=request.user, **words)

    return _write(request, number, form, send, "portal/other_agent.html")


def _write(request, number, form, send, template):
    ticket = access.own_ticket(request.user, number)
    if ticket.merged_into_id:
        ticket = access.own_ticket(request.user, merging.end_of(ticket).number)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _go_to(request, send(ticket))
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            status = 409
    agent = complaints.agent_of(ticket)
    context = {
        "ticket": ticket,
        "agent": agent,
        "form": form,
        **_readers(agent),
        "is_request": isinstance(form, OtherAgentForm),
        "has_agent": ticket.is_open and ticket.assignee_id,
        "earlier": complaint_access.own_about(request.user, ticket),
    }
    return render(request, template, context, status=status)


def _go_to(request, complaint):
    messages.success(request, _SENT)
    return see_other(reverse("promises:complaint", args=[complaint.key]))


@doors.portal
@require_safe
@complaint_access.opened
def own(request, complaint):
    """Show what somebody wrote to the managers, and what they answered."""
    return _show(request, complaint_access.own_one(request.user, complaint), MoreForm())


@doors.portal
@require_POST
@complaint_access.opened
def more(request, complaint):
    """Add to it."""
    found, form = complaint_access.own_one(request.user, complaint), MoreForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    return _go_to(request, complaints.add(found, by=request.user, **form.cleaned_data))


def _show(request, complaint, form, status=200):
    context = {
        "complaint": complaint,
        "entries": complaint_access.entries(complaint),
        **_readers(complaint.agent),
        "form": form,
    }
    return render(request, "portal/complaint.html", context, status=status)


def _readers(agent) -> dict:
    """Return who reads what is written about an agent: a few by name, how many more."""
    readers = managers.readers(agent)
    return {"readers": readers, "more_readers": max(0, len(readers) - _NAMED)}
