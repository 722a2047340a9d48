"""`manage.py create_tenant`: makes a tenant that people can use at once."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from accounts import invitations
from helpdesk import first_steps
from tenants import founding
from tenants.scope import tenant_scope


class Command(BaseCommand):
    """Creates a tenant and invites its first admin."""

    help = "Create a tenant: create_tenant acme --host help.acme.example --admin-email max@acme.example"

    def add_arguments(self, parser):
        """Take slug, host name, address and, if wanted, a name."""
        parser.add_argument("slug")
        parser.add_argument("--host", required=True)
        parser.add_argument("--admin-email", required=True)
        parser.add_argument("--name", default="", help="what the tenant calls its helpdesk")

    def handle(self, *, slug, host, admin_email, name, **options):
        """Create everything or nothing."""
        try:
            validate_email(admin_email)
        except ValidationError:
            raise CommandError(f"{admin_email} is not an e-mail address.") from None
        try:
            tenant = founding.found(slug=slug, host=host)
        except founding.CannotFound as refusal:
            raise CommandError(refusal.sentence) from None
        try:
            with tenant_scope(tenant), transaction.atomic():
                first_steps.furnish(name=name or f"{slug.replace('-', ' ').title()} Support")
                invitations.invite(email=admin_email, name="", roles=("admin",), by=None)
        except Exception:
            founding.undo(tenant)
            raise
        self.stdout.write(f"Created {slug} at {host}. An invitation is on its way to {admin_email}.")
