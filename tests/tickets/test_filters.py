"""Named filters: what they let through, and how they are written down."""

from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict
from django.utils import timezone

from shared import clock as the_clock
from tests import make
from tickets import access, escalation, filters, tagging
from tickets.filters import FIELDS, ME, MY_TEAMS, NO_TEAM, NOBODY, Filter
from tickets.models import Priority, Ticket
from tickets.models.ticket import SERVING_ORDER
from tickets.statuses import OPEN, WAITING, Status

pytestmark = pytest.mark.django_db

FULL = Filter(
    statuses=(Status.NEW, Status.CLOSED),
    categories=(3, 9),
    assignees=(ME, NOBODY, 7),
    teams=(MY_TEAMS, NO_TEAM, 2),
    priorities=(1,),
    tags=("refund", "needs care"),
    requester="cleo@acme.test",
    escalated=True,
    overdue=True,
    at_risk=True,
    target_missed=True,
    filed_since=date(2026, 1, 1),
    filed_until=date(2026, 1, 31),
    updated_since=date(2026, 2, 1),
    updated_until=date(2026, 2, 28),
)


def read(query, base=None):
    return filters.from_query(QueryDict(query), base)


def found(user, **chosen):
    return set(filters.apply(access.desk_tickets(user), Filter(**chosen), user))


@pytest.fixture
def several(cast):
    """Four tickets that differ in everything, by what is special about them."""
    return {
        "Ana's": make.assigned(cast.cleo, cast.ana, by=cast.mia),
        "new": make.ticket(cast.vic),
        "urgent": make.assigned(cast.vic, cast.ben, by=cast.mia, category=cast.site_down),
        "nobody's team": make.ticket(cast.gus, category=cast.sales),
        "closed": make.in_status(Status.CLOSED, requester=cast.cleo, agent=cast.ana, manager=cast.mia),
    }


def test_every_field_survives_the_address_and_the_database():
    assert all(getattr(FULL, field.name) for field in FIELDS)
    assert read(FULL.as_query()) == (FULL, [])
    assert filters.from_json(FULL.as_json()) == FULL
    assert Filter().as_json() == {}


@pytest.mark.parametrize("group", filters.GROUPS)
def test_several_statuses_have_one_word(group):
    chosen, _ = read(f"status={group}")
    assert chosen.statuses == filters.GROUPS[group][1]
    assert chosen.as_query() == f"status={group}"


def test_what_is_in_the_address_replaces_what_the_view_asks_for_and_nothing_else():
    base = Filter(statuses=OPEN, assignees=(ME,))
    chosen, _ = read("status=new&category=4", base)
    assert chosen == Filter(statuses=(Status.NEW,), assignees=(ME,), categories=(4,))
    assert read(chosen.narrowing(base), base)[0] == chosen


def test_any_lifts_what_the_view_asks_for():
    base = Filter(statuses=OPEN, assignees=(ME,))
    chosen, problems = read("assignee=any", base)
    assert (chosen, problems) == (Filter(statuses=OPEN), [])
    assert chosen.narrowing(base) == "assignee=any"


@pytest.mark.parametrize(
    "query",
    [
        "status=solved", "category=x", "category=-1", "assignee=1e9", "assignee=99999999999999999999999", "team=%00",
        "tag=%21%21", "requester=jo", "requester=a%00@b.c", "filed_since=yesterday", "filed_until=2026-02-31",
        "updated_since=0001-01-01", "updated_until=9999-12-31",
    ],
)  # fmt: skip
def test_what_says_nothing_is_told_in_a_sentence_and_left_out(cast, query):
    chosen, problems = read(query)
    assert chosen == Filter()
    assert len(problems) == 1
    assert problems[0].endswith(".")
    assert list(filters.apply(Ticket.objects.all(), chosen, cast.mia)) == []


def test_empty_fields_of_a_form_ask_for_nothing():
    query = "&".join(f"{field.key}=" for field in FIELDS)
    assert read(query) == (Filter(), [])


def test_no_list_is_longer_than_anybody_chooses_by_hand():
    chosen, _ = read("&".join(f"category={number}" for number in range(1, 90)))
    assert len(chosen.categories) == filters.MOST


def test_what_was_stored_and_is_no_longer_understood_is_left_out():
    assert filters.from_json({"statuses": ["new", "gone"], "mood": ["angry"], "requester": ["jo@acme.test"]}) == Filter(
        requester="jo@acme.test"
    )


def test_status(cast, several):
    assert found(cast.mia, statuses=(Status.CLOSED,)) == {several["closed"]}
    assert found(cast.mia, statuses=(Status.NEW,)) == {several["new"], several["nobody's team"]}
    assert (
        found(cast.mia, statuses=WAITING)
        == found(cast.mia, statuses=OPEN)
        == set(several.values()) - {several["closed"]}
    )
    assert found(cast.mia, statuses=(Status.NEW, Status.CLOSED)) == found(cast.mia) - {
        several["Ana's"],
        several["urgent"],
    }


def test_a_category_includes_its_subcategories(cast, several):
    bills = cast.refund.parent
    assert found(cast.mia, categories=(bills.pk,)) == found(cast.mia, categories=(cast.refund.pk,))
    assert several["new"] in found(cast.mia, categories=(bills.pk,))
    assert found(cast.mia, categories=(cast.site_down.pk, cast.sales.pk)) == {
        several["urgent"],
        several["nobody's team"],
    }


def test_agent(cast, several):
    assert found(cast.ana, assignees=(ME,)) == {several["Ana's"], several["closed"]}
    assert found(cast.mia, assignees=(cast.ben.pk,)) == {several["urgent"]}
    assert found(cast.mia, assignees=(NOBODY,)) == {several["new"], several["nobody's team"]}
    assert found(cast.mia, assignees=(NOBODY, cast.ben.pk)) == set(several.values()) - found(cast.ana, assignees=(ME,))


def test_team(cast, several):
    assert found(cast.mia, teams=(cast.technical.pk,)) == {several["urgent"]}
    assert found(cast.mia, teams=(NO_TEAM,)) == {several["nobody's team"]}
    assert found(cast.ana, teams=(MY_TEAMS,)) == set(several.values()) - {several["urgent"]}


def test_priority_and_escalation(cast, several):
    urgent = Priority.objects.get(name="Urgent")
    assert found(cast.mia, priorities=(urgent.pk,)) == {several["urgent"]}
    assert found(cast.mia, escalated=True) == set()
    escalation.escalate(several["new"], reason="Now", by=cast.mia)
    assert found(cast.mia, escalated=True) == {several["new"]}
    # Escalated or not, a ticket keeps its priority.
    assert found(cast.mia, priorities=(urgent.pk,)) == {several["urgent"]}


def test_tag_by_name(cast, several):
    tagging.add(several["new"], names=["refund", "angry"], by=cast.mia)
    tagging.add(several["closed"], names=["refund"], by=cast.mia)
    assert found(cast.mia, tags=("refund",)) == {several["new"], several["closed"]}
    assert found(cast.mia, tags=("angry", "unheard of")) == {several["new"]}
    assert read("tag=%20Refund")[0] == Filter(tags=("refund",))


def test_requester_by_whole_address(cast, several):
    assert found(cast.mia, requester="gus@acme.test") == {several["nobody's team"]}
    assert found(cast.mia, requester="cleo@globex.test") == set()


def test_days_are_the_readers_own(cast):
    with the_clock.stopped_at(datetime(2026, 3, 10, 23, 30, tzinfo=UTC)):
        ticket = make.ticket(cast.cleo)
    assert found(cast.mia, filed_since=date(2026, 3, 10), filed_until=date(2026, 3, 10)) == {ticket}
    assert found(cast.mia, updated_until=date(2026, 3, 9)) == set()
    with timezone.override("Europe/Berlin"):
        assert found(cast.mia, filed_until=date(2026, 3, 10)) == set()
        assert found(cast.mia, filed_since=date(2026, 3, 11), updated_since=date(2026, 3, 11)) == {ticket}


def test_a_filter_shows_nobody_what_they_may_not_see(cast, several):
    hidden = several["urgent"]
    for chosen in ({"assignees": (cast.ben.pk,)}, {"teams": (cast.technical.pk,)}, {"requester": "vic@acme.test"}, {}):
        assert hidden not in found(cast.ana, **chosen)
        assert found(cast.max, **chosen) == found(cast.cleo, **chosen) == set()


@pytest.mark.parametrize(
    ("statuses", "order"),
    [
        (OPEN, SERVING_ORDER),
        ((Status.NEW,), SERVING_ORDER),
        (filters.THEIR_TURN, ("updated_at", "id")),
        ((Status.CLOSED,), ("-closed_at", "-id")),
        ((Status.NEW, Status.CLOSED), ("-updated_at", "-id")),
        ((), ("-updated_at", "-id")),
    ],
)
def test_the_order_follows_from_what_is_shown(statuses, order):
    assert Filter(statuses=statuses).order == order


@pytest.mark.parametrize("digits", ["0" * 19 + "1" + "0" * 5000, "9" * 5000, "0" * 5000, "٣", "-1"])
@pytest.mark.parametrize("key", ["category", "assignee", "team", "priority"])
def test_a_number_that_nobody_can_mean_names_nothing(key, digits):
    chosen, (sentence,) = read(f"{key}={digits}")
    assert chosen == Filter()
    assert sentence.endswith("It was left out.")


@pytest.mark.parametrize("stored", [None, 7, "mine", [7], [None], {"a": 1}, [["mine"]], [{}], True])
def test_what_was_not_written_by_a_filter_is_left_out(stored):
    names = [field.name for field in filters.FIELDS]
    assert filters.from_json(dict.fromkeys(names, stored)) == Filter()
    for nonsense in (stored, [stored], "x"):
        assert filters.from_json(nonsense) == Filter()
