"""A moderator escalates by number: sees four facts, nothing of whose ticket it is, and every look is written down."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import moderators, roles
from accounts.moderators import CannotModerate
from tests import make
from tests.calendar_days import FRIDAY, MONDAY, NEXT_TUESDAY, THURSDAY, go_to
from tickets import escalation, events, moderating, timeline
from tickets.models import Escalation, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast):
    """Of Cleo, filed on a Monday at 9:12, with Ana."""
    go_to(MONDAY)
    return make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="My secret trouble")


@pytest.fixture
def vic(cast):
    """Vic, a customer whom the admin has made a moderator."""
    return moderators.name(email=cast.vic.email, by=cast.max)


@pytest.fixture
def browser(vic, visit):
    """The moderator's browser."""
    return visit(vic)


def look(browser, number):
    return browser.post("/escalate/", {"number": str(number)})


def escalate(browser, number, why="They asked in the forum"):
    return browser.post("/escalate/escalation/", {"number": str(number), "why": why})


def test_who_is_named_is_one_and_who_is_removed_is_none(cast, vic):
    assert roles.may(vic, "tickets.escalate_by_number")
    assert moderators.name(email=vic.email, by=cast.max).is_moderator
    assert not roles.may(moderators.remove(vic, by=cast.max), "tickets.escalate_by_number")
    assert not moderators.remove(vic, by=cast.max).is_moderator


@pytest.mark.parametrize("part", ["gus", "ana", "max"])
def test_only_customers_are(cast, part):
    person = getattr(cast, part)
    with pytest.raises(CannotModerate):
        moderators.name(email=person.email, by=cast.max)
    person.is_moderator = True
    with pytest.raises(IntegrityError), transaction.atomic():
        person.save()


def test_four_facts_and_nothing_else(cast, browser, ticket):
    page = look(browser, ticket.number).content.decode()
    assert all(fact in page for fact in (f"#{ticket.number}", "Bills › Refund", "Assigned", "Waiting"))
    for secret in (cast.cleo.name, cast.cleo.email, "secret trouble", cast.ana.name, "two charges"):
        assert secret.lower() not in page.lower()


def test_before_the_wait_is_over_there_is_no_button_and_no_date(browser, ticket):
    go_to(FRIDAY)
    page = look(browser, f"#{ticket.number}").content.decode()
    assert "This ticket can't be escalated now." in page
    assert "13 May" not in page
    answer = escalate(browser, ticket.number)
    assert answer.status_code == 409
    assert "13 May" not in answer.content.decode()
    assert Ticket.objects.get(pk=ticket.pk).escalated_at is None


def test_by_the_plan_of_the_requester_not_by_their_own(cast, browser, ticket):
    go_to(THURSDAY + timedelta(minutes=1))
    assert escalate(browser, ticket.number).status_code == 409


def test_when_it_is_over_it_goes_first_until_it_is_answered(cast, vic, browser, ticket):
    go_to(NEXT_TUESDAY)
    assert 'name="why"' in look(browser, ticket.number).content.decode()
    assert escalate(browser, ticket.number).status_code == 303
    escalated = Ticket.objects.get(pk=ticket.pk)
    assert (escalated.rank, escalated.escalation.party) == (0, Escalation.Party.MODERATOR)
    assert escalated.escalation.escalated_by == vic


def test_the_requester_the_agent_and_the_managers_are_told(cast, vic, ticket, post_office):
    post_office()
    go_to(NEXT_TUESDAY)
    moderating.escalate(ticket.number, reason="They asked in the forum", by=vic)
    letters = {letter.to[0]: letter.body for letter in post_office()}
    assert set(letters) == {cast.cleo.email, cast.ana.email, cast.mia.email}
    assert "was escalated: it goes before other tickets now" in letters[cast.cleo.email]
    assert "forum" not in letters[cast.cleo.email]
    assert vic.name not in letters[cast.cleo.email]
    assert "a moderator" in letters[cast.mia.email]


def test_without_a_reason_it_asks_for_one(browser, ticket):
    go_to(NEXT_TUESDAY)
    answer = escalate(browser, ticket.number, why="")
    assert answer.status_code == 422
    assert "Say why this ticket should go first." in answer.content.decode()


def test_numbers_that_are_not_there_and_those_of_another_tenant_are_answered_alike(cast, browser):
    from tenants.scope import tenant_scope

    with tenant_scope(cast.globex.cleo.tenant_id):
        theirs = make.ticket(cast.globex.cleo)
    for number in (theirs.number, 999_999_999):
        answer = look(browser, number)
        assert answer.status_code == 404
        assert f"There is no ticket #{number}." in answer.content.decode()
        assert f"There is no ticket #{number}." in escalate(browser, number).content.decode()


@pytest.mark.parametrize("typed", ["", "abc", "1" * 40, "-5", "１２"])
def test_what_is_no_number_is_said(browser, typed):
    answer = look(browser, typed)
    assert answer.status_code in (404, 422)


def test_every_look_stands_in_the_ticket_for_staff_and_in_the_managers_list(cast, vic, browser, visit, ticket):
    look(browser, ticket.number)
    look(browser, 999_999_999)
    headings = [entry.heading for entry in timeline.entries(ticket, reader=cast.mia, for_staff=True)]
    assert f"Looked up by its number by {vic.name}, moderator" in headings
    own = [entry.heading for entry in timeline.entries(ticket, reader=cast.cleo, for_staff=False)]
    assert not any("Looked up" in heading for heading in own)
    assert [(seen.number, seen.is_found) for seen in moderating.latest_looks()] == [
        (999_999_999, False), (ticket.number, True),
    ]  # fmt: skip
    page = visit(cast.mia).get("/desk/escalations/").content.decode()
    assert "Looked up by moderators" in page
    assert "no such ticket" in page


def test_who_looks_too_often_waits(browser, ticket):
    answers = [look(browser, ticket.number).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]
    go_to(NEXT_TUESDAY + timedelta(days=20))
    assert look(browser, ticket.number).status_code == 200


def test_trying_to_escalate_counts_as_a_look(browser, ticket):
    assert [escalate(browser, ticket.number).status_code for _ in range(31)][-1] == 429


@pytest.mark.parametrize(("part", "status"), [("cleo", 404), ("gus", 404), ("ana", 403), ("mia", 403), ("max", 403)])
def test_nobody_else_has_the_page(cast, visit, part, status):
    assert visit(getattr(cast, part)).get("/escalate/").status_code == status


def test_a_moderator_reads_no_ticket_by_that(browser, ticket):
    assert browser.get(f"/tickets/{ticket.number}/").status_code == 404


class TestAtTheDesk:
    """What was escalated stands in a list of the managers."""

    @pytest.fixture
    def escalated(self, cast, ticket):
        go_to(NEXT_TUESDAY)
        return escalation.escalate(ticket, reason="No word for a week", by=cast.cleo)

    def test_with_who_why_and_whether_it_was_seen(self, cast, visit, escalated):
        mia = visit(cast.mia)
        page = mia.get("/desk/escalations/").content.decode()
        assert all(word in page for word in ("No word for a week", cast.cleo.name, cast.ana.name, "Mark as seen"))
        url = f"/desk/tickets/{escalated.number}/escalation/seeing/"
        assert mia.post(url, {"from_list": "yes"})["Location"] == "/desk/escalations/"
        page = mia.get("/desk/escalations/").content.decode()
        assert "seen by Mia Acme" in page
        assert "Mark as seen" not in page
        assert mia.post(url)["Location"].startswith(f"/desk/tickets/{escalated.number}/")

    def test_it_is_empty_without_any(self, cast, visit):
        assert "Nothing is escalated" in visit(cast.mia).get("/desk/escalations/").content.decode()

    def test_on_the_page_of_the_ticket_stands_why(self, cast, visit, escalated):
        page = visit(cast.ana).get(f"/desk/tickets/{escalated.number}/").content.decode()
        assert "No word for a week" in page
        assert "Mark as seen" not in page
        assert "Mark as seen" in visit(cast.mia).get(f"/desk/tickets/{escalated.number}/").content.decode()

    def test_agents_have_no_such_list(self, cast, visit, escalated):
        ana = visit(cast.ana)
        assert ana.get("/desk/escalations/").status_code == 403
        assert ana.post(f"/desk/tickets/{escalated.number}/escalation/seeing/").status_code == 409


class TestSettings:
    """An admin names moderators."""

    def test_by_the_address_of_a_customer(self, cast, visit):
        admin = visit(cast.max)
        assert admin.post("/settings/moderators/", {"email": cast.vic.email.upper()}).status_code == 303
        assert cast.vic.name in admin.get("/settings/moderators/").content.decode()
        assert admin.post(f"/settings/moderators/{cast.vic.pk}/removal/").status_code == 303
        assert "No moderators yet" in admin.get("/settings/moderators/").content.decode()

    def test_anybody_elses_is_said_at_the_field(self, cast, visit):
        answer = visit(cast.max).post("/settings/moderators/", {"email": "nobody@elsewhere.test"})
        assert answer.status_code == 422
        assert "No customer has an account with nobody@elsewhere.test." in answer.content.decode()

    def test_what_happened_is_kept(self, cast, vic):
        from activity.models import Event

        moderators.remove(vic, by=cast.max)
        names = list(Event.objects.filter(subject_kind="user", subject_id=vic.pk).values_list("name", flat=True))
        assert names[-2:] == ["person.moderator_named", "person.moderator_removed"]
        assert events.LOOKED_FOR not in names
