"""The server is told the person as it is told the tenant: while the scope is open, and no moment longer."""

import pytest
from django.db import connection, transaction

from tenants.scope import NoScope, Scope, WrongTenant, active_scope, person_scope, tenant_scope
from tests.tenants import sql
from tests.together import committed


def told():
    """What the server itself takes for the tenant and the person."""
    found = sql.rows("SELECT current_setting('app.tenant_id', true), current_setting('app.person_id', true)")
    return tuple(one or "" for one in found[0])


def of(user):
    """What it is told in somebody's scope."""
    return str(user.tenant_id), str(user.pk)


class Undo(Exception):
    """Rolls a transaction back."""


@pytest.mark.django_db
class TestInATransaction:
    def test_a_person_is_told_while_their_scope_is_open(self, cast):
        nobody = (str(cast.mia.tenant_id), "")
        assert told() == nobody
        with person_scope(cast.mia):
            assert told() == of(cast.mia)
            with person_scope(cast.cleo):
                assert told() == of(cast.cleo)
            assert told() == of(cast.mia)
        assert told() == nobody

    def test_another_tenants_scope_takes_nobody_along(self, cast):
        with person_scope(cast.mia):
            with tenant_scope(cast.globex.mia.tenant_id):
                assert told() == (str(cast.globex.mia.tenant_id), "")
            with tenant_scope(cast.mia.tenant_id):
                assert told() == (str(cast.mia.tenant_id), "")
            with tenant_scope(None):
                assert told() == ("", "")
            assert told() == of(cast.mia)

    def test_a_savepoint_that_is_rolled_back_brings_nobody_back(self, cast):
        with person_scope(cast.mia):
            assert told() == of(cast.mia)
            with pytest.raises(Undo), transaction.atomic(), person_scope(cast.ben):
                assert told() == of(cast.ben)
                raise Undo
            assert told() == of(cast.mia)
            with pytest.raises(Undo), transaction.atomic():
                raise Undo
        assert told() == (str(cast.mia.tenant_id), "")

    def test_a_savepoint_that_is_rolled_back_takes_nobody_away(self, cast):
        with pytest.raises(Undo), transaction.atomic():
            with person_scope(cast.mia):
                assert told() == of(cast.mia)
                with pytest.raises(Undo), transaction.atomic():
                    raise Undo
                assert told() == of(cast.mia)
            raise Undo
        with person_scope(cast.mia):
            assert told() == of(cast.mia)

    def test_a_statement_that_fails_leaves_nobody_behind(self, cast):
        with person_scope(cast.mia), pytest.raises(Exception, match="division by zero"), transaction.atomic():
            sql.value("SELECT 1/0")
        assert told() == (str(cast.mia.tenant_id), "")


@pytest.mark.django_db
def test_nobody_acts_in_a_tenant_that_is_not_theirs(cast):
    with pytest.raises(WrongTenant), person_scope(cast.globex.mia):
        pass
    with tenant_scope(None), pytest.raises(NoScope), person_scope(cast.mia):
        pass
    assert active_scope() == Scope(cast.mia.tenant_id)


@committed
def test_nobody_is_left_on_a_connection(cast):
    """Outside of any transaction, after one, and after one that was rolled back: the same connection each time."""
    nobody = (str(cast.mia.tenant_id), "")
    with person_scope(cast.mia):
        assert told() == of(cast.mia)
        with person_scope(cast.ben):
            assert told() == of(cast.ben)
        assert told() == of(cast.mia)
    assert told() == nobody
    with person_scope(cast.mia), transaction.atomic():
        assert told() == of(cast.mia)
    assert told() == nobody
    with pytest.raises(Undo), person_scope(cast.mia), transaction.atomic():
        assert told() == of(cast.mia)
        raise Undo
    assert told() == nobody
    with person_scope(cast.mia):
        connection.close()
        assert told() == of(cast.mia)
    with tenant_scope(None):
        assert told() == ("", "")
