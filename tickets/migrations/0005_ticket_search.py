"""The function behind the ticket search: docs/decisions/0016-ticket-search.md says why it is there."""

from django.conf import settings
from django.db import migrations

# Row-level security keeps `@@` from using an index, because that operator is not marked leakproof. The owner of the table
# is not bound by it, so the function runs with the owner's rights and applies the same condition itself, everywhere it
# reads. It takes no name of a table, no SQL and no tenant from its caller, and returns nothing but ids of tickets that
# this reader may read: all, or those of the reader, of the reader's teams and of no team (tickets.access.desk_tickets).
#
# Nearly all have the words: the newest hundred give a page. Few have: the index names them all. Many have: they are
# found among the newest sooner than in the index.
CREATE = """
CREATE FUNCTION public.search_tickets(asked tsquery, reads_all boolean, reader bigint, below bigint, most integer)
RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
SET jit = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  here CONSTANT bigint := NULLIF(current_setting('app.tenant_id', true), '')::bigint;
  nearest CONSTANT integer := 100;
  few CONSTANT integer := 1000;
  teams bigint[];
  found bigint[];
  depth integer;
BEGIN
  teams := ARRAY(
    SELECT entry.team_id FROM public.accounts_membership entry
    WHERE entry.tenant_id = here AND entry.user_id = reader);
  IF most IS NOT NULL THEN
    FOREACH depth IN ARRAY ARRAY[nearest, 1000, 8000] LOOP
      found := ARRAY(
        SELECT entry.id
        FROM (
          SELECT entry.ticket_id, entry.words FROM public.tickets_tickettext entry
          WHERE entry.tenant_id = here AND entry.ticket_id < below
          ORDER BY entry.ticket_id DESC LIMIT depth
        ) newest
        JOIN public.tickets_ticket entry ON entry.tenant_id = here AND entry.id = newest.ticket_id
        WHERE newest.words @@ asked
          AND (reads_all OR entry.assignee_id = reader OR entry.team_id IS NULL OR entry.team_id = ANY (teams))
        ORDER BY newest.ticket_id DESC LIMIT most);
      IF cardinality(found) >= most THEN
        RETURN QUERY SELECT unnest(found);
        RETURN;
      END IF;
      CONTINUE WHEN depth > nearest;
      -- IS TRUE keeps the planner from reading the tenant's whole key besides: the words have narrowed it already.
      found := ARRAY(
        SELECT entry.ticket_id FROM public.tickets_tickettext entry
        WHERE entry.words @@ asked AND (entry.tenant_id = here) IS TRUE
        LIMIT few + 1);
      IF cardinality(found) <= few THEN
        RETURN QUERY
          SELECT entry.id FROM public.tickets_ticket entry
          WHERE entry.tenant_id = here AND entry.id = ANY (found) AND entry.id < below
            AND (reads_all OR entry.assignee_id = reader OR entry.team_id IS NULL OR entry.team_id = ANY (teams))
          ORDER BY entry.id DESC LIMIT most;
        RETURN;
      END IF;
    END LOOP;
  END IF;
  RETURN QUERY
    SELECT entry.id
    FROM (
      SELECT entry.ticket_id FROM public.tickets_tickettext entry
      WHERE entry.words @@ asked AND (entry.tenant_id = here) IS TRUE AND entry.ticket_id < below
      OFFSET 0
    ) matching
    JOIN public.tickets_ticket entry ON entry.tenant_id = here AND entry.id = matching.ticket_id
    WHERE reads_all OR entry.assignee_id = reader OR entry.team_id IS NULL OR entry.team_id = ANY (teams)
    ORDER BY entry.id DESC LIMIT most;
END
$$
"""
NAME = "public.search_tickets(tsquery, boolean, bigint, bigint, integer)"


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
        ("tickets", "0004_ticket_text"),
    ]

    operations = [migrations.RunPython(create, drop)]
