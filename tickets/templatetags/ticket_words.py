"""Words about tickets that templates print."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shared import markdown
from shared.templatetags.moments import day
from tickets.models import Ticket

register = template.Library()


@register.filter
def as_html(text: str) -> SafeString:
    """Return what somebody wrote as safe HTML."""
    return markdown.render(text)


@register.filter
def portal_facts(ticket: Ticket) -> str:
    """Return the line of facts that My tickets prints under a subject."""
    return format_html("#{} · {} · {}, {}", ticket.number, ticket.category, ticket.requester_name, day(ticket.filed_at))


@register.filter
def desk_facts(ticket: Ticket) -> str:
    """Return the line of facts of a row on the desk."""
    return f"#{ticket.number} · {ticket.requester_name}"
