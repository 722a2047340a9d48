"""The cast that every test meets is the one that the product's verbs make."""

import pytest
from django.db import transaction
from django.forms.models import model_to_dict

from tenants.scope import tenant_scope
from tests.cast import GLOBEX_ID, Cast
from tests.mould import Mould
from tests.tenants.rows import MODELS

pytestmark = pytest.mark.django_db


def everything(but=()):
    """Return what the open tenant has: each row without its id, and without what refers to another by its id."""
    return {
        model._meta.label: sorted(
            str({field.name: field.value_from_object(row) for field in model._meta.local_concrete_fields
                 if not (field.primary_key or field.is_relation or field.name in but)})
            for row in model.objects.all()
        )
        for model in MODELS
    }  # fmt: skip


def test_it_is_as_if_they_had_just_been_settled(tenants):
    with tenant_scope(GLOBEX_ID):
        with transaction.atomic():
            Cast.settle("globex")
            settled = everything(but=["created_at", "password"])
            transaction.set_rollback(True)
        assert not any(everything().values())
        Mould(GLOBEX_ID, "globex").set_down()
        assert everything(but=["created_at", "password"]) == settled


def test_people_and_their_things_are_as_their_rows_say(cast):
    with tenant_scope(GLOBEX_ID):
        globex = vars(cast.globex).values()
        assert [model_to_dict(kept) for kept in globex if kept] == [
            model_to_dict(type(kept).objects.get(pk=kept.pk)) for kept in globex if kept
        ]
    for kept in (kept for name, kept in vars(cast).items() if name != "globex"):
        row = type(kept).objects.get(pk=kept.pk)
        assert model_to_dict(kept) == model_to_dict(row)
        assert getattr(kept, "created_at", None) == getattr(row, "created_at", None)


@pytest.mark.parametrize("time", range(2))
def test_what_one_test_does_to_them_no_other_sees(cast, time):
    assert cast.ana.name == "Ana Acme"
    cast.ana.name = "Changed"
    cast.ana.save()
