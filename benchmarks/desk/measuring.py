"""One data set: fills a database of its own, serves it with two web workers, and times the pages of an agent.

python -m benchmarks.desk.measuring TENANTS TICKETS TIMES prints the figures as JSON in its last line.
"""

import contextlib
import io
import json
import logging
import os
import re
import sys
import tempfile
from pathlib import Path

from benchmarks.desk import visiting
from benchmarks.search import installation
from helpdesk.local.environment import CHECKOUT
from helpdesk.local.processes import Command, Processes
from helpdesk.local.programs import programs
from helpdesk.local.start import free_port
from helpdesk.local.valkey import Valkey

_WORKERS = "2"
_WARM = 20


def main(tenants: int, tickets: int, times: int) -> None:
    """Fill, serve, measure, print."""
    logging.disable(logging.WARNING)
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-desk-")).resolve()
    with Processes(folder / "logs") as processes:
        processes.remove_at_end([folder])
        installation.start(processes, folder)
        valkey = Valkey(processes, folder / "valkey", durable=False)
        valkey.start()
        os.environ["REDIS_URL"] = valkey.address()
        from django.conf import settings
        from django.core.management import call_command

        settings.REDIS_URL = valkey.address()
        told = io.StringIO()
        call_command("fill", tenants=tenants, tickets=tickets, stdout=told)
        sys.stderr.write(told.getvalue())
        port = _serve(processes)
        figures = _measure(port, times)
    figures["told"] = " ".join(told.getvalue().split("To search for")[0].split())
    sys.stdout.write(json.dumps(figures) + "\n")


def _serve(processes: Processes) -> int:
    port = free_port(0)
    web = programs("127.0.0.1", port, "")["web"]
    environment = os.environ | {"WEB_CONCURRENCY": _WORKERS, "HELPDESK_PORT": str(port), "LOG_LEVEL": "WARNING"}
    process = processes.start(Command("web", [sys.executable, *web.arguments], environment, CHECKOUT))
    processes.wait_until_ready(process, lambda: visiting.is_ready(port), seconds=60)
    return port


def _measure(port: int, times: int) -> dict:
    from django.db import connection

    from tenants.models import Tenant
    from tenants.scope import tenant_scope
    from tickets import queue
    from tickets.models import Ticket

    tenant = Tenant.objects.order_by("pk").first()
    host = tenant.host_names.get(is_primary=True).name
    with tenant_scope(tenant):
        agent = _busiest_agent()
        largest = Ticket.objects.count()
        mine = list(queue.tickets(agent, queue.MY_QUEUE).values_list("number", flat=True)[:50])
        rare = _rare_words(agent)
        inside = visiting.Inside(agent, host)
    outside = visiting.Outside(port, host, inside.cookie)
    pages = {
        "My queue": ["/desk/lists/mine/"],
        "A view of the team": ["/desk/lists/team/"],
        "A ticket": [f"/desk/tickets/{number}/" for number in mine],
        "Search, a rare word": [f"/desk/search/?q={word}" for word in rare],
        "Search, a word in every third ticket": ["/desk/search/?q=dashboard"],
    }
    measured = {}
    for name, urls in pages.items():
        outside.times(urls, _WARM)
        measured[name] = (*_figures(outside.times(urls, times)), inside.statements(urls[0]))
    outside.replies(mine, 5)
    measured["A reply: sent, and the page after it"] = (
        *_figures(outside.replies(mine, max(20, times // 2))),
        inside.statements_of_reply(mine[-1]),
    )
    with contextlib.closing(connection.cursor()) as cursor:
        cursor.execute("SHOW server_version")
        version = f"PostgreSQL {cursor.fetchone()[0]}"
    return {"pages": measured, "largest": largest, "postgres": version}


def _busiest_agent():
    """Return the agent, not a manager, with the most tickets that wait."""
    from django.db.models import Count, Q

    from accounts.models import User
    from tickets.statuses import WAITING

    waiting = Count("assigned_tickets", filter=Q(assigned_tickets__status__in=WAITING))
    agents = User.objects.filter(is_agent=True, is_manager=False).annotate(waiting=waiting)
    return agents.order_by("-waiting").first()


def _rare_words(agent) -> list[str]:
    """Return words that stand in one ticket each: the numbers that were referred to."""
    from tickets import access
    from tickets.models import Message

    readable = access.desk_tickets(agent).order_by("-pk")[:2000]
    said = Message.objects.public().filter(ticket__in=list(readable), body__contains="Reference: ")
    return [re.search(r"Reference: \w+ (\d+)", body)[1] for body in said.values_list("body", flat=True)[:50]]


def _figures(milliseconds: list[float]) -> tuple[float, float]:
    ordered = sorted(milliseconds)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
