"""`manage.py index_articles`: make what the search looks into again."""

from django.core.management.base import BaseCommand, CommandError

from knowledgebase.searching import indexing
from tenants.models import Tenant
from tenants.scope import tenant_scope


class Command(BaseCommand):
    """Indexes a tenant's published articles; searches go on meanwhile."""

    help = "Index the published articles again: index_articles --tenant acme"

    def add_arguments(self, parser):
        """Take the tenant."""
        parser.add_argument("--tenant", required=True, help="the tenant's short name")

    def handle(self, *, tenant, **options):
        """Index and say how many."""
        found = Tenant.objects.filter(slug=tenant).first()
        if found is None:
            raise CommandError(f"There is no tenant {tenant}.")
        with tenant_scope(found):
            self.stdout.write(f"Indexed {indexing.rebuild()} published articles of {tenant}.")
