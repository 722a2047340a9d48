"""The three roles: what the application works as can look past nothing, what reads across tenants can
change nothing, and every table is either a tenant's or named with its rights.
"""

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from accounts.models import Team
from helpdesk import deployment
from tenants.models import Tenant
from tenants.rights import GLOBAL_TABLES
from tenants.scope import across_tenants, tenant_scope
from tests.tenants import sql
from tests.tenants.rows import MODELS, SEALED
from tests.together import committed

ALL_RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


def rights(role, table):
    """What a role may do with a table, as the server sees it."""
    return {right for right in ALL_RIGHTS if sql.value("SELECT has_table_privilege(%s, %s, %s)", role, table, right)}


@pytest.mark.django_db
def test_the_suite_works_as_a_role_that_row_level_security_binds():
    assert sql.rows("SELECT current_user, session_user") == [("hd_app", "hd_app")]
    flags = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles WHERE rolname = %s"
    assert sql.rows(flags, "hd_app") == [(False,) * 5]
    assert (
        sql.rows("SELECT 1 FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE rolname = 'hd_app'") == []
    )
    assert sql.rows("SELECT relname FROM pg_class WHERE relowner = 'hd_app'::regrole") == []
    assert deployment.role_problems() == []
    assert not sql.value("SELECT has_schema_privilege('hd_app', 'public', 'CREATE')")
    assert not sql.value("SELECT has_database_privilege('hd_app', current_database(), 'CREATE')")


@pytest.mark.django_db
def test_every_table_is_a_tenants_or_named_as_global():
    tables = set(connection.introspection.table_names())
    tenant_tables = {model._meta.db_table for model in MODELS}
    assert tables - tenant_tables - set(GLOBAL_TABLES) == set(), "name these in tenants.rights or give them a tenant"
    assert tenant_tables & set(GLOBAL_TABLES) == set()
    assert set(GLOBAL_TABLES) <= tables, "no such table"


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(GLOBAL_TABLES))
def test_the_application_has_exactly_the_named_rights_on_a_global_table(table):
    assert rights("hd_app", table) == set(filter(None, GLOBAL_TABLES[table].split(", ")))


@pytest.mark.django_db
@pytest.mark.parametrize("table", [model._meta.db_table for model in MODELS])
def test_the_application_reads_and_writes_a_tenant_table_but_does_not_truncate_it(table):
    # TRUNCATE knows no rows, so row-level security does not filter it.
    assert rights("hd_app", table) == {"SELECT", "INSERT", "UPDATE", "DELETE"}


@pytest.mark.django_db
def test_the_system_role_reads_every_tenant_table_but_the_sealed_ones_and_writes_none():
    for model in MODELS:
        assert rights("hd_system", model._meta.db_table) == (set() if model in SEALED else {"SELECT"}), model
    for table in GLOBAL_TABLES:
        assert rights("hd_system", table) <= {"SELECT"}, table
    assert sql.rows("SELECT relname FROM pg_class WHERE relowner = 'hd_system'::regrole") == []


@pytest.mark.django_db
def test_public_has_no_rights_on_any_table():
    granted = """SELECT table_name FROM information_schema.role_table_grants
                 WHERE grantee = 'PUBLIC' AND table_schema = 'public'"""
    assert sql.rows(granted) == []


@pytest.mark.django_db
def test_the_application_does_not_make_or_rename_tenants(tenants):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Tenant.objects.update(slug="mine")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        sql.affected("TRUNCATE accounts_team")


@committed
def test_the_system_role_sees_all_tenants_and_changes_nothing(tenants):
    for tenant_id in tenants:
        with tenant_scope(tenant_id):
            Team.objects.create(name="Billing")
    everywhere = across_tenants(Team)
    assert set(everywhere.values_list("tenant_id", flat=True)) == set(tenants)
    for change in (
        lambda: everywhere.update(name="Mine"),
        lambda: everywhere._raw_delete("system"),
        lambda: Team.all_tenants.using("system").bulk_create([Team(tenant_id=tenants[0], name="Mine")]),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            change()
    assert set(everywhere.values_list("name", flat=True)) == {"Billing"}
    connections["system"].close()
