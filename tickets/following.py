"""Following a ticket: its follower gets the mails that its agent gets. Private, so no event tells it."""

from django.db import transaction

from accounts.models import User
from shared.refusal import Refusal
from tickets import lifecycle
from tickets.models import Follower, Ticket

MOST_FOLLOWERS = 50


class TooManyFollow(Refusal):
    """Nobody tells more people than a mail should go to."""


@transaction.atomic
def follow(ticket: Ticket, *, by: User) -> Follower:
    """Let somebody know what happens; following twice is following once. Raises TooManyFollow."""
    ticket = lifecycle.lock(ticket)
    if already := Follower.objects.filter(ticket=ticket, user=by).first():
        return already
    if Follower.objects.filter(ticket=ticket).count() >= MOST_FOLLOWERS:
        raise TooManyFollow(f"{MOST_FOLLOWERS} people follow this ticket already. You can read it at any time.")
    return Follower.objects.create(ticket=ticket, user=by, since=ticket.locked_at)


def unfollow(ticket: Ticket, *, by: User) -> None:
    """Let somebody be told nothing more."""
    Follower.objects.filter(ticket=ticket, user=by).delete()
