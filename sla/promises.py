"""What requesters are told about when staff will answer: made once, kept until it is late, and judged.

Whoever shows an estimate asks of(): the page that comes first makes it, and all others show the same one.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from datetime import datetime, timedelta

from accounts.models import User
from shared import clock
from shared.clock import DatabaseNow
from sla import estimates, grounds, waits
from sla.estimates import GRACE, Kind, Lengths
from sla.grounds import Grounds
from sla.models import Estimate, Wait
from tenants.scope import across_tenants
from tickets import queue
from tickets.models import Category, Ticket

Why = Estimate.Why
BATCH = 500
# The database found it late, whatever the clock of this machine says.
_AFTER = timedelta(microseconds=1)


@dataclass(frozen=True)
class Outlook:
    """What somebody can expect who files a ticket now; if nothing can be estimated, only what their plan promises."""

    # In working hours, as people say it; "" if nothing can be estimated.
    within: str = ""
    expected_at: datetime | None = None
    rests_on: int = 0
    of_kind: str = ""
    place: int | None = None
    guarantee_days: int = 0


# --- what pages and mails show ------------------------------------------------------------------------------


def of(ticket: Ticket) -> Estimate | None:
    """Return the estimate that holds for a ticket whose requester waits, made now if there is none or it is late.

    None if nobody waits, or if there are too few answers to go by: then catch_up() makes it when there are enough.
    One query if it is there, two if it cannot be.
    """
    if ticket.unanswered_since is None:
        return None
    now = clock.now()
    found = standing([ticket]).get(ticket.pk)
    if found and found.late_at >= now and not _has_moved(found, ticket):
        return found
    if found is None and Wait.objects.going_on().filter(ticket=ticket).exists():
        return None
    wait = found.wait if found else waits.begin(ticket)
    return (_next(wait, ticket, after=found, now=now) if wait else None) or found


def tell(wait: Wait) -> Estimate | None:
    """Return the first estimate of a wait, made now if there is none; None if there are too few answers to go by."""
    return wait.estimates.filter(number=1).first() or _next(wait, wait.ticket, after=None, now=clock.now())


def catch_up() -> int:
    """Estimate some of those waits of the open scope that go on without one; return how many there were."""
    untold = Wait.objects.going_on().filter(estimates=None).select_related("ticket__category").order_by("id")[:BATCH]
    return sum(tell(wait) is not None for wait in untold)


def _has_moved(estimate, ticket) -> bool:
    """Tell whether a ticket went back in line after it was estimated: its requester added to it."""
    return ticket.waiting_since is not None and ticket.waiting_since > estimate.made_at


def standing(tickets: Iterable[Ticket]) -> dict[int, Estimate]:
    """Return the newest estimate of each of some tickets whose requester waits, by the ticket's id: one query."""
    since = {ticket.pk: ticket.unanswered_since for ticket in tickets if ticket.unanswered_since}
    found = Estimate.objects.filter(wait__ticket__in=since, wait__ended_at=None).select_related("wait")
    newest = {one.wait.ticket_id: one for one in found.order_by("number")}
    return {pk: one for pk, one in newest.items() if one.wait.began_at == since[pk]}


def outlook(known: Grounds, kind: Kind | None = None) -> Outlook:
    """Return what somebody can expect who files a ticket now; in general, or of a kind."""
    said = Outlook(place=None if known.ahead is None else known.ahead + 1, guarantee_days=known.plan.guarantee_days)
    if (group := known.choose(kind)) is None:
        return said
    lengths = _lengths(known, group, ahead=known.ahead)
    return replace(
        said,
        within=estimates.in_words(lengths.expected, known.day),
        expected_at=known.moment(clock.now(), lengths.expected),
        rests_on=known.bases[group].number,
        of_kind=known.names[group],
    )


def grounds_of_new(category: Category, requester: User) -> tuple[Grounds, Kind]:
    """Return what outlook() is to be asked with about a ticket that somebody may file in a category."""
    priority = category.priority_for(requester)
    categories = [pk for pk in (category.pk, category.parent_id) if pk]
    known = grounds.read(categories=categories, priority=priority.pk, plan=requester.plan_id, rank=priority.rank)
    return known, Kind(True, category.pk, category.parent_id, priority.pk, known.plan.pk)


# --- making ---------------------------------------------------------------------------------------------------


def make_anew(ticket: Ticket) -> Estimate | None:
    """Replace the estimate of a ticket whose place in line has changed by its requester's own act, if there is one."""
    found = standing([ticket]).get(ticket.pk)
    return _next(found.wait, ticket, after=found, now=clock.now()) if found else None


def _next(wait: Wait, ticket: Ticket, *, after: Estimate | None, now: datetime) -> Estimate | None:
    """Write the first estimate of a wait, or the one after another; the same one if somebody else just did.

    None if there are too few answers to go by.
    """
    kind = _kind(wait, ticket)
    known = grounds.read(
        is_first=kind.is_first,
        categories=[pk for pk in (kind.category, kind.parent) if pk],
        priority=wait.priority_id,
        plan=kind.plan,
    )
    why = _settle(after, now) if after else Why.NEW
    if (group := known.choose(kind)) is None:
        return None
    lengths = _lengths_of(known, group, wait, ticket, why=why, now=now)
    likely_at, expected_at = (known.moment(wait.began_at, one) for one in (lengths.likely, lengths.expected))
    late_at = expected_at and estimates.late(known.calendar, expected_at)
    if late_at is None:
        return None
    values = {
        "why": why,
        "made_at": now,
        "likely_at": likely_at,
        "expected_at": expected_at,
        "late_at": late_at,
        "seconds": lengths.expected,
        "plain_seconds": lengths.plain,
        "rests_on": known.bases[group].number,
        "of_kind": known.names[group],
    }
    number = after.number + 1 if after else 1
    return Estimate.objects.get_or_create(wait=wait, number=number, defaults=values)[0]


def _settle(estimate, now) -> Why:
    """Close an estimate that no longer holds; return why the next one is made."""
    is_late = now > estimate.late_at
    _mark(estimate, at=estimate.late_at if is_late else now, kept=False if is_late else None)
    return Why.LATE if is_late else Why.MOVED


def _kind(wait, ticket) -> Kind:
    category = ticket.category if ticket.category_id == wait.category_id else wait.category
    return Kind(wait.is_first, wait.category_id, category.parent_id, wait.priority_id, wait.plan_id)


def _lengths(known, group, *, ahead) -> Lengths:
    return estimates.lengths(known.bases[group], ahead=ahead, factor=known.score.factor, day=known.day)


def _lengths_of(known, group, wait, ticket, *, why, now) -> Lengths:
    """Of a wait that begins, of one that begins again further back, or as of those that have lasted as long."""
    basis, factor, day = known.bases[group], known.score.factor, known.day
    waited = int(known.calendar.between(wait.began_at, now).total_seconds())
    if why == Why.NEW and waited < GRACE:
        return _lengths(known, group, ahead=wait.ahead)
    place = queue.place(ticket)
    ahead = place - 1 if place else (None if wait.ahead is None else 0)
    if why == Why.MOVED:
        more = _lengths(known, group, ahead=ahead)
        return Lengths(*(estimates.rounded(waited + length, day) for length in astuple(more)))
    return estimates.lengths_after(basis, waited=waited, ahead=ahead, factor=factor, day=day)


# --- judging --------------------------------------------------------------------------------------------------


def judge(wait: Wait, *, now: datetime) -> None:
    """Mark the estimates of a wait that are decided: kept by an answer in time, broken by one hour past the moment.

    A wait that ended otherwise before decides nothing. Doing it twice changes nothing.
    """
    for estimate in wait.estimates.pending():
        until = wait.ended_at or now
        if until > estimate.late_at:
            _mark(estimate, at=estimate.late_at, kept=False)
        elif wait.ended_at:
            _mark(estimate, at=wait.ended_at, kept=True if wait.answered_at else None)


def _mark(estimate, *, at, kept) -> None:
    Estimate.objects.pending().filter(pk=estimate.pk).update(judged_at=at, kept=kept)


def judge_again(wait: Wait) -> None:
    """Judge the estimates of a wait that has just ended, or leave them open if it goes on after all."""
    if wait.ended_at:
        judge(wait, now=wait.ended_at)
    else:
        wait.estimates.exclude(kept=False).update(judged_at=None, kept=None)


def tenants_with_late_estimates() -> list[int]:
    """Return the ids of the tenants in which an estimate was not kept and nobody has said so, read across tenants."""
    late = across_tenants(Estimate).filter(judged_at=None, late_at__lt=DatabaseNow())
    return sorted(set(late.values_list("tenant_id", flat=True).distinct()))


def renew_late() -> int:
    """Mark some of the open scope's estimates that were not kept, and make new ones; return how many."""
    late = list(_late()[:BATCH])
    for estimate in late:
        now, wait = max(clock.now(), estimate.late_at + _AFTER), estimate.wait
        judge(wait, now=now)
        if wait.ended_at is None and wait.ticket.unanswered_since == wait.began_at:
            _next(wait, wait.ticket, after=estimate, now=now)
    return len(late)


def _late():
    late = Estimate.objects.pending().filter(late_at__lt=DatabaseNow())
    return late.select_related("wait__ticket__category").order_by("late_at", "id")
