"""Saved replies: one's own, a team's, or everybody's. What several use, managers and admins write."""

from uuid import UUID

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, When

from accounts import roles
from accounts.models import Membership, Team, User
from activity import edits
from shared.refusal import Refusal
from tickets.models import SavedReply, Ticket

MOST_ON_A_SHELF = 200
MOST_OFFERED = 20


class ShelfIsFull(Refusal):
    """A shelf holds no more than somebody can look through."""


class NotTheirs(Refusal):
    """What a team or everybody uses is not for each of them to change."""


def shares(user: User) -> bool:
    """Tell whether somebody writes for teams and for everybody."""
    return roles.may(user, "replies.share")


def readable(user: User):
    """Return what somebody may read: their own, everybody's, those of their teams; who writes for all teams, theirs."""
    teams = Team.objects.in_use()
    teams = teams if shares(user) else teams.filter(memberships__user=user)
    return SavedReply.objects.filter(Q(owner=user) | Q(owner=None) & (Q(team=None) | Q(team__in=teams.order_by())))


def writes(user: User, *, owner: User | None) -> bool:
    """Tell whether somebody may change what belongs to a person, or (None) to a team or everybody."""
    return shares(user) if owner is None else owner == user


def offered(user: User, ticket: Ticket, *, typed: str = "") -> list[SavedReply]:
    """Return what fits a reply: one's own, everybody's, those of one's teams and of the ticket's team, best first."""
    member = Exists(Membership.objects.filter(user=user, team=OuterRef("team")))
    found = with_words(readable(user).in_use(), typed).filter(Q(team=None) | Q(team=ticket.team_id) | member)
    return list(found.select_related("team")[:MOST_OFFERED])


def with_words(replies, typed: str):
    """Return, in order, those of these saved replies that have all typed words; those with them in the title first."""
    words = typed.split()
    if not words:
        return replies.in_order()
    for word in words:
        replies = replies.filter(Q(title__icontains=word) | Q(body__icontains=word))
    in_title = Q(*(("title__icontains", word) for word in words))
    return replies.alias(is_elsewhere=Case(When(in_title, then=0), default=1)).in_order("is_elsewhere")


@transaction.atomic
def add(
    *, title: str, body: str, owner: User | None, team: Team | None, by: User, form_key: UUID | None = None
) -> SavedReply:
    """Save words for later; the same form_key saves once. Raises NotTheirs, ShelfIsFull, or Taken for its title."""
    _check(by, owner)
    reply = SavedReply(title=title, body=body, owner=owner, team=team)
    if not _has(owner, team, title):
        _refuse_if_full(owner, team)
    return edits.add(reply, by=by, form_key=form_key)


@transaction.atomic
def change(
    reply: SavedReply,
    *,
    title: str,
    body: str,
    owner: User | None,
    team: Team | None,
    by: User,
    seen: str | None = None,
) -> SavedReply:
    """Write it anew, or put it on another shelf. Raises NotTheirs, ShelfIsFull, Taken or ChangedMeanwhile."""
    reply = edits.lock(reply)
    _check(by, reply.owner)
    _check(by, owner)
    if (reply.owner, reply.team) != (owner, team):
        _refuse_if_full(owner, team)
    values = {"title": title, "body": body, "owner": owner, "team": team}
    return edits.change(reply, values, by=by, seen=seen)


@transaction.atomic
def archive(reply: SavedReply, *, by: User) -> SavedReply:
    """Take it out of use; replies that were written with it stay as they are. Raises NotTheirs."""
    reply = edits.lock(reply)
    _check(by, reply.owner)
    return edits.archive(reply, by=by)


@transaction.atomic
def restore(reply: SavedReply, *, by: User) -> SavedReply:
    """Take it into use again; raise NotTheirs, ShelfIsFull, or Taken if another one has its title by now."""
    reply = edits.lock(reply)
    _check(by, reply.owner)
    if reply.archived_at is not None:
        _refuse_if_full(reply.owner, reply.team)
    return edits.restore(reply, by=by)


def _check(by, owner):
    if not writes(by, owner=owner):
        raise NotTheirs("Managers and admins change what a team or everybody uses. Save one of your own instead.")


def _has(owner, team, title):
    return SavedReply.objects.in_use().on_shelf_of(owner, team).filter(title=title).exists()


def _refuse_if_full(owner, team):
    if SavedReply.objects.in_use().on_shelf_of(owner, team).count() >= MOST_ON_A_SHELF:
        raise ShelfIsFull(
            f"There can be {MOST_ON_A_SHELF} saved replies of one person, of one team and of everybody. "
            "Archive one that nobody uses."
        )
