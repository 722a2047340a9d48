"""`manage.py flush` as the owner of the tables: nobody else may truncate them."""

from django.core.management.commands import flush


class Command(flush.Command):
    """Django's flush, always on the owner's connection."""

    def handle(self, **options):
        """Empty every table, as the owner."""
        super().handle(**options | {"database": "owner"})
