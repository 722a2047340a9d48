"""The broom: ends and deletes what has expired, in every tenant."""

from celery import shared_task
from django.contrib.sessions.models import Session

from accounts import keys, throttle
from knowledgebase import consultation, searchlog, viewing
from shared import clock
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tickets import guest_accounts, intake


@shared_task(name="helpdesk.sweep", tenant=None)
def sweep() -> None:
    """Send each tenant its own sweep, and delete sessions that are over."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    for tenant in Tenant.objects.filter(suspended_at=None):
        with tenant_scope(tenant):
            sweep_here.delay()


@shared_task(name="helpdesk.sweep_here")
def sweep_here() -> None:
    """Delete what has expired in the tenant of this task."""
    intake.forget_unconfirmed()
    keys.forget_old()
    throttle.forget_old_windows()
    guest_accounts.end_idle()
    consultation.forget_abandoned()
    searchlog.forget_old()
    viewing.refresh()
    viewing.forget_old()
