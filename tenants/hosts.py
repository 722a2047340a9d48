"""From a host name to a tenant and back."""

import time

from django.conf import settings

from tenants.models import HostName
from tenants.scope import current_tenant_id

_SECONDS = 60
_MOST = 10_000
_known: dict[str, tuple[int | None, float]] = {}


def tenant_id_for(host: str) -> int | None:
    """Return the id of the tenant that a host name leads to, None where there is none.

    Kept in process memory for a minute, so that no request waits for more than its own queries.
    """
    name = host.rsplit(":", 1)[0].rstrip(".").lower()
    tenant_id, until = _known.get(name, (None, 0.0))
    if until < time.monotonic():
        tenant_id = (
            HostName.objects.filter(name=name, tenant__suspended_at=None).values_list("tenant_id", flat=True).first()
        )
        if len(_known) >= _MOST:  # somebody sends made-up host names
            _known.clear()
        _known[name] = (tenant_id, time.monotonic() + _SECONDS)
    return tenant_id


def forget() -> None:
    """Drop what was kept; the next request asks the database."""
    _known.clear()


def primary_host() -> str:
    """Return the host name that the open scope's tenant is known by."""
    return (
        HostName.objects.filter(tenant_id=current_tenant_id())
        .order_by("-is_primary", "name")
        .values_list("name", flat=True)[0]
    )


def absolute(path: str, *, host: str | None = None) -> str:
    """Return a full address on the tenant's own host, for mail: never from a request's headers."""
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return f"{settings.PUBLIC_SCHEME}://{host or primary_host()}{port}{path}"
