"""What has to be true before the product may serve anybody."""

from django.core import checks
from django.db import connection

_ROLE = """
    SELECT r.rolsuper, r.rolbypassrls,
           EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE c.relowner = r.oid AND n.nspname = 'public')
    FROM pg_roles r WHERE r.rolname = current_user
"""


def role_problems() -> list[str]:
    """Return why the application's database role must not be used, nothing if it is harmless."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLE)
        is_superuser, bypasses, owns = cursor.fetchone()
    problems = {
        "is a superuser": is_superuser,
        "may bypass row-level security": bypasses,
        "owns tables, and an owner is not bound by row-level security": owns,
    }
    return [problem for problem, is_true in problems.items() if is_true]


def check_database_role(app_configs=None, databases=None, **options):
    """Django system check: the role of DATABASE_URL must not be able to look past the tenants' fence."""
    if not databases or "default" not in databases:
        return []
    return [
        checks.Error(
            f"The database role of DATABASE_URL {problem}. docs/running.md lists the three roles.", id="helpdesk.E001"
        )
        for problem in role_problems()
    ]
