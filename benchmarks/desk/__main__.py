"""Measures the desk over HTTP beside a small and a large data set and prints the table of this folder's README.

python -m benchmarks.desk [--tickets 1000000] [--tenants 200] [--small 1000] [--times 200]
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Do what the command line asks for."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.desk", description=__doc__.splitlines()[0])
    arguments.add_argument("--tickets", type=int, default=1_000_000, help="of the large data set")
    arguments.add_argument("--tenants", type=int, default=200, help="of the large data set")
    arguments.add_argument("--small", type=int, default=1_000, help="tickets of the small one, in one tenant")
    arguments.add_argument("--times", type=int, default=200, help="how often each page is asked for")
    chosen = arguments.parse_args()
    small = _measured(1, chosen.small, chosen.times)
    large = _measured(chosen.tenants, chosen.tickets, chosen.times)
    _say(f"Python {platform.python_version()}, {large['postgres']}, {_cores()} cores, two web workers.")
    for one in (small, large):
        _say(one["told"])
    _say("")
    _table(small, large)


def _measured(tenants: int, tickets: int, times: int) -> dict:
    """Return the figures of one data set, measured in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.desk.measuring", str(tenants), str(tickets), str(times)]
    done = subprocess.run(command, cwd=_CHECKOUT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _table(small: dict, large: dict) -> None:
    names = [f"{one['largest']:,} tickets in the tenant" for one in (small, large)]
    head = ["ms", f"{names[0]}: p50", "p95", f"{names[1]}: p50", "p95", "times as long (p50)", "SQL statements"]
    _say("| " + " | ".join(head) + " |")
    _say("| --- |" + " ---: |" * (len(head) - 1))
    for page, (p50, p95, _) in small["pages"].items():
        large_p50, large_p95, statements = large["pages"][page]
        figures = [f"{p50:.1f}", f"{p95:.1f}", f"{large_p50:.1f}", f"{large_p95:.1f}", f"{large_p50 / p50:.2f}"]
        _say("| " + " | ".join([page, *figures, str(statements)]) + " |")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
