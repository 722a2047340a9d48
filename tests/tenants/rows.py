"""Builds a row of any tenant model by walking its required fields, so that a new model is covered by
the isolation tests without new code.
"""

import itertools
import uuid
from contextlib import contextmanager
from copy import copy
from datetime import time

import pytest
from django.apps import apps
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Value

from accounts.models import User
from shared import clock
from tenants.fields import TenantForeignKey, is_tenant_model
from tenants.scope import person_scope, tenant_scope
from tenants.seals import is_sealed
from tickets.statuses import Status

MODELS = sorted((model for model in apps.get_models() if is_tenant_model(model)), key=lambda model: model._meta.label)
# Whose rows are for some persons only; another one has to be named here. Who sees what is tests/sla/test_seal.py.
SEALED = [model for model in MODELS if is_sealed(model)]
assert [model._meta.label for model in SEALED] == ["sla.Complaint", "sla.ComplaintEntry"]

# Only what a check constraint asks for and a required field does not say.
_OVERRIDES = {
    "tickets.Category": lambda rows: {"priority": rows.of("tickets.Priority")},
    "tickets.Ticket": lambda rows: {
        "status": Status.CLOSED,
        "closed_at": clock.now(),
        "reopen_until": clock.now(),
        "escalated_at": clock.now(),
        "rank": 0,
    },
    "tickets.Target": lambda rows: {"resolution": 60},
    "tickets.Escalation": lambda rows: {"seen_by": rows.of("accounts.User"), "seen_at": clock.now()},
    "tickets.Relation": lambda rows: {"target": rows.another("tickets.Ticket")},
    "knowledgebase.Feedback": lambda rows: {"reader": rows.of("accounts.User")},
    "sla.Complaint": lambda rows: {"waiting_since": clock.now()},
    "sla.ComplaintEntry": lambda rows: {"kind": "reply", "author": rows.manager},
}


class Rows:
    """One row of each model that was asked for, of one tenant."""

    def __init__(self, tenant_id: int):
        self.tenant_id = tenant_id
        self._made = {}
        self._numbers = itertools.count(1)
        with tenant_scope(tenant_id):
            self.manager = User.objects.create(
                name="Manager",
                email="manager@example.test",
                kind=User.Kind.STAFF,
                is_manager=True,
                created_at=clock.now(),
            )

    @contextmanager
    def scope(self):
        """Open the tenant's scope, and in it that of a manager, who is shown what is sealed."""
        with tenant_scope(self.tenant_id), person_scope(self.manager):
            yield

    def of(self, model):
        """Return the tenant's row of a model, given as class or label, as an object of the caller's own.

        It is made with what it refers to if it is not there yet.
        """
        model = apps.get_model(model) if isinstance(model, str) else model
        if model not in self._made:
            with self.scope():
                self._made[model] = self._make(model)
        return copy(self._made[model])

    def another(self, label: str):
        """Return one more row of a model, where two that differ are asked for."""
        return self._make(apps.get_model(label))

    def _make(self, model):
        label = model._meta.label
        values = {field.name: self._value(field) for field in model._meta.local_fields if _is_required(field)}
        values |= _OVERRIDES.get(label, lambda rows: {})(self)
        try:
            return model.objects.create(**values)
        except Exception as error:
            pytest.fail(f"No row of {label} can be built from its required fields ({error}); "
                        "give it an override in tests/tenants/rows.py.")  # fmt: skip

    def _value(self, field):
        if field.is_relation:
            return self.of(field.related_model)
        if field.choices:
            return field.choices[0][0]
        for kind, make in _VALUES.items():
            if isinstance(field, kind):
                return make(field, next(self._numbers))
        return pytest.fail(f"{field} is of a kind that tests/tenants/rows.py has no value for: {type(field).__name__}.")


def _is_required(field):
    return not (field.primary_key or field.generated or field.null or field.has_default() or field.name == "tenant")


_VALUES = {
    models.EmailField: lambda field, number: f"somebody{number}@example.test",
    models.CharField: lambda field, number: f"text {number}"[: field.max_length],
    models.TextField: lambda field, number: f"text {number}",
    models.UUIDField: lambda field, number: uuid.uuid4(),
    models.DateTimeField: lambda field, number: clock.now(),
    models.DateField: lambda field, number: clock.now().date(),
    models.TimeField: lambda field, number: time(9, number % 60),
    models.BooleanField: lambda field, number: True,
    SearchVectorField: lambda field, number: Value("word", SearchVectorField()),
    models.IntegerField: lambda field, number: number,
    models.JSONField: lambda field, number: {},
}


def references(model) -> list[TenantForeignKey]:
    """Return the foreign keys of a model that point at tenant tables."""
    return [field for field in model._meta.local_fields if isinstance(field, TenantForeignKey)]
