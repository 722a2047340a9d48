"""What admins change about the people who work here."""

from django.db import transaction

from accounts import events
from accounts.invitations import ROLES
from accounts.models import Membership, Team, User
from activity import log
from shared.refusal import Refusal
from shared.seen import needs_change


class CannotChange(Refusal):
    """The change would leave the helpdesk without an admin."""


@transaction.atomic
def change(
    user: User,
    *,
    name: str,
    roles: tuple[str, ...],
    teams: tuple[int, ...],
    is_active: bool,
    by: User,
    seen: str | None = None,
) -> User:
    """Change a member of staff; raise CannotChange when no active admin would be left.

    `seen` is the stamp of what the page had shown, see shared.seen; raises ChangedMeanwhile.
    """
    # Locked in one order, so that two admins cannot remove each other at the same moment.
    admins = list(User.objects.select_for_update(no_key=True).active().staff().filter(is_admin=True).order_by("pk"))
    stays_admin = is_active and "admin" in roles
    if not stays_admin and [admin.pk for admin in admins] == [user.pk]:
        raise CannotChange("Somebody has to be admin. Make another person admin first.", field="roles")
    if is_active and not roles:
        raise CannotChange("Choose at least one role.", field="roles")
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    before = as_seen(user)
    after = {"name": name, "roles": sorted(roles), "teams": sorted(teams), "is_active": is_active}
    if not needs_change(before, after, seen):
        return user
    user.name, user.is_active = name, is_active
    for role in ROLES:
        setattr(user, f"is_{role}", role in roles)
    user.save()
    Membership.objects.filter(user=user, team__archived_at=None).exclude(team__in=teams).delete()
    for team in Team.objects.in_use().filter(pk__in=teams):
        Membership.objects.get_or_create(user=user, team=team)
    log.record(events.CHANGED, subject=user, by=by, before=before, **after)
    return user


def as_seen(user: User) -> dict:
    """Return what an admin can change about somebody, as it stands."""
    roles = sorted(role for role in ROLES if getattr(user, f"is_{role}"))
    teams = sorted(user.memberships.filter(team__archived_at=None).values_list("team_id", flat=True))
    return {"name": user.name, "roles": roles, "teams": teams, "is_active": user.is_active}
