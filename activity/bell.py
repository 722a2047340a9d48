"""Says in Valkey that there is news, for whoever has a page open. The news itself stays in the database.

A bell may be lost: whoever listens looks into the table of events by itself every half minute.
"""

import json
from functools import partial

from django.db import transaction

from shared import valkey
from tenants.scope import current_tenant_id

CHANNEL = "helpdesk:bell"


def ring(**about: int) -> None:
    """Ring after the commit: about an event, about who is at a ticket, or about nothing but who may listen on.

    Ids only: what happened, and to whom it may be told, is read by the one who hears it.
    """
    said = json.dumps({"tenant": current_tenant_id(), **about})
    transaction.on_commit(partial(_ring, said), robust=True)


def _ring(said: str) -> None:
    valkey.attempt(lambda client: client.publish(CHANNEL, said))
