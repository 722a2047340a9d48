"""`manage.py fill`: a large, believable data set for measurements."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from helpdesk.local.demo.content import PASSWORD
from helpdesk.local.filling import filler
from helpdesk.local.filling.wording import KNOWN
from tenants import hosts


class Command(BaseCommand):
    """Fills an empty database: tenants, people, tickets, messages, events, waits, and what the search looks into."""

    help = "Fill an empty database: fill --tenants 200 --tickets 1000000. Local mode only."

    def add_arguments(self, parser):
        """Take how much, and the seed that makes it the same at the same moment."""
        parser.add_argument("--tenants", type=int, default=200)
        parser.add_argument("--tickets", type=int, default=1_000_000, help="of all tenants together")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--add", action="store_true", help="although there are tenants already")

    def handle(self, *, tenants, tickets, seed, add, **options):
        """Fill, and say what there is now."""
        if not settings.LOCAL_MODE or "owner" not in settings.DATABASES:
            raise CommandError("Only local mode is filled, as the owner of the tables: its people share a password.")
        if not 1 <= tenants <= tickets:
            raise CommandError("There must be at least one tenant, and a ticket for each.")
        try:
            filled = filler.fill(number=tenants, tickets=tickets, seed=seed, add=add, tell=self.stdout.write)
        except filler.NotEmpty as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_told(filled))


def _told(filled: filler.Filled) -> str:
    rows = [f"{number:>12,}  {what}" for what, number in filled.rows.items()]
    seconds = ", ".join(f"{what} {spent:.0f} s" for what, spent in filled.seconds.items())
    known = ", ".join(f"“{word}” in one of {round(1 / share):,} tickets" for word, share in KNOWN.items())
    place = filled.largest
    return "\n".join(
        [
            *rows,
            f"{filled.size / 2**20:,.0f} MB; {seconds}.",
            f"To search for: {known}.",
            f"Largest tenant: {place.name}, {place.tickets:,} tickets, {hosts.absolute('/', host=place.host)}",
            f"Sign in as {place.agent}, password {PASSWORD}.",
        ]
    )
