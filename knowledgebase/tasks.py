"""The knowledge base's work for the clock."""

from celery import shared_task

from knowledgebase import files, publishing
from knowledgebase.searching import indexing
from tenants.models import Tenant
from tenants.scope import tenant_scope


@shared_task(name="knowledgebase.publish_due", tenant=None)
def publish_due() -> None:
    """Send each tenant in which an article's time has come its own task."""
    for tenant_id in publishing.tenants_with_due_articles():
        with tenant_scope(tenant_id):
            publish_due_here.delay()


@shared_task(name="knowledgebase.publish_due_here")
def publish_due_here() -> None:
    """Publish the due articles of the tenant of this task."""
    publishing.publish_due()


@shared_task(name="knowledgebase.sweep_files", tenant=None)
def sweep_files() -> None:
    """Send each tenant the task of looking for objects that no article has."""
    for tenant in Tenant.objects.filter(suspended_at=None):
        with tenant_scope(tenant):
            sweep_files_here.delay()


@shared_task(name="knowledgebase.sweep_files_here")
def sweep_files_here() -> None:
    """Delete the files of the tenant of this task that were never, or are no longer, an article's."""
    files.sweep_orphans()


@shared_task(name="knowledgebase.rebuild_search_here")
def rebuild_search_here() -> None:
    """Make everything that the search of the tenant of this task looks into again."""
    indexing.rebuild()
