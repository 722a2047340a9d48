from django.apps import AppConfig
from django.core import checks


class HelpdeskConfig(AppConfig):
    name = "helpdesk"

    def ready(self):
        """Check the roles of the database before serving."""
        from helpdesk import celery, deployment  # noqa: F401 - tasks find their application by the import

        checks.register(deployment.check_database_role, checks.Tags.database)
