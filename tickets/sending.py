"""Replies are held for ten seconds before they leave. Until then their author can take them back, and
whatever comes in meanwhile stops them. Words that were not sent go back into their author's draft.
"""

import uuid
from datetime import datetime

from django.db import transaction

from accounts.models import User
from activity import log
from activity.models import Event
from shared.once import own_key
from shared.refusal import Refusal
from tickets import blanks, conversation, drafts, events, lifecycle, merging, undo
from tickets.acts import Act
from tickets.models import Draft, HeldReply, Message, Ticket

Kind = HeldReply.Kind

_ACTS = {
    Kind.REPLY: Act.REPLY,
    Kind.QUESTION: Act.ASK,
    Kind.SOLUTION: Act.SUGGEST,
    Kind.LAST_WORD: Act.CLOSE,
    Kind.REOPENING: Act.REOPEN,
}
_VERBS = {
    Kind.REPLY: conversation.reply,
    Kind.QUESTION: conversation.ask_for_information,
    Kind.SOLUTION: conversation.suggest_solution,
    Kind.LAST_WORD: conversation.reply_and_close,
    Kind.REOPENING: conversation.reopen,
}


@transaction.atomic
def hold(
    ticket: Ticket, *, kind: Kind, body: str, by: User, form_key: uuid.UUID, seen: int | None = None
) -> HeldReply | Message:
    """Take a reply that is to be sent; the same form_key is taken once.

    Raises UnfilledBlank, ChangedMeanwhile if something is new since the event `seen`, and what the lifecycle refuses.
    """
    ticket = lifecycle.lock(ticket)
    if before := taken(ticket, form_key=form_key, by=by):
        return before
    _check(ticket, kind, by, seen)
    blanks.refuse_unfilled(body)
    event = log.record(events.REPLY_HELD, subject=ticket, by=by, at=ticket.locked_at, hold=undo.UNDO_FOR)
    held = HeldReply.objects.create(
        event=event, ticket=ticket, author=by, kind=kind, body=body, held_at=ticket.locked_at, form_key=form_key
    )
    drafts.discard(by, Draft.Kind.REPLY, ticket=ticket)
    return held


def taken(ticket: Ticket, *, form_key: uuid.UUID, by: User) -> HeldReply | Message | None:
    """Return what a form was made into when it was sent before."""
    held = HeldReply.objects.filter(ticket=ticket, author=by, form_key=form_key).first()
    return held or Message.objects.filter(ticket=ticket, form_key=own_key(form_key, by)).first()


def is_sent(ticket: Ticket, *, form_key: uuid.UUID | None, by: User) -> bool:
    """Tell whether a form was sent before: its words, when they are saved late, are no draft any more."""
    return form_key is not None and taken(ticket, form_key=form_key, by=by) is not None


@transaction.atomic
def send(event_id: int) -> Message | None:
    """Send the reply that was held with an event, as its author; None if there is nothing to send (any more).

    If the ticket says no by now, the words go back into the author's draft, which says why: where the ticket
    goes on if it was merged and they work there.
    """
    held = HeldReply.objects.filter(event=event_id).first()
    if held is None:
        return None
    ticket = lifecycle.lock(Ticket(pk=held.ticket_id))
    held = HeldReply.objects.select_related("author").filter(event=event_id).first()
    if held is None:
        return None
    try:
        return _send(ticket, held)
    except Refusal as refusal:
        _stop(ticket, held, refusal.sentence)
        return None


@transaction.atomic
def _send(ticket, held) -> Message:
    _check(ticket, Kind(held.kind), held.author, held.event_id)
    sent = _VERBS[Kind(held.kind)](
        ticket, body=held.body, by=held.author, form_key=held.form_key, finished_at=held.held_at
    )
    held.delete()
    return sent


def _stop(ticket, held, sentence):
    going_on = _where_it_goes_on(ticket, held.author)
    if going_on != ticket:
        sentence = f"#{ticket.number} was merged into this ticket. Send it here if it still fits."
    drafts.bring_back(held.author, held.body, ticket=going_on, why=sentence)
    log.record(events.REPLY_STOPPED, subject=going_on, at=ticket.locked_at, author=held.author_id, why=sentence)
    held.delete()


def _where_it_goes_on(ticket, author) -> Ticket:
    end = merging.end_of(ticket)
    return end if merging.works_on(author, end) else ticket


@undo.restores(events.REPLY_HELD, in_time=False)
def _put_into_draft(ticket: Ticket, event: Event) -> None:
    """Make a draft of a held reply again; raise TooLateToUndo if it is held no more."""
    held = HeldReply.objects.select_related("author").filter(event=event).first()
    if held is None:
        raise undo.TooLateToUndo("This reply waits no longer. Below you see whether it was sent.")
    drafts.bring_back(held.author, held.body, ticket=_where_it_goes_on(ticket, held.author))
    held.delete()


def _check(ticket, kind, by, seen):
    lifecycle.check(ticket, _ACTS[kind], by=by, now=ticket.locked_at)
    lifecycle.refuse_if_changed(ticket, seen=seen, by=by)


def seconds_left(held: HeldReply, *, now: datetime) -> int:
    """Return in how many seconds a held reply leaves."""
    return undo.seconds_left(held.held_at, now=now)
