"""Which tenant the running code acts for.

A scope is opened at a door (the request's host name, a task's header, a command's --tenant) and
everything below it, down to the database session, sees that tenant and no other. Without an open
scope a query on tenant data raises NoScope.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_tenant_id: ContextVar[int | None] = ContextVar("tenant_id", default=None)


class NoScope(RuntimeError):
    """Tenant data was asked for while no tenant's scope was open."""


class WrongTenant(RuntimeError):
    """A row of one tenant was about to be written in the scope of another."""


def active_tenant_id() -> int | None:
    """Return the id of the tenant whose scope is open, None outside any."""
    return _tenant_id.get()


def current_tenant_id() -> int:
    """Return the id of the tenant whose scope is open; raise NoScope outside any."""
    tenant_id = _tenant_id.get()
    if tenant_id is None:
        raise NoScope("No tenant's scope is open; wrap this in `with tenant_scope(tenant):`.")
    return tenant_id


@contextmanager
def tenant_scope(tenant) -> Iterator[None]:
    """Open the scope of a tenant, given as Tenant or as its id; None closes any open scope."""
    token = _tenant_id.set(None if tenant is None else int(getattr(tenant, "pk", tenant)))
    try:
        yield
    finally:
        _tenant_id.reset(token)


def across_tenants(model):
    """Return a queryset over every tenant's rows of a model, read as the system role.

    That role can only read. Use it to find out which tenants have work; the work itself is done
    inside each tenant's own scope.
    """
    return model.all_tenants.using("system")
