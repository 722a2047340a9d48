"""Words about tickets that templates print."""

from datetime import timedelta

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from businesshours import calendars
from businesshours.signatures import Signature
from shared import clock, markdown
from shared.templatetags.moments import day, moment
from shared.templatetags.ui import flag
from tickets import line_words, timekeeping
from tickets.due import Aim, Due
from tickets.due import aims as targets_of
from tickets.models import Ticket
from tickets.statuses import Status

register = template.Library()

_FIRST_WORDS = 160


@register.filter
def as_html(text: str, mentioned: tuple[str, ...] = ()) -> SafeString:
    """Return what somebody wrote as safe HTML, with the colleagues marked whom it mentions."""
    return markdown.render(text, mentioned=mentioned)


@register.simple_tag
def signed(signature: Signature | None) -> SafeString | str:
    """Return the signature of a reply as the part that stands under it."""
    return render_to_string("ui/signature.html", {"signature": signature}) if signature else ""


@register.filter
def first_words(text: str) -> str:
    """Return how what somebody wrote begins, on one line."""
    return Truncator(markdown.plain(text)).chars(_FIRST_WORDS)


@register.filter
def as_time(length: timedelta) -> str:
    """Return how long somebody worked: "1h 20m"."""
    hours, minutes = divmod(timekeeping.in_minutes(length), 60)
    return " ".join(filter(None, [f"{hours}h" if hours else "", f"{minutes}m" if minutes else ""]))


@register.filter
def portal_facts(ticket: Ticket) -> str:
    """Return the line of facts that My tickets prints under a subject."""
    return format_html("#{} · {} · submitted {}", ticket.number, ticket.category, day(ticket.filed_at))


@register.filter
def portal_text(ticket: Ticket) -> str:
    """Return what My tickets says about what comes next, where something does."""
    if ticket.state == Status.SOLUTION_SUGGESTED:
        return format_html("We suggested a solution. Without a reply it closes on {}.", moment(ticket.closes_at))
    if ticket.state == Status.NEEDS_MORE_INFO:
        return "We asked you something."
    if ticket.merged_into_id:
        return "Merged: it goes on in another ticket of yours."
    if ticket.state == Status.CLOSED and ticket.reopen_until > clock.now():
        return format_html("You can reopen it until {}.", moment(ticket.reopen_until))
    if place := getattr(ticket, "place", None):
        return f"{line_words.in_words(place, line_words.first_name(ticket))}."
    if ticket.state == Status.WORK_IN_PROGRESS and ticket.assignee_id:
        return f"{line_words.first_name(ticket)} is working on this now."
    return ""


@register.filter
def desk_facts(ticket: Ticket) -> str:
    """Return the line of facts of a row on the desk."""
    return format_html("<bdi>{}</bdi> · #{}", ticket.requester_name, ticket.number)


@register.simple_tag(takes_context=True)
def row_facts(context, ticket: Ticket) -> str:
    """Return the same line with how long there is to answer or to solve; due_flag() says it where that is not long."""
    promised = due(context, ticket)
    if promised and promised.kind:
        return desk_facts(ticket)
    ahead = [(aim.at, aim.words) for aim in aims(context, ticket) if not aim.is_missed]
    if promised:
        ahead.append((ticket.due_at, promised.words))
    if not ahead:
        return desk_facts(ticket)
    return format_html("{} · {}", min(ahead)[1], desk_facts(ticket))  # first: a long name is cut off


@register.simple_tag(takes_context=True)
def due(context, ticket: Ticket) -> Due | None:
    """Return how it stands with the promise of an answer, None where there is none."""
    if ticket.due_at is None:
        return None
    if not hasattr(ticket, "promised"):  # a row says it in several places
        ticket.promised = Due.of(ticket, *_business_time(context))
    return ticket.promised


@register.simple_tag(takes_context=True)
def aims(context, ticket: Ticket) -> list[Aim]:
    """Return the targets that a ticket has now, the earliest first."""
    if ticket.target_at is None:
        return []
    if not hasattr(ticket, "aims"):
        ticket.aims = targets_of(ticket, *_business_time(context))
    return ticket.aims


def _business_time(context):
    """Return the tenant's hours and the present, read once for all rows of a page."""
    request = context["request"]
    if not hasattr(request, "business_hours"):
        request.business_hours, request.business_now = calendars.of(request.profile), clock.now()
    return request.business_hours, request.business_now


@register.simple_tag(takes_context=True)
def due_flag(context, ticket: Ticket) -> str:
    """Flag a promise that is at risk or broken, or else a target that is missed."""
    promised = due(context, ticket)
    if promised and promised.kind:
        return flag(promised.kind, promised.words)
    missed = next((aim for aim in aims(context, ticket) if aim.is_missed), None)
    return flag("target", missed.words) if missed else ""


@register.filter
def found_facts(ticket: Ticket) -> str:
    """Return the line of facts of a ticket that the desk's search found."""
    holder = ticket.assignee.name if ticket.assignee else "nobody yet"
    facts = "<bdi>{}</bdi> · #{} · {} · with {}"
    return format_html(facts, ticket.requester_name, ticket.number, ticket.category, holder)
