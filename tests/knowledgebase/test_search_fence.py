"""The one function that runs past row-level security stays with the tenant whose scope is open."""

import pytest
from django.db import connection

from knowledgebase.models import SearchEntry, Visibility
from knowledgebase.searching import indexing
from tenants.scope import tenant_scope
from tests import cast as the_cast
from tests.knowledgebase import make

pytestmark = pytest.mark.django_db

_ASK = """
    SELECT article_id FROM knowledgebase_candidates(
      %s::tsquery[], ARRAY[1000], 1000, ARRAY['anchor']::tsquery[], ARRAY['anchor']::tsquery[], '{}',
      %s::smallint, NULL)
"""


@pytest.fixture
def both(cast):
    """The same article at Acme and at Globex: returns the two ids."""
    here = make.article(cast.ana, title="Anchor")
    indexing.index(here)
    with tenant_scope(the_cast.GLOBEX_ID):
        there = make.article(cast.globex.ana, title="Anchor")
        indexing.index(there)
    return here.pk, there.pk


def proposed(query, level=Visibility.STAFF):
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [[query], level])
        return [pk for (pk,) in cursor.fetchall()]


def test_whatever_is_asked_only_this_tenants_articles_are_proposed(both):
    here, there = both
    foreign = f"'@{the_cast.GLOBEX_ID}'"
    for query in (
        "anchor",
        "'=anchor'",
        "!nothing",
        "anchor:*",
        f"anchor | {foreign}",
        f"!'@{the_cast.ACME_ID}' | {foreign}",
    ):
        assert there not in proposed(query)
    assert proposed("anchor") == [here]
    with tenant_scope(the_cast.GLOBEX_ID):
        assert proposed("anchor") == [there]


def test_without_a_scope_nothing_is_proposed(both):
    with tenant_scope(None):
        assert proposed("anchor") == []


def test_a_level_is_kept_to(cast):
    indexing.index(make.staff_only(cast.ana, title="Anchor"))
    assert proposed("anchor", Visibility.SIGNED_IN) == []
    assert proposed("anchor", Visibility.STAFF) != []


def test_the_table_itself_shows_the_application_nothing_of_others(both):
    assert set(SearchEntry.all_tenants.values_list("article", flat=True)) == {both[0]}
