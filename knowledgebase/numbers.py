"""Article numbers: short, because people read them to each other, unique in the tenant, never given twice."""

from django.db import connection

from knowledgebase.models import ArticleCounter
from tenants.scope import current_tenant_id

_NEXT = "UPDATE knowledgebase_articlecounter SET value = value + 1 WHERE tenant_id = %s RETURNING value"
_AT_LEAST = "UPDATE knowledgebase_articlecounter SET value = greatest(value, %s) WHERE tenant_id = %s RETURNING value"


def take() -> int:
    """Return the next number. Take it last: the counter's row stays locked until the commit."""
    return _advanced(_NEXT, [current_tenant_id()])


def skip_to(number: int) -> None:
    """Never give out numbers up to this one: an import brought them along."""
    _advanced(_AT_LEAST, [number, current_tenant_id()])


def _advanced(statement: str, values: list) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        if (row := cursor.fetchone()) is None:
            ArticleCounter.objects.bulk_create([ArticleCounter()], ignore_conflicts=True)
            cursor.execute(statement, values)
            row = cursor.fetchone()
    return row[0]
