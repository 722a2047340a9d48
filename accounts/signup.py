"""A customer makes an account: asks, confirms the address, chooses a password.

Nothing exists before the address is confirmed, so nobody can prepare an account for somebody else.
"""

from django.db import transaction

from accounts import entitling, events, keys
from accounts.models import OneTimeKey, User
from activity import log
from shared import clock
from shared.refusal import Refusal


class AddressTaken(Refusal):
    """An account with this address appeared in the meantime."""


def ask(*, name: str, email: str) -> None:
    """Ask for an account. Known and unknown addresses cost the same; the mail tells which it was."""
    log.record(events.SIGN_UP_ASKED, name=name, email=email)


@transaction.atomic
def confirm(secret: str, *, password: str) -> User:
    """Make the account of a confirmed address; raise KeyDoesNotFit or AddressTaken.

    A guest's account of the same address becomes the customer's, its tickets with it.
    """
    key = keys.spend(OneTimeKey.Purpose.SIGN_UP, secret)
    plan = entitling.claim_plan(key.email_norm)
    user = User.objects.select_for_update(no_key=True).filter(email_norm=key.email_norm).first()
    if user and not user.is_guest:
        raise AddressTaken("There is an account for this address already. Sign in, or choose a new password.")
    user = user or User(email=key.data["email"], created_at=clock.now())
    user.kind = User.Kind.CUSTOMER
    user.name = key.data["name"]
    user.plan = plan
    # A guest's account that had ended begins anew with the proof of its address.
    user.is_active, user.must_choose_password = True, False
    user.set_password(password)
    user.save()
    keys.withdraw(user.email)
    log.record(events.SIGNED_UP, subject=user, by=user)
    return user
