"""The rule of who may read a ticket, for people and tickets at hand; tickets.access has the same rule for queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from accounts import roles
from accounts.models import Membership, User
from tickets.models import Ticket


@dataclass(frozen=True)
class Reader:
    """The rule of access.own_tickets() and access.desk_tickets() for tickets at hand: the person is looked at once."""

    user_id: int
    is_requester: bool
    reads_teams: bool
    reads_all: bool
    teams: frozenset[int]

    def owns(self, ticket: Ticket) -> bool:
        """Tell whether it is among the person's own_tickets()."""
        return self.is_requester and ticket.requester_id == self.user_id

    def reads(self, ticket: Ticket) -> bool:
        """Tell whether it is among the person's desk_tickets()."""
        if self.reads_all:
            return True
        in_reach = ticket.team_id is None or ticket.team_id in self.teams or ticket.assignee_id == self.user_id
        return self.reads_teams and in_reach


def readers(users: Iterable[User]) -> dict[int, Reader]:
    """Return the readers that people are, by id, in one query for all of them."""
    users, teams = list(users), defaultdict(set)
    for user_id, team_id in Membership.objects.filter(user__in=users).values_list("user_id", "team_id"):
        teams[user_id].add(team_id)
    return {user.pk: _reader(user, frozenset(teams[user.pk])) for user in users}


def _reader(user, teams):
    return Reader(
        user_id=user.pk,
        is_requester=roles.may(user, "portal"),
        reads_teams=roles.may(user, "tickets.read_team"),
        reads_all=roles.may(user, "tickets.read_all"),
        teams=teams,
    )
