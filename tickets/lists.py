"""The lists of somebody's desk: the built-in ones, and below them the saved views that are theirs to see."""

from accounts import roles
from accounts.models import User
from shared.prepared import Slot, prepared
from tickets import filters, queue
from tickets.models import SavedView
from tickets.queue import View


def of(user: User) -> dict[str, View]:
    """Return the lists that somebody has, by their keys and in the order of the menu; in one query."""
    if not roles.may(user, "desk"):
        return {}
    return built_in(user) | {saved.key: _as_list(saved) for saved in _saved(Slot(user.pk))}


@prepared
def _saved(user):
    return SavedView.objects.seen_by(user)


def built_in(user: User) -> dict[str, View]:
    """Return the lists that everybody with the same rights has."""
    return {key: view for key, view in queue.VIEWS.items() if roles.may(user, view.permission)}


def _as_list(saved: SavedView) -> View:
    return View(
        saved.key,
        saved.name,
        filters.from_json(saved.filter),
        "No ticket matches",
        "Tickets appear here when they are as this view asks for.",
        "bookmark",
        saved=saved,
    )
