"""What the tests of the two commands share. They start real processes and leave none behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpdesk.local import guardian
from helpdesk.local.processes import Processes

CHECKOUT = Path(__file__).resolve().parents[2]
# The suite's own services; a launcher that saw them would use them in place of its own.
OF_THE_SUITE = ("DATABASE_", "REDIS_URL", "HELPDESK_", "SECRET_KEY", "CHROMIUM", "DJANGO_", "PYTEST_")


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment of a person who has just opened a terminal."""
    theirs = {name: value for name, value in os.environ.items() if not name.startswith(OF_THE_SUITE)}
    return theirs | {"PYTHONPATH": str(CHECKOUT)}


@pytest.fixture
def folder(tmp_path):
    """A folder that other users can pass through, as PostgreSQL has to when root starts it."""
    for path in (tmp_path, *tmp_path.parents):
        if path.owner() == tmp_path.owner() and path != Path(path.root):
            path.chmod(path.stat().st_mode | 0o011)
    return tmp_path


@pytest.fixture
def launch(environment, tmp_path):
    """Start a Python program with arguments as a launcher; whatever is left of it is ended with the test."""
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: object, **more: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            env=environment | more,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=10)


def alive(pids) -> set[int]:
    """Return which of these processes are still there."""
    return {row.pid for row in guardian.process_table() if not row.zombie} & set(pids)


def gone_within(seconds: float, pids) -> bool:
    """Wait until none of these processes is left; return whether that came true in time."""
    deadline = time.monotonic() + seconds
    while alive(pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@contextlib.contextmanager
def processes_here(folder):
    """Processes of the test's own process, whose signal handlers are put back at the end."""
    before = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        with Processes(folder / "logs") as processes:
            yield processes
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
