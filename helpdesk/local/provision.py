"""The three database roles and their databases, as a superuser makes them once; every step may be repeated.

hd_owner owns the tables and migrates, hd_app is what the product works as and is bound by row-level
security, hd_system reads across tenants. deploy/roles.sql is the same for production.
"""

import contextlib
from collections.abc import Iterator

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection, cursor

HARMLESS = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
ROLES = {
    "hd_owner": f"{HARMLESS} NOBYPASSRLS",
    "hd_app": f"{HARMLESS} NOBYPASSRLS",
    "hd_system": f"{HARMLESS} BYPASSRLS",
}
# The product joins outwards from the table it asks for; looking for a better order took longer than the rest.
SETTINGS = ("ALTER ROLE hd_app SET join_collapse_limit = 4",)
OWNER = "hd_owner"
GRANTS = (
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO hd_app, hd_system",
    "GRANT ALL ON SCHEMA public TO hd_owner",
)


def ensure_roles(superuser_connection: connection) -> None:
    """Make the roles, or set those that exist right."""
    with _autocommit(superuser_connection) as statements:
        statements.execute("SELECT rolname FROM pg_roles")
        existing = {name for (name,) in statements.fetchall()}
        for name, rights in ROLES.items():
            verb = "ALTER" if name in existing else "CREATE"
            statements.execute(sql.SQL(f"{verb} ROLE {{}} {rights}").format(sql.Identifier(name)))
        for setting in SETTINGS:
            statements.execute(setting)


def create_database(superuser_connection: connection, name: str) -> None:
    """Make a database that hd_owner owns, or set one that exists right."""
    database = sql.Identifier(name)
    with _autocommit(superuser_connection) as statements:
        statements.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if statements.fetchone() is None:
            statements.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, sql.Identifier(OWNER)))
        statements.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        statements.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO hd_app, hd_system").format(database))
    known = superuser_connection.info
    inside = psycopg2.connect(host=known.host, port=known.port, user=known.user, password=known.password, dbname=name)
    with contextlib.closing(inside), _autocommit(inside) as statements:
        for statement in GRANTS:
            statements.execute(statement)


@contextlib.contextmanager
def _autocommit(superuser_connection: connection) -> Iterator[cursor]:
    """Return a cursor outside of any transaction, as CREATE DATABASE wants it."""
    before = superuser_connection.autocommit
    superuser_connection.autocommit = True
    try:
        with superuser_connection.cursor() as statements:
            yield statements
    finally:
        superuser_connection.autocommit = before
