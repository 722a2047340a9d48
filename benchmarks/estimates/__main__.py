"""Fills a database, replays its waits, and prints how many estimates were kept: the tables of this folder's README.

python -m benchmarks.estimates [--tenants 5] [--tickets 40000] [--seed 1]
"""

import argparse
import io
import logging
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

from benchmarks.estimates.replay import Past, Said, Wait
from benchmarks.search import installation
from helpdesk.local.processes import Processes
from sla.estimates import Kind

_HEAD = "| {} | estimates | kept at the 90th percentile | with the hour of grace | median wait | median error |"
_RULE = "| --- | ---: | ---: | ---: | ---: | ---: |"
_ALL = "**All**"
_VARIANTS = {
    "All of it": {},
    "Without what the line adds": {"with_line": False},
    "Without those who still wait": {"with_going_on": False},
}


def main() -> None:
    """Do what the command line asks for."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.estimates", description=__doc__.splitlines()[0])
    arguments.add_argument("--tenants", type=int, default=5)
    arguments.add_argument("--tickets", type=int, default=40_000, help="of all tenants together")
    arguments.add_argument("--seed", type=int, default=1, help="another one makes another data set")
    chosen = arguments.parse_args()
    logging.disable(logging.WARNING)
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-estimates-")).resolve()
    with Processes(folder / "logs") as processes:
        processes.remove_at_end([folder])
        installation.start(processes, folder)
        from django.core.management import call_command

        call_command("fill", tenants=chosen.tenants, tickets=chosen.tickets, seed=chosen.seed, stdout=io.StringIO())
        pasts = _pasts()
    _tables({name: {tenant: list(past.replay(**how)) for tenant, past in pasts.items()}
             for name, how in _VARIANTS.items()})  # fmt: skip


def _pasts() -> dict[str, Past]:
    """Read the waits of each tenant, the largest first."""
    from businesshours import calendars
    from shared import clock
    from tenants.models import Tenant
    from tenants.scope import tenant_scope
    from tickets.models import Ticket

    pasts, now = {}, clock.now()
    for tenant in Tenant.objects.order_by("pk"):
        with tenant_scope(tenant):
            name = f"{tenant.slug}, {Ticket.objects.count():,} tickets"
            pasts[name] = Past(list(_waits()), calendars.current(), now)
    return pasts


def _waits() -> Iterable[Wait]:
    from sla.models import Wait as Row

    kind = ("is_first", "category", "category__parent", "priority", "plan")
    rest = ("began_at", "ahead", "ended_at", "answered_at", "business_seconds")
    names = ("category__name", "category__parent__name", "priority__name")
    for row in Row.objects.order_by("began_at", "id").values_list(*kind, *rest, *names):
        *facts, category, parent, priority = row
        yield Wait(Kind(*facts[:5]), *facts[5:], parent or category, priority)


def _tables(variants: dict[str, dict[str, list[Said]]]) -> None:
    whole = {name: [one for said in by_tenant.values() for one in said] for name, by_tenant in variants.items()}
    said = whole["All of it"]
    _print(_table("Month", said, lambda one: f"{one.wait.began_at:%Y-%m}"))
    _print(_table("Category", said, lambda one: one.wait.category))
    _print(_table("Priority", said, lambda one: one.wait.priority))
    _print(_table("Answer", said, lambda one: "first" if one.wait.kind.is_first else "later"))
    _print(_table("Tickets ahead", said, lambda one: _ahead(one.wait.ahead)))
    _print([_HEAD.format("Tenant"), _RULE, *(_row(name, some) for name, some in variants["All of it"].items())])
    _print([_HEAD.format("Variant"), _RULE, *(_row(name, some) for name, some in whole.items())])


def _ahead(number: int) -> str:
    for least, most in ((0, 0), (1, 9), (10, 29), (30, 59)):
        if number <= most:
            return f"{least:02} to {most:02}" if least != most else "00"
    return "60 and more"


def _table(title: str, said: Iterable[Said], group: Callable[[Said], str]) -> list[str]:
    groups = defaultdict(list)
    for one in said:
        groups[group(one)].append(one)
    rows = [_row(name, groups[name]) for name in sorted(groups)]
    return [_HEAD.format(title), _RULE, *rows, _row(_ALL, [one for some in groups.values() for one in some])]


def _row(name: str, said: list[Said]) -> str:
    kept = sum(one.is_kept for one in said) / len(said)
    to_the_minute = sum(one.is_kept_to_the_minute for one in said) / len(said)
    answered = [one for one in said if one.wait.answered_at]
    wait = median(one.wait.seconds for one in answered) / 3600
    error = median(abs(one.likely - one.wait.seconds) for one in answered) / 3600
    return f"| {name} | {len(said):,} | {to_the_minute:.1%} | {kept:.1%} | {wait:.1f} h | {error:.1f} h |"


def _print(lines: Iterable[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n\n")


if __name__ == "__main__":
    main()
