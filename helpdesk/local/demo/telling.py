"""What the demo's customers tell the managers, out of an agent's sight."""

import uuid
from datetime import datetime, timedelta

from helpdesk.local.demo.content import Place
from helpdesk.local.demo.settling import Settled
from shared import clock
from sla import complaints
from sla.models import Complaint
from tickets.models import Ticket

_RUDE = (
    "Twice I wrote that I had tried all of this, and twice I got the same list of steps again. The last answer was one "
    "line: *See above.* I do not think that anybody has read what I sent."
)
_WISH = "That somebody reads the whole ticket once, and tells me whether it can be solved at all."
_SORRY = (
    "You are right, and I am sorry. I have read the whole ticket: the steps do not fit your case. We looked at it "
    "together today, and you get an answer in the ticket before the evening."
)
_NOTED = "The saved reply for this category is out of date; that is where the list comes from. Changed it."
_OTHER = "We do not understand each other: I write about the invoice, and the answers are about the contract."


def let_them_tell(place: Place, settled: Settled, *, now: datetime) -> None:
    """Let one customer complain, one ask for a different agent, and one have an answer already."""
    first, second = [settled.people[one.key] for one in place.people if one.roles == ("agent",)][:2]
    manager = next(settled.people[person.key] for person in place.people if "manager" in person.roles)
    with clock.stopped_at(now - timedelta(days=4)):
        answered = _complain(_ticket_of(first))
    with clock.stopped_at(now - timedelta(days=3, hours=20)):
        complaints.note(answered, body=_NOTED, by=manager, form_key=uuid.uuid4())
        outcome = Complaint.Outcome.ANSWERED
        complaints.answer(answered, body=_SORRY, outcome=outcome, by=manager, form_key=uuid.uuid4())
    with clock.stopped_at(now - timedelta(hours=3)):
        _complain(_ticket_of(second))
    with clock.stopped_at(now - timedelta(minutes=50)):
        asked = _ticket_of(first, besides=answered.ticket_id)
        complaints.ask_for_another_agent(asked, reason=_OTHER, by=asked.requester, form_key=uuid.uuid4())


def _complain(ticket):
    return complaints.complain(ticket, happened=_RUDE, wish=_WISH, by=ticket.requester, form_key=uuid.uuid4())


def _ticket_of(agent, besides=None) -> Ticket:
    """Return an open ticket of an agent that was there some days ago."""
    theirs = Ticket.objects.open().filter(assignee=agent).exclude(pk=besides).select_related("requester", "assignee")
    return theirs.order_by("filed_at")[0]
