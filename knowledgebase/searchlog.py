"""What people looked for, what they opened, and whether a ticket followed: without a word about who they were."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from accounts import throttle
from knowledgebase.models import Article, Search
from shared import clock
from shared.masking import mask

if TYPE_CHECKING:
    from knowledgebase.search import Results

_LONGEST = 100
# Authors are told about a month; a name that somebody typed is not kept for good.
_KEPT = timedelta(days=90)


def is_kept(request, key: str | UUID | None = None) -> bool:
    """Tell whether a search is written down: one of a key that is known, or else so many an hour of one network.

    Whoever looks for something is answered in any case. A script could otherwise fill the log, and tell authors what
    nobody ever looked for.
    """
    is_known = key is not None and Search.objects.filter(key=_uuid(key)).exists()
    return is_known or throttle.is_noted("search", request)


def note(results: "Results", *, channel: Search.Channel, key: str | UUID | None = None) -> str:
    """Write down one search; with the key of an earlier one in its place. Returns the key."""
    row, _ = Search.objects.update_or_create(
        key=_uuid(key) or uuid4(),
        defaults={
            "term": without_personal_data(results.question),
            "channel": channel,
            "level": results.level,
            "results": results.count,
            "searched_at": clock.now(),
        },
    )
    return str(row.key)


def clicked(key: str | UUID, article: Article) -> None:
    """Note the first article that was opened from what a search found."""
    Search.objects.filter(key=_uuid(key), clicked=None).update(clicked=article)


def filed(key: str | UUID) -> None:
    """Note that a ticket was written after all."""
    Search.objects.filter(key=_uuid(key), filed_at=None).update(filed_at=clock.now())


def forget(key: str | UUID) -> None:
    """Delete one search."""
    Search.objects.filter(key=_uuid(key)).delete()


def forget_old() -> int:
    """Delete the open scope's searches that no list counts any more; return how many."""
    return Search.objects.filter(searched_at__lt=clock.now() - _KEPT).delete()[0]


def without_personal_data(term: str) -> str:
    """Return a term in lower case, with marks in place of addresses and long numbers."""
    term = " ".join(term.lower().replace("\0", "").split())
    return mask(term)[:_LONGEST].strip()


def _uuid(key) -> UUID | None:
    try:
        return UUID(str(key))
    except ValueError:
        return None
