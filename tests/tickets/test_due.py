"""By when an answer is promised: what is at risk and what is broken, in business time."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from shared import clock
from tests import make, queries
from tests.businesshours.houses import MUNICH
from tests.calendar_days import FRIDAY, MONDAY, WEDNESDAY, go_to
from tickets import conversation, progress, promises, queue, targets
from tickets.due import Due, aims
from tickets.filters import Filter
from tickets.statuses import OPEN

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(text: str) -> datetime:
    """Monday is 4 May 2026."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def promised(due_at: str, now: str, at_risk_at: str | None = None) -> tuple[str, str]:
    """Return how it stands with a ticket in Munich, which answers Monday to Friday from 7 to 19."""
    ticket = SimpleNamespace(due_at=berlin(due_at), at_risk_at=at_risk_at and berlin(at_risk_at))
    due = Due.of(ticket, MUNICH, berlin(now))
    return due.kind, due.words


@pytest.mark.parametrize(
    ("due_at", "now", "words"),
    [
        ("2026-05-06 10:00", "2026-05-04 10:00", "Due in 2 days"),
        ("2026-05-06 10:00", "2026-05-05 09:00", "Due in 1 day"),
        ("2026-05-06 10:00", "2026-05-05 16:00", "Due in 6 h"),
        ("2026-05-11 08:00", "2026-05-08 18:30", "Due in 1 h"),
        ("2026-05-11 08:00", "2026-05-09 12:00", "Due in 1 h"),
        ("2026-05-06 10:00", "2026-05-06 09:40", "Due in 20 min"),
        ("2026-05-06 10:00", "2026-05-06 09:59:30", "Due in 1 min"),
        ("2026-05-11 07:00", "2026-05-09 12:00", "Due at opening"),
        ("2026-05-06 10:00", "2026-05-06 10:00", "Overdue"),
        ("2026-05-08 19:00", "2026-05-10 12:00", "Overdue"),
        ("2026-05-08 18:00", "2026-05-10 12:00", "Overdue by 1 h"),
        ("2026-05-06 10:00", "2026-05-12 12:00", "Overdue by 4 days"),
    ],
)
def test_what_is_left_is_told_in_business_time(due_at, now, words):
    assert promised(due_at, now)[1] == words


def test_the_last_quarter_is_at_risk():
    kinds = [promised("2026-05-06 10:00", now, "2026-05-05 16:00")[0] for now in
             ("2026-05-05 15:59", "2026-05-05 16:00", "2026-05-06 09:59", "2026-05-06 10:00")]  # fmt: skip
    assert kinds == ["", "at-risk", "at-risk", "overdue"]


@pytest.fixture
def ticket(cast):
    """Cleo wrote on Monday at 9:12; the answer is promised for Wednesday at 9:12."""
    go_to(MONDAY)
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


def fresh(ticket):
    ticket.refresh_from_db()
    return ticket


def numbers(user, **asked):
    return [row.number for row in queue.tickets(user, queue.ALL_OPEN, Filter(statuses=OPEN, **asked))]


@pytest.mark.django_db
class TestLists:
    def test_a_ticket_goes_from_promised_to_at_risk_to_overdue(self, cast, ticket):
        # Two days of twelve hours; a quarter is six of them, and 9:12 less six hours is 15:12 the day before.
        stands = {}
        for moment in (MONDAY, WEDNESDAY - timedelta(hours=18, minutes=1), WEDNESDAY - timedelta(hours=17, minutes=59),
                       WEDNESDAY - timedelta(minutes=1), WEDNESDAY + timedelta(minutes=1)):  # fmt: skip
            go_to(moment)
            stands[moment] = (bool(numbers(cast.mia, at_risk=True)), bool(numbers(cast.mia, overdue=True)))
        assert list(stands.values()) == [(False, False), (False, False), (True, False), (True, False), (False, True)]

    def test_while_it_is_the_customers_turn_nothing_is_promised(self, cast, ticket):
        conversation.ask_for_information(ticket, body="Which card?", by=cast.ana, form_key=make.key())
        go_to(FRIDAY)
        assert (fresh(ticket).due_at, ticket.at_risk_at) == (None, None)
        assert numbers(cast.mia, overdue=True) == []
        conversation.message(ticket, body="The blue one.", by=cast.cleo, form_key=make.key())
        assert fresh(ticket).due_at > clock.now()

    def test_a_closed_ticket_breaks_no_promise(self, cast, ticket):
        progress.close(ticket, by=cast.cleo)
        go_to(FRIDAY)
        assert numbers(cast.mia, overdue=True) == []

    def test_what_breaks_first_is_read_first(self, cast, ticket):
        later = make.ticket(cast.vic, category=cast.site_down, subject="More urgent, promised later")
        go_to(FRIDAY)
        assert numbers(cast.mia, overdue=True) == [ticket.number, later.number]
        assert numbers(cast.mia) == [later.number, ticket.number]

    def test_promises_of_before_get_their_risk_when_they_are_counted_anew(self, cast, ticket):
        type(ticket).objects.update(at_risk_at=None)
        assert promises.bring_into_line() == 1
        assert fresh(ticket).at_risk_at is not None

    @pytest.mark.parametrize(("who", "status"), [("mia", 200), ("ana", 404)])
    @pytest.mark.parametrize("key", ["overdue", "at-risk"])
    def test_managers_have_both_lists(self, cast, visit, ticket, who, status, key):
        go_to(WEDNESDAY + timedelta(hours=1) if key == "overdue" else WEDNESDAY - timedelta(hours=1))
        page = visit(getattr(cast, who)).get(f"/desk/lists/{key}/")
        assert page.status_code == status
        if status == 200:
            assert f"#{ticket.number}" in page.content.decode()


@pytest.mark.django_db
class TestPages:
    def test_the_agents_row_says_how_long_there_is(self, cast, visit, ticket):
        ana = visit(cast.ana)
        assert "Due in 1 day" in ana.get("/desk/").content.decode()
        go_to(WEDNESDAY - timedelta(minutes=30, seconds=50))
        assert "Due in 30 min" in ana.get("/desk/").content.decode()
        go_to(WEDNESDAY + timedelta(hours=2, minutes=5))
        assert "Overdue by 2 h" in ana.get("/desk/").content.decode()

    def test_so_does_the_ticket(self, cast, visit, ticket):
        go_to(WEDNESDAY + timedelta(hours=2, minutes=5))
        page = visit(cast.ana).get(f"/desk/tickets/{ticket.number}/").content.decode()
        assert "Answer promised by" in page
        assert "late by 2 h of business time" in page

    def test_thirty_rows_ask_for_the_hours_once(self, cast, visit, ticket):
        ana = visit(cast.ana)
        one = queries.count(ana, "/desk/")
        for number in range(6):
            make.assigned(cast.cleo, cast.ana, by=cast.mia, subject=f"No. {number}")
        assert queries.count(ana, "/desk/") == one <= 12
        assert queries.count(ana, f"/desk/tickets/{ticket.number}/") <= 12


def aimed(respond_by: str | None, resolve_by: str | None, now: str, answered: bool = False) -> list[tuple[str, str]]:
    """Return how it stands with the targets of a ticket in Munich."""
    moments = {"respond_by": respond_by and berlin(respond_by), "resolve_by": resolve_by and berlin(resolve_by)}
    ticket = SimpleNamespace(first_answered_at=berlin(now) if answered else None, **moments)
    return [(aim.words, aim.exactly) for aim in aims(ticket, MUNICH, berlin(now))]


def test_targets_are_told_the_earliest_first():
    assert aimed("2026-05-04 14:00", "2026-05-06 10:00", "2026-05-04 10:00") == [
        ("First response in 4 h", "in 4 h of business time"),
        ("Resolution in 2 days", "in 2 business days"),
    ]
    assert aimed("2026-05-06 11:00", "2026-05-06 10:00", "2026-05-06 09:00", answered=True) == [
        ("Resolution in 1 h", "in 1 h of business time"),
        ("Next response in 2 h", "in 2 h of business time"),
    ]


def test_a_missed_target_says_by_how_much():
    assert aimed("2026-05-08 18:00", "2026-05-08 19:00", "2026-05-10 12:00") == [
        ("First response target missed", "missed by 1 h of business time"),
        ("Resolution target missed", "just missed"),
    ]
    assert aimed("2026-05-11 07:00", None, "2026-05-10 12:00") == [("First response at opening", "in no business time")]


@pytest.mark.django_db
class TestTargetsOnPages:
    """Agents read what is nearest; customers read their promise alone."""

    @pytest.fixture(autouse=True)
    def wanted(self, cast):
        """Within four hours of business time, before the promise, and solved within 40."""
        minutes = {"first_response": 240, "next_response": None, "resolution": 2400}
        targets.add(category=None, priority=None, by=cast.max, **minutes)

    def test_the_row_says_what_comes_first_and_flags_what_is_missed(self, cast, visit, ticket):
        ana = visit(cast.ana)
        assert "First response in 3 h" in ana.get("/desk/").content.decode()
        go_to(MONDAY + timedelta(hours=5))
        page = ana.get("/desk/").content.decode()
        assert "First response target missed" in page
        assert "Due in 1 day" in page
        go_to(WEDNESDAY + timedelta(hours=2, minutes=5))
        page = ana.get("/desk/").content.decode()
        assert "Overdue by 2 h" in page
        assert "target missed" not in page

    def test_the_ticket_says_all_of_them(self, cast, visit, ticket):
        page = visit(cast.ana).get(f"/desk/tickets/{ticket.number}/").content.decode()
        assert "First response target" in page
        assert "Resolution target" in page
        assert "in 3 business days" in page

    def test_a_customer_reads_nothing_of_them(self, cast, visit, ticket):
        for path in ("/", "/tickets/", f"/tickets/{ticket.number}/"):
            page = visit(cast.cleo).get(path).content.decode()
            assert "target missed" not in page.lower()
            assert "First response" not in page

    def test_a_filter_finds_what_missed_one(self, cast, visit, ticket):
        go_to(MONDAY + timedelta(hours=5))
        page = visit(cast.mia).get("/desk/lists/all/?target-missed=yes").content.decode()
        assert f"#{ticket.number}" in page
        assert "earliest target first" in page
        go_to(MONDAY)
        assert f"#{ticket.number}" not in visit(cast.mia).get("/desk/lists/all/?target-missed=yes").content.decode()

    def test_thirty_rows_ask_for_nothing_more(self, cast, visit, ticket):
        ana = visit(cast.ana)
        one = queries.count(ana, "/desk/")
        for _ in range(6):
            make.assigned(cast.cleo, cast.ana, by=cast.mia)
        assert queries.count(ana, "/desk/") == one
