"""One-time keys: secrets that are e-mailed, work once, and end by themselves.

256 random bits (a temporary password: 80), SHA-256 at rest, bound to purpose, tenant and address.
A key is minted when its mail is sent, not when it was asked for: so no outbox row ever holds a
secret, and its minutes begin when the mail leaves.

Order of locks: the person, then the keys of the address from the oldest on. Two links of one mailbox
may be pressed at the same moment.
"""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import OneTimeKey, User, normalise_email
from shared import clock
from shared.refusal import Refusal

Purpose = OneTimeKey.Purpose

LASTS = {
    Purpose.SIGN_UP: timedelta(hours=24),
    Purpose.RESET: timedelta(hours=1),
    Purpose.LINK: timedelta(minutes=10),
    Purpose.TEMPORARY_PASSWORD: timedelta(hours=72),
    Purpose.INVITATION: timedelta(days=7),
}
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # 32 characters without l, o, 0 and 1


class KeyDoesNotFit(Refusal):
    """A key that never existed, belongs elsewhere, was used, or has expired."""


class KeyUsed(KeyDoesNotFit):
    """The key worked once already."""


class KeyExpired(KeyDoesNotFit):
    """The key's time is over."""


def mint(purpose: Purpose, *, email: str, **data) -> str:
    """Make a key for an address and return the secret, the only time it is ever seen.

    `data` is kept beside it for whoever spends it, with the address as it was typed.
    """
    secret = _temporary_password() if purpose == Purpose.TEMPORARY_PASSWORD else secrets.token_urlsafe(32)
    now = clock.now()
    email_norm = normalise_email(email)
    OneTimeKey.objects.create(
        purpose=purpose,
        email_norm=email_norm,
        digest=_digest(purpose, secret, email_norm),
        data={"email": email, **data},
        created_at=now,
        expires_at=now + LASTS[purpose],
    )
    return secret


def look(purpose: Purpose, secret: str) -> OneTimeKey:
    """Return the key without spending it; raise KeyUsed, KeyExpired or KeyDoesNotFit."""
    key = OneTimeKey.objects.filter(purpose=purpose, digest=_digest(purpose, secret)).first()
    if key is None:
        raise KeyDoesNotFit("This link is not complete, or it was made for another address.")
    if key.used_at:
        raise KeyUsed("This link was used already. It works once.")
    if key.expires_at <= clock.now():
        raise KeyExpired("This link is too old to be used.")
    return key


def spend(purpose: Purpose, secret: str) -> OneTimeKey:
    """Use a key up, and every other of the same purpose for the same address; raise as look() does."""
    key = look(purpose, secret)
    if not _use_up(key):
        raise KeyUsed("This link was used already. It works once.")
    return key


def spend_temporary_password(email: str, password: str) -> OneTimeKey | None:
    """Use a temporary password up; None if it does not fit. Always the same number of queries."""
    email_norm = normalise_email(email)
    digest = _digest(Purpose.TEMPORARY_PASSWORD, password.strip().lower(), email_norm)
    keys = OneTimeKey.objects.filter(purpose=Purpose.TEMPORARY_PASSWORD, digest=digest, used_at=None)
    key = keys.filter(expires_at__gt=clock.now()).first()
    return key if key and _use_up(key) else None


def fitting(purpose: Purpose, email: str) -> QuerySet[OneTimeKey]:
    """Return the keys of an address that still work."""
    keys = OneTimeKey.objects.filter(purpose=purpose, email_norm=normalise_email(email), used_at=None)
    return keys.filter(expires_at__gt=clock.now())


def withdraw(email: str) -> None:
    """End every key of an address, for example because its password was changed."""
    _end(OneTimeKey.objects.filter(email_norm=normalise_email(email)))


def withdraw_invitations(email: str) -> bool:
    """End the invitations of an address; tell whether there were any."""
    return bool(_end(OneTimeKey.objects.filter(purpose=Purpose.INVITATION, email_norm=normalise_email(email))))


def forget_old() -> int:
    """Delete the open scope's keys a week after they expired; return how many.

    Until then "this link is too old" can be told from "this link never existed".
    """
    return OneTimeKey.objects.filter(expires_at__lte=clock.now() - timedelta(days=7)).delete()[0]


@transaction.atomic
def _use_up(key: OneTimeKey) -> bool:
    """Mark a key and its siblings used, at once; False when somebody was faster."""
    list(User.objects.select_for_update(no_key=True).filter(email_norm=key.email_norm).values_list("pk"))
    return key.pk in _end(OneTimeKey.objects.filter(purpose=key.purpose, email_norm=key.email_norm))


@transaction.atomic
def _end(keys: QuerySet[OneTimeKey]) -> list[int]:
    """Mark those of the keys used that were not yet, and return their ids."""
    unused = keys.filter(used_at=None).order_by("pk").select_for_update(no_key=True)
    ended = list(unused.values_list("pk", flat=True))
    OneTimeKey.objects.filter(pk__in=ended).update(used_at=clock.now())
    return ended


def _digest(purpose: Purpose, secret: str, email_norm: str = "") -> str:
    # A temporary password is typed beside an address, so it is bound to that address as well.
    bound_to = email_norm if purpose == Purpose.TEMPORARY_PASSWORD else ""
    return hashlib.sha256(f"{purpose}:{bound_to}:{secret}".encode()).hexdigest()


def _temporary_password() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
