"""Carries out what has to follow: claims due deliveries, runs their reactions, at least once.

A reaction does its database work in the delivery's transaction and may return a function: that is
what leaves the building (a mail), and it is called under the row's lock just before the delivery is
marked as done. So a repeat can happen only between the mail server's yes and our commit.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import DurationField, F, FloatField, Func, Q, Value
from django.db.models.functions import Greatest, Least, Power

from activity import switchboard
from activity.models import Delivery
from shared import clock
from shared.clock import DatabaseNow
from tenants.scope import across_tenants

log = logging.getLogger(__name__)

BATCH = 100
# How long a claimed delivery is left to the queue before it is offered again: the time in which a
# message that was lost with Redis, or with a killed worker, comes back.
# Doubled with each further claim, so that a long outage does not fill the queue with repeats.
CLAIM = timedelta(seconds=20)
_LONGEST_WAIT = timedelta(hours=1)


class GiveUp(Exception):
    """Raised by a reaction when trying again cannot help, for example an address that does not exist."""


def _due():
    return Q(done_at=None, given_up_at=None, available_at__lte=DatabaseNow()) & (
        Q(claimed_until=None) | Q(claimed_until__lte=DatabaseNow())
    )


def tenants_with_due_deliveries() -> list[int]:
    """Return the ids of the tenants that have something to deliver, read across tenants."""
    return list(across_tenants(Delivery).filter(_due()).values_list("tenant_id", flat=True).distinct())


def claim() -> list[int]:
    """Claim a batch of the open scope's due deliveries for this relay and return their ids."""
    with transaction.atomic():
        due = Delivery.objects.select_for_update(skip_locked=True, no_key=True).filter(_due())
        ids = list(due.order_by("available_at", "id").values_list("id", flat=True)[:BATCH])
        until = DatabaseNow() + _claim_length()
        Delivery.objects.filter(id__in=ids).update(claimed_until=until, claims=F("claims") + 1)
    return ids


class _ClaimLength(Func):
    """CLAIM, doubled for each claim before, at most five times."""

    template = "(%(expressions)s * interval '1 second')"
    output_field = DurationField()


def _claim_length():
    doublings = Least(F("claims"), 5, output_field=FloatField())
    factor = Power(Value(2.0), doublings, output_field=FloatField())
    return _ClaimLength(Value(CLAIM.total_seconds(), FloatField()) * factor)


def release(ids: list[int]) -> None:
    """Give claimed deliveries back, as if they had never been claimed: no worker was told of them."""
    Delivery.objects.filter(id__in=ids, done_at=None).update(claimed_until=None, claims=Greatest(F("claims") - 1, 0))


def deliver(delivery_id: int) -> None:
    """Run one delivery of the open scope; does nothing if it is done or another worker is at it."""
    try:
        with transaction.atomic():
            if (delivery := _locked(delivery_id)) is None:
                return
            outward = switchboard.reaction(delivery.reaction)(delivery)
            if outward is None:
                _finish(delivery)
        if outward is not None:
            _send(delivery_id, outward)
    except GiveUp as refusal:
        _give_up(delivery_id, str(refusal))
    except Exception as error:
        log.warning("delivery %s failed: %s: %s", delivery_id, type(error).__name__, error, exc_info=True)
        _try_again_later(delivery_id, f"{type(error).__name__}: {error}")


def _locked(delivery_id: int) -> Delivery | None:
    rows = Delivery.objects.select_for_update(skip_locked=True, no_key=True, of=("self",)).select_related("event")
    return rows.filter(id=delivery_id, done_at=None, given_up_at=None).first()


def _send(delivery_id: int, outward: Callable[[], None]) -> None:
    with transaction.atomic():
        if (delivery := _locked(delivery_id)) is None:
            return
        outward()
        _finish(delivery)


def _finish(delivery: Delivery) -> None:
    delivery.done_at = clock.now()
    delivery.last_error = ""
    delivery.save(update_fields=["done_at", "last_error"])


def _give_up(delivery_id: int, reason: str) -> None:
    log.error("delivery %s given up: %s", delivery_id, reason)
    Delivery.objects.filter(id=delivery_id, done_at=None).update(given_up_at=clock.now(), last_error=reason[:1000])


def _try_again_later(delivery_id: int, reason: str) -> None:
    with transaction.atomic():
        if (delivery := _locked(delivery_id)) is None:
            return
        delivery.attempts = min(delivery.attempts + 1, 1000)
        wait = min(timedelta(seconds=2 ** min(delivery.attempts, 12)), _LONGEST_WAIT)
        delivery.available_at = clock.now() + wait
        delivery.claimed_until = None
        delivery.last_error = reason[:1000]
        delivery.save(update_fields=["attempts", "available_at", "claimed_until", "last_error"])
