"""How the open scope's tenant presents itself."""

from shared.prepared import prepared
from tenants.models import Profile, Tenant
from tenants.scope import current_tenant_id


def current() -> Profile:
    """Return the tenant's profile; a tenant without one is known by its slug."""
    if profiles := _profiles():
        return profiles[0]
    return Profile(name=Tenant.objects.get(pk=current_tenant_id()).slug.title())


@prepared
def _profiles():
    return Profile.objects.all()[:1]


def stored() -> Profile:
    """Return the profile's row, made on the spot for a tenant that has none yet."""
    fallback = current()
    return Profile.objects.get_or_create(defaults={"name": fallback.name})[0]
