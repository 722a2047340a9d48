"""What is told to whom: one letter for each event of a ticket that the reader may read. Ids and numbers, no words."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta

from activity.models import Event
from helpdesk.live import presence
from helpdesk.live.positions import Position
from tickets import events
from tickets.access import Reader
from tickets.models import Ticket

# So many events are looked through for what somebody missed. Whoever missed more is told to look again.
MOST = 200
_LATE = timedelta(seconds=5)
# What decides who may hear of a ticket.
_FACTS = ("tenant", "number", "team", "assignee", "requester")
_AT_THE_DESK = frozenset(events.IN_WORDS) | {events.FILED}


@dataclass(frozen=True)
class Letter:
    """One message to a page."""

    kind: str  # "ticket", "presence", "counts", "reload" or "end"
    data: dict
    event: int | None = None

    def as_json(self) -> dict:
        """Return it as pages read it."""
        return asdict(self)


RELOAD = Letter("reload", {})
END = Letter("end", {})


@dataclass(frozen=True)
class News:
    """An event of a ticket, with what decides who may hear of it."""

    event: Event
    ticket: Ticket

    def letter_to(self, reader: Reader) -> Letter | None:
        """Return what a reader is told of it, None for whoever may not know."""
        if reader.owns(self.ticket):
            may_know = self.event.name in events.PUBLIC
        else:
            may_know = self.event.name in _AT_THE_DESK and reader.reads(self.ticket)
        if not may_know:
            return None
        is_message = isinstance(self.event.data.get("message"), int)
        is_mine = self.event.actor_id == reader.user_id
        data = {"ticket": self.ticket.number, "is_message": is_message, "is_mine": is_mine}
        return Letter("ticket", data, self.event.pk)


def news(happened: Iterable[Event]) -> list[News]:
    """Return events with their tickets, oldest first; what is about no ticket is left out."""
    of_tickets = sorted((event for event in happened if event.subject_kind == "ticket"), key=lambda event: event.pk)
    facts = Ticket.objects.only(*_FACTS)
    tickets = facts.in_bulk({event.subject_id for event in of_tickets})
    return [News(event, tickets[event.subject_id]) for event in of_tickets if event.subject_id in tickets]


def by_ids(ids: Iterable[int]) -> list[Event]:
    """Return the events with these ids."""
    return list(Event.objects.filter(pk__in=set(ids)))


def newest() -> list[Event]:
    """Return the newest events of tickets of the open scope, newest first."""
    return list(_of_tickets().order_by("-id")[:MOST])


def newest_id() -> int:
    """Return the newest event of a ticket of the open scope: that anything else happened is told to nobody."""
    return _of_tickets().order_by("-id").values_list("id", flat=True).first() or 0


def _of_tickets():
    return Event.objects.filter(subject_kind="ticket")


def missed(reader: Reader, stands: Position) -> list[Letter]:
    """Return what somebody has not heard of; some of it may be told twice, and a page knows what it was told."""
    looked_at = _own_newest(reader) if reader.is_requester else newest()
    new = [event for event in looked_at if is_new(event, stands)]
    if stands.after and len(looked_at) == MOST and looked_at[-1].pk > stands.after:
        return [RELOAD]
    return [letter for one in news(new) if (letter := one.letter_to(reader))]


def is_new(event: Event, stands: Position) -> bool:
    """Tell whether a page may not have heard of an event."""
    return event.pk > stands.first if stands.after else event.at > stands.shown_at - _LATE


def _own_newest(reader):
    own = Ticket.objects.filter(requester=reader.user_id).order_by("-updated_at", "-id").values("pk")[:MOST]
    happened = Event.objects.filter(subject_kind="ticket", subject_id__in=own)
    return list(happened.order_by("-id")[:MOST])


def of_presence(ticket_ids: Iterable[int], readers: Iterable[Reader]) -> dict[Reader, list[Letter]]:
    """Return who is at tickets, for those of the staff who are there themselves and may read them."""
    tickets = Ticket.objects.only(*_FACTS).in_bulk(set(ticket_ids))
    there = presence.at(tickets)
    told: dict[Reader, list[Letter]] = {}
    for reader in set(readers):
        for pk, people in there.items():
            if reader.reads(tickets[pk]) and any(one["id"] == reader.user_id for one in people):
                letter = Letter("presence", {"ticket": tickets[pk].number, "people": people})
                told.setdefault(reader, []).append(letter)
    return told
