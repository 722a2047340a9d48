"""When people work and when they are away, and when the house is open."""

from django.db import models

from accounts.models import User
from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel


class Weekday(models.IntegerChoices):
    """The days of a week, as Python counts them."""

    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class Shift(TenantModel):
    """One block of a person's week, in that person's own time zone.

    It belongs to the day on which it begins; one that ends at its beginning or before it ends on the next day.
    """

    user = TenantForeignKey(User, models.CASCADE, related_name="shifts")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "user", "weekday", "starts"], name="shift_once"),
            models.CheckConstraint(condition=models.Q(weekday__lte=Weekday.SUNDAY), name="shift_weekday"),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.starts:%H:%M}–{self.ends:%H:%M}"


class AbsenceQuerySet(models.QuerySet):
    """Named filters on absences."""

    def in_use(self):
        """Not taken back, by the day on which they begin."""
        return self.filter(archived_at=None).order_by("starts_on", "id")


class Absence(TenantModel):
    """Days on which somebody does not work, the first and the last included."""

    user = TenantForeignKey(User, models.CASCADE, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    note = models.CharField(max_length=120, blank=True)
    # Set when it was taken back.
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TenantManager.from_queryset(AbsenceQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="absence_ends_after"),
        ]
        indexes = [models.Index(fields=["tenant", "user", "ends_on"], name="absence_user")]

    def __str__(self):
        return f"Absence of {self.user}"


class Channel(models.TextChoices):
    """The ways to reach the house that have hours of their own."""

    TICKETS = "tickets", "Tickets"
    CHAT = "chat", "Chat"
    PHONE = "phone", "Phone"


# Written as businesshours.calendars reads it: for each day, Monday first, its spans.
_WORKING_DAYS, _WEEKEND = 5, 2
USUAL_WEEKS = {
    Channel.TICKETS: [[["07:00", "19:00"]]] * _WORKING_DAYS + [[]] * _WEEKEND,
    Channel.CHAT: [[["06:00", "18:00"]]] * (_WORKING_DAYS + _WEEKEND),
    Channel.PHONE: [[["10:00", "16:30"]]] * _WORKING_DAYS + [[]] * _WEEKEND,
}


def usual_weeks() -> dict:
    """Return the week of each channel in a house that has said nothing else."""
    return {channel.value: week for channel, week in USUAL_WEEKS.items()}


class House(TenantModel):
    """When a tenant is open: one row per tenant, made when an admin first says something else than is usual.

    All times of day are in the time zone of the tenant's profile.
    """

    # Channel → seven days, Monday first → spans → "HH:MM" twice, as in USUAL_WEEKS.
    weeks = models.JSONField(default=usual_weeks)
    # Whose public holidays are kept, as ISO 3166-1 and -2 write them; without a country none are.
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=40, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant"], name="house_one_per_tenant")]

    def __str__(self):
        return "Hours and holidays"

    @classmethod
    def current(cls) -> "House":
        """Return the hours in force; what is usual while nothing else was said, not saved."""
        return cls.objects.first() or cls()

    @classmethod
    def stored(cls) -> "House":
        """Return the row of the hours, made on the spot for a tenant that has none yet."""
        return cls.objects.get_or_create()[0]


class OwnDaysQuerySet(models.QuerySet):
    """Named filters on own days."""

    def in_use(self):
        """Not taken back, by the day on which they begin."""
        return self.filter(archived_at=None).order_by("starts_on", "id")


class OwnDays(TenantModel):
    """Days, the first and the last included, on which the house keeps other hours than in any week: closed, or some.

    They go before public holidays, so a house may also be open on one.
    """

    name = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()
    # Channel → spans, as in House.weeks; a channel that is not named is closed.
    hours = models.JSONField(default=dict, blank=True)
    # Set when they were taken back.
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TenantManager.from_queryset(OwnDaysQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="owndays_ends_after"),
        ]
        indexes = [models.Index(fields=["tenant", "starts_on"], name="owndays_starts")]

    def __str__(self):
        return self.name


class HolidayFeed(TenantModel):
    """A calendar of days off that somebody publishes, and what stood in it when it was last read: one per tenant."""

    url = models.CharField(max_length=500, blank=True)
    # Day → name, "YYYY-MM-DD"; what was read last stays when the feed cannot be read any more.
    days = models.JSONField(default=dict)
    read_at = models.DateTimeField(null=True, editable=False)
    # Of the last attempt: when it was, and what went wrong.
    tried_at = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(max_length=200, blank=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant"], name="holidayfeed_one_per_tenant")]

    def __str__(self):
        return "Holidays from a calendar"

    @classmethod
    def current(cls) -> "HolidayFeed":
        """Return the feed; one without an address, not saved, while there is none."""
        return cls.objects.first() or cls()

    @classmethod
    def stored(cls) -> "HolidayFeed":
        """Return the row of the feed, made on the spot for a tenant that has none yet."""
        return cls.objects.get_or_create()[0]
