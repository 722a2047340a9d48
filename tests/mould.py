"""The cast made once, and set down again for each test: the same people at the price of one statement."""

import pickle

from django.db import connection, transaction

from accounts.models import Membership, Plan, Team, User
from shared import clock
from tenants.models import Profile
from tenants.scope import tenant_scope
from tests.cast import Cast
from tests.tenants.rows import MODELS
from tickets.models import Category, Priority

# Whatever settling the cast makes, each after what it refers to.
_MADE = (Profile, Plan, Priority, Team, User, Membership, Category)


class Mould:
    """The rows of one tenant's cast, as the product wrote them, and the people who stand for them."""

    def __init__(self, tenant_id: int, place: str):
        self._tenant_id = tenant_id
        with tenant_scope(tenant_id), transaction.atomic():
            self._people = pickle.dumps(Cast.settle(place))
            found = [model for model in MODELS if model.objects.exists()]
            assert set(found) == set(_MADE), f"made with the cast, and to be named in {__name__}: {found}"
            self._rows = {model._meta.db_table: _rows_of(model) for model in _MADE}
            self._again = "; ".join(_insert(model) for model in _MADE)
            transaction.set_rollback(True)  # from here on they are set down

    def set_down(self) -> Cast:
        """Put the rows into the tenant, where there are none, and return the people, who came this moment."""
        now = clock.now()
        with tenant_scope(self._tenant_id), connection.cursor() as cursor:
            cursor.execute(self._again, self._rows | {"now": now})
        people = pickle.loads(self._people)
        for person in vars(people).values():
            if isinstance(person, User):
                person.created_at = now
        return people


def _columns(model) -> list[str]:
    return [field.column for field in model._meta.local_concrete_fields if not field.generated]


def _rows_of(model) -> str:
    columns = ", ".join(_columns(model))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT json_agg(kept)::text FROM (SELECT {columns} FROM {model._meta.db_table}) kept")
        return cursor.fetchone()[0]


def _insert(model) -> str:
    """Return the statement that writes the rows again; of their times the only one is when somebody came."""
    table, columns = model._meta.db_table, _columns(model)
    values = ("%(now)s" if column == "created_at" else column for column in columns)
    return (
        f"INSERT INTO {table} ({', '.join(columns)})"
        f" SELECT {', '.join(values)} FROM json_populate_recordset(NULL::{table}, %({table})s)"
    )


def begin_apart(cursor) -> None:
    """Let the ids of all tables go on from one number that none has come to: what follows has no id of what was."""
    cursor.execute(
        "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, (SELECT max(last_value) FROM pg_sequences))"
        " FROM pg_sequences WHERE schemaname = 'public'"
    )
