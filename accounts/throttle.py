"""Counters in PostgreSQL that slow down whoever tries too often. No request depends on Redis."""

import hashlib
import ipaddress
from datetime import timedelta

from django.db import connection

from accounts.models import Attempts, normalise_email
from shared import clock
from shared.refusal import Refusal
from tenants.scope import current_tenant_id

# act: (most per address, most per network address, window)
LIMITS = {
    "sign-in": (10, 60, timedelta(minutes=15)),
    "sign-up": (5, 30, timedelta(hours=1)),
    "reset": (5, 30, timedelta(hours=1)),
    "guest": (5, 30, timedelta(hours=1)),
    "look": (30, 60, timedelta(hours=1)),
    "feedback": (30, 90, timedelta(hours=1)),
}
# What is done for whoever asks, but written down only so often for one network address: {act: (most, window)}
_NOTED = {"search": (600, timedelta(hours=1))}

# One statement, so that fifty at once count as fifty; an expired window begins anew.
_COUNT = """
    INSERT INTO accounts_attempts AS a (tenant_id, key, window_ends_at, count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (tenant_id, key) DO UPDATE SET
        count = CASE WHEN a.window_ends_at <= %s THEN 1 ELSE a.count + 1 END,
        window_ends_at = CASE WHEN a.window_ends_at <= %s THEN excluded.window_ends_at ELSE a.window_ends_at END
    RETURNING count
"""


class TooManyAttempts(Refusal):
    """Tried too often; the sentence says when it opens again."""


def count(act: str, request, *, email: str) -> None:
    """Count one attempt for the address and for the network address; raise TooManyAttempts over a limit."""
    per_email, per_network, window = LIMITS[act]
    over = [
        _counted(f"{act}:email:{normalise_email(email)}", window) > per_email,
        _counted(f"{act}:network:{network(request)}", window) > per_network,
    ]
    if any(over):
        minutes = int(window.total_seconds() // 60)
        wait = f"{minutes} minutes" if minutes < 60 else "an hour"
        raise TooManyAttempts(f"That was tried too often. Wait {wait}, then try again.")


def is_noted(act: str, request) -> bool:
    """Count an act of a network address that nobody is refused; tell whether it is to be written down."""
    most, window = _NOTED[act]
    return _counted(f"{act}:network:{network(request)}", window) <= most


def is_first(key: str, *, within: timedelta) -> bool:
    """Tell whether this is the first time in a while that a key is shown; of two who show it at once, one is first."""
    return _counted(f"once:{key}", within) == 1


def network(request) -> str:
    """Return what one visitor has: an IPv4 address, or of IPv6 the 64 bits below which all are theirs."""
    address = request.META.get("REMOTE_ADDR", "")
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 4 or found.ipv4_mapped:
        return str(getattr(found, "ipv4_mapped", None) or found)
    return str(ipaddress.ip_network((found, 64), strict=False))


def forgive(act: str, *, email: str) -> None:
    """Forget the attempts for an address, because one of them was right."""
    Attempts.objects.filter(key=_digest(f"{act}:email:{normalise_email(email)}")).delete()


def _digest(key: str) -> str:
    # Addresses are not kept in the clear: the table only has to recognise them.
    return hashlib.sha256(key.encode()).hexdigest()


def _counted(key: str, window: timedelta) -> int:
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [current_tenant_id(), _digest(key), now + window, now, now])
        return cursor.fetchone()[0]


def forget_old_windows() -> int:
    """Delete the open scope's counters whose window is over; return how many."""
    return Attempts.objects.filter(window_ends_at__lte=clock.now()).delete()[0]
