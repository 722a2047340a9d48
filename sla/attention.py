"""Tickets whose subject begins with "ATTN:" and a manager's name: they are for the managers and for no queue."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from accounts.models import User
from sla import complaints, managers
from tickets import intake
from tickets.models import FormField


def divert(
    *, requester: User, subject: str, description: str, form_key: UUID, answers: Iterable[tuple[FormField, str]] = ()
) -> str | None:
    """Bring such words to the managers; return the address where their writer reads on, None for any others.

    A ticket of the writer's own that they name goes with it, and is about its agent, unless that is whom they name
    after "ATTN:": who is asked to read it does.
    """
    named = managers.addressed(subject)
    if not named:
        return None
    addressee = named[0] if len(named) == 1 else None
    ticket = intake.named_ticket(requester, subject, description)
    agent = complaints.agent_of(ticket) if ticket else None
    complaint = complaints.tell(
        addressee=addressee,
        body="\n\n".join([subject, description, *(f"{field.label}: {value}" for field, value in answers if value)]),
        by=requester,
        form_key=form_key,
        ticket=ticket,
        agent=None if agent == addressee else agent,
    )
    return reverse("promises:complaint", args=[complaint.key])
