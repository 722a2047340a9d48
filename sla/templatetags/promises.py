"""What pages say about when staff will answer: `{% load promises %}`."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from shared import clock
from shared.templatetags.moments import moment
from sla import grounds
from sla import promises as said
from tickets import line_words
from tickets.line import Place
from tickets.models import Category, Ticket

register = template.Library()


@register.inclusion_tag("sla/promise.html")
def promise(ticket: Ticket):
    """Say when the requester of a ticket who waits can expect an answer; nothing if nobody waits."""
    estimate, now = said.of(ticket) if ticket.is_open else None, clock.now()
    stands = {"is_due": estimate and estimate.expected_at <= now, "is_late": estimate and estimate.late_at < now}
    return {"estimate": estimate, **stands, "said": _said(estimate, **stands)}


def _said(estimate, is_due, is_late) -> str:
    """Return a key of the words that stand on the page: another estimate has another one, and the same one later on."""
    if estimate is None:
        return ""
    return f"{estimate.pk}{'-late' if is_late else '-due' * is_due}"


@register.inclusion_tag("sla/promise_anew.html", takes_context=True)
def promise_anew(context, ticket: Ticket):
    """Say it again to a page that asks how its ticket stands, if that page says something else: else nothing moves."""
    told = promise(ticket)
    return told | {"is_new": told["said"] != context["request"].GET.get("said")}


@register.inclusion_tag("sla/outlook.html", takes_context=True)
def outlook(context, category: Category | None = None):
    """Say when somebody can expect an answer who sends a ticket now, in general or in a category.

    Without a category the same query answers public_figures() on this page.
    """
    known, kind = said.grounds_of_new(category, _requester(context)) if category else (_known(context), None)
    expected = said.outlook(known, kind)
    return {
        "outlook": expected,
        "category": category,
        "guarantee": said.in_working_days(expected.guarantee_days),
        "place": _in_line(expected.place) if expected.place else "",
    }


def _in_line(place: int) -> str:
    words = line_words.in_words(Place(place))
    return words[0].lower() + words[1:]


@register.inclusion_tag("sla/public_figures.html", takes_context=True)
def public_figures(context):
    """Tell everybody how good we are, as far as the tenant wants and there is enough to tell."""
    known = _known(context)
    shown, score = known.disclosure, known.score
    return {
        "kept": score.kept_percent if shown.shows_kept else None,
        # Counted for other hours until the clock has counted again.
        "in_time": score.in_time_percent if shown.shows_in_time and shown.in_time_hours == score.hours else None,
        "hours": score.hours,
    }


@register.simple_tag
def with_promises(tickets):
    """Give each of some tickets its `estimate`, for promised(); one query."""
    found = said.standing(tickets)
    for ticket in tickets:
        ticket.estimate = found.get(ticket.pk)
    return ""


@register.filter
def promised(words: str, ticket: Ticket) -> SafeString | str:
    """Return what My tickets says about a ticket, with when an answer is expected."""
    estimate = getattr(ticket, "estimate", None)
    if estimate is None or not ticket.is_open:
        return words
    gap, now = " " if words else "", clock.now()
    if estimate.late_at < now:
        return format_html("{}{}We're later than we estimated.", words, gap)
    # Within the hour of grace, which may lie on another day: what is past is not expected any more.
    by = estimate.late_at if estimate.expected_at <= now else estimate.expected_at
    return format_html("{}{}Answer expected by {}.", words, gap, moment(by))


def _known(context) -> grounds.Grounds:
    """Return what is known in general; asked once for each page."""
    request = context["request"]
    if not hasattr(request, "grounds"):
        request.grounds = grounds.read(plan=_requester(context).plan_id)
    return request.grounds


def _requester(context) -> User:
    user = context["request"].user
    return User() if isinstance(user, AnonymousUser) else user
