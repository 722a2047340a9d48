"""The folder that keeps everything a local installation knows between two starts."""

import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import time
from pathlib import Path
from typing import IO

from helpdesk.local.errors import CannotGoOn
from helpdesk.local.guardian import process_table

# A Unix socket's path may be 103 bytes on macOS and 107 on Linux; the longest name in a folder is PostgreSQL's.
LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432.lock")
# The guardian of a launcher that was killed is done after this many seconds.
GUARDIAN_TAKES = 8.0


class DataFolder:
    """A data folder; `lock` is the file that says which process uses it."""

    def __init__(self, path: Path) -> None:
        """Make the folder if it is not there, and refuse one that holds somebody else's files."""
        self.path = path.resolve()
        self.lock = self.path / "lock"
        try:
            if self.path.exists() and not self.lock.exists() and any(self.path.iterdir()):
                raise CannotGoOn(f"{self.path} holds other files; choose an empty or new folder for --data.")
            # As root, PostgreSQL runs as another user, who has to get through to its own part.
            self.path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
            self.lock.touch(mode=0o600)
        except OSError as error:
            raise CannotGoOn(f"The data folder {self.path} cannot be used: {error.strerror}.") from error

    def hold(self) -> IO[str]:
        """Lock the folder for this process, and for every process that inherits the returned file."""
        file = self.lock.open("r+")
        deadline = time.monotonic() + GUARDIAN_TAKES
        while True:
            with contextlib.suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            holder = self.lock.read_text().strip()
            # A killed launcher's guardian holds the lock for the moments that it needs to clean up.
            if _is_alive(holder) or time.monotonic() > deadline:
                raise CannotGoOn(f"Helpdesk is already running on {self.path} (process {holder}).")
            time.sleep(0.1)
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        return file

    def empty(self) -> None:
        """Remove everything but the lock, for a fresh start."""
        for entry in self.path.iterdir():
            if entry == self.lock:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()

    def secret_key(self) -> str:
        """Return this installation's key for signatures, made at the first start."""
        file = self.path / "secret-key"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(50))
        return file.read_text()


def folder_for_sockets(folder: Path) -> Path:
    """Return the folder itself, or one with a short and always the same name if its own is too long for sockets."""
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
        return folder
    return Path("/tmp", f"helpdesk-{os.geteuid()}-{fingerprint(folder)}")


def make_private(folder: Path, owner: tuple[int, int] | None = None) -> Path:
    """Make a folder that only its owner can enter; refuse one that somebody else has put there."""
    if not folder.is_symlink():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.lstat()
    expected = {os.geteuid(), *(owner or ())[:1]}
    if folder.is_symlink() or status.st_uid not in expected:
        raise CannotGoOn(f"{folder} belongs to somebody else; remove it and start again.")
    folder.chmod(0o700)
    if owner:
        os.chown(folder, *owner)
    return folder


def fingerprint(path: Path) -> str:
    """Return a short name that stands for this path."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _is_alive(pid: str) -> bool:
    # A process that was killed and whose parent has not noticed yet is still listed, but is dead.
    return any(str(row.pid) == pid and not row.zombie for row in process_table())
