"""Reactions that write to people about their account.

Keys are minted here, when the mail is written, so no outbox row ever holds a secret. Whether an
address is known changes only what its own mailbox receives.
"""

from datetime import datetime

from django.urls import reverse

from accounts import guests, invitations, keys
from accounts.models import OneTimeKey, User, normalise_email
from activity.models import Delivery
from mail.letters import Button, Letter, in_words, outward
from tenants import hosts

Purpose = OneTimeKey.Purpose


def _link(name: str, *args) -> str:
    return hosts.absolute(reverse(f"accounts:{name}", args=args))


def _person(email: str) -> User | None:
    return User.objects.active().filter(email_norm=normalise_email(email)).first()


def confirm_sign_up(delivery: Delivery):
    """Send the link that makes the account, or say that there is one already."""
    asked = delivery.event.data
    user = _person(asked["email"])
    if user and not user.is_guest:
        return outward(delivery, _known(user))
    secret = keys.mint(Purpose.SIGN_UP, **asked)
    letter = Letter(
        to=asked["email"],
        subject="Confirm your e-mail address",
        source="confirm_sign_up",
        button=Button("Confirm and choose a password", _link("confirm_sign_up", secret)),
    )
    return outward(delivery, letter)


def _known(user: User) -> Letter:
    return Letter(
        to=user.email,
        subject="You already have an account",
        source="account_exists",
        context={"reset_url": _link("forgotten")},
        button=Button("Sign in", _link("sign_in")),
    )


def reset_password(delivery: Delivery):
    """Send the link to a new password; to an unknown address nothing is sent."""
    if (user := _person(delivery.event.data["email"])) is None:
        return None
    secret = keys.mint(Purpose.RESET, email=user.email)
    letter = Letter(
        to=user.email,
        subject="Choose a new password",
        source="reset_password",
        button=Button("Choose a new password", _link("reset", secret)),
    )
    return outward(delivery, letter)


def confirm_password_change(delivery: Delivery):
    """Tell the owner of an account that its password is a new one."""
    if (user := User.objects.active().filter(pk=delivery.event.subject_id).first()) is None:
        return None
    letter = Letter(
        to=user.email,
        subject="Your password was changed",
        source="password_changed",
        button=Button("It was not me", _link("forgotten")),
    )
    return outward(delivery, letter)


def let_guest_in(delivery: Delivery):
    """Send a guest the temporary password and the link; one mail answers many requests.

    The text is fixed: nothing that a stranger typed is mailed to an address that is not proven.
    """
    asked = delivery.event.data
    user = guests.admit(name=asked["name"], email=asked["email"])
    if not user.is_active:
        return None
    mail = str(delivery.key)
    if guests.has_fresh_mail(user.email, besides=mail) and not asked["again"]:
        return None
    secret = keys.mint(Purpose.LINK, email=user.email, mail=mail)
    if user.is_staff_member:  # whose link nobody is told and nobody could use: it says that a mail is on its way
        return outward(delivery, _known(user))
    needs_password = user.is_guest and not user.has_usable_password()
    password = keys.mint(Purpose.TEMPORARY_PASSWORD, email=user.email) if needs_password else ""
    letter = Letter(
        to=user.email,
        subject="Your way to your ticket" if user.is_guest else "Sign in to your account",
        source="guest_welcome" if user.is_guest else "customer_link",
        context={
            "password": password,
            "by": _asker(delivery),
            "sign_in_url": _link("sign_in"),
            "again_url": _link("guest"),
        },
        button=Button("Open my tickets", _link("enter_by_link", secret)),
    )
    return outward(delivery, letter)


def _asker(delivery) -> str:
    return User.objects.filter(pk=delivery.event.actor_id).values_list("name", flat=True).first() or ""


def announce_end(delivery: Delivery):
    """Tell a guest when the account ends."""
    if (user := User.objects.active().filter(pk=delivery.event.subject_id).first()) is None:
        return None
    letter = Letter(
        to=user.email,
        subject="Your guest account ends soon",
        source="guest_ending",
        context={"ends_on": in_words(datetime.fromisoformat(delivery.event.data["ends_at"]))},
        button=Button("Sign in", _link("sign_in")),
    )
    return outward(delivery, letter)


def invite(delivery: Delivery):
    """Send somebody the invitation to join the staff."""
    if not invitations.is_wanted(delivery.event):
        return None
    data = delivery.event.data
    by = User.objects.filter(pk=delivery.event.actor_id).first()
    secret = keys.mint(Purpose.INVITATION, **data)
    letter = Letter(
        to=data["email"],
        subject="You are invited to the helpdesk",
        source="invitation",
        context={"by": by.name if by else "", "roles": ", ".join(data["roles"])},
        button=Button("Accept the invitation", _link("accept_invitation", secret)),
    )
    return outward(delivery, letter)
