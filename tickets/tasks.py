"""The doors through which the clock comes in."""

from celery import shared_task

from tenants.models import Tenant
from tenants.scope import tenant_scope
from tickets import balancing, escalation, housekeeping, promises
from tickets.searching import indexing


@shared_task(name="tickets.close_quiet", tenant=None)
def close_quiet() -> None:
    """Find the tenants in which tickets went quiet and send each its own task."""
    for tenant_id in housekeeping.tenants_with_quiet_tickets():
        with tenant_scope(tenant_id):
            close_quiet_here.delay()


@shared_task(name="tickets.close_quiet_here")
def close_quiet_here() -> None:
    """Close, and warn before, in the tenant of this task."""
    housekeeping.close_quiet()
    housekeeping.remind_quiet()


@shared_task(name="tickets.catch_up_search_here")
def catch_up_search_here() -> None:
    """Index what the search of the tenant of this task does not know yet, or in another language."""
    indexing.catch_up()


@shared_task(name="tickets.open_rights", tenant=None)
def open_rights() -> None:
    """Find the tenants in which somebody may escalate from now on and send each its own task."""
    for tenant_id in escalation.tenants_with_opened_rights():
        with tenant_scope(tenant_id):
            open_rights_here.delay()


@shared_task(name="tickets.open_rights_here")
def open_rights_here() -> None:
    """Tell them, in the tenant of this task."""
    escalation.open_rights()


@shared_task(name="tickets.keep_promises", tenant=None)
def keep_promises() -> None:
    """Send each tenant its own task."""
    for tenant in Tenant.objects.filter(suspended_at=None):
        with tenant_scope(tenant):
            keep_promises_here.delay()


@shared_task(name="tickets.keep_promises_here")
def keep_promises_here() -> None:
    """Write anew what all who wait are promised, in the tenant of this task."""
    promises.bring_into_line()


@shared_task(name="tickets.balance", tenant=None)
def balance() -> None:
    """Find the tenants in which the rule has tickets to give out and send each its own task."""
    for tenant_id in balancing.tenants_with_waiting_tickets():
        with tenant_scope(tenant_id):
            balance_here.delay()


@shared_task(name="tickets.balance_here")
def balance_here() -> None:
    """Give out what waits in the tenant of this task."""
    balancing.assign_waiting()
