"""The server is told the tenant with the first statement of each transaction, and forgets it with its end."""

import pytest
from django.db import connection, transaction

from accounts.models import Team
from tenants.scope import NoScope, WrongTenant, active_tenant_id, tenant_scope
from tests.tenants import sql
from tests.together import committed


def seen():
    """The tenants whose teams the server shows right now; no filter of the ORM takes part."""
    return set(Team.all_tenants.values_list("tenant_id", flat=True))


def told():
    """What the server itself takes for the tenant."""
    return sql.value("SELECT current_setting('app.tenant_id', true)")


@pytest.fixture
def teams(tenants):
    """One team each; returns the ids of Acme and Globex."""
    for tenant_id in tenants:
        with tenant_scope(tenant_id):
            Team.objects.create(name="Billing")
    return tenants


class Undo(Exception):
    """Rolls a savepoint back."""


def test_scopes_nest_and_end(tenants):
    acme, globex = tenants
    assert active_tenant_id() is None
    with tenant_scope(acme):
        with pytest.raises(Undo), tenant_scope(globex):
            assert active_tenant_id() == globex
            raise Undo
        assert active_tenant_id() == acme
    assert active_tenant_id() is None


def test_the_scope_changes_inside_a_transaction(teams):
    acme, globex = teams
    with tenant_scope(acme):
        assert seen() == {acme}
        with tenant_scope(globex):
            assert seen() == {globex}
        assert seen() == {acme}
    assert seen() == set()


def test_the_scope_holds_after_a_savepoint_was_rolled_back(teams):
    acme, globex = teams
    with tenant_scope(acme):
        assert seen() == {acme}
        with pytest.raises(Undo), transaction.atomic(), tenant_scope(globex):
            assert seen() == {globex}
            raise Undo
        assert seen() == {acme}
        with tenant_scope(globex), transaction.atomic():
            assert seen() == {globex}
        assert seen() == {acme}


def test_no_scope_shows_nothing_after_a_savepoint_was_rolled_back_to_a_scope(teams):
    acme, globex = teams
    with tenant_scope(acme):
        assert seen() == {acme}
        with pytest.raises(Undo), transaction.atomic(), tenant_scope(globex):
            assert seen() == {globex}
            raise Undo
    # ROLLBACK TO gave the server Acme back; it has to be told that nobody's scope is open.
    assert seen() == set()


def test_the_scope_holds_after_a_statement_failed(teams):
    acme, globex = teams
    with tenant_scope(acme):
        for _ in range(2):
            with pytest.raises(Exception, match="division by zero"), transaction.atomic():
                sql.value("SELECT 1/0")
            assert seen() == {acme}
    with tenant_scope(globex):
        with pytest.raises(Exception, match="division by zero"), transaction.atomic():
            sql.value("SELECT 1/0")
        assert seen() == {globex}


def test_what_the_server_is_told_follows_the_scope(teams):
    acme, globex = teams
    with tenant_scope(acme):
        assert told() == str(acme)
        with tenant_scope(globex):
            assert told() == str(globex)
    assert told() == ""


def test_a_row_is_saved_in_its_own_scope_only(teams):
    acme, globex = teams
    with tenant_scope(globex):
        team = Team.objects.get()
    with tenant_scope(acme), pytest.raises(WrongTenant):
        team.save()
    with pytest.raises(NoScope):
        team.save()
    with tenant_scope(globex):
        team.save()


@committed
class TestAutocommit:
    """Outside of a transaction every statement is its own."""

    def test_each_statement_sees_the_scope_it_runs_in(self, teams):
        acme, globex = teams
        assert connection.get_autocommit()
        assert not connection.in_atomic_block
        with tenant_scope(acme):
            assert seen() == {acme}
            with tenant_scope(globex):
                assert seen() == {globex}
                assert told() == str(globex)
            assert seen() == {acme}
        assert seen() == set()

    def test_nothing_leaks_into_the_next_statement_or_transaction(self, teams):
        acme, globex = teams
        with tenant_scope(acme), transaction.atomic():
            assert seen() == {acme}
        # The same connection, so the same server process: whatever was set is gone with its transaction.
        assert seen() == set()
        assert not told()
        with transaction.atomic():
            assert seen() == set()
        with tenant_scope(globex):
            assert seen() == {globex}
        assert not told()

    def test_nothing_leaks_out_of_a_transaction_that_was_rolled_back(self, teams):
        acme, globex = teams
        with tenant_scope(acme), pytest.raises(Undo), transaction.atomic():
            assert seen() == {acme}
            raise Undo
        assert not told()
        with tenant_scope(globex), transaction.atomic():
            assert seen() == {globex}

    def test_a_transaction_by_hand_is_told_as_well(self, teams):
        acme, globex = teams
        transaction.set_autocommit(False)
        try:
            with tenant_scope(acme):
                assert seen() == {acme}
            connection.commit()
            with tenant_scope(globex):
                assert seen() == {globex}
            connection.rollback()
            assert seen() == set()
        finally:
            connection.rollback()
            transaction.set_autocommit(True)

    def test_a_lost_connection_is_told_again(self, teams):
        acme, _ = teams
        with tenant_scope(acme):
            assert seen() == {acme}
            connection.close()
            assert seen() == {acme}
