"""What only shows when two admins really act at once."""

from types import SimpleNamespace

from django.db import transaction

from accounts import staff
from accounts.models import Team, User
from accounts.teams import add as add_team
from activity.edits import Taken
from tests import make
from tests.together import committed, together
from tickets import catalogue
from tickets.models import Category, Priority, Ticket
from tickets.reactions import release_tickets_of_leaver

pytestmark = committed


def kinds(results):
    return sorted(type(result).__name__ for result in results)


def test_two_who_give_the_same_name_at_once(cast):
    results = together(*(lambda: add_team(name="Builders", by=cast.max) for _ in range(2)))
    assert kinds(results) == ["Taken", "Team"]
    (refused,) = (result for result in results if isinstance(result, Taken))
    assert (refused.field, refused.sentence) == ("name", "There is a team of this name already.")
    assert Team.objects.filter(name="Builders").count() == 1


def test_two_clicks_of_one_form_add_one_category(cast):
    key, urgent = make.key(), cast.site_down.priority
    results = together(
        *(lambda: catalogue.add_category(name="Safety", priority=urgent, by=cast.max, form_key=key) for _ in range(2))
    )
    assert len({result.pk for result in results}) == 1


def test_the_last_two_categories_are_not_both_archived(cast):
    catalogue.archive_category(cast.refund.parent, by=cast.max)
    results = together(*(lambda c=c: catalogue.archive_category(c, by=cast.max) for c in (cast.sales, cast.site_down)))
    assert kinds(results) == ["Category", "StillUsed"]
    assert Category.objects.in_use().top().count() == 1


def test_a_subcategory_added_to_a_category_that_goes_is_never_left_in_use(cast):
    together(
        lambda: catalogue.add_category(name="Slow", parent=cast.site_down, by=cast.max),
        lambda: catalogue.archive_category(cast.site_down, by=cast.max),
    )
    assert not Category.objects.in_use().filter(parent=cast.site_down).exists()


def test_a_priority_is_not_archived_under_a_category_that_takes_it(cast):
    high = Priority.objects.get(name="High")
    together(
        lambda: catalogue.archive_priority(high, by=cast.max),
        lambda: catalogue.add_category(name="Safety", priority=high, by=cast.max),
    )
    high.refresh_from_db()
    assert (high.archived_at is None) == Category.objects.in_use().filter(priority=high).exists()


def test_moves_at_once_leave_one_order_and_tickets_in_it(cast):
    for _ in range(3):
        make.ticket(cast.cleo)
        make.ticket(cast.vic, category=cast.site_down)
    urgent, high, normal, _ = Priority.objects.in_use()
    results = together(
        lambda: catalogue.move_priority(urgent, to="down", by=cast.max),
        lambda: catalogue.move_priority(high, to="up", by=cast.max),
        lambda: catalogue.move_priority(normal, to="up", by=cast.max),
    )
    assert results == [None] * 3
    assert len(set(Priority.objects.in_use().values_list("rank", flat=True))) == 4
    assert all(ticket.rank == ticket.priority.rank for ticket in Ticket.objects.select_related("priority"))


def test_two_admins_do_not_remove_each_other(cast):
    User.objects.filter(pk=cast.mia.pk).update(is_admin=True)

    def demote(user):
        return lambda: staff.change(user, name=user.name, roles=("agent",), teams=(), is_active=True, by=cast.max)

    results = together(demote(cast.max), demote(cast.mia))
    assert kinds(results) == ["CannotChange", "User"]
    assert User.objects.filter(is_admin=True).count() == 1


def test_a_priority_moves_while_a_leavers_tickets_go_back(cast):
    for _ in range(6):
        make.assigned(cast.cleo, cast.ana, by=cast.mia)
        make.assigned(cast.vic, cast.ana, by=cast.mia, category=cast.site_down)
    User.objects.filter(pk=cast.ana.pk).update(is_active=False)
    _, high, *_ = Priority.objects.in_use()
    Ticket.objects.update(rank=5)

    @transaction.atomic
    def leave():
        release_tickets_of_leaver(SimpleNamespace(event=SimpleNamespace(subject_id=cast.ana.pk)))

    assert together(lambda: catalogue.move_priority(high, to="up", by=cast.max), leave) == [None, None]
    assert not Ticket.objects.filter(assignee=cast.ana).exists()
    assert all(ticket.rank == ticket.priority.rank for ticket in Ticket.objects.select_related("priority"))
