"""One problem of one requester."""

from datetime import UTC, datetime

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import Coalesce, Least
from django.utils.functional import cached_property

from accounts.models import Team, User
from knowledgebase.models import Consultation
from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel
from tickets.models.category import Category
from tickets.models.escalation import Escalation
from tickets.models.priority import Priority
from tickets.models.rules import Rules
from tickets.statuses import OPEN, WAITING, Status, Turn

_IS_OPEN = models.Q(status__lt=Status.CLOSED)
# Of which requesters were not told yet that they may escalate, or will be.
NOT_TOLD_ESCALATABLE = models.Q(escalatable_at__isnull=False, escalated_at__isnull=True) & (
    models.Q(told_wait__isnull=True) | ~models.Q(told_wait=models.F("unanswered_since"))
)
# How the most urgent priorities stand out, the first one red, the next one orange.
_FLAGS = ("urgent", "high")
# The rank of an escalated ticket; priorities begin at 1.
ESCALATED_RANK = 0
# Where a ticket stands that does not wait: behind all that do.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
# The one order in which tickets are served: staff's lists, their pages and the requester's place follow it.
SERVING_ORDER = ("rank", "queued_at", "id")
# The order in which promises break.
DUE_ORDER = ("due_at", "id")
# The order in which targets are missed.
TARGET_ORDER = ("target_at", "id")


class TicketQuerySet(models.QuerySet):
    """Named filters and orders on tickets."""

    def open(self):
        """Not closed."""
        return self.filter(status__lt=Status.CLOSED)

    def closed(self):
        """Closed."""
        return self.filter(status__gte=Status.CLOSED)

    def waiting(self):
        """Waiting for staff."""
        return self.filter(status__lt=Status.WORK_IN_PROGRESS)

    def unassigned(self):
        """Open, and nobody's."""
        return self.open().filter(assignee=None)

    def of_requester(self, user):
        """Filed by, or for, a person."""
        return self.filter(requester=user)

    def in_serving_order(self):
        """The order of a queue: escalated first, then most urgent, then longest waiting.

        Within a priority, tickets that do not wait stand behind those that do.
        """
        return self.order_by(*SERVING_ORDER)

    def with_tags(self):
        """With the names of the tags in `tag_names`, without another query."""
        taggings = apps.get_model("tickets.Tagging").objects.filter(ticket=models.OuterRef("pk"))
        return self.annotate(tag_names=ArraySubquery(taggings.order_by("tag__name").values("tag__name")))

    def with_urgency(self):
        """With what `flag` needs: the most urgent priorities in use, asked for once and not for each ticket."""
        ranked = Priority.objects.in_use().values("pk")[: len(_FLAGS) + 1]
        return self.annotate(most_urgent=ArraySubquery(ranked))

    def with_names(self):
        """Everything that a list prints, in one query."""
        return self.select_related("category__parent", "requester__plan", "assignee", "priority").with_tags()


class Ticket(TenantModel):
    """One problem of one requester, with a number that is unique within the tenant.

    `status` and the times that belong to it are written by tickets.lifecycle alone.
    """

    class ClosedBy(models.TextChoices):
        REQUESTER = "requester", "by the requester"
        STAFF = "staff", "by staff"
        CLOCK = "clock", "no reply"
        MERGE = "merge", "by merging"

    number = models.BigIntegerField()
    subject = models.CharField(max_length=200)
    status = models.PositiveSmallIntegerField(choices=Status, default=Status.NEW)
    category = TenantForeignKey(Category, models.PROTECT, related_name="tickets")
    priority = TenantForeignKey(Priority, models.PROTECT, related_name="tickets")
    # The priority's rank, or 0 while escalated, kept here so that one index serves the queue.
    rank = models.PositiveSmallIntegerField()
    team = TenantForeignKey(Team, models.PROTECT, null=True, related_name="tickets")
    requester = TenantForeignKey(User, models.PROTECT, related_name="tickets")
    # As it was on the day of filing; the account may change its name.
    requester_name = models.CharField(max_length=120)
    filed_by = TenantForeignKey(User, models.PROTECT, related_name="+")
    assignee = TenantForeignKey(User, models.PROTECT, null=True, related_name="assigned_tickets")
    follow_up_of = TenantForeignKey("self", models.PROTECT, null=True, related_name="follow_ups")
    # While set, the conversation goes on there; see tickets.merging.
    merged_into = TenantForeignKey("self", models.PROTECT, null=True, related_name="merged")
    # Made with the form; the second click of the same form finds the first one's ticket.
    form_key = models.UUIDField()
    # Which articles the requester was offered before writing.
    consultation = TenantForeignKey(Consultation, models.PROTECT, null=True, related_name="+")

    filed_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    # Since when the ticket stands in the queue; empty while it does not wait for staff.
    waiting_since = models.DateTimeField(null=True)
    # The same without gaps, so that rows can be compared with rows.
    queued_at = models.GeneratedField(
        expression=Coalesce("waiting_since", models.Value(NEVER)),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    # Since when it is served before all others, and who wanted that.
    escalated_at = models.DateTimeField(null=True)
    escalation = TenantForeignKey(Escalation, models.PROTECT, null=True, related_name="+")
    # The first message of the requester that staff has not answered; a bump does not move it.
    unanswered_since = models.DateTimeField(null=True)
    # Set while unanswered, as far as business days can be foreseen: by when an answer is promised, and from when its
    # requester may escalate; see tickets.promises.
    due_at = models.DateTimeField(null=True)
    # From when the promise is at risk: three quarters of the business time until `due_at` are over.
    at_risk_at = models.DateTimeField(null=True)
    escalatable_at = models.DateTimeField(null=True)
    # The `unanswered_since` of the last wait that was escalated by right, and of the last one of which the requester
    # was told that it can be: both once per wait.
    escalated_wait = models.DateTimeField(null=True)
    told_wait = models.DateTimeField(null=True)
    first_answered_at = models.DateTimeField(null=True)
    # Since when it has been our turn, and the seconds of business time that our earlier turns took together.
    our_turn_since = models.DateTimeField(null=True)
    our_turn_seconds = models.PositiveIntegerField(default=0)
    # By when staff wants to answer, while unanswered, and to solve, while it is our turn: see tickets.targets. The
    # requester is not told; `target_at` is the earlier of the two.
    respond_by = models.DateTimeField(null=True)
    resolve_by = models.DateTimeField(null=True)
    target_at = models.GeneratedField(
        expression=Least("respond_by", "resolve_by"), output_field=models.DateTimeField(), db_persist=True
    )
    # Set while Solution Suggested.
    remind_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    # Set while Closed.
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=10, choices=ClosedBy, blank=True)
    close_reason = models.CharField(max_length=200, blank=True)
    reopen_until = models.DateTimeField(null=True)

    objects = TenantManager.from_queryset(TicketQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number"], name="ticket_number"),
            models.UniqueConstraint(fields=["tenant", "form_key"], name="ticket_form_key"),
            models.CheckConstraint(
                condition=models.Q(waiting_since__isnull=False, status__in=WAITING)
                | (models.Q(waiting_since__isnull=True) & ~models.Q(status__in=WAITING)),
                name="ticket_waits_since",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__isnull=False, status=Status.SOLUTION_SUGGESTED)
                | (models.Q(closes_at__isnull=True) & ~models.Q(status=Status.SOLUTION_SUGGESTED)),
                name="ticket_closes_at",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=False, reopen_until__isnull=False, status=Status.CLOSED)
                | models.Q(closed_at__isnull=True, reopen_until__isnull=True, status__in=OPEN),
                name="ticket_closed_at",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(status=Status.CLOSED),
                name="ticket_merged_is_closed",
            ),
            models.CheckConstraint(
                condition=models.Q(escalated_at__isnull=False, rank=ESCALATED_RANK)
                | models.Q(escalated_at__isnull=True, rank__gt=ESCALATED_RANK),
                name="ticket_escalated_first",
            ),
            models.CheckConstraint(
                condition=models.Q(escalation__isnull=True) | models.Q(escalated_at__isnull=False),
                name="ticket_escalation_stands",
            ),
            models.CheckConstraint(
                condition=models.Q(unanswered_since__isnull=False)
                | models.Q(due_at__isnull=True, at_risk_at__isnull=True, escalatable_at__isnull=True),
                name="ticket_promises_an_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(our_turn_since__isnull=False, status__lt=Status.NEEDS_MORE_INFO)
                | models.Q(our_turn_since__isnull=True, resolve_by__isnull=True, status__gte=Status.NEEDS_MORE_INFO),
                name="ticket_our_turn",
            ),
            models.CheckConstraint(
                condition=models.Q(unanswered_since__isnull=False, our_turn_since__isnull=False)
                | models.Q(unanswered_since__isnull=True, respond_by__isnull=True),
                name="ticket_unanswered",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "assignee", *SERVING_ORDER],
                include=["status"],
                condition=_IS_OPEN,
                name="ticket_queue",
            ),
            models.Index(
                fields=["tenant", "team", *SERVING_ORDER],
                include=["status", "assignee"],
                condition=_IS_OPEN,
                name="ticket_team_queue",
            ),
            models.Index(
                fields=["tenant", *SERVING_ORDER],
                include=["status", "assignee", "team"],
                condition=_IS_OPEN,
                name="ticket_whole_queue",
            ),
            models.Index(
                fields=["tenant", *SERVING_ORDER],
                include=["team"],
                condition=_IS_OPEN & models.Q(assignee__isnull=True),
                name="ticket_unassigned_queue",
            ),
            models.Index(
                fields=["tenant", "assignee", "updated_at", "id"],
                condition=models.Q(status__gte=Status.NEEDS_MORE_INFO, status__lt=Status.CLOSED),
                name="ticket_with_customer",
            ),
            models.Index(fields=["tenant", "-updated_at", "-id"], name="ticket_recent"),
            models.Index(fields=["tenant", "requester", "-updated_at", "-id"], name="ticket_requester"),
            models.Index(
                fields=["tenant", "closes_at", "id"],
                condition=models.Q(status=Status.SOLUTION_SUGGESTED),
                name="ticket_closes",
            ),
            models.Index(
                fields=["tenant", "remind_at", "id"],
                condition=models.Q(remind_at__isnull=False),
                name="ticket_reminds",
            ),
            models.Index(
                fields=["tenant", "id"],
                condition=models.Q(our_turn_since__isnull=False),
                name="ticket_ours",
            ),
            models.Index(
                fields=["tenant", *DUE_ORDER],
                include=["status", "assignee", "at_risk_at"],
                condition=_IS_OPEN & models.Q(due_at__isnull=False),
                name="ticket_due",
            ),
            models.Index(
                fields=["tenant", *TARGET_ORDER],
                include=["status", "assignee"],
                condition=_IS_OPEN & models.Q(target_at__isnull=False),
                name="ticket_target",
            ),
            models.Index(
                fields=["tenant", "escalatable_at", "id"],
                condition=NOT_TOLD_ESCALATABLE,
                name="ticket_escalatable",
            ),
            models.Index(fields=["tenant", "category"], condition=_IS_OPEN, name="ticket_category"),
            models.Index(fields=["tenant", "priority"], condition=_IS_OPEN, name="ticket_priority"),
            models.Index(
                fields=["tenant", "assignee", "-closed_at", "-id"],
                condition=models.Q(status__gte=Status.CLOSED),
                name="ticket_closed",
            ),
            models.Index(
                fields=["tenant", "-closed_at", "-id"],
                condition=models.Q(status__gte=Status.CLOSED),
                name="ticket_all_closed",
            ),
            models.Index(
                fields=["tenant", "consultation"],
                condition=models.Q(consultation__isnull=False),
                name="ticket_consultation",
            ),
            models.Index(
                fields=["tenant", "merged_into", "id"],
                condition=models.Q(merged_into__isnull=False),
                name="ticket_merged",
            ),
        ]

    def __str__(self):
        return f"#{self.number}"

    @property
    def state(self) -> Status:
        """The status with its words."""
        return Status(self.status)

    @property
    def effective_rank(self) -> int:
        """What `rank` has to be: the priority's, or that of an escalated ticket."""
        return ESCALATED_RANK if self.escalated_at else self.priority.rank

    @property
    def flag(self) -> str:
        """How its priority stands out, "" if it does not; of a ticket with_urgency().

        With one or two priorities nothing stands out, or everything would.
        """
        is_distinct = len(self.most_urgent) > len(_FLAGS)
        return dict(zip(self.most_urgent, _FLAGS, strict=False)).get(self.priority_id, "") if is_distinct else ""

    @property
    def turn(self) -> Turn:
        """Whose turn it is."""
        return self.state.turn

    @cached_property
    def rules(self) -> Rules:
        """The tenant's rules, as they were when somebody first asked this row."""
        return Rules.current()

    @property
    def is_open(self) -> bool:
        """Whether the ticket is not closed."""
        return self.state.is_open
