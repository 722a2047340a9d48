"""People, their teams and plans, the one-time keys they were sent, and the counters that slow attackers."""

import unicodedata
import uuid

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower, Reverse
from django.utils.crypto import salted_hmac

from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel


def normalise_email(email: str) -> str:
    """Return the form in which addresses are compared and are unique within a tenant."""
    return unicodedata.normalize("NFKC", email).strip().lower()


class Assignment(models.TextChoices):
    """How tickets find their agents."""

    MANUAL = "manual", "Managers assign"
    BALANCED = "balanced", "Balanced"


_LONGEST_WAIT, _HIGHEST_LIFT = 60, 5


def _from_to(least: int, most: int) -> list:
    return [MinValueValidator(least), MaxValueValidator(most)]


def _days(number: int) -> str:
    return f"{number} business day{'' if number == 1 else 's'}"


class PlanQuerySet(models.QuerySet):
    """Named filters on plans."""

    def in_use(self):
        """Not archived, the default one first."""
        return self.filter(archived_at=None).order_by("-is_default", "name", "pk")


class Plan(TenantModel):
    """What a customer is entitled to, for example Standard or VIP. Days are business days."""

    name = models.CharField(max_length=40)
    is_default = models.BooleanField(default=False)
    # How long a message goes unanswered before its requester may escalate.
    escalation_days = models.PositiveSmallIntegerField(default=5, validators=_from_to(1, _LONGEST_WAIT))
    # Within how long an answer is promised.
    guarantee_days = models.PositiveSmallIntegerField(default=2, validators=_from_to(1, _LONGEST_WAIT))
    has_chat = models.BooleanField(default=False)
    # By how many steps a ticket is more urgent than its category says.
    priority_lift = models.PositiveSmallIntegerField(default=0, validators=_from_to(0, _HIGHEST_LIFT))
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TenantManager.from_queryset(PlanQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "name"],
                condition=models.Q(archived_at=None),
                name="plan_name_in_use",
                violation_error_message="There is a plan of this name already.",
            ),
            models.CheckConstraint(
                condition=models.Q(is_default=False) | models.Q(archived_at=None), name="plan_default_is_in_use"
            ),
            models.UniqueConstraint(fields=["tenant"], condition=models.Q(is_default=True), name="plan_one_default"),
            models.CheckConstraint(
                condition=models.Q(
                    escalation_days__range=(1, _LONGEST_WAIT),
                    guarantee_days__range=(1, _LONGEST_WAIT),
                    priority_lift__lte=_HIGHEST_LIFT,
                ),
                name="plan_numbers",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def promises(self) -> list[str]:
        """What the plan entitles to, one sentence each, for its customers."""
        told = [f"We answer within {_days(self.guarantee_days)}."]
        told.append(f"You can ask a manager after {_days(self.escalation_days)} without an answer.")
        if self.priority_lift:
            steps = "one step" if self.priority_lift == 1 else f"{self.priority_lift} steps"
            told.append(f"Your tickets are {steps} more urgent.")
        told.append("Live chat is included." if self.has_chat else "Live chat is not included.")
        return told

    @property
    def in_words(self) -> str:
        """The same for staff, in short."""
        told = [f"Answer within {_days(self.guarantee_days)}", f"escalation after {_days(self.escalation_days)}"]
        if self.priority_lift:
            told.append(f"{self.priority_lift} step{'s' if self.priority_lift > 1 else ''} more urgent")
        return ", ".join([*told, "with chat" if self.has_chat else "no chat"])

    @classmethod
    def of(cls, user) -> "Plan":
        """Return the plan by which somebody is served: their own, or the default one, as for guests."""
        return user.plan or cls.objects.filter(is_default=True).first() or cls()


class UserQuerySet(models.QuerySet):
    """Named filters on people."""

    def active(self):
        """People who may sign in."""
        return self.filter(is_active=True)

    def staff(self):
        """Agents, managers and admins."""
        return self.filter(kind=User.Kind.STAFF)

    def who_work_tickets(self):
        """Active people to whom a ticket can be assigned."""
        return self.active().staff().filter(models.Q(is_agent=True) | models.Q(is_manager=True))


class UserManager(TenantManager.from_queryset(UserQuerySet)):
    """People of the open scope's tenant."""

    def get_by_natural_key(self, email):
        """Return the person with an e-mail address."""
        return self.get(email_norm=normalise_email(email))


class User(TenantModel, AbstractBaseUser):
    """A person of one tenant. The e-mail address is unique in the tenant and always proven:
    no account exists before its owner has answered a mail to it.
    """

    class Kind(models.TextChoices):
        CUSTOMER = "customer", "Customer"
        GUEST = "guest", "Guest"
        STAFF = "staff", "Staff"

    name = models.CharField(max_length=120)
    # In small letters, and in an order in which everything that begins alike stands together.
    name_key = models.GeneratedField(
        expression=Lower("name"), output_field=models.CharField(max_length=240, db_collation="C"), db_persist=True
    )
    email = models.EmailField()
    email_norm = models.CharField(max_length=254, editable=False, db_collation="C")
    # Backwards: whoever has an address of a domain, or of one below it, stands together.
    email_backwards = models.GeneratedField(
        expression=Reverse("email_norm"), output_field=models.CharField(max_length=254, db_collation="C"),
        db_persist=True,
    )  # fmt: skip
    kind = models.CharField(max_length=10, choices=Kind)
    is_agent = models.BooleanField(default=False)
    is_manager = models.BooleanField(default=False)
    is_admin = models.BooleanField(default=False)
    # A customer who may escalate the tickets of others by their number.
    is_moderator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    plan = TenantForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="customers")
    teams = models.ManyToManyField("Team", through="Membership", related_name="members")
    # Empty: the helpdesk's own.
    time_zone = models.CharField(max_length=60, blank=True, default="")
    # How many open tickets the rule may give to this person; empty: as many as to everybody.
    ticket_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    # Set while somebody is signed in with a temporary password: nothing else opens before it is replaced.
    must_choose_password = models.BooleanField(default=False)
    # Staff's keys without Ctrl or Alt; who types by voice switches them off.
    single_keys = models.BooleanField(default=True)
    # When a guest was last told that the account ends.
    ending_told_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = UserManager()

    USERNAME_FIELD = "email_norm"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "email_norm"], name="user_email"),
            models.CheckConstraint(
                condition=models.Q(kind="staff") | models.Q(is_agent=False, is_manager=False, is_admin=False),
                name="user_roles_are_for_staff",
            ),
            models.CheckConstraint(
                condition=models.Q(is_moderator=False) | models.Q(kind="customer"), name="user_moderators_are_customers"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "kind", "name"], name="user_kind"),
            models.Index(fields=["tenant", "name_key"], name="user_name_key"),
            models.Index(fields=["tenant", "email_backwards"], name="user_email_backwards"),
            models.Index(fields=["tenant", "plan", "name_key"], name="user_plan"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Keep the normalised address in step."""
        self.email_norm = normalise_email(self.email)
        super().save(*args, **kwargs)

    @property
    def is_staff_member(self) -> bool:
        """Whether the person works here, in whatever role."""
        return self.kind == self.Kind.STAFF

    @property
    def is_guest(self) -> bool:
        """Whether this is a temporary account."""
        return self.kind == self.Kind.GUEST

    def _get_session_auth_hash(self, secret=None):
        # With the tenant in it, a session cookie is worth nothing on another tenant's host.
        key_salt = "accounts.User.session"
        return salted_hmac(key_salt, f"{self.tenant_id}:{self.password}", secret=secret, algorithm="sha256").hexdigest()


class TeamQuerySet(models.QuerySet):
    """Named filters on teams."""

    def in_use(self):
        """Not archived, by name."""
        return self.filter(archived_at=None).order_by("name")


class Team(TenantModel):
    """A group of agents who share categories."""

    name = models.CharField(max_length=60)
    # Empty: as for the whole helpdesk.
    assignment = models.CharField(max_length=10, choices=Assignment, blank=True, default="")
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TenantManager.from_queryset(TeamQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "name"],
                condition=models.Q(archived_at=None),
                name="team_name",
                violation_error_message="There is a team of this name already.",
            ),
        ]

    def __str__(self):
        return self.name


class Membership(TenantModel):
    """That a person belongs to a team."""

    team = TenantForeignKey(Team, models.CASCADE, related_name="memberships")
    user = TenantForeignKey(User, models.CASCADE, related_name="memberships")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "user", "team"], name="membership_once")]
        indexes = [models.Index(fields=["tenant", "team"], name="membership_team")]

    def __str__(self):
        return f"{self.user_id} in {self.team_id}"


class OneTimeKey(TenantModel):
    """A secret that was e-mailed and works once. Only its SHA-256 is kept; see accounts.keys."""

    class Purpose(models.TextChoices):
        SIGN_UP = "sign-up", "Confirm an address"
        RESET = "reset", "Choose a new password"
        LINK = "link", "Sign in by link"
        TEMPORARY_PASSWORD = "password", "Temporary password"
        INVITATION = "invitation", "Join the staff"

    purpose = models.CharField(max_length=12, choices=Purpose)
    email_norm = models.CharField(max_length=254)
    digest = models.CharField(max_length=64)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "purpose", "digest"], name="one_time_key_digest")]
        indexes = [
            models.Index(fields=["tenant", "email_norm", "purpose"], name="one_time_key_person"),
            models.Index(fields=["tenant", "expires_at"], name="one_time_key_expiry"),
        ]

    def __str__(self):
        return f"{self.purpose} key {self.pk}"


class Attempts(TenantModel):
    """How often something was tried in a window of time; see accounts.throttle."""

    key = models.CharField(max_length=64)
    window_ends_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="attempts_key")]
        indexes = [models.Index(fields=["tenant", "window_ends_at"], name="attempts_window")]

    def __str__(self):
        return f"{self.count} until {self.window_ends_at}"


class PlanDomainQuerySet(models.QuerySet):
    """Named filters on rules about domains."""

    def in_use(self):
        """Not archived, by name."""
        return self.filter(archived_at=None).order_by("domain")


class PlanDomain(TenantModel):
    """That customers with an address of a domain have a plan; see accounts.plan_domains."""

    domain = models.CharField(max_length=253, db_collation="C")
    with_subdomains = models.BooleanField(default=False)
    plan = TenantForeignKey(Plan, models.PROTECT, related_name="domains")
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TenantManager.from_queryset(PlanDomainQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "domain"],
                condition=models.Q(archived_at=None),
                name="plan_domain",
                violation_error_message="There is a rule for this domain already.",
            ),
        ]

    def __str__(self):
        return self.domain


class AwaitedCustomer(TenantModel):
    """An address from an import that nobody has signed up with yet, and the plan that it will have."""

    email = models.EmailField()
    email_norm = models.CharField(max_length=254, db_collation="C")
    name = models.CharField(max_length=120, blank=True)
    plan = TenantForeignKey(Plan, models.PROTECT, related_name="awaited")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "email_norm"], name="awaited_customer_email")]

    def __str__(self):
        return self.email


class CustomerImport(TenantModel):
    """A list of addresses and plans that an admin uploaded: read at once, carried out when they say so."""

    # Stands in the address.
    key = models.UUIDField(default=uuid.uuid4)
    name = models.CharField(max_length=150)
    begun_by = TenantForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # What could be read: [[number of the line, address, id of the plan, name] …]; empty once it is carried out.
    lines = models.JSONField(default=list)
    # What could not, or could not be done: [[number of the line, sentence] …]
    problems = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    awaited = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="customerimport_key")]
        indexes = [models.Index(fields=["tenant", "-begun_at", "-id"], name="customerimport_latest")]

    def __str__(self):
        return self.name
