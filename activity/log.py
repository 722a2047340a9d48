"""The only writer of events."""

from datetime import datetime, timedelta

from django.db import transaction

from activity import bell, switchboard
from activity.models import Delivery, Event
from shared import clock


def record(
    name: str, /, *, subject=None, by=None, at: datetime | None = None, hold: timedelta = timedelta(), **data
) -> Event:
    """Write what happened, and a delivery for everything that follows from it, in one transaction.

    Call it inside the transaction of the act itself: either both exist or neither does.
    `subject` is the row it happened to, `by` the person (None for the clock), `data` what the
    reactions and the timeline need; it must hold no secrets. What follows waits for `hold`: as long as
    the act can still be taken back.
    """
    at = at or clock.now()
    # Inside the act's transaction a savepoint would only cost: if this fails, the act fails too.
    with transaction.atomic(savepoint=False):
        event = Event.objects.create(
            name=name,
            at=at,
            actor_id=getattr(by, "pk", None),
            subject_kind=subject._meta.model_name if subject is not None else "",
            subject_id=getattr(subject, "pk", None),
            data=data,
        )
        Delivery.objects.bulk_create(
            Delivery(event=event, reaction=reaction, available_at=at + hold)
            for reaction in switchboard.reactions().get(name, ())
        )
        bell.ring(event=event.pk)
    return event
