"""Fills a database: everything in one transaction of the owner, so that half of it never remains."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import connections, transaction

from accounts.models import User
from activity.models import Event
from helpdesk.local.demo.content import PASSWORD
from helpdesk.local.filling import hours, tenants
from helpdesk.local.filling.copying import Table, without_indexes
from helpdesk.local.filling.tenants import Place
from helpdesk.local.filling.tickets import Filing
from shared import clock
from sla.models import Wait
from tenants import hosts
from tenants.models import Tenant
from tickets.models import Message, Ticket, TicketText

_HEAVY = (Ticket, Message, Event, Wait, TicketText, User)
_PAST = timedelta(days=730)
# People begin nothing that they would not finish; what is not finished by now is not told.
_FUTURE = timedelta(days=60)
_REPORT_EVERY = 100_000


class NotEmpty(Exception):
    """There is somebody's data already."""


@dataclass(frozen=True)
class Filled:
    """What was made."""

    largest: Place
    rows: dict[str, int]
    seconds: dict[str, float]
    size: int


def fill(*, number: int, tickets: int, seed: int, add: bool = False, tell: Callable[[str], None] = str) -> Filled:
    """Make tenants with so many tickets between them; raise NotEmpty if there are tenants and `add` is not said."""
    if not add and Tenant.objects.exists():
        raise NotEmpty("There are tenants already. --add makes the new ones beside them.")
    rng, now = Random(seed), clock.now()
    began = time.monotonic()
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        with without_indexes(cursor, _HEAVY):
            begin = now.astimezone(tenants.CALENDAR.zone).replace(hour=0, minute=0, second=0, microsecond=0) - _PAST
            opened = hours.of(tenants.CALENDAR, begin, now + _FUTURE)
            settling = tenants.Settling(cursor, rng, now, make_password(PASSWORD), opened)
            filing = Filing(cursor, rng, begin.date(), now)
            largest = _load(settling, filing, tenants.sizes(number, tickets), tell)
            for table in (*settling.tables, *filing.tables):
                table.finish()
            loaded = time.monotonic()
            tell("Building indexes and checking references")
    built = time.monotonic()
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT pg_database_size(current_database())")
        [size] = cursor.fetchone()
    hosts.forget()
    seconds = {"rows": loaded - began, "indexes": built - loaded, "statistics": time.monotonic() - built}
    return Filled(largest, _rows(settling.tables + filing.tables), seconds, size)


def _load(settling, filing, sizes: list[int], tell) -> Place:
    done, told, largest = 0, 0, None
    for rank, size in enumerate(sizes):
        place = settling.settle(rank, size)
        largest = largest or place
        settling.count(place, filing.file(place))
        done += size
        if done - told >= _REPORT_EVERY:
            told = done
            tell(f"{done:,} tickets")
    return largest


def _rows(tables: tuple[Table, ...]) -> dict[str, int]:
    return {table.what: table.rows for table in tables}
