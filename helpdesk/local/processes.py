"""Starts processes, keeps them running, and sees that none is left behind."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from helpdesk.local import guardian
from helpdesk.local.errors import AskedToStop, CannotGoOn
from helpdesk.local.terminal import say

Process = subprocess.Popen[bytes]

POLL = 0.05
RESTART_PAUSE = 0.5
# A program that ends this often by itself within a minute will not get better by another start.
DEATHS_PER_MINUTE = 5


@dataclass(frozen=True)
class Command:
    """What to run, as whom, and how to end it."""

    name: str
    arguments: Sequence[str | Path]
    environment: Mapping[str, str]
    folder: Path
    signals: guardian.Signals = (("TERM", 0.0),)
    # A service (database, Valkey) ends after the programs that use it.
    service: bool = False
    # user, group and extra_groups, where it must not run as the person who started it.
    identity: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Kept:
    """A process that is started again when it ends by itself."""

    name: str
    start: Callable[[], Process]
    process: Process
    deaths: list[float] = field(default_factory=list)


class Processes:
    """All processes of one run. Used as a context manager: at its end none of them is alive."""

    def __init__(self, logs: Path, held_files: Sequence[IO[Any]] = ()) -> None:
        """Write the processes' output below `logs`; the held files stay open until the last process is gone."""
        self.logs = logs
        self._held = tuple(file.fileno() for file in held_files)
        self._stop_asked = False
        self._kept: list[Kept] = []
        self._running: dict[Process, Command] = {}
        self._folders: list[Path] = []
        self._guardian: Process

    def __enter__(self) -> "Processes":
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # nohup asked for SIGHUP to be ignored: leave it so.
            if name is signal.SIGHUP and signal.getsignal(name) is signal.SIG_IGN:
                continue
            signal.signal(name, self._ask_to_stop)
        self.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        for log in self.logs.glob("*.log"):
            log.replace(log.with_suffix(".log.before"))
        self._start_guardian()
        return self

    def __exit__(self, *exception: object) -> None:
        """Let the guardian end everything, as it would if this process were killed: there is one way to stop."""
        if self._guardian.poll() is not None:
            self._start_guardian()
        with contextlib.suppress(OSError):
            self._guardian.stdin.close()
        while self._guardian.poll() is None:
            for process in self._running:
                process.poll()
            time.sleep(POLL)

    def _ask_to_stop(self, *signal_and_frame: object) -> None:
        self._stop_asked = True

    # --- waiting -----------------------------------------------------------------------------------

    def pause(self, seconds: float) -> None:
        """Sleep, but not longer than until somebody asks to stop."""
        deadline = time.monotonic() + seconds
        while True:
            if self._stop_asked:
                raise AskedToStop
            left = deadline - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, POLL))

    def wait(self, process: Process) -> int:
        """Wait for a process that ends by itself and return its status."""
        while process.poll() is None:
            self.pause(POLL)
        self._forget(process)
        return process.returncode

    def wait_until_ready(self, process: Process, ready: Callable[[], bool], seconds: float) -> None:
        """Wait until a process that keeps running says that it is ready."""
        command = self._running[process]
        deadline = time.monotonic() + seconds
        while not ready():
            if process.poll() is not None:
                self._forget(process)
                raise CannotGoOn(f"{_the(command.name)} {_how_it_ended(process.returncode)}: see {self.log(command)}.")
            if time.monotonic() > deadline:
                raise CannotGoOn(f"{_the(command.name)} was not ready in {seconds:.0f} s: see {self.log(command)}.")
            self.pause(0.02)

    # --- starting ----------------------------------------------------------------------------------

    def start(self, command: Command, output: IO[Any] | None = None) -> Process:
        """Start a process in a group of its own, so that Ctrl-C reaches only the launcher."""
        with contextlib.ExitStack() as stack:
            target = output if output is not None else stack.enter_context(self.log(command).open("ab"))
            process = subprocess.Popen(
                [str(part) for part in command.arguments],
                env=dict(command.environment),
                cwd=command.folder,
                stdin=subprocess.DEVNULL,
                stdout=target,
                stderr=subprocess.STDOUT,
                process_group=0,
                **command.identity,
            )
        self._running[process] = command
        self._note(self._member(process))
        return process

    def output_of(self, command: Command) -> str:
        """Run a command to its end and return what it printed."""
        with tempfile.TemporaryFile() as output:
            self.wait(self.start(command, output=output))
            output.seek(0)
            return output.read().decode(errors="replace")

    def keep(self, name: str, start: Callable[[], Process]) -> Process:
        """Start a process now, and again whenever it ends by itself."""
        self._kept.append(Kept(name, start, start()))
        return self._kept[-1].process

    def remove_at_end(self, folders: Iterable[Path]) -> None:
        """Have temporary folders removed after the last process is gone, even if this one is killed."""
        for folder in folders:
            self._folders.append(folder)
            self._note({"folder": str(folder)})

    def log(self, command: Command) -> Path:
        """Return the file that a process writes to."""
        return self.logs / f"{command.name}.log"

    # --- looking after -----------------------------------------------------------------------------

    def look_after(self) -> None:
        """Start what has ended by itself again; give up with a sentence if that does not help."""
        if self._guardian.poll() is not None:
            self._start_guardian()
        for kept in self._kept:
            if kept.process.poll() is not None:
                self._restart(kept)

    def _restart(self, kept: Kept) -> None:
        self._forget(kept.process)
        now = time.monotonic()
        kept.deaths = [*(death for death in kept.deaths if now - death < 60), now]
        log = self.logs / f"{kept.name}.log"
        if len(kept.deaths) > DEATHS_PER_MINUTE:
            raise CannotGoOn(f"{_the(kept.name)} keeps ending by itself; {log} says why.")
        say(f"{_the(kept.name)} {_how_it_ended(kept.process.returncode)}; starting it again.")
        self.pause(RESTART_PAUSE)
        # If it does not start this time, it is still dead at the next look, and that counts too.
        with contextlib.suppress(CannotGoOn):
            kept.process = kept.start()

    def _forget(self, process: Process) -> None:
        """Kill what a dead process left of its group, such as the worker's pool."""
        if self._running.pop(process, None):
            guardian.send("KILL", -process.pid)
            self._note({"gone": process.pid})

    # --- the guardian ------------------------------------------------------------------------------

    def _start_guardian(self) -> None:
        self._guardian = subprocess.Popen(
            # Its name without its folder: whoever ends all processes named helpdesk.local ends the launcher only.
            [sys.executable, "-I", Path(guardian.__file__).name],
            cwd=Path(guardian.__file__).parent,
            stdin=subprocess.PIPE,
            start_new_session=True,
            pass_fds=self._held,
        )
        for note in [*map(self._member, self._running), *({"folder": str(folder)} for folder in self._folders)]:
            self._note(note)

    def _note(self, note: dict[str, Any]) -> None:
        # If the guardian was killed, the next look_after() starts another, which gets all notes again.
        with contextlib.suppress(OSError):
            os.write(self._guardian.stdin.fileno(), json.dumps(note).encode() + b"\n")

    def _member(self, process: Process) -> dict[str, Any]:
        command = self._running[process]
        return {"group": process.pid, "service": command.service, "signals": list(command.signals)}


def _the(name: str) -> str:
    """Return a process's name as the beginning of a sentence."""
    return {"postgres": "PostgreSQL", "valkey": "Valkey"}.get(name, f"The {name} process")


def _how_it_ended(status: int) -> str:
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"
