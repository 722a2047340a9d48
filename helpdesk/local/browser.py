"""Finds a Chromium for the browser tests, or installs one: these tests are never skipped."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from helpdesk.local import packed_chromium
from helpdesk.local.environment import CHECKOUT
from helpdesk.local.errors import CannotGoOn
from helpdesk.local.processes import Command, Processes
from helpdesk.local.terminal import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
WHERE_PLAYWRIGHT_KEEPS_IT = (
    "from playwright.sync_api import sync_playwright as run\nwith run() as p: print(p.chromium.executable_path)"
)


def find_or_install(processes: Processes) -> Path:
    """Return a Chromium that runs: the one named, one on this machine, or a newly installed one."""
    if named := os.environ.get("CHROMIUM"):
        if _runs(Path(named)):
            return Path(named)
        raise CannotGoOn(f"CHROMIUM is set to {named}, but no browser runs there.")
    if found := next(filter(_runs, _present()), None):
        return found
    for title, install in _ways_to_install(processes):
        say(f"Installing Chromium with {title} …")
        if (installed := install()) and _runs(installed):
            return installed
    raise CannotGoOn(
        "The browser tests need Chromium, and none could be found or installed:"
        " install one (on Debian: apt-get install chromium) or set CHROMIUM to its path."
    )


def _runs(browser: Path) -> bool:
    """Return whether this is a browser that starts; some distributions have a mere placeholder in its place."""
    try:
        done = subprocess.run([browser, "--version"], capture_output=True, timeout=30, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _present() -> Iterator[Path]:
    """Yield what may be a browser, the cheapest to look up first."""
    yield from _on_path()
    yield MAC_CHROME
    yield packed_chromium.PROGRAM
    if browser := _kept_by_playwright():
        yield browser


def _on_path() -> Iterator[Path]:
    return (Path(found) for name in NAMES if (found := shutil.which(name)))


def _kept_by_playwright() -> Path | None:
    answer = subprocess.run([sys.executable, "-c", WHERE_PLAYWRIGHT_KEEPS_IT], capture_output=True, text=True)
    return Path(answer.stdout.strip()) if answer.returncode == 0 else None


def _ways_to_install(processes: Processes) -> Iterator[tuple[str, Callable[[], Path | None]]]:
    """Yield the ways that can work here at all, the one that changes least for the person last."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        yield "apt-get", lambda: _with_apt(processes)
    yield "playwright", lambda: _with_playwright(processes)
    if (platform.system(), platform.machine()) == ("Linux", "x86_64"):
        yield "npm", lambda: packed_chromium.install(lambda *command: run(processes, *command))


def _with_apt(processes: Processes) -> Path | None:
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    packages = ("chromium", "fonts-liberation")
    done = run(processes, "apt-get", "update", more=quiet) and run(
        processes, "apt-get", "install", "--yes", "--no-install-recommends", *packages, more=quiet
    )
    return next(_on_path(), None) if done else None


def _with_playwright(processes: Processes) -> Path | None:
    # The libraries it needs are the system's, and only root can install those.
    may_be_root = os.geteuid() == 0 or (shutil.which("sudo") and run(processes, "sudo", "-n", "true"))
    libraries = ["--with-deps"] if may_be_root and platform.system() == "Linux" else []
    done = run(processes, sys.executable, "-m", "playwright", "install", *libraries, "chromium")
    return _kept_by_playwright() if done else None


def run(processes: Processes, *arguments: str | Path, more: Mapping[str, str] | None = None) -> bool:
    """Run one step of an installation and return whether it went well."""
    command = Command("browser", arguments, os.environ | (more or {}), CHECKOUT)
    try:
        return processes.wait(processes.start(command)) == 0
    except FileNotFoundError:
        return False
