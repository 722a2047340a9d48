"""Reactions that write to people about complaints: that there is something to read, and never what.

No event says whose complaint it is or about whom. Each is looked for in the scope of who could read it.
"""

from django.urls import reverse

from accounts.models import User
from activity.models import Delivery
from mail.letters import Button, Letter, outward
from sla import managers
from sla.models import Complaint
from tenants import hosts
from tenants.scope import person_scope


def tell_reader(delivery: Delivery):
    """Tell a manager that somebody wrote to the managers, if this one may read it."""
    reader = User.objects.active().filter(pk=delivery.event.data["to"]).first()
    complaint = reader and _read_by(reader, delivery.event.subject_id)
    if not complaint or complaint.outcome:
        return None
    what = "asks for a different agent" if complaint.is_request else "wrote to the managers"
    letter = Letter(
        to=reader.email,
        subject=f"{complaint.writer.name} {what}",
        source="complaint_for_manager",
        context={"complaint": complaint, "what": what},
        button=Button("Read and answer", hosts.absolute(reverse("promises_desk:complaint", args=[complaint.key]))),
    )
    return outward(delivery, letter)


def acknowledge(delivery: Delivery):
    """Tell its writer that it has arrived, and who reads it."""
    complaint = _read_by_somebody(delivery.event.subject_id) if delivery.event.data["is_new"] else None
    return _to_writer(delivery, complaint, "The managers have your message", "complaint_received")


def tell_writer(delivery: Delivery):
    """Tell its writer that there is an answer."""
    complaint = _read_by_somebody(delivery.event.subject_id)
    return _to_writer(delivery, complaint, "A manager answered you", "complaint_answered")


def _to_writer(delivery, complaint, subject, source):
    if complaint is None or not complaint.writer.is_active:
        return None
    letter = Letter(
        to=complaint.writer.email,
        subject=subject,
        source=source,
        context={"complaint": complaint, "readers": managers.readers(complaint.agent)},
        button=Button("View it", hosts.absolute(reverse("promises:complaint", args=[complaint.key]))),
    )
    return outward(delivery, letter)


def _read_by_somebody(pk) -> Complaint | None:
    return next((found for user in managers.candidates() if (found := _read_by(user, pk))), None)


def _read_by(user, pk) -> Complaint | None:
    with person_scope(user):
        return Complaint.objects.with_names().exclude(writer=user).filter(pk=pk).first()
