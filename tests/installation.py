"""The product as people run it: `dev.py start` in a process of its own, with its demo, and a way to its commands."""

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
_OURS = ("DATABASE_", "REDIS_URL", "SECRET_KEY", "HELPDESK_", "DJANGO_", "PYTEST_", "SMTP_URL", "MAIL_FROM", "FILES_AT")


def plain_environment() -> dict[str, str]:
    """Return the environment of somebody who has just cloned the project."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}


@dataclass
class Installation:
    """A running installation."""

    process: subprocess.Popen
    data: Path
    port: int
    seconds_to_ready: float

    @classmethod
    def start(cls, data: Path, *, within: float = 120, **environment: str) -> "Installation":
        """Start it on a free port, with more in its environment, and wait until it says where it is."""
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, CHECKOUT / "dev.py", "start", "--port", "0", "--data", data],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=plain_environment() | environment,
            start_new_session=True,
        )
        told = []
        for line in process.stdout:
            told.append(line)
            if match := re.search(r"http://acme\.localhost:(\d+)", line):
                return cls(process, data, int(match[1]), time.monotonic() - began)
            if time.monotonic() - began > within:
                break
        process.kill()
        raise AssertionError("dev.py start did not get ready:\n" + "".join(told))

    @classmethod
    def start_on_a_copy(cls, prepared: Path, data: Path, **environment: str) -> "Installation":
        """Start one whose data are those of another one, which was stopped when it was ready."""
        # As root, some of the files belong to others; a copy by Python would belong to root.
        subprocess.run(["cp", "-a", prepared, data], check=True)
        return cls.start(data, **environment)

    def stop(self) -> float:
        """Stop it as Ctrl-C does and return the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=15)
        return time.monotonic() - began

    def url(self, tenant: str, path: str = "/") -> str:
        """Return an address of a tenant."""
        return f"http://{tenant}.localhost:{self.port}{path}"

    def pids(self, *words: str) -> list[int]:
        """Return its processes whose command line has all the words, oldest first."""
        mine = f"HELPDESK_DATA={self.data}".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                is_mine = mine in (folder / "environ").read_bytes() or str(self.data) in command
            except OSError:
                continue  # it ended while we looked
            if is_mine and all(word in command for word in words):
                found.append(int(folder.name))
        return sorted(found)

    def manage(self, *arguments: str) -> str:
        """Run one of manage.py's commands against it, as a person would in a second terminal."""
        done = subprocess.run(
            [sys.executable, CHECKOUT / "manage.py", *arguments],
            capture_output=True,
            text=True,
            env=plain_environment() | {"HELPDESK_DATA": str(self.data)},
            cwd=CHECKOUT,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
