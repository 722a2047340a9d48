"""How the open scope's tenant presents itself."""

from collections.abc import Callable

from django.db.models import Expression

from shared.prepared import prepared
from tenants.models import Profile, Tenant
from tenants.scope import current_tenant_id


def current() -> Profile:
    """Return the tenant's profile; a tenant without one is known by its slug."""
    if profiles := _profiles():
        return profiles[0]
    return Profile(name=Tenant.objects.get(pk=current_tenant_id()).slug.title())


# Column → what makes it: what apps above know of the tenant and many pages need. Every page asks for a profile anyway.
_BROUGHT: dict[str, Callable[[], Expression]] = {}


def bring_along(**columns: Callable[[], Expression]) -> None:
    """Let every profile that is read have these columns; called once, when an app is ready."""
    _BROUGHT.update(columns)


@prepared
def _profiles():
    return Profile.objects.annotate(**{column: make() for column, make in _BROUGHT.items()})[:1]


def stored() -> Profile:
    """Return the profile's row, made on the spot for a tenant that has none yet."""
    fallback = current()
    return Profile.objects.get_or_create(defaults={"name": fallback.name})[0]
