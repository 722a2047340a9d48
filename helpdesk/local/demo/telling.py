"""What the demo's customers tell the managers, out of an agent's sight."""

import uuid
from datetime import datetime, timedelta

from helpdesk.local.demo.content import Place
from helpdesk.local.demo.settling import Settled
from shared import clock
from sla import complaints
from sla.models import Complaint
from tickets.models import Message, Ticket

_RUDE = (
    "I had written what I had tried already, and the answer tells me to try it. I do not think that anybody has read "
    "what I sent: it looks like a text that *everybody* gets."
)
_WISH = "That somebody reads the whole ticket once, and tells me whether it can be solved at all."
_SORRY = (
    "You are right to say so, and I am sorry. I have read the whole ticket. The answer holds, but it was written as "
    "if you had told us nothing. Write in the ticket what is still open, and we go on from there."
)
_NOTED = "Talked it over: the saved reply for this category asks for what the form asks already. Changed it."
_SILENCE = (
    "I have waited for more than a week, and nobody has written one word. The page promised an answer; the day went "
    "by, and nobody told me why."
)
_DATE = "An answer. Or a day on which I get one, and then that day is kept."
_OTHER = "We do not understand each other: I ask for one thing, and the answers are about another."


def let_them_tell(place: Place, settled: Settled, *, now: datetime) -> None:
    """Let one customer complain about silence, one ask for a different agent, and one have an answer already."""
    first, second = [settled.people[one.key] for one in place.people if one.roles == ("agent",)][:2]
    manager = next(settled.people[person.key] for person in place.people if "manager" in person.roles)
    with clock.stopped_at(now - timedelta(days=4)):
        answered = _complain(_answered_by(first, before=clock.now()), _RUDE, _WISH)
    with clock.stopped_at(now - timedelta(days=3, hours=20)):
        complaints.note(answered, body=_NOTED, by=manager, form_key=uuid.uuid4())
        outcome = Complaint.Outcome.ANSWERED
        complaints.answer(answered, body=_SORRY, outcome=outcome, by=manager, form_key=uuid.uuid4())
    with clock.stopped_at(now - timedelta(hours=3)):
        _complain(_forgotten_by(second), _SILENCE, _DATE)
    with clock.stopped_at(now - timedelta(minutes=50)):
        asked = _answered_by(first, before=clock.now(), besides=answered.writer_id)
        complaints.ask_for_another_agent(asked, reason=_OTHER, by=asked.requester, form_key=uuid.uuid4())


def _complain(ticket, happened, wish):
    return complaints.complain(ticket, happened=happened, wish=wish, by=ticket.requester, form_key=uuid.uuid4())


def _answered_by(agent, *, before, besides=None) -> Ticket:
    """Return an open ticket that an agent had answered by a moment, of somebody else than one requester."""
    replies = Message.objects.filter(author=agent, kind=Message.Kind.REPLY, written_at__lt=before)
    return _open_of(agent).filter(pk__in=replies.values("ticket")).exclude(requester=besides)[0]


def _forgotten_by(agent) -> Ticket:
    """Return the ticket whose requester waits longest for a word of an agent."""
    return _open_of(agent).exclude(unanswered_since=None).order_by("unanswered_since")[0]


def _open_of(agent):
    return Ticket.objects.open().filter(assignee=agent).select_related("requester", "assignee").order_by("filed_at")
