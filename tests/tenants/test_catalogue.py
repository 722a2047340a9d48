"""What the database itself says about the tables: docs/decisions/0002-tenancy.md, as assertions.

A new model, index or constraint is looked at without new code.
"""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Index

from tenants.fields import TenantForeignKey, is_tenant_model
from tenants.models import TenantModel
from tenants.seals import Seal
from tests.tenants import sql
from tests.tenants.rows import MODELS, SEALED

pytestmark = pytest.mark.django_db
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)

THIS_TENANT = "(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::bigint)"
PERSON = "(NULLIF(current_setting('app.person_id'::text, true), ''::text))::bigint"
# Kept apart from the policy of the application; only where the server refuses BYPASSRLS to the role.
SYSTEM_READS = ("system_reads", "r", "{hd_system}", "true", None)


@every_model
def test_row_level_security_is_on_with_exactly_the_right_policies(model):
    table = model._meta.db_table
    assert sql.value("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", table)
    policies = sql.rows(
        """SELECT polname, polcmd::text, polroles::regrole[]::text,
                  pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
           FROM pg_policy WHERE polpermissive AND polrelid = %s::regclass ORDER BY polname DESC""",
        table,
    )
    system_bypasses = sql.value("SELECT rolbypassrls FROM pg_roles WHERE rolname = 'hd_system'")
    expected = [("tenant_isolation", "*", "{hd_app}", THIS_TENANT, THIS_TENANT)]
    if not system_bypasses and model not in SEALED:
        expected.append(SYSTEM_READS)
    assert policies == expected


@pytest.mark.parametrize("model", SEALED, ids=lambda model: model._meta.label)
def test_a_sealed_table_has_one_policy_more_that_only_takes_away(model):
    (seal,) = (constraint for constraint in model._meta.constraints if isinstance(constraint, Seal))
    policies = sql.rows(
        """SELECT polname, polcmd::text, polroles::regrole[]::text,
                  pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
           FROM pg_policy WHERE NOT polpermissive AND polrelid = %s::regclass""",
        model._meta.db_table,
    )
    ((name, command, roles, opens, writes),) = policies
    assert (name, command, roles) == (seal.name, "*", "{hd_app}")
    # Both compare with the person; the model says the rule, and what it lets through is in tests/sla/test_seal.py.
    assert PERSON in opens
    assert PERSON in writes


def test_no_other_table_takes_anything_away():
    asking = "SELECT polrelid::regclass::text FROM pg_policy WHERE NOT polpermissive ORDER BY 1"
    assert [table for (table,) in sql.rows(asking)] == sorted(model._meta.db_table for model in SEALED)


@every_model
def test_the_tenant_comes_first_in_the_table_and_in_its_key(model):
    table = model._meta.db_table
    column = "SELECT attnum, attnotnull FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'tenant_id'"
    assert sql.rows(column, table) == [(1, True)]
    keys = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'p' AND conrelid = %s::regclass"
    assert sql.rows(keys, table) == [("PRIMARY KEY (tenant_id, id)",)]


@every_model
def test_there_are_no_triggers(model):
    triggers = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = %s::regclass"
    assert sql.rows(triggers, model._meta.db_table) == []


@every_model
def test_every_index_and_unique_constraint_holds_the_tenant(model):
    indexes = sql.rows(
        """SELECT indexrelid::regclass::text,
                  array(SELECT attname::text FROM pg_attribute a
                        WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[]))
           FROM pg_index i WHERE indrelid = %s::regclass""",
        model._meta.db_table,
    )
    # An Index class that must do without the tenant (full-text search without btree_gin) says so itself.
    excused = {index.name for index in model._meta.indexes if getattr(index, "may_lack_tenant", False)}
    assert all(isinstance(index, Index) for index in model._meta.indexes)
    assert [name for name, columns in indexes if "tenant_id" not in columns and name not in excused] == []


@every_model
def test_every_reference_holds_the_tenant_and_is_checked_at_once(model):
    keys = sql.rows(
        """SELECT conname, confrelid::regclass::text, condeferrable, pg_get_constraintdef(oid),
                  array(SELECT attname::text FROM pg_attribute a
                        WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) ORDER BY attnum)
           FROM pg_constraint c WHERE contype = 'f' AND conrelid = %s::regclass""",
        model._meta.db_table,
    )
    tenant_tables = {other._meta.db_table for other in MODELS}
    assert {name for name, *_, columns in keys if "tenant_id" not in columns} == set()
    composite = [key for key in keys if key[1] in tenant_tables]
    assert {name for name, _, is_deferrable, *_ in composite if is_deferrable} == set()
    assert {name for name, _, _, definition, _ in composite if "(tenant_id, id)" not in definition} == set()
    # None is missing: each TenantForeignKey of the model is a composite key in the database.
    declared = {field.column for field in model._meta.local_fields if isinstance(field, TenantForeignKey)}
    assert {column for *_, columns in composite for column in columns} - {"tenant_id"} == declared


@every_model
def test_the_model_says_what_the_table_says(model):
    assert issubclass(model, TenantModel)
    assert model._meta.base_manager_name == "objects"
    assert model._meta.default_manager_name == "objects"
    for field in model._meta.local_fields:
        if field.remote_field and is_tenant_model(field.related_model):
            assert isinstance(field, TenantForeignKey), f"{field} is an ordinary foreign key between tenant tables"
        assert not field.unique or field.primary_key, f"{field} is unique across tenants"


def test_global_models_do_not_point_at_tenant_tables():
    pointing = [
        str(field)
        for model in apps.get_models(include_auto_created=True)
        if not is_tenant_model(model)
        for field in model._meta.local_fields
        if field.remote_field and is_tenant_model(field.related_model)
    ]
    assert pointing == []


def test_no_automatic_many_to_many_table_touches_a_tenant_table():
    touching = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.auto_created
        and any(field.remote_field and is_tenant_model(field.related_model) for field in model._meta.local_fields)
    ]
    assert touching == []


def test_there_are_no_views_or_sequences_of_our_own():
    # Views would run with their owner's rights, past row-level security.
    relations = (
        """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm', 'f')"""
    )
    assert sql.rows(relations) == []
    # Identity columns have theirs; any other would be ours.
    sequences = """SELECT relname FROM pg_class c WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace
                   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'i')"""
    assert sql.rows(sequences) == []


# Its name, and how often it reads a table.
FUNCTIONS = {"knowledgebase_candidates": 2, "search_tickets": 7}


def test_two_functions_run_past_row_level_security_and_they_are_fenced_in():
    # docs/decisions/0008-search.md and 0016-ticket-search.md. That they keep to the tenant is
    # tests/knowledgebase/test_search_fence.py and tests/tickets/test_search_fence.py.
    functions = """
        SELECT proname, pg_get_userbyid(proowner), prosecdef, provolatile::text, proconfig,
               array(SELECT grantee::regrole::text || ' ' || privilege_type FROM aclexplode(proacl) ORDER BY 1),
               prosrc
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = pg_proc.oid AND d.deptype = 'e') ORDER BY 1"""
    found = sql.rows(functions)
    assert [name for name, *_ in found] == list(FUNCTIONS)
    for name, owner, runs_as_owner, volatile, config, rights, body in found:
        assert (owner, runs_as_owner, volatile) == ("hd_owner", True, "s")
        assert config == ["search_path=pg_catalog, pg_temp", "jit=off", "plan_cache_mode=force_generic_plan"]
        assert rights == ["hd_app EXECUTE", "hd_owner EXECUTE"]
        # The policy's own condition, once; each place that reads a table compares with it.
        assert body.count("here CONSTANT bigint := NULLIF(current_setting('app.tenant_id', true), '')::bigint;") == 1
        assert body.count("public.") == body.count("entry.tenant_id = here") == FUNCTIONS[name]
        assert "EXECUTE" not in body


def test_the_models_and_the_tables_agree():
    tables = set(connection.introspection.table_names())
    assert {model._meta.db_table for model in MODELS} <= tables
