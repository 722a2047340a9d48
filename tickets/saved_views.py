"""Filters under a name: each person saves their own, managers share theirs with everybody at the desk.

Whoever saved a view changes it. A shared one is changed by any manager, also after its owner has left.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from accounts import roles
from accounts.models import User
from activity import edits
from shared.refusal import Refusal
from tickets.filters import Filter, from_json
from tickets.models import SavedView

MOST_OWN, MOST_SHARED = 30, 50


class TooManyViews(Refusal):
    """There are as many views as there may be."""


class NotYourView(Refusal):
    """Only its owner changes a view, only managers change shared ones."""


def may_share(user: User) -> bool:
    """Tell whether somebody may give everybody at the desk a view."""
    return roles.may(user, "tickets.assign")


def may_change(view: SavedView, user: User) -> bool:
    """Tell whether somebody may rename, refine, move or delete a view."""
    return may_share(user) if view.is_shared else view.owner_id == user.pk


@transaction.atomic
def save(*, name: str, chosen: Filter, is_shared: bool = False, by: User, form_key: UUID | None = None) -> SavedView:
    """Save a filter as a view, at the end of its list; the same form_key saves it once.

    Raises TooManyViews, NotYourView for an agent who shares, and Taken for a name that the owner used already.
    """
    _take_turns(by)
    view = SavedView(owner=by, name=name, filter=chosen.as_json(), is_shared=is_shared)
    if first := edits.added_before(view, form_key, by):
        return first
    _refuse_stranger(view, by)
    _refuse_more(view)
    view.position = _end(view)
    return edits.add(view, by=by, form_key=form_key)


@transaction.atomic
def change(view: SavedView, *, name: str, is_shared: bool, by: User) -> SavedView:
    """Rename a view; share it, or share it no longer: then it is its owner's alone again.

    Raises NotYourView, TooManyViews, Taken.
    """
    view = _lock(view, by)
    if is_shared == view.is_shared:
        return edits.change(view, {"name": name}, by=by)
    if view.owner_id != by.pk:
        raise NotYourView("Only whoever made this view can take it back. Delete it if nobody needs it.")
    view.is_shared = is_shared
    _refuse_stranger(view, by)
    _refuse_more(view)
    return edits.change(view, {"name": name, "is_shared": is_shared, "position": _end(view)}, by=by)


@transaction.atomic
def refine(view: SavedView, *, chosen: Filter, by: User) -> SavedView:
    """Let a view show something else. Raises NotYourView."""
    return edits.change(_lock(view, by), {"filter": chosen.as_json()}, by=by)


@transaction.atomic
def move(view: SavedView, *, to: str, by: User) -> None:
    """Put a view one place "up" or "down" among one's own, or among the shared ones. Raises NotYourView."""
    view = _lock(view, by)
    edits.move(view, _beside(view).order_by("position", "id"), to=to, by=by)


@transaction.atomic
def delete(view: SavedView, *, by: User) -> SavedView:
    """Take a view out of the menus; it can be restored. Raises NotYourView."""
    return edits.archive(_lock(view, by), by=by)


@transaction.atomic
def restore(view: SavedView, *, by: User) -> SavedView:
    """Put a deleted view back. Raises NotYourView, TooManyViews, Taken."""
    view = _lock(view, by)
    if view.archived_at is not None:
        _refuse_more(view)
    return edits.restore(view, by=by)


@transaction.atomic
def follow_tag(old: str, new: str) -> int:
    """Let the views that name a tag name another one: it was renamed, or merged into that. Return how many."""
    naming = SavedView.objects.filter(filter__tags__contains=[old])
    edits.lock_all(naming)
    views = list(naming)
    for view in views:
        names = [new if name == old else name for name in from_json(view.filter).tags]
        view.filter = view.filter | {"tags": list(dict.fromkeys(names))}
        view.save(update_fields=["filter"])
    return len(views)


# --- steps ------------------------------------------------------------------------------------------------


def _take_turns(owner: User) -> None:
    """Let those who save one at a time past this point, so that there are never more views than there may be."""
    edits.lock_all(SavedView.objects.kept().filter(Q(is_shared=True) | Q(owner=owner)))


def _lock(view: SavedView, by: User) -> SavedView:
    _take_turns(view.owner)
    view = edits.lock(view)
    _refuse_stranger(view, by)
    return view


def _refuse_stranger(view: SavedView, by: User) -> None:
    if not may_change(view, by):
        raise NotYourView(
            "Only managers change what everybody at the desk sees." if view.is_shared else "This view is not yours."
        )


def _beside(view: SavedView) -> QuerySet:
    """Return the views of the list in which one stands."""
    kept = SavedView.objects.kept()
    return kept.filter(is_shared=True) if view.is_shared else kept.filter(is_shared=False, owner=view.owner_id)


def _refuse_more(view: SavedView) -> None:
    others, most = _beside(view).exclude(pk=view.pk).count(), MOST_SHARED if view.is_shared else MOST_OWN
    if others >= most:
        whose = "shared views" if view.is_shared else "views of your own"
        raise TooManyViews(f"There can be at most {most} {whose}. Delete one that you no longer need.")


def _end(view: SavedView) -> int:
    return (_beside(view).exclude(pk=view.pk).aggregate(last=Max("position"))["last"] or 0) + 1
