"""Temporary accounts for people who have none or are locked out of theirs."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from accounts import events, keys
from accounts.models import OneTimeKey, User, normalise_email
from activity import log
from shared import clock

# How long a link stays good for another request of the same address: one mail answers them all.
ONE_MAIL_PER = timedelta(minutes=10)


def ask(*, name: str, email: str, again: bool = False, by: User | None = None) -> None:
    """Ask for a guest account or a fresh link. Known and unknown addresses cost the same.

    `again` says that the person pressed "send it again" and really wants another mail; `by` is who of
    staff asks for somebody, and is named in the mail.
    """
    log.record(events.GUEST_ASKED, by=by, name=name, email=email, again=again)


@transaction.atomic
def admit(*, name: str, email: str) -> User:
    """Return the account behind an address, a fresh guest account if there was none.

    Called when the mail is written. The account can be entered only with what that mail carries. A
    guest account that had ended begins anew.
    """
    # Locked until the mail is written, so that of many requests at once one mints a key and the others see it.
    behind = User.objects.select_for_update(no_key=True).filter(email_norm=normalise_email(email))
    if user := behind.first():
        if user.is_guest and not user.is_active:
            user.is_active, user.created_at = True, clock.now()
            user.set_unusable_password()
            user.save(update_fields=["is_active", "created_at", "password"])
        return user
    user = User(kind=User.Kind.GUEST, name=name, email=email, created_at=clock.now())
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        return behind.get()  # made by another request meanwhile
    log.record(events.GUEST_ADMITTED, subject=user)
    return user


def has_fresh_mail(email: str, *, besides: str) -> bool:
    """Tell whether another mail than `besides` is bringing this address an unused link already.

    A mail that the mail server did not take is written anew: its own first link must not stop it.
    """
    links = keys.fitting(OneTimeKey.Purpose.LINK, email).filter(created_at__gt=clock.now() - ONE_MAIL_PER)
    return links.exclude(data__mail=besides).exists()


@transaction.atomic
def enter_by_link(secret: str) -> User:
    """Spend a sign-in link and return who it lets in; raise KeyDoesNotFit."""
    key = keys.spend(OneTimeKey.Purpose.LINK, secret)
    user = User.objects.active().exclude(kind=User.Kind.STAFF).filter(email_norm=key.email_norm).first()
    if user is None:
        raise keys.KeyDoesNotFit("This account has ended.")
    return user


@transaction.atomic
def announce_end(guest: User, *, at: datetime) -> None:
    """Tell a guest by mail when the account ends."""
    guest.ending_told_at = clock.now()
    guest.save(update_fields=["ending_told_at"])
    log.record(events.GUEST_ENDING, subject=guest, ends_at=at.isoformat())


@transaction.atomic
def end(guest: User) -> None:
    """End a guest account: its sessions and keys with it. Its tickets stay."""
    guest.is_active = False
    guest.save(update_fields=["is_active"])
    keys.withdraw(guest.email)
    log.record(events.GUEST_ENDED, subject=guest)
