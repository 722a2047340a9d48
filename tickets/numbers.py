"""Ticket numbers: unique in the tenant, rising, and silent about how many tickets there are."""

import secrets

from django.db import connection

from tenants.scope import current_tenant_id
from tickets.models import TicketCounter

_START = 100_000
_START_SPREAD = 800_000
_LARGEST_STEP = 9

_NEXT = "UPDATE tickets_ticketcounter SET value = value + %s WHERE tenant_id = %s RETURNING value"


def take() -> int:
    """Return the next number. Take it last: the counter's row stays locked until the commit."""
    if (number := _advance()) is None:
        first = _START + secrets.randbelow(_START_SPREAD)
        TicketCounter.objects.bulk_create([TicketCounter(value=first)], ignore_conflicts=True)
        number = _advance()
    return number


def _advance() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [1 + secrets.randbelow(_LARGEST_STEP), current_tenant_id()])
        row = cursor.fetchone()
    return row and row[0]
