import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Team, User
from shared import clock
from tests import make
from tickets.models import Category, FormField, Priority, Tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses(cast):
    field = FormField.objects.create(category=cast.refund, label="Invoice")
    lists = ["categories", "priorities", "staff", "teams", "tags", "rules", "assignment", "figures", "look"]
    lists += ["add_category", "add_priority", "add_person", "add_team", "add_tag"]
    rows = {"category": cast.refund, "priority": cast.site_down.priority, "field": field}
    rows |= {"person": cast.ana, "team": cast.billing, "tag": Tag.objects.create(name="late")}
    return [reverse(f"settings:{name}") for name in lists] + [
        reverse(f"settings:{name}", args=[row.pk]) for name, row in rows.items()
    ]


def test_an_admin_may_enter_everywhere(addresses, admin):
    assert {url: admin.get(url).status_code for url in addresses} == dict.fromkeys(addresses, 200)


@pytest.mark.parametrize(("who", "status"), [("ana", 403), ("mia", 403), ("cleo", 404), ("gus", 404)])
def test_nobody_else_may(cast, visit, addresses, who, status):
    browser = visit(getattr(cast, who))
    assert {browser.get(url).status_code for url in addresses} == {status}


def test_who_is_not_signed_in_is_asked_to(visit, cast, addresses):
    for url in addresses:
        response = visit().get(url)
        assert (response.status_code, response["Location"]) == (303, f"/sign-in/?next={url}")


def test_acts_of_nobody_in_particular_do_nothing(cast, visit):
    visit().post(reverse("settings:archive_category", args=[cast.sales.pk]))
    visit(cast.ana).post(reverse("settings:archive_category", args=[cast.sales.pk]))
    cast.sales.refresh_from_db()
    assert cast.sales.archived_at is None


def test_rows_of_another_tenant_never_existed(cast, admin):
    there = cast.globex
    rows = {"category": there.refund, "priority": there.site_down.priority, "person": there.ana, "team": there.billing}
    for name, row in rows.items():
        for act in ("", "archive_", "restore_", "move_"):
            if name in ("person", "team") and act and not (name == "team" and act != "move_"):
                continue
            url = reverse(f"settings:{act}{name}", args=[row.pk])
            assert admin.get(url).status_code == admin.post(url).status_code == 404, url
    for name in ("add_subcategory", "add_field"):
        assert admin.get(reverse(f"settings:{name}", args=[there.sales.pk])).status_code == 404


def test_a_customer_is_no_member_of_staff(cast, admin):
    assert admin.get(reverse("settings:person", args=[cast.cleo.pk])).status_code == 404


def test_another_tenants_rows_cannot_be_chosen(cast, admin):
    response = admin.post(
        reverse("settings:add_category"),
        {"name": "Theirs", "priority": cast.globex.site_down.priority_id, "team": cast.globex.billing.pk},
    )
    assert response.status_code == 422
    assert b"Select a priority from the list." in response.content
    assert b"Select a team from the list." in response.content


def test_an_act_opened_as_a_page_leads_to_the_row(cast, admin):
    response = admin.get(reverse("settings:archive_category", args=[cast.sales.pk]))
    assert response["Location"] == reverse("settings:category", args=[cast.sales.pk])


def test_the_number_of_queries_does_not_grow(cast, admin):
    pages = [reverse(f"settings:{name}") for name in ("categories", "priorities", "staff", "teams", "tags")]
    pages.append(reverse("settings:category", args=[cast.refund.parent_id]))

    def counts():
        found = []
        for url in pages:
            with CaptureQueriesContext(connection) as queries:
                admin.get(url)
            found.append(len(queries))
        return found

    counts()  # the first request fills caches
    before = counts()
    for number in range(5):
        below = Category.objects.create(name=f"Sub {number}", parent=cast.refund.parent)
        FormField.objects.create(category=cast.refund.parent, label=f"Question {number}")
        Category.objects.create(name=f"Top {number}", priority=cast.site_down.priority)
        Priority.objects.create(name=f"Level {number}", rank=number)
        Tag.objects.create(name=f"tag {number}")
        person = {"kind": User.Kind.STAFF, "is_agent": True, "created_at": clock.now()}
        person = User.objects.create(name=f"P {number}", email=f"p{number}@acme.test", **person)
        make.member(person, Team.objects.create(name=f"Team {number}"))
        make.ticket(cast.cleo, category=below)
    assert counts() == before
    assert max(before) <= 16, before
