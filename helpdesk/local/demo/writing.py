"""What the demo's staff has ready for its replies, and how an agent asks a colleague."""

import uuid

from helpdesk.local.demo.content import Place
from helpdesk.local.demo.settling import Settled
from tickets import conversation, saved_replies
from tickets.models import Ticket

_HELLO = "Hi {customer.first_name},\n\n"
_END = "\n\nBest regards\n{agent.name}, {company}"
# By the kind of shelf: whose it is, title, words.
_REPLIES = (
    (
        "agent",
        "Which browser and which device?",
        _HELLO + "to see the same as you do, I need to know\n\n- which browser you use, and its version,\n"
        "- on which computer or phone,\n- what the page says when it happens. A picture of it helps." + _END,
    ),
    (
        "team",
        "The refund is on its way",
        _HELLO + "we refunded {amount} for order {order number} today. It is on your account within five working days; "
        "nothing else is needed from you." + _END,
    ),
    (
        "everybody",
        "We hear nothing: still a problem?",
        _HELLO + "is “{ticket.subject}” still a problem? If not, you need not do anything: ticket #{ticket.number} "
        "closes by itself, and you can reopen it with a reply." + _END,
    ),
)


def save_replies(place: Place, settled: Settled) -> None:
    """Save a reply of the first agent, one of that agent's team, and one of everybody."""
    agent, manager = (_first(place, settled, role) for role in ("agent", "manager"))
    shelves = {
        "agent": {"owner": agent, "team": None, "by": agent},
        "team": {"owner": None, "team": agent.teams.order_by("name").first(), "by": manager},
        "everybody": {"owner": None, "team": None, "by": manager},
    }
    for shelf, title, words in _REPLIES:
        saved_replies.add(title=title, body=words, **shelves[shelf])


def let_somebody_be_mentioned(place: Place, settled: Settled) -> None:
    """Let the first agent ask the manager about a ticket of theirs that waits, in an internal note."""
    agent, manager = (_first(place, settled, role) for role in ("agent", "manager"))
    for waiting in Ticket.objects.open().filter(assignee=agent).in_serving_order()[1:2]:
        body = f"@{manager.name} may I offer a month for free here? They have waited long enough."
        conversation.internal_note(waiting, body=body, by=agent, form_key=uuid.uuid4())


def _first(place, settled, role):
    return next(settled.people[person.key] for person in place.people if role in person.roles)
