"""Tables whose rows are for some persons only, whatever their role lets them see otherwise.

A model is sealed by a constraint of its Meta, which the database keeps as every other:

    constraints = [Seal(name="complaint_seal", opens="writer_id = {person}")]

The rule is SQL about the columns of one row. `{person}` stands for the id of the person whose scope is open and
`{tenant}` for their tenant's; both are NULL while none is, so a rule that compares with them shows nothing then.
What the rule reads of other tables it reads as the application, behind their own row-level security.
"""

from django.conf import settings
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint

_PERSON = "NULLIF(current_setting('app.person_id', true), '')::bigint"
_TENANT = "NULLIF(current_setting('app.tenant_id', true), '')::bigint"
# RESTRICTIVE: it narrows what the tenant's own policy shows and never adds to it. The system role, which looks
# across tenants and persons, loses every right on the table.
_CREATE = (
    "REVOKE ALL ON %(table)s FROM %(system)s; "
    "DROP POLICY IF EXISTS system_reads ON %(table)s; "
    "CREATE POLICY %(name)s ON %(table)s AS RESTRICTIVE TO %(app)s USING (%(opens)s) WITH CHECK (%(writes)s)"
)


class Seal(BaseConstraint):
    """Shows a row to whom `opens` is true, and lets them write one for which `writes` is true."""

    def __init__(self, *, name: str, opens: str, writes: str | None = None):
        super().__init__(name=name)
        self.opens, self.writes = opens, writes or opens

    def constraint_sql(self, model, schema_editor):
        """Wait until the table is there."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(self, model, schema_editor):
        """Return what seals the table."""
        quote = schema_editor.quote_name
        return Statement(
            _CREATE,
            table=Table(model._meta.db_table, quote),
            name=quote(self.name),
            app=quote(settings.DATABASES["default"]["USER"]),
            system=quote(settings.DATABASES["system"]["USER"]),
            opens=self.opens.format(person=_PERSON, tenant=_TENANT),
            writes=self.writes.format(person=_PERSON, tenant=_TENANT),
        )

    def remove_sql(self, model, schema_editor):
        """Return what takes the seal off; the system role stays without rights."""
        quote = schema_editor.quote_name
        table = Table(model._meta.db_table, quote)
        return Statement("DROP POLICY %(name)s ON %(table)s", name=quote(self.name), table=table)

    def validate(self, model, instance, exclude=None, using=None):
        """Leave it to the database, which knows who is there."""

    def deconstruct(self):
        """Return what a migration writes down."""
        path, args, kwargs = super().deconstruct()
        kwargs["opens"] = self.opens
        if self.writes != self.opens:
            kwargs["writes"] = self.writes
        return path, args, kwargs

    def __eq__(self, other):
        if not isinstance(other, Seal):
            return NotImplemented
        return (self.name, self.opens, self.writes) == (other.name, other.opens, other.writes)

    def __hash__(self):
        return hash((self.name, self.opens, self.writes))


def is_sealed(model) -> bool:
    """Tell whether a model's rows, real or historical, are for some persons only."""
    return any(isinstance(constraint, Seal) for constraint in model._meta.constraints)
