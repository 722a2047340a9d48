"""One act on many tickets."""

import uuid

from django.db import models

from accounts.models import User
from activity.models import Event
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel
from tickets.models.ticket import Ticket


class BulkJob(TenantModel):
    """What somebody asked to be done to many tickets, and how far that is. See tickets.bulk."""

    class Act(models.TextChoices):
        """The value says what is done, the label what it is called where it is chosen."""

        ASSIGN = "assign", "Assign to an agent"
        UNASSIGN = "unassign", "Unassign"
        RECATEGORISE = "recategorise", "Change the category"
        CLOSE = "close", "Close with a reason"
        ESCALATE = "escalate", "Escalate"
        TAG = "tag", "Add a tag"
        UNTAG = "untag", "Remove a tag"
        MERGE = "merge", "Merge into the oldest of them"

    act = models.CharField(max_length=15, choices=Act)
    # What the act needs: {"to": id, "seen": event id}, {"category": id}, {"reason": "…"}, {"tag": "…"}, {"into": id}.
    how = models.JSONField(default=dict)
    begun_by = TenantForeignKey(User, models.PROTECT, related_name="bulk_jobs")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    # When somebody asked for its undo, and when that was through.
    undone_at = models.DateTimeField(null=True)
    undo_finished_at = models.DateTimeField(null=True)
    # Made with the form; the second click of the same form finds the first one's job.
    form_key = models.UUIDField(default=uuid.uuid4)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "form_key"], name="bulk_job_form_key")]
        indexes = [models.Index(fields=["tenant", "begun_by", "-id"], name="bulk_job_of")]

    def __str__(self):
        return f"{self.act} by {self.begun_by_id}"


class BulkItem(TenantModel):
    """One ticket of a job, and what came of it."""

    class Outcome(models.TextChoices):
        """What became of a ticket."""

        WAITING = "waiting", "Waiting"
        DONE = "done", "Done"
        UNCHANGED = "unchanged", "Nothing to change"
        REFUSED = "refused", "Not possible"
        UNDONE = "undone", "Undone"
        KEPT = "kept", "Could not be undone"
        SKIPPED = "skipped", "Not begun"

    job = TenantForeignKey(BulkJob, models.CASCADE, related_name="items")
    ticket = TenantForeignKey(Ticket, models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    # Why not, in words for who asked.
    sentence = models.TextField(blank=True, default="")
    # What was done, as the timeline has it; the undo takes it back.
    event = TenantForeignKey(Event, models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "job", "ticket"], name="bulk_item_once")]
        indexes = [models.Index(fields=["tenant", "job", "outcome", "ticket"], name="bulk_item_outcome")]

    def __str__(self):
        return f"ticket {self.ticket_id} of job {self.job_id}: {self.outcome}"
