"""The one function of ours in the database: docs/decisions/0008-search.md says why it is there."""

from django.conf import settings
from django.db import migrations

# Row-level security keeps `@@` from using an index, because that operator is not marked leakproof. The owner of the table
# is not bound by it, so the function runs with the owner's rights and applies the same condition itself, everywhere it
# reads. It takes no name of a table, no SQL and no tenant from its caller.
CREATE = """
CREATE FUNCTION public.knowledgebase_candidates(
  clauses tsquery[], most integer[], enough integer,
  titles tsquery[], texts tsquery[], pairs tsquery[], up_to smallint, within bigint[])
RETURNS TABLE (
  article_id bigint, title_length smallint, length integer, in_title boolean[], in_text real[], together boolean[])
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
SET jit = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  here CONSTANT bigint := NULLIF(current_setting('app.tenant_id', true), '')::bigint;
  mine CONSTANT tsquery := ('''@' || here || '''')::tsquery;
  proposed bigint[] := '{}';
BEGIN
  FOR place IN 1 .. cardinality(clauses) LOOP
    EXIT WHEN cardinality(proposed) >= enough;
    proposed := proposed || ARRAY(
      SELECT entry.id FROM public.knowledgebase_searchentry entry
      WHERE entry.text @@ (mine && clauses[place])
        -- IS TRUE keeps the planner from reading the tenant's whole key besides: the words have narrowed it already.
        AND (entry.tenant_id = here) IS TRUE AND entry.level <= up_to
        AND (within IS NULL OR entry.category_id = ANY (within))
      LIMIT most[place]);
  END LOOP;
  RETURN QUERY
    SELECT entry.article_id, entry.title_length, entry.length,
      ARRAY(SELECT unpacked.text @@ query FROM unnest(titles) query),
      ARRAY(SELECT ts_rank_cd('{0.5, 0.25, 1, 0.000001}', unpacked.text, query) FROM unnest(texts) query),
      ARRAY(SELECT unpacked.text @@ query FROM unnest(pairs) query)
    FROM (SELECT DISTINCT unnest(proposed) AS id) chosen
    JOIN public.knowledgebase_searchentry entry ON entry.id = chosen.id,
    -- Unpacked once and not for each query; OFFSET keeps it a step of its own.
    LATERAL (SELECT entry.text || '' AS text OFFSET 0) unpacked
    WHERE entry.tenant_id = here;
END
$$
"""
NAME = """public.knowledgebase_candidates(
  tsquery[], integer[], integer, tsquery[], tsquery[], tsquery[], smallint, bigint[])"""


def create(apps, schema_editor):
    application = schema_editor.quote_name(settings.DATABASES["default"]["USER"])
    schema_editor.execute(CREATE)
    # In this order: between the two nobody but the owner may call it.
    schema_editor.execute(f"REVOKE ALL ON FUNCTION {NAME} FROM PUBLIC")
    schema_editor.execute(f"GRANT EXECUTE ON FUNCTION {NAME} TO {application}")


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP FUNCTION {NAME}")


class Migration(migrations.Migration):
    dependencies = [
        ("knowledgebase", "0001_initial"),
    ]

    operations = [migrations.RunPython(create, drop)]
