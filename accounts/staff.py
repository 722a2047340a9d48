"""What admins change about the people who work here."""

from django.db import transaction

from accounts import events
from accounts.invitations import ROLES
from accounts.models import Membership, Team, User
from activity import log
from shared.refusal import Refusal


class CannotChange(Refusal):
    """The change would leave the helpdesk without an admin."""


@transaction.atomic
def change(user: User, *, name: str, roles: tuple[str, ...], teams: tuple[int, ...], is_active: bool, by: User) -> User:
    """Change a member of staff; raise CannotChange when no active admin would be left."""
    # Locked in one order, so that two admins cannot remove each other at the same moment.
    admins = list(User.objects.select_for_update().active().staff().filter(is_admin=True).order_by("pk"))
    stays_admin = is_active and "admin" in roles
    if not stays_admin and [admin.pk for admin in admins] == [user.pk]:
        raise CannotChange("Somebody has to be admin. Make another person admin first.")
    if is_active and not roles:
        raise CannotChange("Choose at least one role.")
    user = User.objects.select_for_update().get(pk=user.pk)
    before = {"roles": [role for role in ROLES if getattr(user, f"is_{role}")], "is_active": user.is_active}
    user.name, user.is_active = name, is_active
    for role in ROLES:
        setattr(user, f"is_{role}", role in roles)
    user.save()
    Membership.objects.filter(user=user).exclude(team__in=teams).delete()
    for team in Team.objects.filter(pk__in=teams):
        Membership.objects.get_or_create(user=user, team=team)
    log.record(events.CHANGED, subject=user, by=by, before=before, roles=sorted(roles), is_active=is_active)
    return user
