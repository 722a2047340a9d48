"""Raw SQL for the tests that look past the ORM."""

from django.db import connection


def rows(statement, *params):
    """Return what a query returns."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def value(statement, *params):
    """Return the one value of a query."""
    ((found,),) = rows(statement, *params)
    return found


def affected(statement, *params):
    """Return how many rows a statement touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.rowcount
