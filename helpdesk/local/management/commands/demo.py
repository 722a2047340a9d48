"""`manage.py demo`: the two tenants of local mode, and how to get in."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from helpdesk.local.demo import loader
from helpdesk.local.demo.sign_ins import as_table


class Command(BaseCommand):
    """Fills the demo, or prints its sign-ins."""

    help = "Fill the demo's tenants, or print how to sign in to them. Local mode only."
    # The checks import every page; the launcher has just run them with migrate.
    requires_system_checks = []

    def add_arguments(self, parser):
        """Take exactly one of the two."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--once", action="store_true", help="fill it, unless it is filled already")
        which.add_argument("--sign-ins", action="store_true", help="print addresses, people and the password")

    def handle(self, **options):
        """Fill or print."""
        if not settings.LOCAL_MODE:
            raise CommandError("The demo exists in local mode only; its people share a password that everybody knows.")
        self.stdout.write(as_table() if options["sign_ins"] else _fill())


def _fill() -> str:
    if "owner" not in settings.DATABASES:
        raise CommandError("DATABASE_OWNER_URL is not set: only the owner of the tables may make tenants.")
    began = time.monotonic()
    filled = loader.fill_once()
    seconds = time.monotonic() - began
    lines = [f"{slug}: {count} tickets" for slug, count in filled.items()]
    return "\n".join([*lines, f"filled in {seconds:.1f} s"]) if lines else "The demo is there already."
