"""The page on which a moderator escalates a ticket by its number."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import doors, throttle
from shared.forms import typed
from shared.refusal import Refusal
from shared.responses import see_other
from tickets import escalation, moderating

_LONGEST_NUMBER = 15


@doors.moderators
@require_http_methods(["GET", "HEAD", "POST"])
def page(request):
    """Ask for a number, and show the little that a moderator may see of its ticket."""
    if request.method != "POST":
        return _show(request)
    number = _number(request)
    return _ask_for_number(request) if number is None else _look(request, number)


def _number(request) -> int | None:
    text = typed(request, "number").strip().removeprefix("#")
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else None


def _ask_for_number(request):
    wrong = "Enter the number of a ticket, like 104205."
    return _show(request, status=422, typed=typed(request, "number"), wrong=wrong)


def _look(request, number, *, status=200, **context) -> HttpResponse:
    if wait := _tried_too_often(request):
        return _show(request, status=429, typed=number, wrong=wait)
    if seen := moderating.look(number, by=request.user):
        return _show(request, status=status, typed=number, seen=seen, **context)
    return _show(request, status=404, typed=number, wrong=f"There is no ticket #{number}.")


def _tried_too_often(request) -> str:
    try:
        throttle.count("look", request, email=request.user.email)
    except throttle.TooManyAttempts as refusal:
        return refusal.sentence
    return ""


@doors.moderators
@require_POST
def escalation_by_number(request):
    """Escalate the ticket of a number."""
    if (number := _number(request)) is None:
        return _ask_for_number(request)
    if wait := _tried_too_often(request):
        return _show(request, status=429, typed=number, wrong=wait)
    try:
        moderating.escalate(number, reason=typed(request, "why"), by=request.user)
    except escalation.ReasonMissing:
        return _look(request, number, status=422, missing="Say why this ticket should go first.")
    except Refusal as refusal:
        return _show(request, status=409, typed=number, wrong=refusal.sentence)
    messages.success(request, f"#{number} is escalated: it goes before others, and a manager is told.")
    return see_other(reverse("portal:moderating"))


def _show(request, *, status=200, **context):
    return render(request, "portal/moderating.html", context, status=status)
