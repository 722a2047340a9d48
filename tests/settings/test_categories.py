import uuid

import pytest
from django.urls import reverse

from activity.models import Event
from tests import make
from tickets import catalogue
from tickets.models import Category, FormField, Priority

pytestmark = pytest.mark.django_db


def url(name, *rows):
    return reverse(f"settings:{name}", args=[row.pk for row in rows])


@pytest.fixture
def high():
    return Priority.objects.get(name="High")


def test_a_category_is_added_at_the_end_and_opens(cast, admin, high, hidden):
    page = admin.get(url("add_category"))
    words = {"name": "Safety", "hint": "Threats only", "priority": high.pk, "team": "", **hidden(page)}
    response = admin.post(url("add_category"), words)
    safety = Category.objects.get(name="Safety")
    assert (response.status_code, response["Location"]) == (303, url("category", safety))
    assert Event.objects.get(name="category.added").subject_id == safety.pk
    assert list(Category.objects.in_use().top())[-1] == safety


def test_the_second_click_adds_nothing(cast, admin, high, hidden):
    words = {"name": "Safety", "priority": high.pk, **hidden(admin.get(url("add_category")))}
    first, second = (admin.post(url("add_category"), words) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Event.objects.filter(name="category.added").count() == 1


def test_a_name_in_use_is_refused_at_the_field_with_everything_typed(cast, admin, high):
    response = admin.post(url("add_category"), {"name": "General", "hint": "Typed with care", "priority": high.pk})
    page = response.content.decode()
    assert response.status_code == 422
    assert "There is a category of this name already." in page
    assert 'href="#id_name"' in page
    assert "Typed with care" in page
    assert "<title>Error: " in page


def test_a_name_is_free_again_once_archived_and_in_another_place(cast, high):
    catalogue.archive_category(cast.sales, by=cast.max)
    again = catalogue.add_category(name="General", priority=high, by=cast.max)
    catalogue.add_category(name="General", parent=again, by=cast.max)
    with pytest.raises(Exception, match="of this name already"):
        catalogue.restore_category(cast.sales, by=cast.max)


def test_a_category_needs_a_priority_and_a_subcategory_does_not(cast, admin):
    refused = admin.post(url("add_category"), {"name": "Safety"})
    assert refused.status_code == 422
    assert b"Select a priority." in refused.content
    assert admin.post(url("add_subcategory", cast.site_down), {"name": "Slow site"}).status_code == 303
    slow = Category.objects.get(name="Slow site")
    assert (slow.effective_priority, slow.effective_team_id) == (cast.site_down.priority, cast.technical.pk)


def test_a_subcategory_says_what_it_takes_from_its_category(cast, admin):
    page = admin.get(url("category", cast.refund)).content.decode()
    assert "As in Bills: Normal" in page
    assert "As in Bills: Billing" in page


def test_a_name_of_80_letters_is_told_to_be_shorter(cast, admin, high):
    response = admin.post(url("add_category"), {"name": "x" * 80, "priority": high.pk})
    assert b"Use at most 60 characters for the name." in response.content


def test_a_changed_category_leaves_filed_tickets_as_they_are(cast, admin, high, hidden):
    ticket = make.ticket(cast.cleo, category=cast.site_down)
    page = admin.get(url("category", cast.site_down))
    assert "Used by 1 open ticket." in page.content.decode()
    words = {"name": "Site is down", "priority": high.pk, "team": "", **hidden(page)}
    assert admin.post(url("category", cast.site_down), words).status_code == 303
    ticket.refresh_from_db()
    assert (ticket.priority.name, ticket.team) == ("Urgent", cast.technical)
    event = Event.objects.get(name="category.changed")
    assert event.actor_id == cast.max.pk
    assert (event.data["before"]["name"], event.data["after"]["name"]) == ("Site down", "Site is down")


def test_the_second_of_two_admins_is_told_and_loses_nothing(cast, admin, hidden):
    shared = {"hint": "", "priority": cast.sales.priority_id, "team": ""}
    seen = hidden(admin.get(url("category", cast.sales)))
    admin.post(url("category", cast.sales), {"name": "Anything", **shared, **seen})
    second = admin.post(url("category", cast.sales), {"name": "Everything", **shared, **seen})
    page = second.content.decode()
    assert second.status_code == 409
    assert "Somebody else changed this while you were editing it." in page
    assert "saved now as <b>Anything</b>, you typed <b>Everything</b>" in page
    assert 'value="Everything"' in page
    again = admin.post(url("category", cast.sales), {"name": "Everything", **shared, **hidden(second)})
    assert again.status_code == 303
    cast.sales.refresh_from_db()
    assert cast.sales.name == "Everything"


def test_an_error_in_between_does_not_hide_the_other_admin(cast, admin, hidden):
    shared = {"hint": "", "priority": cast.sales.priority_id, "team": ""}
    seen = hidden(admin.get(url("category", cast.sales)))
    admin.post(url("category", cast.sales), {"name": "Anything", **shared, **seen})
    wrong = admin.post(url("category", cast.sales), {"name": "", **shared, **seen})
    assert wrong.status_code == 422
    assert admin.post(url("category", cast.sales), {"name": "Mine", **shared, **hidden(wrong)}).status_code == 409


def test_the_second_click_of_a_change_is_no_conflict(cast, admin, hidden):
    words = {"name": "Anything", "priority": cast.sales.priority_id, **hidden(admin.get(url("category", cast.sales)))}
    assert [admin.post(url("category", cast.sales), words).status_code for _ in range(2)] == [303, 303]
    assert Event.objects.filter(name="category.changed").count() == 1


def test_archiving_takes_the_subcategories_along_and_undo_brings_them_back(cast, admin):
    bills = cast.refund.parent
    earlier = catalogue.add_category(name="Cheque", parent=bills, by=cast.max)
    catalogue.archive_category(earlier, by=cast.max)
    response = admin.post(url("archive_category", bills), follow=True)
    page = response.content.decode()
    assert "Bills is archived." in page
    assert f'action="{url("restore_category", bills)}"' in page
    assert not Category.objects.in_use().filter(name__in=["Bills", "Refund"]).exists()
    admin.post(url("restore_category", bills))
    assert set(Category.objects.in_use().filter(parent=bills)) == {cast.refund}


def test_archiving_twice_is_harmless(cast, admin):
    for _ in range(2):
        assert admin.post(url("archive_category", cast.refund)).status_code == 303
    assert Event.objects.filter(name="category.archived").count() == 1


def test_the_last_category_in_use_stays(cast, admin):
    catalogue.archive_category(cast.refund.parent, by=cast.max)
    catalogue.archive_category(cast.site_down, by=cast.max)
    response = admin.post(url("archive_category", cast.sales))
    assert response.status_code == 409
    assert b"General is the only category in use." in response.content
    assert Category.objects.in_use().get() == cast.sales


def test_a_subcategory_comes_back_only_with_its_category(cast):
    catalogue.archive_category(cast.refund.parent, by=cast.max)
    with pytest.raises(catalogue.NoLongerUsed, match="Bills is archived"):
        catalogue.restore_category(cast.refund, by=cast.max)
    with pytest.raises(catalogue.NoLongerUsed):
        catalogue.add_category(name="Cheque", parent=cast.refund.parent, by=cast.max)


def test_a_category_does_not_come_back_with_an_archived_priority(cast, high):
    fax = catalogue.add_category(name="Fax", priority=high, by=cast.max)
    catalogue.archive_category(fax, by=cast.max)
    catalogue.archive_priority(high, by=cast.max)
    with pytest.raises(catalogue.NoLongerUsed, match="High is archived"):
        catalogue.restore_category(fax, by=cast.max)


def test_categories_move_among_their_own(cast, admin):
    names = lambda: [c.name for c in Category.objects.in_use().top()]  # noqa: E731
    before = names()
    first = Category.objects.get(name=before[0], parent=None)
    admin.post(url("move_category", first), {"to": "down"})
    assert names() == [before[1], before[0], *before[2:]]
    for _ in range(5):
        admin.post(url("move_category", first), {"to": "up"})
    assert names() == before
    assert sorted(Category.objects.in_use().top().values_list("position", flat=True)) == [1, 2, 3]


def test_there_is_an_end_to_the_number_of_categories(cast, high, monkeypatch):
    monkeypatch.setattr(catalogue, "MOST_CATEGORIES", 4)
    with pytest.raises(catalogue.TooMany, match="at most 4 categories"):
        catalogue.add_category(name="Fifth", priority=high, by=cast.max)


# --- questions --------------------------------------------------------------------------------------------


def ask(admin, category, **words):
    words = {"label": "Order number", "kind": "text", "is_required": "on", "form_key": uuid.uuid4()} | words
    return admin.post(url("add_field", category), words)


def test_a_question_is_added_and_customers_are_asked_it(cast, admin, visit):
    assert ask(admin, cast.sales)["Location"] == url("category", cast.sales)
    assert b"Order number" in admin.get(url("category", cast.sales)).content
    form = visit(cast.cleo).post(reverse("portal:submit"), {"step": "category", "category": cast.sales.pk})
    assert b"Order number" in form.content


@pytest.mark.parametrize("choices", ["", "Only one", "Same\nSame\n  Same  "])
def test_a_choice_needs_two_choices(cast, admin, choices):
    response = ask(admin, cast.sales, kind="choice", choices=choices)
    assert response.status_code == 422
    assert b"Enter at least two choices, one per line." in response.content


def test_choices_are_kept_one_per_line_without_repeats(cast, admin):
    ask(admin, cast.sales, kind="choice", choices=" Webmail \r\n\r\nPhone\r\nWebmail")
    assert FormField.objects.get().choice_list == ["Webmail", "Phone"]


def test_a_category_asks_one_thing_once(cast, admin):
    ask(admin, cast.sales)
    assert b"This category asks that already." in ask(admin, cast.sales).content
    assert ask(admin, cast.site_down).status_code == 303


def test_an_archived_question_is_not_asked_and_its_answers_stay(cast, admin):
    ask(admin, cast.sales)
    field = FormField.objects.get()
    ticket = make.ticket(cast.cleo, category=cast.sales, answers=[(field, "A-1")])
    admin.post(url("archive_field", field))
    assert not FormField.objects.in_use().exists()
    assert ticket.answers.get().value == "A-1"
    page = admin.get(url("category", cast.sales)).content.decode()
    assert f'action="{url("restore_field", field)}"' in page
    admin.post(url("restore_field", field))
    assert FormField.objects.in_use().get() == field


def test_questions_move(cast, admin):
    for label in ("One", "Two"):
        ask(admin, cast.sales, label=label)
    admin.post(url("move_field", FormField.objects.get(label="Two")), {"to": "up"})
    assert [field.label for field in FormField.objects.in_use()] == ["Two", "One"]


def test_a_question_is_previewed_without_being_saved(cast, admin):
    response = ask(admin, cast.sales, label="Shoe size", kind="number", preview="1")
    assert response.status_code == 200
    assert 'inputmode="decimal"' in response.content.decode()
    assert not FormField.objects.exists()


def test_the_preview_shows_the_questions_of_the_category_above_first(cast, admin):
    ask(admin, cast.refund.parent, label="Account name")
    ask(admin, cast.refund, label="Invoice number")
    page = admin.get(url("category", cast.refund)).content.decode().partition("As customers see it")[2]
    assert page.index("Account name") < page.index("Invoice number")


def test_a_priority_archived_while_the_form_was_open_is_told_at_its_field(cast, admin, high, monkeypatch):
    monkeypatch.setattr("tickets.models.priority.PriorityQuerySet.in_use", lambda self: self.all())
    catalogue.archive_priority(high, by=cast.max)
    response = admin.post(url("add_category"), {"name": "Safety", "hint": "Kept", "priority": high.pk})
    page = response.content.decode()
    assert response.status_code == 422
    assert "High is archived. Restore it first or select another priority." in page
    assert 'href="#id_priority"' in page
    assert "Kept" in page
