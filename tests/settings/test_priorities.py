import pytest
from django.urls import reverse

from tests import make
from tickets import catalogue
from tickets.models import Priority, Ticket

pytestmark = pytest.mark.django_db


def url(name, *rows):
    return reverse(f"settings:{name}", args=[row.pk for row in rows])


def named(name):
    return Priority.objects.get(name=name)


def order():
    return [priority.name for priority in Priority.objects.in_use()]


def test_a_new_priority_is_the_least_urgent(cast, admin):
    assert admin.post(url("add_priority"), {"name": "Someday"}).status_code == 303
    assert order() == ["Urgent", "High", "Normal", "Low", "Someday"]


def test_a_moved_priority_takes_its_open_tickets_along(cast, admin):
    normal = make.ticket(cast.cleo)
    urgent = make.ticket(cast.vic, category=cast.site_down)
    admin.post(url("move_priority", named("Normal")), {"to": "up"})
    admin.post(url("move_priority", named("Normal")), {"to": "up"})
    assert order() == ["Normal", "Urgent", "High", "Low"]
    assert list(Ticket.objects.in_serving_order()) == [normal, urgent]
    assert {ticket.rank == ticket.priority.rank for ticket in Ticket.objects.all()} == {True}


def test_a_ticket_that_was_being_filed_meanwhile_is_brought_into_line(cast, admin, post_office):
    ticket = make.ticket(cast.cleo)
    admin.post(url("move_priority", named("Normal")), {"to": "up"})
    Ticket.objects.update(rank=999)
    post_office()
    ticket.refresh_from_db()
    assert ticket.rank == named("Normal").rank


def test_renaming_is_fine_and_a_name_in_use_is_not(cast, admin, hidden):
    page = admin.get(url("priority", named("Low")))
    assert admin.post(url("priority", named("Low")), {"name": "Calm", **hidden(page)}).status_code == 303
    page = admin.get(url("priority", named("Calm")))
    refused = admin.post(url("priority", named("Calm")), {"name": "High", **hidden(page)})
    assert refused.status_code == 422
    assert b"There is a priority of this name already." in refused.content
    assert "<h1>Calm</h1>" in refused.content.decode()


def test_a_priority_in_use_stays_and_says_who_uses_it(cast, admin):
    page = admin.get(url("priority", cast.site_down.priority)).content.decode()
    assert "Site down" in page
    assert url("archive_priority", cast.site_down.priority) not in page
    response = admin.post(url("archive_priority", cast.site_down.priority))
    assert response.status_code == 409
    assert b"Urgent is the priority of Site down." in response.content


def test_an_unused_priority_goes_and_comes_back_last(cast, admin):
    high = named("High")
    admin.post(url("archive_priority", high))
    assert order() == ["Urgent", "Normal", "Low"]
    for _ in range(2):
        admin.post(url("restore_priority", high))
    assert order() == ["Urgent", "Normal", "Low", "High"]


def test_an_archived_priority_cannot_be_given_to_a_category(cast, admin):
    catalogue.archive_priority(named("High"), by=cast.max)
    response = admin.post(url("add_category"), {"name": "Safety", "priority": named("High").pk})
    assert b"Select a priority from the list." in response.content


def test_many_categories_are_named_in_short(cast):
    for number in range(4):
        catalogue.add_category(name=f"C{number}", priority=named("High"), by=cast.max)
    with pytest.raises(catalogue.StillUsed, match="C0, C1, C2 and 1 more"):
        catalogue.archive_priority(named("High"), by=cast.max)
