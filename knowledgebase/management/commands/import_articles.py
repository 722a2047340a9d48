"""`manage.py import_articles`: a folder of Markdown and HTML files becomes articles, as often as it changes."""

from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts import roles
from accounts.models import User
from knowledgebase import importing
from knowledgebase.importing import Outcome
from knowledgebase.imports.folder import Folder
from tenants.models import Tenant
from tenants.scope import tenant_scope


class Command(BaseCommand):
    """Imports a folder; says what became of each file, and ends with 1 if one of them failed."""

    help = "Import articles: import_articles --tenant acme DIR [--by max@acme.example] [--publish]"

    def add_arguments(self, parser):
        """Take the tenant, the folder, who imports, and what becomes of files that do not say."""
        parser.add_argument("--tenant", required=True, help="the tenant's short name")
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--by", default="", help="the e-mail address of who imports; an admin if not given")
        parser.add_argument("--publish", action="store_true", help="publish articles that do not say otherwise")

    def handle(self, *, tenant, folder, by, publish, **options):
        """Import what can be imported."""
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        found = Tenant.objects.filter(slug=tenant).first()
        if found is None:
            raise CommandError(f"There is no tenant {tenant}.")
        with tenant_scope(found):
            job = importing.begin(Folder(folder), by=_who(by), publishes=publish)
            if not job.numbers:
                raise CommandError(f"There is no Markdown or HTML file in {folder}.")
            counts = self._run(job)
        self.stdout.write(", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome))
        if counts[Outcome.FAILED]:
            raise CommandError(f"{counts[Outcome.FAILED]} of {len(job.numbers)} files could not be imported.")

    def _run(self, job) -> Counter:
        counts, total = Counter(), len(job.numbers)

        def tell(line):
            counts[line.outcome] += 1
            where = f" -> {line.number}" if line.number else ""
            self.stdout.write(f"[{counts.total():>{len(str(total))}}/{total}] {line.outcome:<9} {line.name}{where}")
            for note in line.notes:
                self.stdout.write(f"    {note}")
            self.stdout.flush()

        importing.run(job, told=tell)
        return counts


def _who(email: str) -> User:
    people = User.objects.filter(is_active=True).order_by("pk")
    if email:
        found = people.filter(email__iexact=email).first()
        if found is None or not roles.may(found, "articles.write"):
            raise CommandError(f"{email} writes no articles here.")
        return found
    admin = people.filter(is_admin=True).first()
    if admin is None:
        raise CommandError("There is no admin yet. Say with --by who imports.")
    return admin
