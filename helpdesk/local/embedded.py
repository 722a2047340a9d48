"""Starts the embedded PostgreSQL and Valkey and returns the addresses to reach them by."""

import contextlib
from pathlib import Path

import psycopg2

from helpdesk.local import provision
from helpdesk.local.environment import DATABASES
from helpdesk.local.postgres import Postgres
from helpdesk.local.processes import Processes
from helpdesk.local.valkey import Valkey

DATABASE = "helpdesk"


def start_postgres(processes: Processes, folder: Path, durable: bool = True) -> dict[str, str]:
    """Start PostgreSQL with the three roles and the database; return the variables that name them."""
    postgres = Postgres(processes, folder, durable)
    processes.keep("postgres", postgres.start)
    with contextlib.closing(psycopg2.connect(postgres.address())) as connection:
        provision.ensure_roles(connection)
        provision.create_database(connection, DATABASE)
    addresses = {variable: postgres.address(role, DATABASE) for variable, role in DATABASES.items()}
    if not durable:
        processes.remove_at_end(postgres.folders)
        # The tests make databases of their own.
        addresses["HELPDESK_SUPERUSER_URL"] = postgres.address()
    return addresses


def start_valkey(processes: Processes, folder: Path, durable: bool = True) -> dict[str, str]:
    """Start Valkey; return the variable that names it."""
    valkey = Valkey(processes, folder, durable)
    processes.keep("valkey", valkey.start)
    if not durable:
        processes.remove_at_end(valkey.folders)
    return {"REDIS_URL": valkey.address()}
