"""Making a tenant: the operator's act, done as the owner because the application may only read tenants."""

import re

from django.db import transaction

from shared import clock
from shared.refusal import Refusal
from tenants import hosts
from tenants.models import HostName, Tenant

_RESERVED = {"platform", "www", "admin", "localhost"}
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,48}[a-z0-9]")
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


class CannotFound(Refusal):
    """A tenant of this name or host name cannot be made."""


def found(*, slug: str, host: str) -> Tenant:
    """Create a tenant with its host name; raise CannotFound with the reason."""
    host = host.strip().rstrip(".").lower()
    if slug in _RESERVED or not _SLUG.fullmatch(slug):
        raise CannotFound(f"{slug} cannot be used: small letters, digits and hyphens, beginning with a letter.")
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
    Tenant.objects.using("owner").filter(pk=tenant.pk).delete()
    hosts.forget()
