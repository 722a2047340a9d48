"""Following a ticket, at the desk."""

from django.contrib import messages
from django.views.decorators.http import require_POST

from accounts import doors
from tickets import following
from tickets.views.desk_acts import do


@doors.desk
@require_POST
def follow(request, number):
    """Begin to follow the ticket."""
    return do(
        request,
        number,
        lambda shown: following.follow(shown, by=request.user),
        f"You follow #{number}.",
        say=messages.info,
    )


@doors.desk
@require_POST
def unfollow(request, number):
    """Stop following the ticket."""
    return do(
        request,
        number,
        lambda shown: following.unfollow(shown, by=request.user),
        f"You no longer follow #{number}.",
        say=messages.info,
    )
