"""Customers whom an admin trusts to escalate the tickets of others by their number."""

from django.db import transaction

from accounts import events
from accounts.models import User, normalise_email
from activity import log
from shared.refusal import Refusal

MOST = 200


class CannotModerate(Refusal):
    """This address is not that of a customer who could be a moderator."""


@transaction.atomic
def name(*, email: str, by: User) -> User:
    """Make a customer a moderator; naming one again changes nothing. Raises CannotModerate."""
    customers = User.objects.select_for_update(no_key=True).active().filter(kind=User.Kind.CUSTOMER)
    customer = customers.filter(email_norm=normalise_email(email)).first()
    if customer is None:
        raise CannotModerate(f"No customer has an account with {email}.", field="email")
    if customer.is_moderator:
        return customer
    if User.objects.filter(is_moderator=True).count() >= MOST:
        raise CannotModerate(f"There can be at most {MOST} moderators. Remove one first.", field="email")
    customer.is_moderator = True
    customer.save(update_fields=["is_moderator"])
    log.record(events.MODERATOR_NAMED, subject=customer, by=by)
    return customer


@transaction.atomic
def remove(customer: User, *, by: User) -> User:
    """Make a moderator an ordinary customer again; a second time changes nothing."""
    customer = User.objects.select_for_update(no_key=True).get(pk=customer.pk)
    if customer.is_moderator:
        customer.is_moderator = False
        customer.save(update_fields=["is_moderator"])
        log.record(events.MODERATOR_REMOVED, subject=customer, by=by)
    return customer
