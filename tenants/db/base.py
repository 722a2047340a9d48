"""A PostgreSQL backend that tells the server which tenant and which person are active, and gives tenant
tables composite keys and row-level security. The reasons are in docs/decisions/0002-tenancy.md.
"""

from django.db.backends.postgresql import base

from tenants.db.features import DatabaseFeatures
from tenants.db.schema import SchemaEditor
from tenants.scope import Scope, active_scope

_SAVEPOINT_COMMANDS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
_NOTHING = Scope()
# After a savepoint was rolled back the server may hold any earlier scope: it is told again, even "nothing".
_UNKNOWN = Scope(-1, -1)


class DatabaseWrapper(base.DatabaseWrapper):
    """Sends `SET LOCAL app.tenant_id`, and a person's `app.person_id`, with the first statement of each transaction.

    SET LOCAL ends with its transaction, so nothing leaks through a connection pooler; sent in the
    same message as the statement it costs no round trip.
    """

    SchemaEditorClass = SchemaEditor
    features_class = DatabaseFeatures

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What the server was told in the running transaction.
        self._told = _NOTHING
        self.execute_wrappers.append(self._tell_scope)

    def _tell_scope(self, execute, sql, params, many, context):
        if sql.startswith(_SAVEPOINT_COMMANDS):
            # The transaction may be aborted: anything sent before ROLLBACK TO would fail as well.
            result = execute(sql, params, many, context)
            if sql.startswith("ROLLBACK"):
                self._told = _UNKNOWN  # it undid a SET LOCAL, or brought one back
            return result
        scope = active_scope()
        if self.in_atomic_block or not self.get_autocommit():
            sql, self._told = _news(self._told, scope) + sql, scope
        else:
            # One simple query is one implicit transaction.
            sql = _news(_NOTHING, scope) + sql
        return execute(sql, params, many, context)

    # Whatever ends a transaction makes the server forget; so do we.

    def set_autocommit(self, *args, **kwargs):
        """Forget, then switch."""
        self._told = _NOTHING
        return super().set_autocommit(*args, **kwargs)

    def close(self):
        """Forget, then close."""
        self._told = _NOTHING
        return super().close()

    def _commit(self):
        self._told = _NOTHING
        return super()._commit()

    def _rollback(self):
        self._told = _NOTHING
        return super()._rollback()


def _news(told: Scope, scope: Scope) -> str:
    """Return the statements that bring the server from what it was told to what is open, "" where nothing changed."""
    if told == scope:
        return ""
    names = ("app.tenant_id", "app.person_id")
    changed = ((name, now) for name, before, now in zip(names, told, scope, strict=True) if now != before)
    return "".join(f"SET LOCAL {name} = '{'' if now is None else int(now)}'; " for name, now in changed)
