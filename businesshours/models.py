"""When people work, and when they are away."""

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
