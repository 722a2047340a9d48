"""The door through which workers come to the outbox."""

from celery import shared_task

from activity import outbox


@shared_task(name="activity.deliver")
def deliver(delivery_id: int) -> None:
    """Run one delivery; harmless when it was done before."""
    outbox.deliver(delivery_id)
