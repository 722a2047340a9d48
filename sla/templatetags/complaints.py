"""The ways to the managers that pages of the portal show."""

from datetime import timedelta

from django import template

from accounts import roles
from sla import complaint_access
from sla.models import Complaint
from tenants.scope import person_scope

register = template.Library()


@register.inclusion_tag("portal/complaint_ways.html", takes_context=True)
def complaint_ways(context, ticket):
    """Show the ways to the managers about a ticket, and what its requester wrote to them: one query."""
    user = context["request"].user
    with person_scope(user):
        written = complaint_access.own_about(user, ticket)
    return {"ticket": ticket, "written": written}


@register.inclusion_tag("portal/complaints_apart.html", takes_context=True)
def complaints_apart(context):
    """Show what somebody wrote to the managers about no ticket: one query."""
    user = context["request"].user
    with person_scope(user):
        return {"written": list(complaint_access.own(user).filter(ticket=None)[:10])}


@register.inclusion_tag("desk/complaints_beside.html", takes_context=True)
def complaints_beside(context, ticket):
    """Tell a manager of what waits for an answer about a ticket: one query, and none for anybody else."""
    user = context["request"].user
    if not roles.may(user, "complaints.answer"):
        return {"open": []}
    with person_scope(user):
        return {"open": complaint_access.open_about(user, ticket)}


@register.filter
def told(complaint: Complaint) -> str:
    """Return how far it is, to its writer."""
    return {
        Complaint.State.NEW: "Sent",
        Complaint.State.IN_HAND: "A manager is on it",
        Complaint.State.ANSWERED: "Answered",
    }[complaint.state]


@register.filter
def outcome_in_words(outcome: str) -> str:
    """Return what a reply settled, "" if nothing."""
    return Complaint.Outcome(outcome).label if outcome else ""


@register.filter
def in_hours(left: timedelta) -> str:
    """Return a length of business time: "5 h", "40 min"."""
    minutes = int(left.total_seconds() // 60)
    return f"{minutes // 60} h" if minutes >= 60 else f"{minutes} min"
