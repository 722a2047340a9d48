"""What somebody is still writing survives a reload and being signed out."""

import re

from accounts.models import User
from shared import clock
from tickets.models import Draft, Ticket

_MOST_CHARACTERS = 100_000
# A form has a handful of fields; their names are ours, also when a request says otherwise.
_NAME = re.compile(r"subject|body|description|category|subcategory|kind|field_\d{1,18}", re.ASCII)


def save(user: User, kind: Draft.Kind, words: dict, *, ticket: Ticket | None = None) -> Draft | None:
    """Keep the words of a form; empty words discard the draft."""
    words = {key: _storable(value) for key, value in words.items() if _NAME.fullmatch(key) and value.strip()}
    if not words:
        discard(user, kind, ticket=ticket)
        return None
    draft, _ = Draft.objects.update_or_create(
        user=user, kind=kind, ticket=ticket, defaults={"words": words, "saved_at": clock.now()}
    )
    return draft


def _storable(text: str) -> str:
    # The database holds no null character; the form itself says so when the words are sent.
    return text.replace("\0", "")[:_MOST_CHARACTERS]


def of(user: User, kind: Draft.Kind, *, ticket: Ticket | None = None) -> Draft | None:
    """Return the draft of one form."""
    return Draft.objects.filter(user=user, kind=kind, ticket=ticket).first()


def discard(user: User, kind: Draft.Kind, *, ticket: Ticket | None = None) -> None:
    """Forget the draft of one form, for example because it was sent."""
    Draft.objects.filter(user=user, kind=kind, ticket=ticket).delete()
