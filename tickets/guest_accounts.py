"""What tickets mean for guest accounts: they end some time after the last ticket closed, and a guest who
has proven who they are can be joined to their real account.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts import guests, roles
from accounts.models import User, normalise_email
from activity import log
from shared import clock
from shared.refusal import Refusal
from tickets import events, promises
from tickets.models import Rules, Ticket

# How long before its end the owner of an account is told.
NOTICE = timedelta(days=5)
_BATCH = 200


class CannotJoin(Refusal):
    """These two accounts cannot be joined."""


def end_idle() -> int:
    """Tell the open scope's idle guests that their account ends, and end those that were told in time.

    Returns how many ended. Run by the clock; harmless when run twice.
    """
    now, lasts = clock.now(), timedelta(days=Rules.current().guest_ends_after_days)
    ended = 0
    for guest in _idle_since(now - lasts + NOTICE, now):
        if guest.ending_told_at is None or guest.ending_told_at < guest.idle_since:
            guests.announce_end(guest, at=max(guest.idle_since + lasts, now + NOTICE))
        elif now >= max(guest.idle_since + lasts, guest.ending_told_at + NOTICE):
            ended += _end(guest)
    return ended


def _idle_since(moment: datetime, now: datetime):
    """Return active guests without an open ticket whose last one closed before a moment, and who are due."""
    theirs = Ticket.objects.filter(requester=OuterRef("pk"))
    last_closed = theirs.order_by("-closed_at").values("closed_at")[:1]
    return (
        User.objects.active()
        .filter(~Exists(theirs.open()), kind=User.Kind.GUEST)
        .annotate(idle_since=Coalesce(Subquery(last_closed), "created_at"))
        .filter(idle_since__lte=moment)
        # Who was told and still has time would only stand in the way of the others of this batch.
        .filter(Q(ending_told_at=None) | Q(ending_told_at__lt=F("idle_since")) | Q(ending_told_at__lte=now - NOTICE))
        .order_by("id")[:_BATCH]
    )


@transaction.atomic
def _end(guest: User) -> bool:
    # FOR UPDATE waits for a ticket that is being filed for this person, so that it is seen below.
    locked = User.objects.select_for_update().get(pk=guest.pk)
    if Ticket.objects.of_requester(locked).open().exists():
        return False
    guests.end(locked)
    return True


@transaction.atomic
def join(guest: User, *, email: str, by: User) -> User:
    """Give a guest's tickets to the customer's account that is theirs, and end the guest account.

    For managers, once the guest has proven who they are. Raises CannotJoin.
    """
    if not roles.may(by, "tickets.work_all"):
        raise CannotJoin("Only a manager can do that.")
    # Tickets before people, as in every act on a ticket; FOR UPDATE waits for one that is being filed.
    theirs = Ticket.objects.select_for_update(no_key=True).of_requester(guest).order_by("id")
    list(theirs)
    guest = User.objects.select_for_update().get(pk=guest.pk)
    customer = User.objects.active().filter(email_norm=normalise_email(email), kind=User.Kind.CUSTOMER).first()
    if guest.kind != User.Kind.GUEST:
        raise CannotJoin(f"{guest.name} is not a guest.")
    if customer is None:
        raise CannotJoin(f"No customer has an account with {email}.")
    terms = promises.terms_of(customer.pk)
    for ticket in theirs.all():
        ticket.requester = customer
        promises.keep(ticket, terms)
        ticket.save(update_fields=["requester", *promises.WRITTEN])
        log.record(events.JOINED, subject=ticket, by=by, guest=guest.pk)
    guests.end(guest)
    return customer
