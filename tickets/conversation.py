"""What people write to each other in a ticket. Each verb locks the ticket, lets the lifecycle decide,
writes the message and records one event, in one transaction; the same form_key writes once.
"""

import uuid
from datetime import datetime

from django.db import transaction

from accounts import roles
from accounts.models import User
from activity import log
from activity.models import Event
from shared.once import own_key
from shared.refusal import Refusal
from tickets import assignment, blanks, clocks, drafts, events, lifecycle, line, mentioning, undo
from tickets.acts import Act
from tickets.models import Draft, EarlierWording, Message, Ticket
from tickets.statuses import Status

Kind, Outcome = Message.Kind, Message.Outcome


class TooLateToEdit(Refusal):
    """Staff has answered what the description says."""


class PriceRose(Refusal):
    """Adding to the ticket costs more places in line than the requester was told."""


@transaction.atomic
def message(ticket: Ticket, *, body: str, by: User, form_key: uuid.UUID, told: int | None = None) -> Message:
    """Add the requester's message. It always lands: a ticket that closed in the meantime reopens, and one that
    was merged leads to where it goes on. Unasked, it may cost a waiting ticket its place: see tickets.line.

    `told` is how many places the page said that it costs, None where no page can say it. Raises PriceRose when it
    would cost something after all, or more than twice as many; TooLateToReopen when the ticket closed so long ago that
    a follow-up ticket is the way on.
    """
    ticket = lifecycle.lock_where_it_goes_on(ticket)
    if sent := _sent_before(ticket, form_key, by):
        return sent
    if not ticket.is_open:
        return _reopen(ticket, body=body, by=by, form_key=form_key)
    lifecycle.check(ticket, Act.WRITE, by=by, now=ticket.locked_at)
    price = line.price(ticket, now=ticket.locked_at)
    _refuse_dearer(price, told)
    was = clocks.as_it_is(ticket)
    if price and price.moves:
        clocks.move_to_the_back(ticket)
    lifecycle.apply(ticket, Act.WRITE, by=by)
    written = _write(ticket, Kind.MESSAGE, body, by, form_key)
    _record_message(ticket, written, price, was, by)
    _discard_message(ticket, by)
    return written


def _refuse_dearer(price, told):
    if price is None or told is None or price.places <= 2 * told:
        return
    if told:
        raise PriceRose(
            "Adding to this ticket costs more than this page said. Read what it costs now, then decide again."
        )
    raise PriceRose("Adding to this ticket costs its place in line by now. Read what it costs, then decide.")


def _record_message(ticket, written, price, was, by):
    if price is None:
        log.record(events.MESSAGE_ADDED, subject=ticket, by=by, at=ticket.locked_at, message=written.pk)
    elif price.places:
        log.record(
            events.BUMPED, subject=ticket, by=by, at=ticket.locked_at, hold=undo.UNDO_FOR,
            message=written.pk, places=price.places, was=was,
        )  # fmt: skip
    else:
        log.record(events.BUMPED, subject=ticket, by=by, at=ticket.locked_at, message=written.pk, final=True)


@undo.restores(events.BUMPED)
def _take_message_back(ticket: Ticket, event: Event) -> None:
    """Give the ticket its place again, and the words back to who wrote them."""
    written = Message.objects.select_related("author").get(pk=event.data["message"])
    clocks.put_back(ticket, event.data["was"])
    drafts.bring_back(written.author, written.body, ticket=ticket, kind=Draft.Kind.MESSAGE)
    written.delete()


@transaction.atomic
def reopen(
    ticket: Ticket,
    *,
    body: str,
    by: User,
    form_key: uuid.UUID,
    finished_at: datetime | None = None,
    told: int | None = None,
) -> Message:
    """Reopen a closed ticket with a message of the requester or of a manager; raise TooLateToReopen, or UnfilledBlank
    for a manager's.

    If it is open already, the requester's message is simply added, as by message(). What the requester writes to a
    ticket that was merged lands where it goes on.
    """
    is_requester = ticket.requester_id == by.pk
    ticket = lifecycle.lock_where_it_goes_on(ticket) if is_requester else lifecycle.lock(ticket)
    if sent := _sent_before(ticket, form_key, by):
        return sent
    if ticket.is_open and is_requester:
        return message(ticket, body=body, by=by, form_key=form_key, told=told)
    return _reopen(ticket, body=body, by=by, form_key=form_key, finished_at=finished_at)


def _reopen(ticket, *, body, by, form_key, finished_at=None):
    is_requester = ticket.requester_id == by.pk
    lifecycle.apply(ticket, Act.REOPEN, by=by)
    if not is_requester:
        blanks.refuse_unfilled(body)
    if ticket.assignee_id and not roles.may(ticket.assignee, "tickets.work_own"):
        ticket.assignee = None  # whoever had it has left; it is assigned anew
        ticket.save(update_fields=["assignee"])
    written = _write(ticket, Kind.MESSAGE if is_requester else Kind.REPLY, body, by, form_key)
    log.record(events.REOPENED, subject=ticket, by=by, at=ticket.locked_at, message=written.pk)
    if is_requester:
        _discard_message(ticket, by)
    else:
        drafts.discard(by, Draft.Kind.REPLY, ticket=ticket, finished_at=finished_at)
    return written


def _discard_message(ticket, by):
    for pk in getattr(ticket, "came_through", (ticket.pk,)):
        drafts.discard(by, Draft.Kind.MESSAGE, ticket=Ticket(pk=pk))


def reply(
    ticket: Ticket,
    *,
    body: str,
    by: User,
    form_key: uuid.UUID,
    seen: int | None = None,
    finished_at: datetime | None = None,
) -> Message:
    """Answer the requester; raise UnfilledBlank, or ChangedMeanwhile if something is new since the event `seen`.

    The author's draft is done with, unless it was begun after the moment at which these words were finished.
    """
    return _answer(ticket, Act.REPLY, events.REPLIED, Outcome.NONE, body, by, form_key, seen, finished_at)


def ask_for_information(
    ticket: Ticket,
    *,
    body: str,
    by: User,
    form_key: uuid.UUID,
    seen: int | None = None,
    finished_at: datetime | None = None,
) -> Message:
    """Answer with a question: now it is the requester's turn. Otherwise as reply()."""
    return _answer(ticket, Act.ASK, events.INFORMATION_ASKED, Outcome.ASKED, body, by, form_key, seen, finished_at)


def suggest_solution(
    ticket: Ticket,
    *,
    body: str,
    by: User,
    form_key: uuid.UUID,
    seen: int | None = None,
    finished_at: datetime | None = None,
) -> Message:
    """Answer with a solution: without a word from the requester the ticket closes by itself. Otherwise as reply()."""
    return _answer(
        ticket, Act.SUGGEST, events.SOLUTION_SUGGESTED, Outcome.SOLUTION, body, by, form_key, seen, finished_at
    )


@transaction.atomic
def reply_and_close(
    ticket: Ticket,
    *,
    body: str,
    by: User,
    form_key: uuid.UUID,
    seen: int | None = None,
    finished_at: datetime | None = None,
) -> Message:
    """Answer and close in one act, told in one mail; the reply is the reason. Otherwise as reply()."""
    ticket = lifecycle.lock(ticket)
    if sent := _sent_before(ticket, form_key, by):
        return sent
    ticket = _apply_answer(ticket, Act.REPLY, body, by, seen)
    lifecycle.apply(ticket, Act.CLOSE, by=by, closed_by=Ticket.ClosedBy.STAFF)
    written = _write(ticket, Kind.REPLY, body, by, form_key, Outcome.CLOSED)
    log.record(events.CLOSED, subject=ticket, by=by, at=ticket.locked_at, message=written.pk, final=True)
    drafts.discard(by, Draft.Kind.REPLY, ticket=ticket, finished_at=finished_at)
    return written


@transaction.atomic
def _answer(ticket, act, event, outcome, body, by, form_key, seen, finished_at):
    ticket = lifecycle.lock(ticket)
    if sent := _sent_before(ticket, form_key, by):
        return sent
    ticket = _apply_answer(ticket, act, body, by, seen)
    written = _write(ticket, Kind.REPLY, body, by, form_key, outcome)
    log.record(event, subject=ticket, by=by, at=ticket.locked_at, message=written.pk)
    drafts.discard(by, Draft.Kind.REPLY, ticket=ticket, finished_at=finished_at)
    return written


def _apply_answer(ticket, act, body, by, seen):
    lifecycle.check(ticket, act, by=by, now=ticket.locked_at)
    blanks.refuse_unfilled(body)
    lifecycle.refuse_if_changed(ticket, seen=seen, by=by)
    ticket = assignment.take_if_nobodys(ticket, by=by)
    return lifecycle.apply(ticket, act, by=by)


@transaction.atomic
def internal_note(ticket: Ticket, *, body: str, by: User, form_key: uuid.UUID) -> Message:
    """Write what only staff may read; colleagues whom it names are told. Nothing else changes, not even the place
    in a list.
    """
    ticket = lifecycle.lock(ticket)
    if sent := _sent_before(ticket, form_key, by):
        return sent
    lifecycle.check(ticket, Act.NOTE, by=by, now=ticket.locked_at)
    written = _write(ticket, Kind.INTERNAL_NOTE, body, by, form_key)
    log.record(events.NOTED, subject=ticket, by=by, at=ticket.locked_at, message=written.pk)
    mentioning.mention(written, ticket=ticket, by=by)
    drafts.discard(by, Draft.Kind.INTERNAL_NOTE, ticket=ticket)
    return written


@transaction.atomic
def edit_description(ticket: Ticket, *, body: str, by: User) -> Message:
    """Change the requester's own description until staff first answers; the earlier wording is kept."""
    ticket = lifecycle.lock(ticket)
    if not may_edit_description(ticket, by):
        raise TooLateToEdit("The description can be changed until we first answer. Add a message instead.")
    description = ticket.messages.get(kind=Kind.DESCRIPTION)
    if description.body == body:
        return description
    EarlierWording.objects.create(message=description, body=description.body, replaced_at=ticket.locked_at)
    description.body, description.edited_at = body, ticket.locked_at
    description.save(update_fields=["body", "edited_at"])
    log.record(events.DESCRIPTION_EDITED, subject=ticket, by=by, at=ticket.locked_at)
    return description


def may_edit_description(ticket: Ticket, user: User) -> bool:
    """Tell whether somebody may still change the description."""
    is_untouched = ticket.first_answered_at is None and ticket.state != Status.CLOSED
    return ticket.requester_id == user.pk and is_untouched


def _sent_before(ticket, form_key, by):
    # The first click may have landed in a ticket that was merged before the second one.
    through = getattr(ticket, "came_through", (ticket.pk,))
    return Message.objects.filter(ticket__in=through, form_key=own_key(form_key, by)).first()


def _write(ticket, kind, body, by, form_key, outcome=Outcome.NONE):
    return Message.objects.create(
        ticket=ticket,
        author=by,
        author_name=ticket.requester_name if ticket.requester_id == by.pk else by.name,
        kind=kind,
        outcome=outcome,
        body=body,
        written_at=ticket.locked_at,
        form_key=own_key(form_key, by),
    )
