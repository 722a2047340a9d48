"""What a requester tells the managers about a ticket, and what the managers do about it.

Every verb opens the scope of the person who acts: the database shows and takes what that person may see and write.
The ticket, its place and its conversation stay as they are.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from activity import log
from activity.models import Event
from shared import clock
from shared.once import own_key
from shared.refusal import Refusal
from sla import events, managers
from sla.models import Complaint, ComplaintEntry
from tenants.scope import person_scope
from tickets import assignment, lifecycle, merging, undo
from tickets import events as ticket_events
from tickets.models import Message, Ticket

Kind, Outcome = Complaint.Kind, Complaint.Outcome
# Settled by words alone; "reassigned" needs the act.
IN_WORDS = (Outcome.ANSWERED, Outcome.NO_CHANGE)


class NobodyReads(Refusal):
    """There is nobody from whom it could not be kept but the agent."""


class NoOtherAgent(Refusal):
    """The ticket is closed, or nobody's: there is no agent to be replaced."""


class ChangedMeanwhile(Refusal):
    """Somebody else wrote between the reading of the page and the act."""


class CannotReassign(Refusal):
    """There is no ticket to reassign, or it would stay with the agent whom it is about."""


# --- the requester ----------------------------------------------------------------------------------------


def agent_of(ticket: Ticket) -> User | None:
    """Return whom a complaint about a ticket is about: its agent, or who last answered it or what it took in."""
    if ticket.assignee_id:
        return ticket.assignee
    here = Q(ticket=ticket) | Q(ticket__in=merging.part_of(ticket))
    replies = Message.objects.filter(here, kind=Message.Kind.REPLY).select_related("author")
    last = replies.order_by("-id").first()
    return last.author if last else None


def complain(ticket: Ticket, *, happened: str, wish: str = "", by: User, form_key: UUID, about: str = "") -> Complaint:
    """Tell the managers about a problem with a ticket; told once more it is added to the first. Raises NobodyReads.

    `about` is how the agent is called whom the page named: it is kept from them, also if somebody else has the ticket
    by now.
    """
    return _write(by, form_key, happened, wish, ticket=ticket, agent=_whom(ticket, about))


def _whom(ticket, about) -> User | None:
    agent = agent_of(ticket)
    if not about or (agent and agent.name == about):
        return agent
    return _named(ticket, about) or agent


def _named(ticket, about) -> User | None:
    """Return the agent whom a page named, None if nobody of this name ever had the ticket or answered it."""
    parts = [ticket.pk, *Ticket.objects.filter(pk__in=merging.part_of(ticket)).values_list("pk", flat=True)]
    given = Event.objects.filter(subject_kind="ticket", subject_id__in=parts, name=ticket_events.ASSIGNED)
    answered = Message.objects.filter(ticket__in=parts, kind=Message.Kind.REPLY).values_list("author", flat=True)
    had = {*given.values_list("data__to", flat=True), *answered}
    return User.objects.filter(pk__in=had, name=about).order_by("pk").last()


def ask_for_another_agent(ticket: Ticket, *, reason: str, by: User, form_key: UUID, about: str = "") -> Complaint:
    """Ask the managers for a different agent than the one whom the page named.

    Raises NoOtherAgent where there is none to replace, or somebody else was chosen meanwhile, and NobodyReads.
    """
    if not ticket.is_open or not ticket.assignee_id:
        raise NoOtherAgent("Nobody works on this ticket now. Add a message to it instead.")
    if about and about != ticket.assignee.name:
        raise NoOtherAgent(f"{ticket.assignee.name} works on this ticket by now. Send it again to ask for another one.")
    return _write(by, form_key, reason, ticket=ticket, agent=ticket.assignee, kind=Kind.OTHER_AGENT)


def tell(
    *, addressee: User | None, body: str, by: User, form_key: UUID, ticket: Ticket | None = None, agent: User | None
) -> Complaint:
    """Bring words to the managers that were written as a ticket; `addressee` is who they are meant for by name."""
    return _write(by, form_key, body, ticket=ticket, agent=agent, addressee=addressee)


def add(complaint: Complaint, *, body: str, by: User, form_key: UUID) -> Complaint:
    """Let its writer say more; what was answered waits again."""
    with _as(by):
        return _said_before(by, form_key) or _say(_lock(complaint), by, form_key, body)


def _write(by, form_key, body, wish="", *, ticket, agent, **more):
    with _as(by):
        _one_after_the_other(by)
        if first := _said_before(by, form_key):
            return first
        if not managers.readers(agent):
            raise NobodyReads(f"Only {agent.name} could read this, so it cannot be kept from {agent.name}.")
        return _say(_lock(_the_one(by, ticket, agent, **more)), by, form_key, body, wish)


def _one_after_the_other(by) -> None:
    """Let the second click of a person wait for the first. NO KEY: what refers to them is not held up."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)


def _the_one(by, ticket, agent, **more):
    """Return the complaint of this writer about this ticket and agent, a new one where there is none."""
    now = clock.now()
    begun = {"written_at": now, "waiting_since": now}
    if ticket is None:
        return Complaint.objects.create(writer=by, agent=agent, **more, **begun)
    kind, addressee = more.get("kind", Kind.COMPLAINT), more.get("addressee")
    return Complaint.objects.get_or_create(
        writer=by, ticket=ticket, agent=agent, kind=kind, defaults={"addressee": addressee, **begun}
    )[0]


def _say(complaint, by, form_key, body, wish=""):
    if first := _said_before(by, form_key):
        return first
    if complaint.outcome:
        complaint.outcome, complaint.answered_at, complaint.taken_by = Outcome.WAITING, None, None
        complaint.waiting_since = clock.now()
        complaint.save(update_fields=["outcome", "answered_at", "taken_by", "waiting_since"])
    is_new = not complaint.entries.exists()
    _enter(complaint, ComplaintEntry.Kind.MESSAGE, by, form_key, body, wish=wish)
    log.record(events.COMPLAINT_WRITTEN, subject=complaint, is_new=is_new)
    return complaint


# --- the managers -----------------------------------------------------------------------------------------


def take_in_hand(complaint: Complaint, *, by: User) -> Complaint:
    """Say who looks after it; who already does stays."""
    with _as(by):
        complaint = _lock(complaint)
        if not complaint.outcome:
            _take(complaint, by)
        return complaint


def answer(
    complaint: Complaint, *, body: str, outcome: str = "", by: User, form_key: UUID, seen: int | None = None
) -> Complaint:
    """Reply to its writer, with one of IN_WORDS as the outcome, or "" while it is still in hand.

    `seen` is how many entries the page had shown; raises ChangedMeanwhile for newer ones of somebody else.
    """
    if outcome and outcome not in IN_WORDS:
        raise Refusal("Choose an outcome from the list.", field="outcome")
    with _as(by):
        complaint = _lock(complaint)
        if _said_before(by, form_key):
            return complaint
        _refuse_if_changed(complaint, seen, by)
        return _reply(complaint, by, form_key, body, outcome)


def note(complaint: Complaint, *, body: str, by: User, form_key: UUID) -> Complaint:
    """Write down what only its readers see, not its writer."""
    with _as(by):
        complaint = _lock(complaint)
        if _said_before(by, form_key):
            return complaint
        if not complaint.outcome:
            _take(complaint, by)
        _enter(complaint, ComplaintEntry.Kind.NOTE, by, form_key, body)
        return complaint


def reassign(complaint: Complaint, *, to: User, by: User, form_key: UUID) -> Complaint:
    """Give the ticket to somebody else, its place kept, and tell the writer so.

    It can be undone as every assignment, see _wait_again(). Raises CannotReassign, and what assign() raises.
    """
    if complaint.ticket is None:
        raise CannotReassign("This is about no ticket. Answer it instead.")
    with _as(by):
        # The ticket is locked before all else, as in every act on one.
        ticket = lifecycle.lock(merging.end_of(complaint.ticket))
        complaint = _lock(complaint)
        if _said_before(by, form_key):
            return complaint
        if to.pk == complaint.agent_id:
            raise CannotReassign(f"This is about {to.name}. Choose another person.")
        ticket = assignment.assign(ticket, to=to, by=by)
        said = f"{to.name} works on ticket #{ticket.number} from now on. It keeps its place in line."
        # At the moment of the assignment, and told of when that is: so its undo finds what it settled.
        return _reply(complaint, by, form_key, said, Outcome.REASSIGNED, at=ticket.locked_at, hold=undo.UNDO_FOR)


@undo.brings_along(ticket_events.ASSIGNED)
def _wait_again(ticket: Ticket, event: Event, by: User) -> None:
    """Let a complaint wait again whose ticket was reassigned, when that is undone; the reply that said so goes.

    Raises SomethingElseHappened once there is more in it, TooLateToUndo if its writer was told.
    """
    with _as(by):
        replies = ComplaintEntry.objects.filter(author=by, outcome=Outcome.REASSIGNED, written_at=event.at)
        reply = replies.select_related("complaint__ticket").first()
        if reply is None or merging.end_of(reply.complaint.ticket) != ticket:
            return
        complaint = _lock(reply.complaint)
        if complaint.entries.filter(pk__gt=reply.pk).exists():
            raise undo.SomethingElseHappened("This can't be undone any more: the complaint was written to since.")
        told = Event.objects.get(name=events.COMPLAINT_ANSWERED, subject_id=complaint.pk, at=event.at)
        undo.stop_what_follows(told)
        reply.delete()
        complaint.outcome, complaint.answered_at = Outcome.WAITING, None
        complaint.waiting_since = _unanswered_since(complaint)
        complaint.save(update_fields=["outcome", "answered_at", "waiting_since"])


def _unanswered_since(complaint):
    """Return when its writer first wrote what no outcome has answered."""
    settled = complaint.entries.exclude(outcome="").order_by("-id").values("id")[:1]
    unanswered = complaint.entries.filter(kind=ComplaintEntry.Kind.MESSAGE, id__gt=Coalesce(Subquery(settled), 0))
    return unanswered.order_by("id").values_list("written_at", flat=True).first()


def _reply(complaint, by, form_key, body, outcome, *, at=None, hold=timedelta()):
    _take(complaint, by)
    at = at or clock.now()
    if outcome:
        complaint.outcome, complaint.answered_at, complaint.waiting_since = outcome, at, None
        complaint.save(update_fields=["outcome", "answered_at", "waiting_since"])
    _enter(complaint, ComplaintEntry.Kind.REPLY, by, form_key, body, outcome=outcome, written_at=at)
    log.record(events.COMPLAINT_ANSWERED, subject=complaint, at=at, hold=hold)
    return complaint


def _take(complaint, by):
    if complaint.taken_by_id is None:
        complaint.taken_by = by
        complaint.save(update_fields=["taken_by"])


def _refuse_if_changed(complaint, seen, by):
    if seen is None:
        return
    newer = list(complaint.entries.order_by("id").values_list("author_id", "author_name")[seen : seen + 100])
    if names := [name for author, name in newer if author != by.pk]:
        raise ChangedMeanwhile(f"{names[-1]} wrote something meanwhile. Read it above, then send yours.")


# --- both -------------------------------------------------------------------------------------------------


def follow_requester(ticket: Ticket, *, by: User) -> None:
    """Give the complaints about a ticket whose requester has another account now to that account.

    As `by`, one of those who may read them; what they may not read waits for another reader.
    """
    with _as(by):
        stale = Complaint.objects.filter(ticket=ticket).exclude(writer=ticket.requester_id)
        stale.update(writer=ticket.requester_id)


@contextmanager
def _as(person: User) -> Iterator[None]:
    with person_scope(person), transaction.atomic():
        yield


def _lock(complaint: Complaint) -> Complaint:
    return Complaint.objects.select_for_update(no_key=True).get(pk=complaint.pk)


def _said_before(by, form_key) -> Complaint | None:
    said = ComplaintEntry.objects.filter(author=by, form_key=own_key(form_key, by)).select_related("complaint").first()
    return said.complaint if said else None


def _enter(complaint, kind, by, form_key, body, **more):
    return ComplaintEntry.objects.create(
        complaint=complaint, kind=kind, author=by, author_name=by.name, body=body, form_key=own_key(form_key, by),
        **{"written_at": clock.now()} | more,
    )  # fmt: skip
