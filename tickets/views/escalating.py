"""Putting a ticket before all others at the desk, and taking that back."""

from django.views.decorators.http import require_POST

from accounts import doors
from shared.forms import typed
from tickets import escalation
from tickets.views.desk_acts import do, seen


@doors.desk
@require_POST
def escalate(request, number):
    """Escalate the ticket, with a reason."""
    return _change(request, number, escalation.escalate, f"#{number} is escalated: it goes before all others.")


@doors.desk
@require_POST
def take_back(request, number):
    """Take the escalation back, with a reason."""
    return _change(request, number, escalation.take_back, f"#{number} has the place of its priority again.")


def _change(request, number, verb, done):
    why = typed(request, "why")
    return do(
        request,
        number,
        lambda shown: verb(shown, reason=why, by=request.user, seen=seen(request)),
        done,
        escalation_reason=why,
        escalation_is_open=True,
    )
