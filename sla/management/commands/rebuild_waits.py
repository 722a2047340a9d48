"""`manage.py rebuild_waits`: find the waits of the past, for a database that is older than they are."""

from django.core.management.base import BaseCommand, CommandError

from sla import figures, rebuilding
from tenants.models import Tenant
from tenants.scope import tenant_scope

# The public figure looks back for ninety days, and something is still open then.
_DAYS = 120


class Command(BaseCommand):
    """Writes what is missing and leaves alone what is known; estimates rest on it at once."""

    help = "Find the waits of the past, of one tenant or of all: rebuild_waits --tenant acme"

    def add_arguments(self, parser):
        """Take the tenant, and how far to go back."""
        parser.add_argument("--tenant", help="the tenant's short name; without it, all tenants")
        parser.add_argument("--days", type=int, default=_DAYS, help=f"how far to go back; {_DAYS} if not said")

    def handle(self, *, tenant, days, **options):
        """Rebuild, count, and say how many there were."""
        if days < 1:
            raise CommandError("Go back for at least one day.")
        tenants = Tenant.objects.order_by("slug")
        if tenant and not (tenants := tenants.filter(slug=tenant)):
            raise CommandError(f"There is no tenant {tenant}.")
        for one in tenants:
            with tenant_scope(one):
                number = rebuilding.rebuild(days=days)
                figures.count()
            self.stdout.write(f"Found {number} waits in {one.slug}.")
