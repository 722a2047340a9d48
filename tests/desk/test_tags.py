"""Tags on a ticket's page, in the lists and in the settings."""

import pytest
from django.urls import reverse

from tests import make, queries
from tickets import tagging, tags
from tickets.models import Tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, assigned to Ana."""
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


def at(ticket):
    return f"/desk/tickets/{ticket.number}/tags/"


def test_an_agent_types_several_with_commas(cast, visit, ticket):
    ana = visit(cast.ana)
    assert ana.post(at(ticket), {"add": "Refund, double charge,"}).status_code == 303
    assert tagging.names_on(ticket) == ["double charge", "refund"]
    ana.post(at(ticket), {"remove": "refund"})
    assert tagging.names_on(ticket) == ["double charge"]


def test_what_is_refused_is_said_and_what_was_typed_stays(cast, visit, ticket):
    page = visit(cast.ana).post(at(ticket), {"add": "x" * 41})
    assert page.status_code == 409
    assert b"Use at most 40 characters for a tag." in page.content
    assert b'value="' + b"x" * 41 in page.content
    assert visit(cast.ana).post(at(ticket), {"add": " , "}).status_code == 409


def test_who_reads_along_sees_the_tags_and_no_form(cast, visit):
    ticket = make.assigned(cast.cleo, cast.mia, by=cast.mia)
    tagging.add(ticket, names=["refund"], by=cast.mia)
    page = visit(cast.ana).get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert "refund" in page
    assert 'name="add"' not in page
    assert visit(cast.ana).post(at(ticket), {"add": "mine"}).status_code == 409


def test_a_ticket_out_of_sight_is_not_tagged(cast, visit):
    ticket = make.assigned(cast.cleo, cast.ben, by=cast.mia, category=cast.site_down)
    assert visit(cast.ana).post(at(ticket), {"add": "mine"}).status_code == 404
    assert visit(cast.cleo).post(at(ticket), {"add": "mine"}).status_code == 404
    assert not Tag.objects.exists()


def test_the_requester_never_sees_them(cast, visit, ticket):
    tagging.add(ticket, names=["difficult"], by=cast.ana)
    assert b"difficult" not in visit(cast.cleo).get(f"/tickets/{ticket.number}/").content
    assert b"difficult" not in visit(cast.cleo).get("/tickets/").content


def test_rows_show_three_and_say_how_many_more(cast, visit, ticket):
    tagging.add(ticket, names=["one", "two", "three", "four", "five"], by=cast.ana)
    page = visit(cast.ana).get("/desk/").content.decode()
    assert "2 more tags" in page


def test_tags_cost_no_question(cast, visit, ticket):
    ana = visit(cast.ana)
    pages = ("/desk/", f"/desk/tickets/{ticket.number}/")
    before = [queries.count(ana, page) for page in pages]
    tagging.add(ticket, names=["one", "two"], by=cast.ana)
    assert [queries.count(ana, page) - was for page, was in zip(pages, before, strict=True)] == [0, 0]


def test_the_field_offers_the_tags_in_use(cast, visit):
    tags.add(name="refund", by=cast.max)
    tags.archive(tags.add(name="old", by=cast.max), by=cast.max)
    options = visit(cast.ana).get("/desk/tags/").content
    assert b"refund" in options
    assert b"old" not in options


def test_an_admin_renames_merges_and_archives(cast, visit, ticket):
    max_ = visit(cast.max)
    tagging.add(ticket, names=["refnud"], by=cast.ana)
    wrong = Tag.objects.get()
    address = reverse("settings:tag", args=[wrong.pk])
    seen = max_.get(address).context["seen"]
    assert max_.post(address, {"name": "Refunds", "seen": seen}).status_code == 303
    max_.post(reverse("settings:add_tag"), {"name": "Refund"})
    refund = Tag.objects.get(name="refund")
    page = max_.get(reverse("settings:tag", args=[wrong.pk])).content
    assert b"1 ticket gets the tag that you choose" in page
    assert max_.post(reverse("settings:merge_tag", args=[wrong.pk]), {"into": refund.pk}).status_code == 303
    assert tagging.names_on(ticket) == ["refund"]
    max_.post(reverse("settings:archive_tag", args=[refund.pk]))
    assert not Tag.objects.in_use().exists()
    max_.post(reverse("settings:restore_tag", args=[refund.pk]))
    assert list(Tag.objects.in_use()) == [refund]


@pytest.mark.parametrize("into", ["", "x", "9" * 30, "self"])
def test_merging_into_nothing_is_refused(cast, visit, into):
    tag = tags.add(name="refund", by=cast.max)
    into = tag.pk if into == "self" else into
    page = visit(cast.max).post(reverse("settings:merge_tag", args=[tag.pk]), {"into": into})
    assert page.status_code == 409
    assert b"Choose another tag that is in use." in page.content


def test_the_settings_count_tickets_and_refuse_a_name_twice(cast, visit, ticket):
    tagging.add(ticket, names=["refund"], by=cast.ana)
    max_ = visit(cast.max)
    assert b"1 ticket<" in max_.get(reverse("settings:tags")).content
    page = max_.post(reverse("settings:add_tag"), {"name": "REFUND"})
    assert page.status_code == 422
    assert b"There is a tag of this name already" in page.content
