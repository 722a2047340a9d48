#!/usr/bin/env python3
"""The two commands of a checkout: `python3 dev.py start` and `python3 dev.py test`.

This file is only the way in: it needs nothing but Python, installs the locked packages into .venv when
the lock has changed, and then becomes `helpdesk.local`, which does the work.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

# Before any definition, so that an older Python gets this far and can say so.
if sys.version_info < (3, 11):
    sys.exit(f"Helpdesk needs Python 3.11 or newer, and this is Python {sys.version.split()[0]}.")
if os.name != "posix":
    sys.exit("Helpdesk runs on Linux and macOS; on Windows, use the Windows Subsystem for Linux.")

CHECKOUT = Path(__file__).resolve().parent
VENV = CHECKOUT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
PRIVATE_UV = CHECKOUT / ".local" / "uv"
REQUIREMENTS = CHECKOUT / "requirements"
LOCKS = {"start": "base.txt", "test": "test.txt"}
USAGE = """\
python3 dev.py start [--port N] [--data DIR] [--reset]   run the product with its demo
python3 dev.py test [pytest arguments]                   run everything CI runs"""


def main(arguments: list[str]) -> None:
    """Install what the command needs, then become that command."""
    if not arguments or arguments[0] not in LOCKS:
        sys.exit(USAGE)
    try:
        install(lock_for(arguments[0]))
    except KeyboardInterrupt:
        sys.exit(130)
    # PYTHONPATH and -P instead of a change of folder: a relative --data means where the person stands.
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    os.execve(VENV_PYTHON, [str(VENV_PYTHON), "-P", "-m", "helpdesk.local", *arguments], environment)


def lock_for(command: str) -> Path:
    """Return the lock to install; the test lock holds all of the base lock, so it is good for `start` too."""
    name = LOCKS[command]
    return REQUIREMENTS / ("test.txt" if installed().get("lock") == "test.txt" else name)


def installed() -> dict[str, str]:
    """Return what the last complete installation wrote down, or nothing."""
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def wanted(lock: Path) -> dict[str, str]:
    """Return what an installation of this lock into the present .venv writes down."""
    return {"lock": lock.name, "sha256": hashlib.sha256(lock.read_bytes()).hexdigest(), "python": venv_version()}


def venv_version() -> str:
    """Return the version of .venv's own Python, or nothing if it does not run (any more)."""
    with contextlib.suppress(OSError):
        answer = subprocess.run(
            [VENV_PYTHON, "-SIc", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True
        )
        return answer.stdout.strip()
    return ""


def install(lock: Path) -> None:
    """Bring .venv to exactly this lock, unless it is there already."""
    if installed() == wanted(lock):
        return
    with one_at_a_time():
        if installed() == wanted(lock):
            return
        started = time.monotonic()
        print("Installing the Python packages …", flush=True)
        STAMP.unlink(missing_ok=True)
        problem = install_with_uv(lock) and install_with_pip(lock)
        if problem:
            sys.exit(problem)
        STAMP.write_text(json.dumps(wanted(lock)))
        print(f"Installed in {time.monotonic() - started:.1f} s.", flush=True)


@contextlib.contextmanager
def one_at_a_time():
    """Let a second dev.py in the same checkout wait for the first one's installation."""
    import fcntl  # not at the top: Windows has none, and must get as far as the sentence above

    folder = CHECKOUT / ".local"
    try:
        folder.mkdir(exist_ok=True)
        lock_file = (folder / "install.lock").open("w")
    except OSError as error:
        sys.exit(f"The Python packages cannot be installed here: {error.strerror} ({error.filename}).")
    with lock_file:
        fcntl.flock(lock_file, fcntl.LOCK_EX)
        yield


def install_with_uv(lock: Path) -> str:
    """Install with uv, the machine's own or a private one; return what went wrong, or nothing."""
    uv = find_uv()
    if uv is None:
        return "uv is not here"
    return run(uv, "venv", "--quiet", "--allow-existing", "--python", base_python(), VENV) or run(
        uv, "pip", "sync", "--quiet", "--require-hashes", "--python", VENV_PYTHON, lock
    )


def find_uv() -> str | None:
    """Return a uv to install with; --target is allowed where the system's Python refuses a plain pip install."""
    if os.environ.get("HELPDESK_NO_UV"):
        return None
    found = shutil.which("uv")
    if found:
        return found
    private = PRIVATE_UV / "bin" / "uv"
    if private.exists() or not pip(sys.executable, "--target", PRIVATE_UV, "-r", REQUIREMENTS / "uv.txt"):
        return str(private)
    return None


def install_with_pip(lock: Path) -> str:
    """Install with venv and pip alone, from scratch; return one sentence on what is missing, or nothing."""
    if run(base_python(), "-m", "venv", "--clear", VENV):
        return (
            "The Python packages cannot be installed, because this Python has neither pip nor venv"
            " (on Debian and Ubuntu: apt-get install python3-venv)."
        )
    problem = pip(VENV_PYTHON, "-r", lock)
    return problem and f"The Python packages could not be installed: {problem}"


def pip(python: str | Path, *arguments: str | Path) -> str:
    """Run pip install with hashes; return what went wrong, or nothing."""
    return run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", *arguments)


def base_python() -> str:
    """Return the Python a virtual environment is made of, also when this one is itself in one."""
    return getattr(sys, "_base_executable", None) or sys.executable


def run(*command: str | Path) -> str:
    """Run a program quietly; return the last line of its complaint if it failed, else nothing."""
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    except OSError as error:
        return str(error)
    if done.returncode == 0:
        return ""
    lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
    return lines[-1] if lines else f"{command[0]} ended with status {done.returncode}"


if __name__ == "__main__":
    main(sys.argv[1:])
