"""Composite keys and row-level security under an ordinary ORM: what feature code does every day still works."""

import re

import pytest
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, ProtectedError
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, Team, User
from tests import make
from tickets.models import Category, Message, Ticket


def test_joins_carry_the_tenant(cast):
    ticket = make.ticket(cast.cleo)
    query = Message.objects.select_related("ticket__requester", "ticket__category__parent", "author")
    message = query.get(ticket__subject=ticket.subject)
    assert message.ticket.requester == cast.cleo
    assert message.ticket.category.parent.name == "Bills"
    for table in ('"tickets_ticket"', '"tickets_category"', '"accounts_user"'):
        assert f'{table}."tenant_id"' in str(query.query), f"the join to {table} does not name the tenant"


def test_grouping_counts_rows(cast):
    first, second = make.ticket(cast.cleo), make.ticket(cast.vic)
    Message.objects.create(
        ticket=second, author=cast.vic, author_name="Vic", kind="message", body="x", written_at=second.filed_at
    )
    counted = Ticket.objects.annotate(said=Count("messages")).order_by("id")
    assert [(ticket.pk, ticket.said) for ticket in counted] == [(first.pk, 1), (second.pk, 2)]
    by_category = Ticket.objects.values("category__name").annotate(tickets=Count("id"))
    assert list(by_category) == [{"category__name": "Refund", "tickets": 2}]


def test_prefetching_takes_one_query_each(cast, django_assert_num_queries):
    make.ticket(cast.cleo), make.ticket(cast.vic)
    with django_assert_num_queries(3):
        tickets = list(Ticket.objects.prefetch_related("messages__author"))
        assert {message.author for ticket in tickets for message in ticket.messages.all()} == {cast.cleo, cast.vic}


def test_many_to_many_through_a_model(cast):
    assert list(cast.billing.members.all()) == [cast.ana]
    assert list(cast.ana.teams.all()) == [cast.billing]
    assert list(User.objects.filter(teams__name="Billing")) == [cast.ana]


def test_subqueries_by_exists(cast):
    teamless = User.objects.staff().filter(~Exists(Membership.objects.filter(user=OuterRef("pk"))))
    assert set(teamless) == {cast.mia, cast.max}


def test_bulk_create_and_bulk_update(cast):
    teams = Team.objects.bulk_create([Team(name="One"), Team(name="Two")])
    assert all(team.pk for team in teams)
    for team in teams:
        team.name = f"Team {team.name}"
    assert Team.objects.bulk_update(teams, ["name"]) == 2
    assert set(Team.objects.filter(name__startswith="Team ").values_list("name", flat=True)) == {"Team One", "Team Two"}


def test_get_or_create_and_update_or_create(cast):
    made, is_new = Team.objects.get_or_create(name="Sales")
    assert is_new
    assert Team.objects.get_or_create(name="Sales") == (made, False)
    renamed, is_new = Team.objects.update_or_create(pk=made.pk, defaults={"name": "Sales and more"})
    assert (renamed.pk, is_new) == (made.pk, False)


def test_names_are_unique_within_a_tenant_and_not_across(cast):
    # Globex has its own Billing: were the constraint global, its existence would show here.
    assert Team.objects.filter(name="Billing").count() == 1
    with pytest.raises(Exception, match="team_name"), transaction.atomic():
        Team.objects.create(name="Billing")


def test_rows_are_locked_with_skip_locked(cast):
    ticket = make.ticket(cast.cleo)
    with CaptureQueriesContext(connection) as queries:
        found = Ticket.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=ticket.pk).first()
    assert found == ticket
    assert "FOR NO KEY UPDATE SKIP LOCKED" in queries[0]["sql"]


def test_saving_refreshing_and_following_name_the_tenant_in_their_sql(cast):
    ticket = make.ticket(cast.cleo)
    with CaptureQueriesContext(connection) as queries:
        ticket.subject = "Charged thrice"
        ticket.save()
        ticket.refresh_from_db()
        assert ticket.messages.get().ticket.subject == "Charged thrice"
    for query in queries:
        assert re.search(rf'"tenant_id" = \(?{cast.cleo.tenant_id}\b', query["sql"]), query["sql"]


def test_deleting_cascades_and_protects(cast):
    Category.objects.filter(team=cast.billing).update(team=None)
    cast.billing.delete()
    assert not Membership.objects.filter(user=cast.ana).exists()
    ticket = make.ticket(cast.cleo)
    with pytest.raises(ProtectedError):
        cast.cleo.delete()
    ticket.delete()
    assert not Message.objects.exists()
    cast.cleo.delete()
    assert not User.objects.filter(pk=cast.cleo.pk).exists()


def test_iterating_in_chunks_and_counting(cast):
    for _ in range(3):
        make.ticket(cast.cleo)
    assert len(list(Ticket.objects.iterator(chunk_size=2))) == 3
    assert Ticket.objects.exists()
    assert Ticket.objects.aggregate(n=Count("pk"))["n"] == 3
    assert Ticket.objects.dates("filed_at", "year").count() == 1
