"""What the application's role may do on the global tables, each named with its exact rights."""

from django.conf import settings
from django.db import connections

# Tables that belong to no tenant. A new global table without an entry here fails a test.
GLOBAL_TABLES = {
    "tenants_tenant": "SELECT",
    "tenants_hostname": "SELECT",
    "django_session": "SELECT, INSERT, UPDATE, DELETE",
    "django_migrations": "SELECT",
    "django_content_type": "",
    "auth_permission": "",
    "auth_group": "",
    "auth_group_permissions": "",
}


def grant_on_global_tables(using, **signal):
    """Make the rights on the global tables what GLOBAL_TABLES says; run by every migration."""
    if using != "owner":
        return
    app = settings.DATABASES["default"]["USER"]
    system = settings.DATABASES["system"]["USER"]
    connection = connections[using]
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        for table, rights in GLOBAL_TABLES.items():
            if table not in existing:
                continue
            cursor.execute(f"REVOKE ALL ON {quote(table)} FROM {quote(app)}, {quote(system)}")
            if rights:
                cursor.execute(f"GRANT {rights} ON {quote(table)} TO {quote(app)}")
            if table.startswith("tenants_"):
                cursor.execute(f"GRANT SELECT ON {quote(table)} TO {quote(system)}")
