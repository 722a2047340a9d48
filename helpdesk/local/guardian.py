"""Ends every process of a run when its launcher ends, in whatever way the launcher ends.

The launcher starts this file as a program of its own and holds the other end of its standard input.
When the launcher is done, or killed with SIGKILL, the operating system closes that end, and the guardian
stops all that is left: first the programs, then the database and Valkey, everything within five seconds.
It is a script on the standard library alone, so that it is running a moment after the launcher is.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

# Seconds after the end of the launcher. A person was promised five.
PROGRAMS_MUST_BE_GONE = 2.3
SERVICES_MUST_BE_GONE = 3.8
PAUSE = 0.05

# The signals that ask a process to end: the name, and after how many seconds.
Signals = Sequence[tuple[str, float]]


class Row(NamedTuple):
    """One line of the operating system's table of processes."""

    pid: int
    parent: int
    group: int
    zombie: bool


@dataclass
class Member:
    """One process group of the run."""

    group: int
    service: bool
    signals: Signals
    # Processes below it that moved to a group of their own, as PostgreSQL's backends do.
    strays: set[int] = field(default_factory=set)

    def alive(self, table: Iterable[Row]) -> set[int]:
        """Return the process ids that are left of this member."""
        return {row.pid for row in table if not row.zombie and (row.group == self.group or row.pid in self.strays)}


def process_table() -> list[Row]:
    """Return all processes of the machine, from /proc or, where there is none (macOS), from ps."""
    if Path("/proc/self/stat").exists():
        return [row for entry in Path("/proc").glob("[0-9]*") if (row := _row_from_proc(entry))]
    lines = subprocess.run(["ps", "-axo", "pid=,ppid=,pgid=,stat="], capture_output=True, text=True).stdout.splitlines()
    fields = [line.split() for line in lines]
    return [Row(int(pid), int(parent), int(group), state.startswith("Z")) for pid, parent, group, state, *_ in fields]


def _row_from_proc(entry: Path) -> Row | None:
    with contextlib.suppress(OSError):
        # The name stands in brackets and may itself hold brackets and blanks.
        state, parent, group = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()[:3]
        return Row(int(entry.name), int(parent), int(group), state in "ZX")
    return None


def descendants(pid: int, table: Iterable[Row]) -> set[int]:
    """Return all processes below this one."""
    rows = list(table)
    found, frontier = set(), {pid}
    while frontier:
        frontier = {row.pid for row in rows if row.parent in frontier} - found
        found |= frontier
    return found


def send(name: str, pid: int) -> None:
    """Send a signal to a process that may be gone by now, or to a group if the number is negative."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, getattr(signal, f"SIG{name}"))


def end(members: list[Member]) -> None:
    """Stop the programs, then the services they use; whoever does not go in time is killed."""
    started = time.monotonic()
    table = process_table()
    for member in members:
        member.strays = descendants(member.group, table)
    for services, must_be_gone in ((False, PROGRAMS_MUST_BE_GONE), (True, SERVICES_MUST_BE_GONE)):
        _end_some([member for member in members if member.service is services], started + must_be_gone)


def _end_some(members: list[Member], deadline: float) -> None:
    """Ask these members to end, in their own way, and kill what is left of them at the deadline."""
    started = time.monotonic()
    waiting = [(member, name, started + seconds) for member in members for name, seconds in member.signals]
    while True:
        now = time.monotonic()
        for request in [request for request in waiting if request[2] <= now]:
            waiting.remove(request)
            # Only the head of the group: it knows in which order its own children should go.
            send(request[1], request[0].group)
        table = process_table()
        for member in members:
            left = member.alive(table)
            # A head goes last, so whoever outlives it was not told to end.
            if left and (member.group not in left or now >= deadline):
                for pid in left:
                    send("KILL", pid)
        if now >= deadline or not any(member.alive(table) for member in members):
            return
        time.sleep(PAUSE)


def main() -> None:
    """Take notes until the launcher is gone, then end what it left."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    members: dict[int, Member] = {}
    folders: set[str] = set()
    # readline, not iteration: each note counts from the moment it is written.
    for line in iter(sys.stdin.readline, ""):
        note = json.loads(line)
        if "folder" in note:
            folders.add(note["folder"])
        elif "gone" in note:
            members.pop(note["gone"], None)
        else:
            members[note["group"]] = Member(**note)
    end(list(members.values()))
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
