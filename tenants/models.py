"""The tenant, its host names, what it calls itself, and the base of every tenant table."""

from django.core.exceptions import ValidationError
from django.db import models

from shared import zones
from shared.colour import is_hex_colour
from tenants.fields import CurrentTenant, TenantKey
from tenants.scope import WrongTenant, active_tenant_id, current_tenant_id


class Tenant(models.Model):
    """One company's helpdesk. A global table: the application only reads it."""

    slug = models.SlugField(max_length=50, unique=True)
    created_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return self.slug


class HostName(models.Model):
    """A host name that leads to a tenant, in lower case and without a port. A global table."""

    name = models.CharField(max_length=253, unique=True)
    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="host_names")
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_primary=True), name="hostname_one_primary"
            ),
        ]

    def __str__(self):
        return self.name


class TenantManager(models.Manager):
    """Shows the rows of the open scope's tenant; raises NoScope without one."""

    def get_queryset(self):
        """Return the tenant's rows; the filter is resolved when the query runs."""
        return super().get_queryset().filter(tenant_id=CurrentTenant())


class TenantModel(models.Model):
    """The base of every table that belongs to tenants; subclass its Meta as well."""

    tenant = TenantKey()

    objects = TenantManager()
    # For across_tenants(): no filter here, row-level security still binds the application's role.
    all_tenants = models.Manager()

    class Meta:
        abstract = True
        # save(), refresh_from_db(), related look-ups and cascades then carry the tenant too.
        base_manager_name = "objects"
        default_manager_name = "objects"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self._state.adding and self.tenant_id is None:
            self.tenant_id = active_tenant_id()

    def save(self, *args, **kwargs):
        """Save in the open scope; raise WrongTenant for another tenant's row."""
        if self.tenant_id != current_tenant_id():
            raise WrongTenant(f"{self._meta.label} belongs to another tenant.")
        super().save(*args, **kwargs)


def _check_colour(value):
    if not is_hex_colour(value):
        raise ValidationError("Enter a colour as # and six digits, like #1d4ed8.")


def _check_time_zone(value):
    if value not in zones.names():
        raise ValidationError("Select a time zone from the list.")


class Profile(TenantModel):
    """How a tenant presents itself: one row per tenant, edited by its admins."""

    name = models.CharField(max_length=80)
    brand_colour = models.CharField(max_length=7, default="#1d4ed8", validators=[_check_colour])
    time_zone = models.CharField(max_length=60, default="UTC", validators=[_check_time_zone])

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant"], name="profile_one_per_tenant")]

    def __str__(self):
        return self.name
