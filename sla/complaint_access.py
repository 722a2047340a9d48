"""Which complaints somebody reads. The database decides that; this asks it in their scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from accounts.models import User
from businesshours.hours import Calendar
from sla.models import Complaint, ComplaintEntry
from tenants.scope import person_scope
from tickets import merging
from tickets.models import Ticket

# Newest last; nobody wrote that much.
MOST_ENTRIES = 200
# So many are told of beside a ticket.
_MOST_NAMED = 5
# "Answer complaints in one business day."
_DAYS = 1


def opened(view):
    """Let a view, and the page that it renders, see what is open to who asks."""

    @wraps(view)
    def seeing(request, *args, **kwargs):
        with person_scope(request.user):
            return view(request, *args, **kwargs)

    return seeing


def to_answer(user: User) -> QuerySet[Complaint]:
    """Return what somebody reads as one of the managers."""
    return Complaint.objects.with_names().exclude(writer=user)


def one_to_answer(user: User, key: UUID) -> Complaint:
    """Return one that somebody reads as one of the managers; raise Http404 for any other key."""
    return _found(to_answer(user), key)


def own(user: User) -> QuerySet[Complaint]:
    """Return what somebody wrote to the managers, the last one first."""
    return Complaint.objects.with_names().filter(writer=user).order_by("-written_at", "-id")


def own_one(user: User, key: UUID) -> Complaint:
    """Return one that somebody wrote; raise Http404 for any other key."""
    return _found(own(user), key)


def own_about(user: User, ticket: Ticket) -> list[Complaint]:
    """Return what somebody wrote to the managers about a ticket."""
    return list(own(user).filter(ticket=ticket)[:10])


def open_about(user: User, ticket: Ticket) -> list[Complaint]:
    """Return what waits for the managers about a ticket, or about one merged into it, as far as somebody reads it."""
    here = Q(ticket=ticket) | Q(ticket__in=merging.part_of(ticket))
    return list(Complaint.objects.waiting().exclude(writer=user).filter(here)[:_MOST_NAMED])


def reads_any(user: User, ids: Iterable[int]) -> bool:
    """Tell whether somebody reads one of some complaints, in their own scope."""
    with person_scope(user):
        return Complaint.objects.filter(pk__in=ids).exists()


def entries(complaint: Complaint) -> list[ComplaintEntry]:
    """Return its texts, oldest first, as far as the open scope's person reads them."""
    return list(complaint.entries.order_by("-id")[:MOST_ENTRIES])[::-1]


@dataclass(frozen=True)
class Numbers:
    """How many wait for an answer of each kind."""

    complaints: int
    requests: int


def numbers(user: User) -> Numbers:
    """Count what waits for the managers, as far as somebody reads it: one query."""
    is_request = Q(kind=Complaint.Kind.OTHER_AGENT)
    waiting = Complaint.objects.waiting().exclude(writer=user).order_by()
    return Numbers(
        **waiting.aggregate(complaints=Count("pk", filter=~is_request), requests=Count("pk", filter=is_request))
    )


@dataclass(frozen=True)
class Target:
    """Until when it should be answered, and how much business time is left; less than nothing once that is over."""

    at: datetime
    left: timedelta

    @property
    def is_missed(self) -> bool:
        """Whether the time is over."""
        return self.left <= timedelta()


def target(complaint: Complaint, calendar: Calendar, now: datetime) -> Target | None:
    """Return until when a complaint should be answered: one business day; None once it is, or if none ever opens."""
    at = complaint.waiting_since and calendar.add_days(complaint.waiting_since, _DAYS)
    if not at:
        return None
    left = calendar.between(now, at) if now < at else -calendar.between(at, now)
    return Target(at, left)


def _found(complaints, key):
    if found := complaints.filter(key=key).first():
        return found
    raise Http404
