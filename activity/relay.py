"""Hands due deliveries to the workers: polls the outbox a few times a second.

Redis may be down, frozen or emptied at any moment: what it loses is offered again when the claim
ends, and nobody who waits for a page ever waits for it.
"""

import logging
import threading

from django.db import InterfaceError, OperationalError, close_old_connections, connections
from kombu.exceptions import OperationalError as BrokerDown

from activity import outbox, tasks
from tenants.scope import tenant_scope

log = logging.getLogger(__name__)

_PAUSE = 0.25
_PAUSE_AFTER_TROUBLE = 2.0


def run(stop: threading.Event) -> None:
    """Relay until told to stop."""
    in_trouble = False
    while not stop.is_set():
        try:
            handed_over = hand_over()
            if in_trouble:
                log.warning("the relay is delivering again")
            in_trouble = False
            pause = 0 if handed_over else _PAUSE
        except (BrokerDown, OSError, OperationalError, InterfaceError) as error:
            if not in_trouble:
                log.warning("the relay waits: %s: %s", type(error).__name__, error)
            in_trouble = True
            pause = _PAUSE_AFTER_TROUBLE
            connections.close_all()
        close_old_connections()
        stop.wait(pause)


def hand_over() -> int:
    """Hand every tenant's due deliveries to the workers; return how many there were.

    Raises what the broker raises; what could not be handed over is given back first.
    """
    count = 0
    for tenant_id in outbox.tenants_with_due_deliveries():
        with tenant_scope(tenant_id):
            ids = outbox.claim()
            for position, delivery_id in enumerate(ids):
                try:
                    tasks.deliver.apply_async([delivery_id])
                except Exception:
                    outbox.release(ids[position:])
                    raise
            count += len(ids)
    return count
