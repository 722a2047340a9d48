"""Which tenant, and which person of it, the running code acts for.

A scope is opened at a door (the request's host name, a task's header, a command's --tenant) and
everything below it, down to the database session, sees that tenant and no other. Without an open
scope a query on tenant data raises NoScope.

Inside it the scope of one person can be opened. Only then the server shows the rows of sealed tables
(tenants.seals) that this person may see; without one it shows none.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class Scope(NamedTuple):
    """What is open: a tenant, and in it a person; None stands for "nothing"."""

    tenant_id: int | None = None
    person_id: int | None = None


_CLOSED = Scope()
_open: ContextVar[Scope] = ContextVar("scope", default=_CLOSED)


class NoScope(RuntimeError):
    """Tenant data was asked for while no tenant's scope was open."""


class WrongTenant(RuntimeError):
    """A row of one tenant was about to be written in the scope of another, or its person to act there."""


def active_scope() -> Scope:
    """Return what is open."""
    return _open.get()


def active_tenant_id() -> int | None:
    """Return the id of the tenant whose scope is open, None outside any."""
    return _open.get().tenant_id


def current_tenant_id() -> int:
    """Return the id of the tenant whose scope is open; raise NoScope outside any."""
    tenant_id = _open.get().tenant_id
    if tenant_id is None:
        raise NoScope("No tenant's scope is open; wrap this in `with tenant_scope(tenant):`.")
    return tenant_id


@contextmanager
def tenant_scope(tenant) -> Iterator[None]:
    """Open the scope of a tenant, given as Tenant or as its id; None closes any open scope.

    A person's scope that is open ends here: nobody is taken along into another tenant.
    """
    token = _open.set(_CLOSED if tenant is None else Scope(int(getattr(tenant, "pk", tenant))))
    try:
        yield
    finally:
        _open.reset(token)


@contextmanager
def person_scope(user) -> Iterator[None]:
    """Open the scope of a person of the open tenant: what is sealed and open to them is seen and can be written.

    Raises NoScope without a tenant, WrongTenant for a person of another one. What was asked for inside is to be read
    inside: a queryset that is evaluated later finds nothing.
    """
    tenant_id = current_tenant_id()
    if user.tenant_id != tenant_id:
        raise WrongTenant(f"Person {user.pk} belongs to another tenant.")
    token = _open.set(Scope(tenant_id, int(user.pk)))
    try:
        yield
    finally:
        _open.reset(token)


def across_tenants(model):
    """Return a queryset over every tenant's rows of a model, read as the system role.

    That role can only read. Use it to find out which tenants have work; the work itself is done
    inside each tenant's own scope.
    """
    return model.all_tenants.using("system")
