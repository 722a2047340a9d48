"""Turns ordinary Django migrations into tenant tables: PRIMARY KEY (tenant_id, id), composite foreign
keys that are checked at once, row-level security, and the rights of the three roles.
"""

from django.conf import settings
from django.db.backends.ddl_references import Columns, Statement, Table
from django.db.backends.postgresql import schema

from tenants.fields import is_tenant_model

_THIS_TENANT = "tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::bigint"


def row_level_security(table: str, *, app: str, system: str, system_bypasses: bool) -> list[str]:
    """Return the statements that fence a tenant table off; all arguments are quoted names.

    Where the server refuses BYPASSRLS to the system role (some managed services do), the role gets
    a policy of its own that lets it read every row.
    """
    statements = [
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {app}",
        f"GRANT SELECT ON {table} TO {system}",
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY tenant_isolation ON {table} TO {app} USING ({_THIS_TENANT}) WITH CHECK ({_THIS_TENANT})",
    ]
    if not system_bypasses:
        statements.append(f"CREATE POLICY system_reads ON {table} FOR SELECT TO {system} USING (true)")
    return statements


class SchemaEditor(schema.DatabaseSchemaEditor):
    """PostgreSQL's schema editor with tenant tables."""

    # Foreign keys are always a statement of their own, so that they can be composite.
    sql_create_column_inline_fk = None

    def create_model(self, model):
        """Create a table; a tenant's with tenant_id as first column and behind row-level security."""
        if is_tenant_model(model):
            model._meta.local_fields.sort(key=lambda field: field.name != "tenant")
        super().create_model(model)
        if is_tenant_model(model):
            self._fence_off(self.quote_name(model._meta.db_table))

    def _fence_off(self, table):
        system = settings.DATABASES["system"]["USER"]
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT rolbypassrls FROM pg_roles WHERE rolname = %s", [system])
            (bypasses,) = cursor.fetchone()
        for statement in row_level_security(
            table,
            app=self.quote_name(settings.DATABASES["default"]["USER"]),
            system=self.quote_name(system),
            system_bypasses=bypasses,
        ):
            self.execute(statement, None)

    def _iter_column_sql(self, column_db_type, params, model, field, field_db_params, include_default):
        parts = super()._iter_column_sql(column_db_type, params, model, field, field_db_params, include_default)
        return (part for part in parts if not (part == "PRIMARY KEY" and is_tenant_model(model)))

    def table_sql(self, model):
        """Return CREATE TABLE, with the composite key of a tenant table."""
        sql, params = super().table_sql(model)
        if sql and is_tenant_model(model):
            primary_key = self._pk_constraint_sql(["tenant_id", model._meta.pk.column])
            sql = f"{sql[:-1]}, {primary_key})"
        return sql, params

    def _constraint_names(self, model, column_names=None, *args, **kwargs):
        names = super()._constraint_names(model, column_names, *args, **kwargs)
        if kwargs.get("foreign_key") and column_names and len(column_names) == 1 and is_tenant_model(model):
            # AlterField looks a foreign key up by its one column; ours has two.
            names += super()._constraint_names(model, ["tenant_id", *column_names], *args, **kwargs)
        return names

    def _create_fk_sql(self, model, field, suffix):
        target = field.target_field.model
        if not (is_tenant_model(target) and is_tenant_model(model)):
            return super()._create_fk_sql(model, field, suffix)
        table, to_table = model._meta.db_table, target._meta.db_table
        return Statement(
            self.sql_create_fk,
            name=self._fk_constraint_name(model, field, suffix),
            table=Table(table, self.quote_name),
            to_table=Table(to_table, self.quote_name),
            column=Columns(table, ["tenant_id", field.column], self.quote_name),
            to_column=Columns(to_table, ["tenant_id", field.target_field.column], self.quote_name),
            deferrable="",  # checked at once, at the statement that breaks it
        )
