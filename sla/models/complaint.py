"""What a requester tells the managers about a ticket and its agent, out of that agent's sight.

Both tables are sealed (tenants.seals): the database shows their rows in the scope of a person who may read them and
to nobody else, whatever asks. docs/decisions/0012-the-sealed-complaint.md has the reasons.
"""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import User
from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel
from tenants.seals import Seal
from tickets.models import Ticket

_IS = "EXISTS (SELECT FROM accounts_user p WHERE p.tenant_id = {tenant} AND p.id = {person} AND p.is_active AND"
# A manager other than the agent it names; where there is none, an admin other than that agent. The subqueries that
# ask for nothing of the row are answered once for a statement.
_READS = (
    "sla_complaint.agent_id IS DISTINCT FROM {person} AND ("
    f"{_IS} p.is_manager) OR {_IS} p.is_admin) AND NOT EXISTS ("
    "SELECT FROM accounts_user m WHERE m.tenant_id = {tenant} AND m.is_active AND m.is_manager"
    " AND m.id IS DISTINCT FROM sla_complaint.agent_id))"
)
_OF_READABLE = (
    "EXISTS (SELECT FROM sla_complaint c WHERE c.tenant_id = {tenant} AND c.id = sla_complaintentry.complaint_id AND "
)


class ComplaintQuerySet(models.QuerySet):
    """Named filters on complaints; the seal has left out by then what is not for whoever asks."""

    def waiting(self):
        """Without an outcome, in the order in which they are answered."""
        return self.filter(outcome="").order_by("waiting_since", "id")

    def answered(self):
        """With an outcome, the last one first."""
        return self.filter(answered_at__isnull=False).order_by("-answered_at", "-id")

    def with_names(self):
        """With everything that a row of a list prints."""
        return self.select_related(
            "writer__plan", "ticket__category__parent", "ticket__assignee", "agent", "taken_by", "addressee"
        )


class Complaint(TenantModel):
    """One matter between a requester and the managers."""

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", "Complaint"
        OTHER_AGENT = "other-agent", "Different agent"

    class Outcome(models.TextChoices):
        WAITING = "", "Not answered yet"
        ANSWERED = "answered", "Answered"
        REASSIGNED = "reassigned", "Reassigned"
        NO_CHANGE = "no-change", "No change"

    class State(models.TextChoices):
        NEW = "new", "New"
        IN_HAND = "in-hand", "In hand"
        ANSWERED = "answered", "Answered"

    # Names it in addresses: its id would tell how many there are.
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.COMPLAINT)
    writer = TenantForeignKey(User, models.PROTECT, related_name="+")
    ticket = TenantForeignKey(Ticket, models.PROTECT, null=True, related_name="+")
    # Whom it is about, and who therefore never reads it: the ticket's agent when it was written.
    agent = TenantForeignKey(User, models.PROTECT, null=True, related_name="+")
    # The manager whom the writer named after "ATTN:".
    addressee = TenantForeignKey(User, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    # Since when the writer waits for an outcome; empty once there is one.
    waiting_since = models.DateTimeField(null=True)
    taken_by = TenantForeignKey(User, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default=Outcome.WAITING)
    answered_at = models.DateTimeField(null=True)

    objects = TenantManager.from_queryset(ComplaintQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            Seal(name="complaint_seal", opens="sla_complaint.writer_id = {person} OR " + _READS),
            models.UniqueConstraint(fields=["tenant", "key"], name="complaint_key"),
            # What is written once more about the same ticket and agent is added to the first.
            models.UniqueConstraint(
                fields=["tenant", "writer", "ticket", "agent", "kind"],
                condition=Q(ticket__isnull=False),
                nulls_distinct=False,
                name="complaint_one_a_ticket",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", waiting_since__isnull=False, answered_at=None)
                | (~Q(outcome="") & Q(waiting_since=None, answered_at__isnull=False)),
                name="complaint_waits_or_is_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "waiting_since", "id"], condition=Q(outcome=""), name="complaint_waiting"),
            models.Index(
                fields=["tenant", "-answered_at", "-id"],
                condition=Q(answered_at__isnull=False),
                name="complaint_answered",
            ),
            models.Index(fields=["tenant", "writer", "-written_at"], name="complaint_writer"),
        ]

    def __str__(self):
        return f"complaint {self.pk}"

    @property
    def state(self) -> State:
        """How far it is."""
        if self.outcome:
            return self.State.ANSWERED
        return self.State.IN_HAND if self.taken_by_id else self.State.NEW

    @property
    def is_request(self) -> bool:
        """Whether its writer asks for a different agent, and complains about nothing."""
        return self.kind == self.Kind.OTHER_AGENT


class ComplaintEntry(TenantModel):
    """One text of it. What managers note between them its writer cannot read either."""

    class Kind(models.TextChoices):
        MESSAGE = "message", "Message"
        REPLY = "reply", "Reply"
        NOTE = "note", "Internal note"

    complaint = TenantForeignKey(Complaint, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind)
    author = TenantForeignKey(User, models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=120)
    body = models.TextField()
    # What the writer would like to happen, if they say.
    wish = models.TextField(blank=True, default="")
    # Of a reply that settled it.
    outcome = models.CharField(max_length=12, choices=Complaint.Outcome, blank=True, default="")
    written_at = models.DateTimeField()
    form_key = models.UUIDField()

    class Meta(TenantModel.Meta):
        constraints = [
            Seal(
                name="complaint_entry_seal",
                opens=_OF_READABLE + "(sla_complaintentry.kind <> 'note' OR c.writer_id <> {person}))",
                # Everybody writes in their own name: the requester messages, the managers what is theirs.
                writes="sla_complaintentry.author_id = {person} AND "
                + _OF_READABLE
                + "(c.writer_id = {person}) = (sla_complaintentry.kind = 'message'))",
            ),
            models.UniqueConstraint(fields=["tenant", "author", "form_key"], name="complaint_entry_once"),
        ]
        indexes = [models.Index(fields=["tenant", "complaint", "id"], name="complaint_entry_order")]

    def __str__(self):
        return f"{self.kind} {self.pk} in complaint {self.complaint_id}"
