"""For what only shows when two really act at once: committed rows, and several threads that begin together."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, connections

from tenants.scope import active_tenant_id, tenant_scope

# The test really commits, so that other connections see its rows; the tables are emptied afterwards.
committed = pytest.mark.django_db(transaction=True, databases=["default", "system", "owner"])
_PATIENCE = 60


def together(*acts: Callable) -> list:
    """Run each act in a thread of its own, in the open scope, all let go at one moment.

    Each thread has its own database connection. Returns what the acts returned, an exception where
    one raised, in the order of the acts.
    """
    tenant_id = active_tenant_id()
    results: list = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(position, act):
        try:
            with tenant_scope(tenant_id):
                connections["default"].ensure_connection()
                start.wait(_PATIENCE)
                results[position] = act()
        except Exception as error:
            results[position] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=numbered, daemon=True) for numbered in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_PATIENCE)
        assert not thread.is_alive(), "an act hangs"
    return results


class Elsewhere:
    """One act in a thread of its own, for a test that goes on beside it."""

    def __init__(self, act: Callable):
        self.result = None
        tenant_id = active_tenant_id()

        def run():
            try:
                with tenant_scope(tenant_id):
                    self.result = act()
            except Exception as error:
                self.result = error
            finally:
                connections.close_all()

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()

    def wait(self):
        """Wait for its end and return what it returned or raised."""
        self._thread.join(_PATIENCE)
        assert not self._thread.is_alive(), "the act hangs"
        return self.result


def until_somebody_waits() -> None:
    """Return when another connection waits for a lock that this one holds."""
    give_up_at = time.monotonic() + _PATIENCE
    while time.monotonic() < give_up_at:
        with connection.cursor() as cursor:
            # pg_locks and not pg_stat_activity, which stands still within a transaction.
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
    pytest.fail("nobody waited")
