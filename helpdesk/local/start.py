"""`dev.py start`: the whole product with its demo, in the foreground, until somebody asks it to stop."""

import http.client
import os
import socket
import sys
import time
from pathlib import Path

from helpdesk.local.data import DataFolder
from helpdesk.local.embedded import start_postgres, start_valkey
from helpdesk.local.environment import CHECKOUT, for_children, remember, services_from_outside
from helpdesk.local.errors import AskedToStop, CannotGoOn
from helpdesk.local.identity import forget_outside
from helpdesk.local.processes import Command, Processes
from helpdesk.local.programs import Program, programs
from helpdesk.local.terminal import say

HOST = "127.0.0.1"
SECONDS_TO_READY = 90
LOOK_EVERY = 0.2


def start(data: Path, port: int, reset: bool = False) -> int:
    """Run the product; return the exit status."""
    began = time.monotonic()
    outside = services_from_outside(os.environ)
    if reset and (outside.database or outside.redis):
        raise CannotGoOn(
            "--reset empties the embedded services only: unset DATABASE_URL and REDIS_URL, or leave it out."
        )
    folder = DataFolder(data)
    with folder.hold() as lock:
        port = free_port(port)
        if reset:
            forget_outside(folder.path / "postgres")
            folder.empty()
        with Processes(folder.path / "logs", held_files=[lock]) as processes:
            try:
                environment = _bring_up(processes, folder, port)
                _wait_for_readyz(processes, port)
                _announce(processes, environment, folder, port, time.monotonic() - began)
                while True:
                    processes.look_after()
                    processes.pause(LOOK_EVERY)
            except AskedToStop:
                say("Stopping …")
    say("Stopped.")
    return 0


def free_port(port: int) -> int:
    """Return the port if nobody listens on it, or any free one for 0."""
    with socket.socket() as probe:
        # A port in the last throes of an earlier run is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise CannotGoOn(f"Port {port} may only be used by root; choose another with --port.") from error
        except OSError as error:
            raise CannotGoOn(f"Port {port} is taken by another program; choose another with --port.") from error
        return int(probe.getsockname()[1])


def _bring_up(processes: Processes, folder: DataFolder, port: int) -> dict[str, str]:
    """Start everything in order and return the environment it was started with."""
    outside = services_from_outside(os.environ)
    addresses: dict[str, str] = {"HELPDESK_PORT": str(port)}
    if not outside.database:
        addresses |= start_postgres(processes, folder.path / "postgres")
    if not outside.redis:
        addresses |= start_valkey(processes, folder.path / "valkey")
    say(_where_services_are(outside.database, outside.redis))
    environment = for_children(folder.path, folder.secret_key(), **addresses)
    remember(folder.path, environment)
    _manage(processes, environment, "Migrating the database", "migrate", "--no-input", "--verbosity", "1")
    _manage(processes, environment, "Filling the demo", "demo", "--once")
    for name, program in programs(HOST, port, str(folder.path / "beat")).items():
        command = _program(name, program, environment)
        processes.keep(name, lambda command=command: processes.start(command))
    return environment


def _where_services_are(database_outside: bool, redis_outside: bool) -> str:
    database = "the database of DATABASE_URL" if database_outside else "the embedded PostgreSQL"
    redis = "the server of REDIS_URL" if redis_outside else "the embedded Valkey"
    return f"Using {database} and {redis}."


def _manage(processes: Processes, environment: dict[str, str], title: str, *arguments: str) -> None:
    """Run one of Django's commands to its end, and say how long it took."""
    began = time.monotonic()
    command = Command(arguments[0], [sys.executable, "manage.py", *arguments], environment, CHECKOUT)
    if processes.wait(processes.start(command)):
        log = processes.log(command)
        lines = log.read_text(errors="replace").split("\n")
        reason = next((line for line in reversed(lines) if line.strip()), "no output")
        raise CannotGoOn(f"{title} failed ({reason.strip()}): see {log}.")
    say(f"{title}: {time.monotonic() - began:.1f} s.")


def _program(name: str, program: Program, environment: dict[str, str]) -> Command:
    return Command(name, [sys.executable, *program.arguments], environment, CHECKOUT, signals=program.signals)


def _wait_for_readyz(processes: Processes, port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_READY
    while not _is_ready(port):
        if time.monotonic() > deadline:
            raise CannotGoOn(f"The product was not ready in {SECONDS_TO_READY} s: see the files in {processes.logs}.")
        processes.look_after()
        processes.pause(0.1)


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _announce(processes: Processes, environment: dict[str, str], folder: DataFolder, port: int, seconds: float) -> None:
    """Print where to look and how to sign in."""
    command = Command("sign-ins", [sys.executable, "manage.py", "demo", "--sign-ins"], environment, CHECKOUT)
    sign_ins = processes.output_of(command)
    say(f"Ready after {seconds:.1f} s. Ctrl-C stops everything; logs are in {folder.path / 'logs'}.")
    say()
    say(f"  http://acme.localhost:{port}         the helpdesk of Acme")
    say(f"  http://globex.localhost:{port}       the helpdesk of Globex")
    say(f"  http://localhost:{port}              every address and sign-in")
    say(f"  http://localhost:{port}/local/mail/  every e-mail that was sent")
    say()
    say(sign_ins.rstrip())
