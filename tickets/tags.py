"""The tags that there are: agents make one by using it, admins rename, merge and archive."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from activity import edits, log
from shared.refusal import Refusal
from tickets import events
from tickets.models import Tag, Tagging

MOST_TAGS = 500
LONGEST_NAME = 40


class CannotBeTag(Refusal):
    """These words are no name for a tag, or not in use any more."""


class TooManyTags(Refusal):
    """The list is as long as it may become."""


def name_of(words: str) -> str:
    """Return words as the name of a tag: small letters, single spaces. Raises CannotBeTag."""
    name = " ".join(words.replace("\0", "").lstrip("# ").lower().split())
    if not any(character.isalnum() for character in name):
        raise CannotBeTag("Enter a tag in words.", field="name")
    if len(name) > LONGEST_NAME:
        raise CannotBeTag(f"Use at most {LONGEST_NAME} characters for a tag.", field="name")
    if "," in name:
        raise CannotBeTag("A tag has no comma in it: commas stand between tags.", field="name")
    return name


@transaction.atomic
def add(*, name: str, by: User | None, form_key: UUID | None = None) -> Tag:
    """Add a tag; raise CannotBeTag, TooManyTags, or Taken for a name that there is."""
    name = name_of(name)
    if Tag.objects.in_use().count() >= MOST_TAGS and not Tag.objects.filter(name=name).exists():
        raise TooManyTags(f"There can be at most {MOST_TAGS} tags. Choose one of those that there are.")
    return edits.add(Tag(name=name), by=by, form_key=form_key)


@transaction.atomic
def for_use(names: list[str], *, by: User | None) -> list[Tag]:
    """Return the tags of these names under their locks, and make those that are missing.

    Raises CannotBeTag for words that are no tag and for an archived one, and TooManyTags.
    """
    wanted = sorted({name_of(name) for name in names})
    missing = set(wanted) - set(Tag.objects.filter(name__in=wanted).values_list("name", flat=True))
    for name in sorted(missing):
        try:
            add(name=name, by=by)
        except edits.Taken:
            continue  # made by somebody else at the same moment
    # Locked, so that none is archived or merged before it is used.
    found = list(Tag.objects.select_for_update(no_key=True).filter(name__in=wanted).order_by("pk"))
    if gone := [tag.name for tag in found if tag.archived_at]:
        raise CannotBeTag(f"The tag {gone[0]} is archived. Choose another one.")
    return found


def rename(tag: Tag, *, name: str, by: User, seen: str | None = None) -> Tag:
    """Give a tag another name, on all tickets that have it. Raises Taken, CannotBeTag, ChangedMeanwhile."""
    return edits.change(tag, {"name": name_of(name)}, by=by, seen=seen)


def archive(tag: Tag, *, by: User) -> Tag:
    """Take a tag out of use; tickets keep it."""
    return edits.archive(tag, by=by)


@transaction.atomic
def restore(tag: Tag, *, by: User) -> Tag:
    """Take a tag into use again; raise TooManyTags."""
    if Tag.objects.in_use().count() >= MOST_TAGS:
        raise TooManyTags(f"There can be at most {MOST_TAGS} tags. Archive one that is no longer used.")
    return edits.restore(tag, by=by)


@transaction.atomic
def merge(tag: Tag, *, into: Tag, by: User) -> Tag:
    """Give the tickets of one tag the other one instead, and archive the first; return the other.

    Doing it twice changes nothing. Raises CannotBeTag for a tag merged into itself or an archived one.
    """
    edits.lock_all(Tag.objects.filter(pk__in=[tag.pk, into.pk]))
    tag.refresh_from_db()
    into.refresh_from_db()
    if tag.pk == into.pk or into.archived_at:
        raise CannotBeTag("Choose another tag that is in use.", field="into")
    theirs = Tagging.objects.filter(tag=tag)
    moved = theirs.exclude(ticket__in=Tagging.objects.filter(tag=into).values("ticket")).update(tag=into)
    both, _ = theirs.delete()
    if moved or both or tag.archived_at is None:
        edits.archive(tag, by=by)
        log.record(events.TAG_MERGED, subject=tag, by=by, into=into.pk, tickets=moved + both)
    return into
