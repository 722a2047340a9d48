"""Making a tenant: the operator's act, done as the owner because the application may only read tenants."""

import re

from django.conf import settings
from django.db import transaction

from shared import clock
from shared.refusal import Refusal
from tenants import hosts
from tenants.models import HostName, Tenant
from tenants.scope import tenant_scope

_RESERVED = {"platform", "www", "admin", "localhost"}
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,48}[a-z0-9]")
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


class CannotFound(Refusal):
    """A tenant of this name or host name cannot be made."""


def found(*, slug: str, host: str) -> Tenant:
    """Create a tenant with its host name; raise CannotFound with the reason."""
    if "owner" not in settings.DATABASES:
        raise CannotFound("DATABASE_OWNER_URL is not set: only the owner of the tables may make tenants.")
    host = host.strip().rstrip(".").lower()
    if slug in _RESERVED or not _SLUG.fullmatch(slug):
        raise CannotFound(f"{slug} cannot be used: two or more small letters, digits and hyphens, a letter first.")
    if not _HOST.fullmatch(host):
        raise CannotFound(f"{host} is not a host name. It has neither https:// nor a port.")
    with transaction.atomic(using="owner"):
        if Tenant.objects.using("owner").filter(slug=slug).exists():
            raise CannotFound(f"There is a tenant called {slug} already.")
        if HostName.objects.using("owner").filter(name=host).exists():
            raise CannotFound(f"{host} leads to another tenant already.")
        tenant = Tenant.objects.using("owner").create(slug=slug, created_at=clock.now())
        HostName.objects.using("owner").create(tenant=tenant, name=host, is_primary=True)
    hosts.forget()
    tenant._state.db = None  # from here on it is read through the application's own connection
    return tenant


def undo(tenant: Tenant) -> None:
    """Take back a tenant that could not be furnished; nothing of it is left."""
    with tenant_scope(tenant):  # Django looks for what refers to it in every tenant table
        Tenant.objects.using("owner").filter(pk=tenant.pk).delete()
    hosts.forget()
