"""An agent asks for a ticket to be given to somebody else; a manager says yes or no."""

from django.db import transaction

from accounts.models import User
from activity import log
from shared.refusal import Refusal
from tickets import assignment, events, lifecycle
from tickets.acts import Act
from tickets.models import ReassignRequest, Ticket

Outcome = ReassignRequest.Outcome


class ReasonMissing(Refusal):
    """The other side reads why."""


class AlreadyDecided(Refusal):
    """Somebody else has answered the request, or the ticket went another way."""


class SamePerson(Refusal):
    """Whoever asked would have the ticket again."""


@transaction.atomic
def ask(ticket: Ticket, *, reason: str, by: User) -> ReassignRequest:
    """Ask the managers for another agent. Asking again changes nothing while they have not answered.

    Raises ReasonMissing, and what the lifecycle refuses.
    """
    ticket = lifecycle.lock(ticket)
    lifecycle.check(ticket, Act.ASK_TO_REASSIGN, by=by, now=ticket.locked_at)
    reason = _words(reason, "Say why somebody else should have this ticket. The managers read it.")
    request, is_new = ReassignRequest.objects.get_or_create(
        ticket=ticket, agent=by, outcome=Outcome.WAITING, defaults={"reason": reason, "asked_at": ticket.locked_at}
    )
    if is_new:
        log.record(events.REASSIGN_ASKED, subject=ticket, by=by, at=ticket.locked_at, reason=reason)
    return request


@transaction.atomic
def accept(request: ReassignRequest, *, to: User, by: User) -> ReassignRequest:
    """Give the ticket to somebody else; raise SamePerson, AlreadyDecided, and what assign() raises."""
    ticket, request = _undecided(request, by)
    if to.pk == request.agent_id:
        raise SamePerson(f"{to.name} asked for somebody else. Choose another person.")
    assignment.assign(ticket, to=to, by=by)
    request.refresh_from_db()
    return request


@transaction.atomic
def decline(request: ReassignRequest, *, answer: str, by: User) -> ReassignRequest:
    """Leave the ticket where it is and say why; raise ReasonMissing or AlreadyDecided."""
    ticket, request = _undecided(request, by)
    request.answer = _words(answer, f"Say why the ticket stays with {request.agent.name}.")
    request.outcome, request.decided_by, request.decided_at = Outcome.DECLINED, by, ticket.locked_at
    request.save(update_fields=["answer", "outcome", "decided_by", "decided_at"])
    log.record(
        events.REASSIGN_DECLINED, subject=ticket, by=by, at=ticket.locked_at, to=request.agent_id, answer=request.answer
    )
    return request


def _undecided(request, by) -> tuple[Ticket, ReassignRequest]:
    ticket = lifecycle.lock(request.ticket)
    lifecycle.check(ticket, Act.ASSIGN, by=by, now=ticket.locked_at)
    request = ReassignRequest.objects.select_related("agent", "decided_by").get(pk=request.pk)
    if request.outcome:
        who = request.decided_by.name if request.decided_by else "The clock"
        did = "reassigned the ticket" if request.outcome == Outcome.ACCEPTED else "declined"
        raise AlreadyDecided(f"{who} {did} before you.")
    if ticket.assignee_id != request.agent_id:
        raise AlreadyDecided(f"{request.agent.name} does not have this ticket any more.")
    return ticket, request


def _words(text: str, sentence: str) -> str:
    if not text.strip():
        raise ReasonMissing(sentence)
    return " ".join(text.split())[:500]
