"""Teams: who belongs to which, and what they are called."""

from uuid import UUID

from django.db import transaction

from accounts.models import Membership, Team, User
from activity import edits, log
from shared.refusal import Refusal
from shared.seen import needs_change

MOST_TEAMS = 100


class TooManyTeams(Refusal):
    """The list of teams is as long as it may become."""


@transaction.atomic
def add(
    *, name: str, assignment: str = "", members: tuple[int, ...] = (), by: User | None, form_key: UUID | None = None
) -> Team:
    """Make a team; raise Taken for a name that another one in use has."""
    if Team.objects.in_use().count() >= MOST_TEAMS:
        raise TooManyTeams(f"There can be at most {MOST_TEAMS} teams. Archive one that is no longer used.")
    team = edits.add(Team(name=name, assignment=assignment), by=by, form_key=form_key)
    _set_members(team, members)
    return team


@transaction.atomic
def change(
    team: Team, *, name: str, assignment: str, members: tuple[int, ...], by: User, seen: str | None = None
) -> Team:
    """Rename a team, say how its tickets find their agents ("" for as everywhere) and who belongs to it.

    Raises Taken or ChangedMeanwhile.
    """
    team = edits.lock(team)
    before, after = as_seen(team), {"name": name, "assignment": assignment, "members": sorted(members)}
    if needs_change(before, after, seen):
        team = edits.change(team, {"name": name, "assignment": assignment}, by=by)
        _set_members(team, members)
        log.record("team.members_changed", subject=team, by=by, before=before["members"], after=after["members"])
    return team


def restore(team: Team, *, by: User) -> Team:
    """Take an archived team into use again. To archive one is tickets.catalogue's: it knows the categories."""
    return edits.restore(team, by=by)


def as_seen(team: Team) -> dict:
    """Return what an admin can change about a team, as it stands."""
    members = sorted(_members(team).values_list("user_id", flat=True))
    return {"name": team.name, "assignment": team.assignment, "members": members}


def _members(team):
    # Somebody who stopped working tickets is not offered, and so neither counted nor removed here.
    return Membership.objects.filter(team=team, user__in=User.objects.who_work_tickets())


def _set_members(team, members):
    _members(team).exclude(user__in=members).delete()
    for user in User.objects.who_work_tickets().filter(pk__in=members):
        Membership.objects.get_or_create(team=team, user=user)
