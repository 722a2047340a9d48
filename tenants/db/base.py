"""A PostgreSQL backend that tells the server which tenant is active and gives tenant tables
composite keys and row-level security. The reasons are in docs/decisions/0002-tenancy.md.
"""

from django.db.backends.postgresql import base

from tenants.db.features import DatabaseFeatures
from tenants.db.schema import SchemaEditor
from tenants.scope import active_tenant_id

_SAVEPOINT_COMMANDS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
# After a savepoint was rolled back the server may hold any earlier tenant: it is told again, even "nothing".
_UNKNOWN = object()


class DatabaseWrapper(base.DatabaseWrapper):
    """Sends `SET LOCAL app.tenant_id` with the first statement of each transaction.

    SET LOCAL ends with its transaction, so nothing leaks through a connection pooler; sent in the
    same message as the statement it costs no round trip.
    """

    SchemaEditorClass = SchemaEditor
    features_class = DatabaseFeatures

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What the server was told in the running transaction; None stands for "nothing".
        self._told = None
        self.execute_wrappers.append(self._tell_tenant)

    def _tell_tenant(self, execute, sql, params, many, context):
        if sql.startswith(_SAVEPOINT_COMMANDS):
            # The transaction may be aborted: anything sent before ROLLBACK TO would fail as well.
            result = execute(sql, params, many, context)
            if sql.startswith("ROLLBACK"):
                self._told = _UNKNOWN  # it undid a SET LOCAL, or brought one back
            return result
        tenant_id = active_tenant_id()
        in_transaction = self.in_atomic_block or not self.get_autocommit()
        if tenant_id is not None and not in_transaction:
            # One simple query is one implicit transaction.
            sql = f"SET LOCAL app.tenant_id = '{int(tenant_id)}'; {sql}"
        elif in_transaction and tenant_id != self._told:
            sql = f"SET LOCAL app.tenant_id = '{'' if tenant_id is None else int(tenant_id)}'; {sql}"
            self._told = tenant_id
        return execute(sql, params, many, context)

    # Whatever ends a transaction makes the server forget; so do we.

    def set_autocommit(self, *args, **kwargs):
        """Forget, then switch."""
        self._told = None
        return super().set_autocommit(*args, **kwargs)

    def close(self):
        """Forget, then close."""
        self._told = None
        return super().close()

    def _commit(self):
        self._told = None
        return super()._commit()

    def _rollback(self):
        self._told = None
        return super()._rollback()
