"""Every tenant model there is, and every one to come: Acme sees, changes and points at nothing of Globex's.

The whole suite works as hd_app, so row-level security is in force in each of these tests.
"""

from itertools import product

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from tenants.scope import NoScope, WrongTenant, tenant_scope
from tests import cast as the_cast
from tests.tenants import sql
from tests.tenants.rows import MODELS, SEALED, Rows, references

pytestmark = pytest.mark.django_db
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


@pytest.fixture(scope="module")
def both(superuser, django_db_blocker):
    """A row of every model for each of the two tenants, made once; each test undoes what it does itself."""
    with django_db_blocker.unblock():
        the_cast.found_tenants(superuser.cursor())
        with transaction.atomic():
            ours, theirs = Rows(the_cast.ACME_ID), Rows(the_cast.GLOBEX_ID)
            for rows, model in product((ours, theirs), MODELS):
                rows.of(model)
            yield ours, theirs
            transaction.set_rollback(True)


@pytest.fixture
def acme(both):
    """Acme's rows."""
    return both[0]


@pytest.fixture
def globex(both):
    """Globex's rows."""
    return both[1]


def refused(error, statement, *params):
    """Expect the database to refuse a statement; the test's transaction goes on."""
    with pytest.raises(error) as caught, transaction.atomic():
        sql.affected(statement, *params)
    return str(caught.value)


def test_there_are_models_to_look_at():
    assert len(MODELS) >= 19
    assert {"tickets.Ticket", "accounts.User", "activity.Event"} <= {model._meta.label for model in MODELS}


@every_model
def test_acme_does_not_see_globexs_row(model, acme, globex):
    ours, theirs = acme.of(model), globex.of(model)
    table = model._meta.db_table
    with acme.scope():
        assert model.objects.filter(pk=ours.pk).exists()
        assert not model.objects.filter(pk=theirs.pk).exists()
        # all_tenants has no filter of its own: what hides the row here is row-level security.
        assert model.all_tenants.filter(pk=ours.pk).exists()
        assert not model.all_tenants.filter(pk=theirs.pk).exists()
        assert sql.value(f"SELECT count(*) FROM {table} WHERE tenant_id = %s", globex.tenant_id) == 0
        assert sql.value(f"SELECT count(*) FROM {table} WHERE id = %s", theirs.pk) == 0
        assert sql.value(f"SELECT count(*) FROM {table} WHERE id = %s", ours.pk) == 1


@every_model
def test_acme_does_not_change_or_delete_globexs_row(model, acme, globex):
    theirs = globex.of(model)
    table = model._meta.db_table
    with acme.scope():
        assert sql.affected(f"UPDATE {table} SET id = id WHERE id = %s", theirs.pk) == 0
        assert sql.affected(f"DELETE FROM {table} WHERE id = %s", theirs.pk) == 0
        assert model.all_tenants.filter(pk=theirs.pk).delete()[0] == 0
    with globex.scope():
        assert model.objects.filter(pk=theirs.pk).exists()


@every_model
def test_a_row_does_not_move_to_another_tenant(model, acme, globex):
    ours = acme.of(model)
    with acme.scope():
        said = refused(
            ProgrammingError,
            f"UPDATE {model._meta.db_table} SET tenant_id = %s WHERE id = %s",
            globex.tenant_id,
            ours.pk,
        )
        assert "row-level security" in said


@every_model
def test_acme_does_not_write_globexs_row(model, acme, globex):
    theirs = globex.of(model)
    with acme.scope():
        with pytest.raises(WrongTenant):
            theirs.save()
        # bulk_create goes round save(): here it is the database that refuses.
        theirs.pk = None
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            model.all_tenants.bulk_create([theirs])


REFERENCES = [(model, field) for model in MODELS for field in references(model)]


@pytest.mark.parametrize(
    ("model", "field"), REFERENCES, ids=[f"{model._meta.label}.{field.name}" for model, field in REFERENCES]
)
def test_a_row_of_acmes_does_not_point_at_globexs(model, field, acme, globex):
    ours, theirs = acme.of(model), globex.of(field.related_model)
    with acme.scope():
        change = f"UPDATE {model._meta.db_table} SET {field.column} = %s WHERE id = %s"
        if model in SEALED:  # whose seal may say no before the key is looked at
            refused((IntegrityError, ProgrammingError), change, theirs.pk, ours.pk)
        else:
            assert "foreign key" in refused(IntegrityError, change, theirs.pk, ours.pk)


@every_model
def test_without_a_scope_nothing_is_seen(model, acme):
    ours = acme.of(model)
    with tenant_scope(None):
        with pytest.raises(NoScope):
            model.objects.count()
        with pytest.raises(NoScope):
            ours.save()
        assert model.all_tenants.count() == 0
        assert sql.value(f"SELECT count(*) FROM {model._meta.db_table}") == 0


@every_model
def test_a_queryset_built_elsewhere_shows_the_tenant_in_whose_scope_it_runs(model, acme, globex):
    built_without_a_scope = model.objects.all()
    with globex.scope():
        built_in_globex = model.objects.all()
    ours, theirs = acme.of(model), globex.of(model)
    with acme.scope():
        for queryset in (built_without_a_scope, built_in_globex):
            found = set(queryset.all().values_list("pk", flat=True))
            assert ours.pk in found
            assert theirs.pk not in found


@every_model
def test_a_new_row_belongs_to_the_open_scope(model, acme):
    row = acme.of(model)
    assert row.tenant_id == acme.tenant_id
    with acme.scope():
        assert model().tenant_id == acme.tenant_id
    with tenant_scope(None):
        assert model().tenant_id is None
