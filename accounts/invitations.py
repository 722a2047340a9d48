"""Staff join by invitation."""

from django.db import transaction

from accounts import events, keys
from accounts.models import Membership, OneTimeKey, Team, User, normalise_email
from activity import log
from shared import clock
from shared.refusal import Refusal

ROLES = ("agent", "manager", "admin")


class CannotInvite(Refusal):
    """This address cannot be invited."""


def invite(*, email: str, name: str, roles: tuple[str, ...], teams: tuple[int, ...] = (), by: User | None) -> None:
    """Ask somebody to join with roles; sending it again is the same act once more.

    Raises CannotInvite for an address that belongs to staff already, or without a role.
    """
    if not roles:
        raise CannotInvite("Choose at least one role.")
    if User.objects.staff().filter(email_norm=normalise_email(email)).exists():
        raise CannotInvite(f"{email} belongs to a member of staff already.")
    log.record(events.INVITED, by=by, email=email, name=name, roles=sorted(roles), teams=sorted(teams))


@transaction.atomic
def accept(secret: str, *, name: str, password: str) -> User:
    """Make the account of an invited person; raise KeyDoesNotFit.

    A customer's or guest's account of the same address becomes the staff account.
    """
    key = keys.spend(OneTimeKey.Purpose.INVITATION, secret)
    user = User.objects.select_for_update().filter(email_norm=key.email_norm).first()
    user = user or User(email=key.data["email"], created_at=clock.now())
    user.kind, user.plan = User.Kind.STAFF, None
    user.name, user.is_active, user.must_choose_password = name, True, False
    for role in ROLES:
        setattr(user, f"is_{role}", role in key.data["roles"])
    user.set_password(password)
    user.save()
    for team in Team.objects.filter(pk__in=key.data["teams"]):
        Membership.objects.get_or_create(user=user, team=team)
    keys.withdraw(user.email)
    log.record(events.JOINED, subject=user, by=user, roles=key.data["roles"])
    return user
