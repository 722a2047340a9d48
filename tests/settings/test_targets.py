import pytest
from django.urls import reverse

from activity.models import Event
from tests import make
from tests.calendar_days import MONDAY, go_to
from tickets import catalogue, targets
from tickets.models import Priority, Target

pytestmark = pytest.mark.django_db


def url(name, *rows):
    return reverse(f"settings:{name}", args=[row.pk for row in rows])


def typed(**more):
    return {"category": "", "priority": "", "first_response": "", "next_response": "", "resolution": "", **more}


@pytest.fixture
def target(cast):
    """Refunds that are urgent: first response in half an hour."""
    urgent = Priority.objects.in_use().first()
    return targets.add(
        category=cast.refund, priority=urgent, first_response=30, next_response=None, resolution=None, by=cast.max
    )


def test_hours_are_typed_and_minutes_are_kept(cast, admin):
    answer = admin.post(url("add_target"), typed(first_response="0.5", resolution="16"))
    assert answer.status_code == 303
    kept = Target.objects.get()
    assert (kept.category, kept.first_response, kept.next_response, kept.resolution) == (None, 30, None, 960)
    page = admin.get(answer["Location"]).content.decode()
    assert "All categories" in page
    assert "First response 30 min · resolution 16 h" in page


def test_what_is_kept_is_shown_as_it_was_typed(cast, admin, target):
    page = admin.get(url("target", target)).content.decode()
    assert 'value="0.5"' in page
    assert "<h1>Bills › Refund, Urgent</h1>" in page


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ("", "Enter at least one time."),
        ("soon", "Enter a number of hours, like 4 or 0.5."),
        ("0", "Enter at least 0.05 hours."),
        ("1001", "Enter at most 1000 hours."),
        ("0.123", "Use at most two digits after the point."),
        ("NaN", "Enter a number of hours, like 4 or 0.5."),
    ],
)
def test_what_is_no_time_is_said_and_stays_typed(cast, admin, hours, sentence):
    answer = admin.post(url("add_target"), typed(priority=str(Priority.objects.first().pk), first_response=hours))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert f'value="{hours}"' in page or not hours
    assert not Target.objects.exists()


def test_the_same_category_and_priority_twice_is_refused(cast, admin, target):
    again = {"category": str(cast.refund.pk), "priority": str(target.priority_id), "resolution": "4"}
    answer = admin.post(url("add_target"), typed(**again))
    assert answer.status_code == 422
    assert "There are targets for this category and priority already." in answer.content.decode()


def test_the_second_click_adds_nothing(cast, admin):
    form = typed(resolution="4", form_key="6f0a7a4e-6bb4-4f6b-9d0c-000000000001")
    assert [admin.post(url("add_target"), form).status_code for _ in range(2)] == [303, 303]
    assert Target.objects.count() == 1


def test_the_page_says_when_it_would_be_for_a_ticket_that_comes_in_now(cast, admin, hidden):
    go_to(MONDAY)
    make.ticket(cast.cleo)
    form = typed(category=str(cast.refund.parent_id), first_response="4", preview="1")
    page = admin.post(url("add_target"), form).content.decode()
    assert "First response by" in page
    assert ">Mon 6 May, 13:12</time>" in page
    assert "Solved by" not in page
    assert "1 open ticket of this category and priority" in page
    assert not Target.objects.exists()


def test_archived_and_restored_it_counts_again(cast, admin, target):
    admin.post(url("archive_target", target))
    assert "These targets are archived." in admin.get(url("target", target)).content.decode()
    admin.post(url("restore_target", target))
    target.refresh_from_db()
    assert target.archived_at is None
    assert list(Event.objects.filter(name__startswith="target.").order_by("id").values_list("name", flat=True)) == [
        "target.added", "target.archived", "target.restored",
    ]  # fmt: skip


def test_of_two_admins_the_second_is_told_what_the_first_wrote(cast, admin, visit, target, hidden):
    stale = hidden(admin.get(url("target", target)))
    about = typed(category=str(cast.refund.pk), priority=str(target.priority_id))
    first = admin.post(url("target", target), about | {"first_response": "1", **stale})
    second = admin.post(url("target", target), about | {"first_response": "2", **stale})
    assert (first.status_code, second.status_code) == (303, 409)
    target.refresh_from_db()
    assert target.first_response == 60


def test_a_category_that_was_archived_since_stays_chosen(cast, admin, target, hidden):
    catalogue.archive_category(cast.refund, by=cast.max)
    stays = typed(category=str(cast.refund.pk), priority=str(target.priority_id), first_response="1")
    answer = admin.post(url("target", target), stays | hidden(admin.get(url("target", target))))
    assert answer.status_code == 303
    offered = admin.get(url("add_target")).context["form"].fields["category"].choices
    assert cast.refund.pk not in [pk for pk, _ in offered]
    assert cast.refund.parent_id in [pk for pk, _ in offered]


def test_a_category_of_another_tenant_is_none(cast, admin):
    answer = admin.post(url("add_target"), typed(category=str(cast.globex.refund.pk), resolution="4"))
    assert answer.status_code == 422
    assert "Select a category from the list." in answer.content.decode()
