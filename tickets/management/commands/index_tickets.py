"""`manage.py index_tickets`: make what the ticket search looks into again."""

from django.core.management.base import BaseCommand, CommandError

from tenants.models import Tenant
from tenants.scope import tenant_scope
from tickets.searching import indexing


class Command(BaseCommand):
    """Indexes tickets; searches go on meanwhile."""

    help = "Index all tickets again, of one tenant or of all: index_tickets --tenant acme"

    def add_arguments(self, parser):
        """Take the tenant, and whether to leave alone what is indexed."""
        parser.add_argument("--tenant", help="the tenant's short name; without it, all tenants")
        parser.add_argument("--missing", action="store_true", help="only what the search does not know yet")

    def handle(self, *, tenant, missing, **options):
        """Index and say how many."""
        tenants = Tenant.objects.order_by("slug")
        if tenant and not (tenants := tenants.filter(slug=tenant)):
            raise CommandError(f"There is no tenant {tenant}.")
        for one in tenants:
            with tenant_scope(one):
                number = indexing.catch_up() if missing else indexing.rebuild()
            self.stdout.write(f"Indexed {number} tickets of {one.slug}.")
