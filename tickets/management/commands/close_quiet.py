"""`manage.py close_quiet`: what beat does about quiet tickets, by hand and at once."""

from django.core.management.base import BaseCommand

from tenants.scope import tenant_scope
from tickets import housekeeping


class Command(BaseCommand):
    """Closes tickets whose time is up and sends the reminders that are due."""

    help = "Close tickets that went quiet and send due reminders, in every tenant."

    def handle(self, **options):
        """Go through the tenants that have something due."""
        closed = reminded = 0
        for tenant_id in housekeeping.tenants_with_quiet_tickets():
            with tenant_scope(tenant_id):
                closed += housekeeping.close_quiet()
                reminded += housekeeping.remind_quiet()
        self.stdout.write(f"closed {closed}, reminded {reminded}")
