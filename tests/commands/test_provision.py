"""The roles and the database: the embedded default and production's roles.sql make the same."""

import contextlib
import os
import subprocess

import psycopg2
import pytest

from helpdesk.local import provision
from helpdesk.local.postgres import Postgres, binaries
from tests.commands.conftest import CHECKOUT, processes_here

PASSWORDS = {"HD_OWNER_PASSWORD": "owner's", "HD_APP_PASSWORD": "app", "HD_SYSTEM_PASSWORD": "system"}
CLUSTER = {
    "roles": """SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
                rolconfig FROM pg_roles WHERE rolname LIKE 'hd\\_%' ORDER BY rolname""",
    "database": """SELECT pg_get_userbyid(datdba), datacl::text FROM pg_database WHERE datname = 'helpdesk'""",
}
DATABASE = {
    "schema": "SELECT nspacl::text FROM pg_namespace WHERE nspname = 'public'",
}


@pytest.fixture
def cluster(folder):
    """An empty PostgreSQL of this test's own: returns a function that connects to it as superuser."""
    with processes_here(folder) as processes:
        postgres = Postgres(processes, folder / "postgres", durable=False)
        postgres.start()
        yield lambda **more: contextlib.closing(psycopg2.connect(postgres.address(), **more))


def state(cluster) -> dict[str, list]:
    """Return everything that both ways are meant to set."""
    found = {}
    for database, queries in (("postgres", CLUSTER), ("helpdesk", DATABASE)):
        with cluster(dbname=database) as connection, connection.cursor() as cursor:
            for name, query in queries.items():
                cursor.execute(query)
                found[name] = cursor.fetchall()
    return found


def provide(cluster):
    """Provision as the launcher does."""
    with cluster() as connection:
        provision.ensure_roles(connection)
        provision.create_database(connection, "helpdesk")


def run_roles_sql(cluster):
    """Provision as production does."""
    with cluster() as connection:
        sockets = connection.info.host
    psql = (binaries() / "psql", "-X", "-h", sockets, "-U", "postgres", "-d", "postgres", "-f")
    subprocess.run(
        [*psql, CHECKOUT / "deploy" / "roles.sql"], env=os.environ | PASSWORDS, check=True, capture_output=True
    )


def test_roles_sql_and_the_launcher_make_the_same(cluster):
    provide(cluster)
    by_launcher = state(cluster)
    with cluster() as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE helpdesk")
            cursor.execute("DROP ROLE hd_owner, hd_app, hd_system")
    run_roles_sql(cluster)
    assert state(cluster) == by_launcher


def test_both_may_be_repeated(cluster):
    provide(cluster)
    before = state(cluster)
    provide(cluster)
    run_roles_sql(cluster)
    assert state(cluster) == before


def test_only_the_role_that_reads_across_tenants_passes_row_level_security(cluster):
    provide(cluster)
    roles = {name: (superuser, bypasses) for name, _, superuser, bypasses, *_ in state(cluster)["roles"]}
    assert roles == {"hd_owner": (False, False), "hd_app": (False, False), "hd_system": (False, True)}


@pytest.mark.parametrize("role", ["hd_app", "hd_system"])
def test_the_working_roles_cannot_make_tables(cluster, role):
    provide(cluster)
    with cluster(user=role, dbname="helpdesk") as connection, connection.cursor() as cursor:
        for statement in ("CREATE TABLE own (id int)", "CREATE TEMP TABLE own (id int)", "CREATE SCHEMA own"):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute(statement)
            connection.rollback()
