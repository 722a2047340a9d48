"""The fields and expressions that carry the tenant into the SQL."""

from django.db import models
from django.db.models.sql.where import WhereNode

from shared.prepared import Later
from tenants.scope import current_tenant_id


class _OpenScope(Later):
    """Stands in the parameters of a statement for the tenant whose scope is open when it is sent."""

    def now(self):
        """Return the tenant's id; raise NoScope without an open scope."""
        return current_tenant_id()

    def __str__(self):
        return str(current_tenant_id())


class CurrentTenant(models.Expression):
    """The tenant of the open scope, found when a query runs and not when it is built; raises NoScope outside any."""

    output_field = models.BigIntegerField()
    # Every one is like every other; Django's own answer looks at how each was made, many times for each query.
    identity = ("CurrentTenant",)

    def as_sql(self, compiler, connection):
        """Compile to a place for the tenant's id; raise NoScope without an open scope."""
        current_tenant_id()
        # Without the cast psycopg2 sends an int4 literal, which a GIN index on bigint cannot use.
        return "%s::bigint", [_OPEN_SCOPE]


_OPEN_SCOPE = _OpenScope()


class TenantKey(models.ForeignKey):
    """The column that makes a table a tenant's: NOT NULL, first in the table, first in its key.

    The database backend recognises tenant tables by it, in historical models as well.
    """

    def __init__(self, *args, **kwargs):
        kwargs |= {"to": "tenants.Tenant", "on_delete": models.PROTECT, "related_name": "+"}
        # Every index of a tenant table begins with the tenant, so one on it alone serves nobody.
        super().__init__(*args, **kwargs | {"db_index": False, "editable": False})

    def deconstruct(self):
        """Leave out what __init__ fixes, so that migrations stay short."""
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("to", "on_delete", "related_name", "db_index", "editable"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs


class TenantForeignKey(models.ForeignKey):
    """A foreign key between two tenant tables.

    The database backend makes it composite, (tenant_id, x_id) to (tenant_id, id), so a row can only
    point at rows of its own tenant; JOINs carry the tenant too.
    """

    def __init__(self, *args, **kwargs):
        # Each model lists the indexes that its queries need, beginning with the tenant. People, categories and
        # tickets are archived or closed and never deleted, so nothing looks a foreign key up backwards.
        super().__init__(*args, **kwargs | {"db_index": False})

    def deconstruct(self):
        """Leave out what __init__ fixes."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_index", None)
        return name, path, args, kwargs

    def get_extra_restriction(self, alias, related_alias):
        """Add `a.tenant_id = b.tenant_id` to the JOIN; related_alias is the table that holds the key."""
        if alias is None or related_alias is None:
            return None
        here = self.model._meta.get_field("tenant")
        there = self.related_model._meta.get_field("tenant")
        same_tenant = here.get_lookup("exact")(here.get_col(related_alias), there.get_col(alias))
        return WhereNode([same_tenant])


def is_tenant_model(model) -> bool:
    """Tell whether a model, real or historical, is a tenant's table."""
    return any(isinstance(field, TenantKey) for field in model._meta.local_fields)
