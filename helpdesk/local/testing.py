"""`dev.py test`: everything CI runs, against an embedded PostgreSQL and Valkey in a temporary folder."""

import secrets
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from helpdesk.local.browser import find_or_install
from helpdesk.local.embedded import start_postgres, start_valkey
from helpdesk.local.environment import CHECKOUT, for_children
from helpdesk.local.processes import Command, Processes
from helpdesk.local.terminal import say

PROGRAMS = Path(sys.executable).parent
CHECKS = {
    "ruff check": (PROGRAMS / "ruff", "check"),
    "ruff format": (PROGRAMS / "ruff", "format", "--check"),
    "import contracts": (PROGRAMS / "lint-imports", "--no-logo"),
    "migrations": (sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"),
}
PYTEST = (sys.executable, "-m", "pytest")
IN_PARALLEL = ("-n", "2")  # tests/scheduling.py says which tests share a worker


def test(pytest_arguments: Sequence[str]) -> int:
    """Run all checks, or only pytest with these arguments; return the status of the first that failed."""
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-test-")).resolve()
    with Processes(folder / "logs") as processes:
        processes.remove_at_end([folder])
        environment = _bring_up(processes, folder)
        if pytest_arguments:
            return run_steps(processes, {"pytest": (*PYTEST, *pytest_arguments)}, environment)
        return run_steps(processes, CHECKS | {"pytest": (*PYTEST, *IN_PARALLEL)}, environment)


def _bring_up(processes: Processes, folder: Path) -> dict[str, str]:
    # As root, PostgreSQL runs as another user, who has to get through to its own part.
    folder.chmod(0o711)
    began = time.monotonic()
    addresses = start_postgres(processes, folder / "postgres", durable=False)
    addresses |= start_valkey(processes, folder / "valkey", durable=False)
    say(f"PostgreSQL and Valkey: {time.monotonic() - began:.1f} s.")
    began = time.monotonic()
    browser = find_or_install(processes)
    say(f"Browser: {browser} ({time.monotonic() - began:.1f} s).")
    return for_children(
        folder,
        secrets.token_urlsafe(50),
        CHROMIUM=str(browser),
        # Playwright's synchronous interface runs an event loop in the thread of the test.
        DJANGO_ALLOW_ASYNC_UNSAFE="true",
        **addresses,
    )


def run_steps(processes: Processes, steps: Mapping[str, Sequence[str | Path]], environment: Mapping[str, str]) -> int:
    """Run every step, also after one that failed, and sum up at the end."""
    results: list[tuple[str, int, float]] = []
    for name, arguments in steps.items():
        say(f"\n── {name} ──")
        began = time.monotonic()
        command = Command(name, arguments, environment, CHECKOUT)
        # The steps' own output is what the person wants to see.
        status = processes.wait(processes.start(command, output=sys.stdout))
        results.append((name, status, time.monotonic() - began))
    say()
    for name, status, seconds in results:
        say(f"{f'failed with status {status}' if status else 'fine'}: {name} ({seconds:.1f} s)")
    return next((_exit_status(status) for _, status, _ in results if status), 0)


def _exit_status(status: int) -> int:
    """Return a status as a shell would: a signal's number plus 128."""
    return 128 - status if status < 0 else status
