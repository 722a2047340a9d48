"""Lives through the demo's past: every step is the product's own verb, done at its own moment."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from helpdesk.local.demo.casting import Case
from helpdesk.local.demo.moments import Step
from helpdesk.local.demo.settling import Settled
from shared import clock
from tickets import assignment, conversation, escalation, housekeeping, intake, moderating, progress
from tickets.models import Ticket

_TURNS = {
    "reply": conversation.reply,
    "ask": conversation.ask_for_information,
    "solution": conversation.suggest_solution,
    "message": conversation.message,
    "note": conversation.internal_note,
}
_ESCALATIONS = {
    "escalate": lambda ticket, step, by: escalation.escalate(ticket, reason=step.text, by=by),
    "look up": lambda ticket, step, by: moderating.look(ticket.number, by=by),
    "escalate by number": lambda ticket, step, by: moderating.escalate(ticket.number, reason=step.text, by=by),
    "see": lambda ticket, step, by: escalation.see(ticket, by=by),
}
_CLOCK = {"remind": housekeeping.remind_quiet, "auto-close": housekeeping.close_quiet}


@dataclass
class Life:
    """One ticket and what happens to it."""

    case: Case
    steps: list[Step]
    ticket: Ticket | None = None

    @property
    def filed_at(self):
        """When the ticket was filed."""
        return self.steps[0].at

    def is_open_at(self, moment) -> bool:
        """Tell whether the ticket was filed before a moment and did not end before it."""
        last = self.steps[-1]
        is_closed = last.kind in ("close", "auto-close") and last.at < moment
        return self.filed_at < moment and not is_closed


def live_through(lives: list[Life], settled: Settled) -> None:
    """Do all steps of all tickets in the order in which they happened.

    One after the other across tickets, so that numbers rise with the days and the clock's own acts
    find what is due at their moment and nothing else.
    """
    steps = sorted(((step, life) for life in lives for step in life.steps), key=lambda pair: pair[0].at)
    for step, life in steps:
        with clock.stopped_at(step.at):
            if step.kind in _CLOCK:
                _CLOCK[step.kind]()
            else:
                _act(step, life, settled, lives)


def _act(step, life, settled, lives):
    by = settled.people[step.by.key]
    if step.kind == "file":
        life.ticket = _file(life, by, settled, lives)
    elif step.kind == "assign":
        assignment.assign(life.ticket, to=settled.people[life.case.agent.key], by=by)
    elif step.kind == "close":
        progress.close(life.ticket, by=by, reason=step.text)
    elif step.kind in _ESCALATIONS:
        _ESCALATIONS[step.kind](life.ticket, step, by)
    else:
        _TURNS[step.kind](life.ticket, body=step.text, by=by, form_key=uuid.uuid4())


def _file(life, by, settled, lives):
    case = life.case
    fields = settled.fields[case.story.category]
    return intake.file(
        requester=by,
        by=by,
        subject=case.subject,
        description=case.description,
        category=settled.categories[case.story.category],
        form_key=uuid.uuid4(),
        answers=[(field, _answer(field, case.answers.get(key), life.filed_at)) for key, field in fields.items()],
        # Who had an open ticket was shown it, and said that this is a different problem.
        despite_open_ticket=any(
            other.case.requester is case.requester and other.is_open_at(life.filed_at) for other in lives
        ),
    )


def _answer(field, value, filed_at):
    """Return an answer as the form would have handed it over."""
    if value is None:
        return ""
    if field.kind == field.Kind.DATE:
        return str((filed_at + timedelta(days=value)).date())
    return str(value)
