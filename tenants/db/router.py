"""Migrations run on the owner's connection and on no other."""


class OwnerMigrates:
    """Lets only the owner create and change tables; reads and writes go where the code says."""

    def allow_migrate(self, db, app_label, **hints):
        """Allow schema changes through the owner's alias alone."""
        return db == "owner"

    def allow_relation(self, first, second, **hints):
        """Allow relations: the three aliases are three roles on one database."""
        return True
