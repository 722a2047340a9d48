"""What the pages of a ticket show, put together once for portal and desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from businesshours import calendars
from shared import clock
from tickets import clocks, lifecycle, line, line_words, looking, promises, rights
from tickets.models import Ticket
from tickets.rights import Kind, Right
from tickets.statuses import Status


@dataclass(frozen=True)
class Standing:
    """How a ticket stands, in the words for its requester."""

    sentence: str
    until: datetime | None = None
    until_label: str = ""
    how_it_closed: str = ""


def standing(ticket: Ticket) -> Standing:
    """Say what the status means, with the moment at which it changes by itself if it does."""
    if ticket.state == Status.SOLUTION_SUGGESTED:
        return Standing("We think this solves it.", ticket.closes_at, "Without a reply it closes on")
    if ticket.state == Status.CLOSED:
        if ticket.reopen_until > clock.now():
            return Standing(_how_it_closed(ticket), ticket.reopen_until, "You can reopen it until")
        return Standing(lifecycle.too_late_sentence(ticket), how_it_closed=_how_it_closed(ticket))
    if ticket.state == Status.WORK_IN_PROGRESS and ticket.assignee_id:
        return Standing(f"{line_words.first_name(ticket)} is working on this now.")
    return Standing(ticket.state.meaning)


def place(ticket: Ticket) -> line_words.Told | None:
    """Say where a ticket stands that its requester looks at, and what adding to it costs; None if it does not wait."""
    now = clock.now()
    price = line.price(ticket, now=now)
    if price is None:
        return None
    return line_words.told(ticket, price, looking.look(ticket, price.place, now=now))


def number_those_in_line(tickets: Iterable[Ticket]) -> None:
    """Give each of some tickets that waits its `place`; one query."""
    waiting = [ticket for ticket in tickets if ticket.state.is_waiting]
    places = line.both_places(waiting)
    for ticket in waiting:
        ticket.place = places.get(ticket.pk)


def _how_it_closed(ticket: Ticket) -> str:
    who = {
        Ticket.ClosedBy.REQUESTER: "You closed this ticket.",
        Ticket.ClosedBy.STAFF: "We closed this ticket.",
        Ticket.ClosedBy.MERGE: "This ticket was merged with another one of yours.",
        Ticket.ClosedBy.CLOCK: "This ticket closed by itself: we suggested a solution and heard nothing more.",
    }
    return who.get(ticket.closed_by, "The ticket is closed.")


@dataclass(frozen=True)
class Panel:
    """What the requester may rely on, and in how many business days they may escalate, 0 if that is not to be said."""

    rights: tuple[Right, ...]
    escalates_in: int = 0


def rights_panel(ticket: Ticket) -> Panel:
    """Say what the requester of a ticket that access.own_ticket() returned may rely on now; what is over is left out,
    but for a promise that was not kept.
    """
    now = clock.now()
    drawn = tuple(one for one in rights.rights(ticket, now) if one.kind != Kind.REOPEN or one.is_open)
    right = rights.escalation(ticket, now)
    if right is None or right.is_open:
        return Panel(drawn)
    calendar = calendars.read(ticket.calendar_facts)
    return Panel(drawn, promises.days_until(right.begins_at, now=now, calendar=calendar))


@dataclass(frozen=True)
class Outcome:
    """What merging will do, for who is about to."""

    messages: int
    status: Status
    changes_status: bool
    waiting_since: datetime | None
    changes_place: bool


def merging(source: Ticket, into: Ticket) -> Outcome:
    """Say what becomes of two tickets when the first is merged into the second."""
    status, waiting_since, _ = clocks.after_merge(source, into)
    return Outcome(
        messages=source.messages.count(),
        status=status,
        changes_status=status != into.state,
        waiting_since=waiting_since,
        changes_place=waiting_since != into.waiting_since,
    )


def can_follow_up(ticket: Ticket, user: User) -> bool:
    """Tell whether a new, linked ticket is the way on."""
    return ticket.requester_id == user.pk and not ticket.is_open and ticket.reopen_until <= clock.now()
