"""`manage.py migrate` as the owner of the tables: the application's own role may not change them."""

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate


class Command(migrate.Command):
    """Django's migrate, on the owner's connection unless told otherwise."""

    def add_arguments(self, parser):
        """Change the default of --database."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def execute(self, *args, **options):
        """Migrate, or say what is missing: here, because the system checks need the connection as well."""
        if options["database"] not in settings.DATABASES:
            raise CommandError("DATABASE_OWNER_URL is not set: only the owner of the tables may change them.")
        return super().execute(*args, **options)
