"""Times a requester's place and the price of a bump in a long line, and prints the table of this folder's README.

python -m benchmarks.line [--waiting 20000] [--agents 40] [--times 300]
"""

import argparse
import itertools
import logging
import os
import platform
import sys
import tempfile
import time
import uuid
from datetime import timedelta
from pathlib import Path

from benchmarks.search import installation
from helpdesk.local.processes import Processes

_TENANT = 1
_BATCH = 2000
_WARM = 20


def main() -> None:
    """Do what the command line asks for."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.line", description=__doc__.splitlines()[0])
    arguments.add_argument("--waiting", type=int, default=20_000, help="tickets that wait, in one tenant")
    arguments.add_argument("--agents", type=int, default=40, help="who have nine of ten of them")
    arguments.add_argument("--times", type=int, default=300, help="how often each is asked for")
    chosen = arguments.parse_args()
    logging.disable(logging.WARNING)
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-line-")).resolve()
    with Processes(folder / "logs") as processes:
        processes.remove_at_end([folder])
        installation.start(processes, folder)
        installation.found_tenants([_TENANT])
        from tenants.scope import tenant_scope

        with tenant_scope(_TENANT):
            _line_up(chosen.waiting, chosen.agents)
            installation.analyse()
            _say(f"Python {platform.python_version()}, {_postgres()}, {_cores()} cores; {chosen.waiting:,} wait.")
            _say("")
            _table(chosen.times)


def _line_up(waiting: int, agents: int) -> None:
    """Let tickets wait in three priorities, one in ten of them with nobody; as many again are with their requesters."""
    from accounts.models import User
    from helpdesk import first_steps
    from shared import clock
    from tickets.models import Category, Message, Priority, Ticket

    first_steps.furnish(name="Long line")
    now = clock.now()
    cleo = User.objects.create(name="Cleo", email="cleo@example.com", kind="customer", created_at=now)
    staff = User.objects.bulk_create(
        User(name=f"Agent {n}", email=f"{n}@example.com", email_norm=f"{n}@example.com", kind="staff", is_agent=True,
             created_at=now) for n in range(agents)
    )  # fmt: skip
    category = Category.objects.select_related("priority", "parent__priority").first()
    # Most are normal; of every twenty two are high and one is urgent.
    ranked = list(Priority.objects.in_use()[:3])
    urgency = [ranked[0], *[ranked[min(1, len(ranked) - 1)]] * 2, *[ranked[-1]] * 17]
    numbers = itertools.count(1)

    def ticket(is_waiting):
        number = next(numbers)
        at, priority = now - timedelta(minutes=number), urgency[number % len(urgency)]
        agent = staff[number % agents] if number % 10 or not is_waiting else None
        return Ticket(
            number=number, subject=f"No. {number}", status=_status(is_waiting, agent), category=category,
            priority=priority, rank=priority.rank, requester=cleo, requester_name=cleo.name, filed_by=cleo,
            assignee=agent, form_key=uuid.uuid4(), filed_at=at, updated_at=at, waiting_since=at if is_waiting else None,
            unanswered_since=at if is_waiting else None, our_turn_since=at if is_waiting else None,
        )  # fmt: skip

    for is_waiting in (True, False):
        for begin in range(0, waiting, _BATCH):
            made = Ticket.objects.bulk_create(ticket(is_waiting) for _ in range(min(_BATCH, waiting - begin)))
            Message.objects.bulk_create(
                Message(ticket=one, author=cleo, author_name=cleo.name, kind="description", body="It does not work.",
                        written_at=one.filed_at) for one in made
            )  # fmt: skip


def _status(is_waiting, agent):
    from tickets.statuses import Status

    if not is_waiting:
        return Status.NEEDS_MORE_INFO
    return Status.ASSIGNED if agent else Status.NEW


def _table(times: int) -> None:
    from shared import clock
    from tickets import line
    from tickets.models import Ticket

    now = clock.now()
    in_order = list(Ticket.objects.waiting().in_serving_order())
    where = {
        "first in line": in_order[:1],
        "in the middle": in_order[len(in_order) // 2 :][:1],
        "last in line": in_order[-1:],
        "anywhere": in_order[:: max(1, len(in_order) // 100)],
    }
    _say("| a ticket | place and price: p50 ms | p95 ms | SQL statements |")
    _say("| --- | ---: | ---: | ---: |")
    for name, tickets in where.items():
        _row(name, tickets, times, lambda ticket: line.price(ticket, now=now))
    _say("")
    _say("| My tickets | places: p50 ms | p95 ms | SQL statements |")
    _say("| --- | ---: | ---: | ---: |")
    pages = [in_order[begin :: len(in_order) // 20][:20] for begin in range(5)]
    _row("twenty tickets all along the line", pages, times // 3, line.both_places)


def _row(name, asked, times, ask) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken = []
    for one in itertools.islice(itertools.cycle(asked), _WARM + times):
        began = time.perf_counter()
        ask(one)
        taken.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as sent:
        ask(asked[0])
    ordered = sorted(taken[_WARM:])
    p50, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    _say(f"| {name} | {p50:.2f} | {p95:.2f} | {len(sent)} |")


def _postgres() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
