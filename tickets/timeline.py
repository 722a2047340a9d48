"""A ticket's messages and events, told in order as one conversation."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery, prefetch_related_objects

from accounts.models import User
from activity.models import Event
from businesshours.signatures import Signature
from shared import clock
from shared.prepared import Slot, prepared
from tickets import access, events, merging, undo
from tickets.models import Message, Ticket

# Newest first they would be found in the same index; a ticket with more than this is shown its end.
MOST = 500


@dataclass
class Entry:
    """One entry: a message with its text, or an event in one sentence."""

    kind: str  # "requester", "staff", "note" or "event"
    heading: str
    by: str
    at: datetime
    icon: str = ""
    message: Message | None = None
    is_own: bool = False
    earlier_wordings: list = field(default_factory=list)
    # The event that its reader can take back, and for how many seconds more.
    undo: int | None = None
    undo_seconds: int = 0
    # The number of the ticket that a message was written in, when that was merged into this one.
    number: int | None = None
    # What happened, by its name in tickets.events.
    event: str = ""
    # Whom a note mentions, and whether its reader is among them.
    names: tuple[str, ...] = ()
    names_reader: bool = False
    # What stands under a reply; see tickets.signing.
    signature: Signature | None = None

    @property
    def whence(self) -> str:
        """Which ticket a message came from, if not from the one whose page it stands on."""
        return f"from #{self.number}" if self.number else ""

    @property
    def more(self) -> str:
        """The heading, and which ticket the message came from."""
        return f"{self.heading} · {self.whence}" if self.whence else self.heading

    @property
    def of_note(self) -> str:
        """What stands beside the name of who wrote a note."""
        return " · ".join(filter(None, ["mentioned you" if self.names_reader else "", self.whence]))

    @property
    def anchor(self) -> str:
        """The place of a message on its page."""
        return f"message-{self.message.pk}" if self.message else ""


_MESSAGE_EVENTS = {
    events.FILED,
    events.REPLIED,
    events.INFORMATION_ASKED,
    events.SOLUTION_SUGGESTED,
    events.MESSAGE_ADDED,
    events.BUMPED,
    events.NOTED,
    events.REPLY_HELD,
    events.REPLY_STOPPED,
    events.REPLY_TAKEN_BACK,
}
_HEADINGS = {
    (Message.Kind.DESCRIPTION, ""): "Ticket submitted",
    (Message.Kind.MESSAGE, ""): "Message added",
    (Message.Kind.REPLY, ""): "Reply added",
    (Message.Kind.REPLY, Message.Outcome.ASKED): "Information asked",
    (Message.Kind.REPLY, Message.Outcome.SOLUTION): "Resolution added",
    (Message.Kind.REPLY, Message.Outcome.CLOSED): "Answered and closed",
    (Message.Kind.INTERNAL_NOTE, ""): "Internal note",
}


# What an event says to staff alone.
_WHY = "internal_reason"


def entries(ticket: Ticket, *, reader: User, for_staff: bool) -> list[Entry]:
    """Return what the reader may know of a ticket, oldest first, in a fixed number of queries."""
    happened = _still_true(_happened(Slot(ticket.pk), for_staff, MOST), for_staff=for_staff)
    numbers, parts = _others(ticket, happened, reader, for_staff)
    if parts:
        messages = list(_newest(Message.objects.filter(ticket__in=[ticket.pk, *parts]), for_staff, MOST))
    else:
        messages = _messages(Slot(ticket.pk), for_staff, MOST)
    names = _names(happened, ticket, reader) | {ticket.requester_id: ticket.requester_name}  # as on the day of filing
    if for_staff and any(message.edited_at for message in messages):
        prefetch_related_objects(messages, "earlier_wordings")
    told = [_of_message(message, parts, reader, for_staff) for message in reversed(messages)]
    now = clock.now()
    fresh = undo.offered(happened, by=reader, now=now)
    told_of = [event for event in happened if event.name in _SENTENCES]
    if not for_staff:
        for event in told_of:
            event.data.pop(_WHY, None)
    told += [_of_event(event, reader, names, numbers, fresh, now) for event in told_of]
    # At one moment the words come first and what they did after.
    return sorted(told, key=lambda entry: (entry.at, entry.message is None))


@prepared
def _happened(ticket, for_staff, most):
    happened = Event.objects.filter(subject_kind="ticket", subject_id=ticket).exclude(name__in=_MESSAGE_EVENTS)
    if not for_staff:
        happened = happened.exclude(name__in=events.STAFF_ONLY - {events.TAKEN_BACK})
    actors = User.objects.filter(pk=OuterRef("actor_id"))
    return happened.annotate(actor_name=Subquery(actors.values("name"))).order_by("-id")[:most]


@prepared
def _messages(ticket, for_staff, most):
    return _newest(Message.objects.filter(ticket=ticket), for_staff, most)


def _newest(messages, for_staff, most):
    return (messages.with_mentions() if for_staff else messages.public()).order_by("-id")[:most]


def _still_true(newest_first, *, for_staff) -> list[Event]:
    """Leave out what was taken back; that it was is told to staff alone."""
    newest_first = list(newest_first)
    undone = undo.taken_back(newest_first)
    if not for_staff:
        newest_first = [event for event in newest_first if event.name != events.TAKEN_BACK]
    return [event for event in newest_first if event.pk not in undone]


def last_event_id(ticket: Ticket) -> int:
    """Return the newest event of a ticket: what a page that is being shown has seen."""
    newest = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).order_by("-id")
    return newest.values_list("id", flat=True).first() or 0


def _others(ticket, happened, reader, for_staff) -> tuple[dict[int, int], dict[int, int]]:
    """Return the numbers of other tickets that the events speak of, and of those that are part of this one by now.

    Both only as far as the reader may read them; one query, and none where no event speaks of others.
    """
    spoken_of = {event.data["other"] for event in happened if "other" in event.data}
    if not spoken_of:
        return {}, {}
    readable = access.desk_tickets(reader) if for_staff else access.own_tickets(reader)
    part = Q(pk__in=merging.part_of(ticket))
    found = readable.filter(part | Q(pk__in=spoken_of)).annotate(is_part=ExpressionWrapper(part, BooleanField()))
    rows = list(found.values_list("pk", "number", "is_part"))
    return {pk: number for pk, number, _ in rows}, {pk: number for pk, number, is_part in rows if is_part}


def _names(happened, ticket, reader) -> dict[int, str]:
    people = (reader, ticket.assignee) if ticket.assignee_id else (reader,)
    names = {event.actor_id: event.actor_name for event in happened} | {person.pk: person.name for person in people}
    if others := {event.data.get("to") for event in happened} - names.keys() - {None}:
        names |= dict(User.objects.filter(pk__in=others).values_list("pk", "name"))
    return names


def _of_message(message, parts, reader, for_staff):
    # By kind and not by author: a guest who was joined to an account wrote as the guest.
    is_requester = message.kind in (Message.Kind.DESCRIPTION, Message.Kind.MESSAGE)
    is_note = message.kind == Message.Kind.INTERNAL_NOTE
    mentioned = message.mentioned if for_staff else ()
    return Entry(
        kind="note" if is_note else "requester" if is_requester else "staff",
        heading=_HEADINGS[message.kind, message.outcome],
        by=message.author_name,
        at=message.written_at,
        message=message,
        is_own=message.author_id == reader.pk,
        earlier_wordings=list(message.earlier_wordings.all()) if for_staff and message.edited_at else [],
        number=parts.get(message.ticket_id),
        names=tuple(one["name"] for one in mentioned),
        names_reader=any(one["user"] == reader.pk for one in mentioned),
    )


def _of_event(event, reader, names, numbers, fresh, now):
    who = "You" if event.actor_id == reader.pk else names.get(event.actor_id, "")
    to = "you" if event.data.get("to") == reader.pk else names.get(event.data.get("to"), "")
    icon, sentence = _SENTENCES[event.name]
    number = numbers.get(event.data.get("other"))
    told = sentence(who, to, event.data | {"number": f"#{number}" if number else ""})
    is_own = event.actor_id == reader.pk
    entry = Entry(kind="event", heading=told, by=who, at=event.at, icon=icon, is_own=is_own, event=event.name)
    if event is fresh:
        entry.undo, entry.undo_seconds = event.pk, undo.seconds_left(event.at, now=now)
    return entry


def _closed(who, to, data):
    sentence = f"Closed by {who[0].lower() + who[1:] if who == 'You' else who}" if who else "Closed by itself: no reply"
    return f"{sentence}: {data['reason']}" if data.get("reason") else sentence


def _assigned(who, to, data):
    if who and who.lower() == to.lower():
        return f"Taken by {_by(who)}"
    return f"Assigned to {to} by {'you' if who == 'You' else who}" if who else f"Assigned to {to}"


def _tags(did):
    return lambda who, to, data: f"{who} {did} the tag{'s' if len(data['tags']) > 1 else ''} {', '.join(data['tags'])}"


def _taken_back(who, to, data):
    return f"{who} {events.IN_WORDS[data['act']]}, then took it back"


def _escalated(who, to, data):
    # Why is for staff alone; that it goes first is everybody's.
    if reason := data.get(_WHY):
        return f"Escalated by {_by(who)}: {reason}"
    return f"Escalated{' by you' if who == 'You' else ''}: it goes before other tickets"


def _deescalated(who, to, data):
    if reason := data.get(_WHY):
        return f"Escalation taken back by {_by(who)}: {reason}"
    return "No longer escalated: it has the place of its priority again"


def _by(who):
    return "you" if who == "You" else who


def _other(data):
    """Name another ticket to whoever may read it."""
    return data["number"] or "another ticket"


def _merged_in(who, to, data):
    return f"{data['number'] or 'Another ticket'} merged into this ticket by {_by(who)}"


_SENTENCES = {
    events.ASSIGNED: ("user-check", _assigned),
    events.UNASSIGNED: ("user-minus", lambda who, to, data: f"Taken back by {_by(who)}" if who else "Taken back"),
    events.REASSIGN_ASKED: (
        "replace",
        lambda who, to, data: f"{who} asked for another agent: {data['reason']}",
    ),
    events.REASSIGN_DECLINED: (
        "user-check",
        lambda who, to, data: f"{who} left it with its agent: {data['answer']}",
    ),
    events.WORK_STARTED: ("circle-dot-dashed", lambda who, to, data: f"{who} started work"),
    events.DESCRIPTION_EDITED: ("pencil", lambda who, to, data: "Ticket edited"),
    events.RECATEGORISED: ("folder-input", lambda who, to, data: f"Moved from {data['before']} to {data['after']}"),
    events.ESCALATED: ("arrow-up", _escalated),
    events.DEESCALATED: ("arrow-down", _deescalated),
    events.ESCALATABLE: ("clock", lambda who, to, data: "Has waited long enough to be escalated"),
    events.ESCALATION_SEEN: ("check", lambda who, to, data: "Escalation seen by a manager"),
    events.LOOKED_UP: ("search", lambda who, to, data: f"Looked up by its number by {_by(who)}, moderator"),
    events.CLOSING_SOON: ("clock", lambda who, to, data: "Reminder sent: closes soon without a reply"),
    events.CLOSED: ("circle-check", _closed),
    events.JOINED: ("user-round-plus", lambda who, to, data: f"Moved from a guest account by {_by(who)}"),
    events.TAGGED: ("tag", _tags("added")),
    events.UNTAGGED: ("tag", _tags("removed")),
    events.TAKEN_BACK: ("undo-2", _taken_back),
    events.MERGED: ("git-merge", lambda who, to, data: f"Merged into {_other(data)} by {_by(who)}"),
    events.TOOK_IN: ("git-merge", _merged_in),
    events.UNMERGED: ("split", lambda who, to, data: f"Separated from {_other(data)} again by {_by(who)}"),
    events.GAVE_BACK: ("split", lambda who, to, data: f"Separated from {_other(data)} again by {_by(who)}"),
    events.SPLIT: ("split", lambda who, to, data: f"A part split off into {_other(data)} by {_by(who)}"),
    events.SPLIT_OFF: ("split", lambda who, to, data: f"Split off from {_other(data)} by {_by(who)}"),
    events.LINKED: ("link", lambda who, to, data: f"Linked to {_other(data)} by {_by(who)}"),
    events.UNLINKED: ("unlink", lambda who, to, data: f"Unlinked from {_other(data)} by {_by(who)}"),
    events.REOPENED: ("rotate-ccw", lambda who, to, data: f"Reopened by {_by(who)}"),
}
