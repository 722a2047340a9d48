"""What somebody is still writing survives a reload and being signed out."""

import re
from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.models import User
from shared import clock
from shared.prepared import Slot, prepared
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


def keep_for_later(user: User, body: str, *, ticket: Ticket) -> Draft:
    """Keep a message that is not sent now, so that the ticket keeps its place; it is offered again with our answer."""
    draft, _ = Draft.objects.update_or_create(
        user=user,
        kind=Draft.Kind.MESSAGE,
        ticket=ticket,
        defaults={"words": {"body": _storable(body)}, "saved_at": clock.now(), "kept": True},
    )
    return draft


def are_kept(ticket: Ticket) -> bool:
    """Tell whether the requester of a ticket keeps a message until we answer."""
    return Draft.objects.filter(ticket=ticket, user=ticket.requester_id, kind=Draft.Kind.MESSAGE, kept=True).exists()


def bring_back(user: User, body: str, *, ticket: Ticket, kind: Draft.Kind = Draft.Kind.REPLY, why: str = "") -> Draft:
    """Make words that were not sent a draft again, before whatever their author wrote since."""
    since = of(user, kind, ticket=ticket)
    words = [body] + ([since.words.get("body", "")] if since else [])
    draft, _ = Draft.objects.update_or_create(
        user=user,
        kind=kind,
        ticket=ticket,
        defaults={"words": {"body": "\n\n".join(words)}, "saved_at": clock.now(), "came_back": why[:300]},
    )
    return draft


def _storable(text: str) -> str:
    # The database holds no null character; the form itself says so when the words are sent.
    return text.replace("\0", "")[:_MOST_CHARACTERS]


def of(user: User, kind: Draft.Kind, *, ticket: Ticket | None = None) -> Draft | None:
    """Return the draft of one form."""
    return Draft.objects.filter(user=user, kind=kind, ticket=ticket).first()


def at_the_desk(user: User):
    """Return somebody's unsent replies and notes, the newest first."""
    kinds = (Draft.Kind.REPLY, Draft.Kind.INTERNAL_NOTE)
    return Draft.objects.filter(user=user, kind__in=kinds).select_related("ticket").order_by("-saved_at", "-id")


def on(ticket: Ticket, *, user: User) -> dict[str, Draft]:
    """Return what somebody has begun to write on a ticket, by kind."""
    return {draft.kind: draft for draft in _on(Slot(ticket.pk), Slot(user.pk))}


@prepared
def _on(ticket, user):
    return Draft.objects.filter(ticket=ticket, user=user)


def marked(tickets, *, user: User):
    """Mark the tickets on which somebody has words of their own that are not sent."""
    return tickets.annotate(has_draft=Exists(Draft.objects.filter(ticket=OuterRef("pk"), user=user)))


def discard(user: User, kind: Draft.Kind, *, ticket: Ticket | None = None, finished_at: datetime | None = None) -> None:
    """Forget the draft of one form, because what it said was sent; what was begun after `finished_at` stays."""
    drafts = Draft.objects.filter(user=user, kind=kind, ticket=ticket)
    (drafts.filter(saved_at__lte=finished_at) if finished_at else drafts).delete()
