"""Forgetting, choosing and changing a password."""

from django.db import transaction

from accounts import events, keys
from accounts.models import OneTimeKey, User
from activity import log


def ask_to_reset(*, email: str) -> None:
    """Ask for a way back in. Known and unknown addresses cost the same."""
    log.record(events.PASSWORD_RESET_ASKED, email=email)


@transaction.atomic
def reset(secret: str, *, password: str) -> User:
    """Set a new password with a key from the mail; raise KeyDoesNotFit. Every session ends."""
    key = keys.spend(OneTimeKey.Purpose.RESET, secret)
    user = User.objects.active().filter(email_norm=key.email_norm).first()
    if user is None:
        raise keys.KeyDoesNotFit("This account has ended.")
    return change(user, password=password)


@transaction.atomic
def change(user: User, *, password: str) -> User:
    """Set a password; other sessions and every open key end with the old one."""
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    user.set_password(password)
    user.must_choose_password = False
    user.save(update_fields=["password", "must_choose_password"])
    keys.withdraw(user.email)
    log.record(events.PASSWORD_CHANGED, subject=user, by=user)
    return user
