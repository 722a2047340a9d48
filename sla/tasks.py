"""The doors through which the clock comes in."""

from celery import shared_task

from sla import figures, promises
from tenants.scope import tenant_scope


@shared_task(name="sla.count", tenant=None)
def count() -> None:
    """Find the tenants in which somebody waited lately and send each its own task."""
    for tenant_id in figures.tenants_with_waits():
        with tenant_scope(tenant_id):
            count_here.delay()


@shared_task(name="sla.count_here")
def count_here() -> None:
    """Count what estimates rest on in the tenant of this task, and estimate what could not be before."""
    if figures.count().can_estimate:
        promises.catch_up()


@shared_task(name="sla.renew_late", tenant=None)
def renew_late() -> None:
    """Find the tenants with estimates that were not kept and send each its own task."""
    for tenant_id in promises.tenants_with_late_estimates():
        with tenant_scope(tenant_id):
            renew_late_here.delay()


@shared_task(name="sla.renew_late_here")
def renew_late_here() -> None:
    """Say so, and estimate anew, in the tenant of this task."""
    promises.renew_late()
