"""The doors through which the clock comes in."""

from celery import shared_task

from businesshours import subscribing
from tenants.scope import tenant_scope


@shared_task(name="businesshours.read_feeds", tenant=None)
def read_feeds() -> None:
    """Find the tenants that follow a calendar and send each its own task."""
    for tenant_id in subscribing.tenants_with_feeds():
        with tenant_scope(tenant_id):
            read_feed_here.delay()


@shared_task(name="businesshours.read_feed_here")
def read_feed_here() -> None:
    """Read the calendar that the tenant of this task follows."""
    subscribing.read()
