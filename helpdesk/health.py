"""`GET /readyz`: whether this process can serve, on any host name."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse


class Health:
    """Answers before a tenant is looked up, so that a load balancer needs no host name."""

    def __init__(self, get_response):
        self.get_response = get_response
        self._migrated = False

    def __call__(self, request):
        """Answer /readyz; pass everything else on."""
        if request.path != "/readyz":
            return self.get_response(request)
        problem = self._problem()
        return HttpResponse(f"{problem or 'ready'}\n", content_type="text/plain", status=503 if problem else 200)

    def _problem(self) -> str | None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            if not self._migrated:
                executor = MigrationExecutor(connection)
                self._migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError:
            return "the database does not answer"
        return None if self._migrated else "the database is not migrated"
