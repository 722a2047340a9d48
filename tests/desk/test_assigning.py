"""Taking, asking for another agent, and handing over, on the pages where it is done."""

import pytest

from accounts.models import User
from businesshours.models import Absence
from shared import clock as the_clock
from tests import make, queries
from tickets import catalogue, handover, reassigning, timeline
from tickets.models import ReassignRequest, Ticket
from tickets.statuses import Status

pytestmark = pytest.mark.django_db

REQUESTS = "/desk/reassign-requests/"


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, assigned to Ana."""
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


@pytest.fixture
def asked(cast, ticket):
    return reassigning.ask(ticket, reason="I know the customer.", by=cast.ana)


def at(ticket, noun=""):
    return f"/desk/tickets/{ticket.number}/{noun}{'/' if noun else ''}"


def over(agent):
    return f"/desk/agents/{agent.pk}/handover/"


# --- taking -----------------------------------------------------------------------------------------------


def test_an_agent_takes_a_ticket_where_that_is_allowed(cast, visit):
    catalogue.change_rules(agents_pick=True, by=cast.max)
    ticket, ana = make.ticket(cast.cleo), visit(cast.ana)
    page = ana.get(at(ticket)).content.decode()
    assert "Take this ticket" in page
    assert "Take this ticket to answer it." in page
    answer = ana.post(at(ticket, "taking"), {"seen": timeline.last_event_id(ticket)}, follow=True)
    assert f"#{ticket.number} is yours." in answer.content.decode()
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.state) == (cast.ana, Status.ASSIGNED)


def test_elsewhere_the_page_says_who_assigns(cast, visit):
    ticket, ana = make.ticket(cast.cleo), visit(cast.ana)
    page = ana.get(at(ticket)).content.decode()
    assert "Take this ticket" not in page
    assert "Nobody has this ticket yet. A manager assigns it." in page
    answer = ana.post(at(ticket, "taking"))
    assert answer.status_code == 409
    assert "Here a manager assigns tickets." in answer.content.decode()


def test_a_colleague_answers_where_that_is_allowed(cast, visit, ticket):
    make.member(cast.ben, cast.billing)
    ben = visit(cast.ben)
    assert "Ana Acme answers this ticket. You can read along." in ben.get(at(ticket)).content.decode()
    catalogue.change_rules(agents_answer_others=True, by=cast.max)
    page = ben.get(at(ticket)).content.decode()
    assert "You can answer for Ana Acme. The ticket stays theirs." in page
    form = {"form_key": make.key(), "body": "On its way", "then": "", "seen": timeline.last_event_id(ticket)}
    assert ben.post(at(ticket, "replies"), form).status_code == 303


# --- asking for another agent ---------------------------------------------------------------------------------


def test_an_agent_asks_and_sees_what_becomes_of_it(cast, visit, ticket):
    ana, mia = visit(cast.ana), visit(cast.mia)
    assert "Ask to reassign" in ana.get(at(ticket)).content.decode()
    answer = ana.post(at(ticket, "reassign-requests"), {"reason": "I know the customer."}, follow=True)
    page = answer.content.decode()
    assert "You asked for another agent: I know the customer." in page
    assert "Ask to reassign" not in page
    assert "A manager has not decided yet." in ana.get(REQUESTS).content.decode()
    assert "Ana Acme asks for another agent." in mia.get(at(ticket)).content.decode()
    asked = ReassignRequest.objects.get()
    mia.post(f"{REQUESTS}{asked.pk}/declining/", {"answer": "You know it best."})
    assert "You know it best." in ana.get(REQUESTS).content.decode()
    assert "You know it best." in ana.get(at(ticket)).content.decode()
    assert "Ask to reassign" in ana.get(at(ticket)).content.decode()


def test_without_a_reason_the_page_asks_for_it(visit, cast, ticket):
    answer = visit(cast.ana).post(at(ticket, "reassign-requests"), {"reason": " "})
    assert answer.status_code == 422
    assert "Say why somebody else should have this ticket." in answer.content.decode()


def test_managers_are_not_offered_to_ask_themselves(cast, visit):
    ticket = make.assigned(cast.cleo, cast.mia, by=cast.mia)
    assert "Ask to reassign" not in visit(cast.mia).get(at(ticket)).content.decode()


def test_a_manager_gives_the_ticket_to_somebody_else(cast, visit, ticket, asked):
    mia = visit(cast.mia)
    page = mia.get(REQUESTS).content.decode()
    assert "I know the customer." in page
    assert "Ben Acme (0 open)" in page
    assert f'value="{cast.ana.pk}"' not in page, "not to who asked"
    answer = mia.post(f"{REQUESTS}{asked.pk}/acceptance/", {"to": cast.ben.pk}, follow=True)
    assert f"#{ticket.number} is assigned to Ben Acme." in answer.content.decode()
    assert "Nobody asks to reassign" in answer.content.decode()
    ticket.refresh_from_db()
    assert ticket.assignee == cast.ben


def test_what_is_refused_is_said_beside_it_and_what_was_typed_stays(cast, visit, asked):
    mia = visit(cast.mia)
    for noun, form, sentence in (
        ("acceptance", {"to": ""}, "Choose who takes this ticket."),
        ("acceptance", {"to": cast.cleo.pk}, "Cleo Acme does not work on tickets."),
        ("declining", {"answer": " "}, "Say why the ticket stays with Ana Acme."),
    ):
        answer = mia.post(f"{REQUESTS}{asked.pk}/{noun}/", form)
        assert (answer.status_code, sentence in answer.content.decode()) == (409, True), sentence


def test_who_comes_second_is_told(cast, visit, asked):
    reassigning.accept(asked, to=cast.ben, by=cast.mia)
    answer = visit(cast.mia).post(f"{REQUESTS}{asked.pk}/declining/", {"answer": "No."})
    assert answer.status_code == 409
    assert "Mia Acme reassigned the ticket before you." in answer.content.decode()


def test_agents_see_their_own_requests_and_decide_none(cast, visit, asked, ticket):
    page = visit(cast.ben).get(REQUESTS).content.decode()
    assert "I know the customer." not in page
    assert f"#{ticket.number}" not in page
    for person in (cast.ana, cast.ben):
        for noun in ("acceptance", "declining"):
            answer = visit(person).post(f"{REQUESTS}{asked.pk}/{noun}/", {"to": cast.ben.pk, "answer": "No."})
            assert answer.status_code == 404
    asked.refresh_from_db()
    assert asked.outcome == ""


def test_the_subject_of_a_ticket_that_went_out_of_sight_is_not_told(cast, visit, ticket, asked):
    reassigning.accept(asked, to=cast.ben, by=cast.mia)
    Ticket.objects.filter(pk=ticket.pk).update(team=cast.technical, subject="Something else")
    page = visit(cast.ana).get(REQUESTS).content.decode()
    assert "Something else" not in page
    assert "Reassigned" in page


def test_requests_of_another_tenant_never_existed(cast, visit, asked):
    answer = visit(cast.globex.mia).post(f"{REQUESTS}{asked.pk}/declining/", {"answer": "No."})
    assert answer.status_code == 404


# --- handing over ---------------------------------------------------------------------------------------------


@pytest.fixture
def five(cast):
    return [make.assigned(cast.cleo, cast.ana, by=cast.mia, subject=f"No. {number}") for number in range(5)]


@pytest.fixture
def dot(cast):
    """A second agent of Billing."""
    person = User.objects.create(
        name="Dot Acme", email="dot@acme.test", kind=User.Kind.STAFF, is_agent=True, created_at=the_clock.now()
    )
    make.member(person, cast.billing)
    return person


def of(agent):
    return set(Ticket.objects.open().filter(assignee=agent).values_list("subject", flat=True))


def test_a_manager_sees_who_would_get_what_and_hands_it_over(cast, visit, five, dot):
    mia = visit(cast.mia)
    page = mia.get(over(cast.ana)).content.decode()
    assert "5 open tickets" in page
    assert "<b>5</b> to Dot Acme" in page
    answer = mia.post(over(cast.ana), {"to": "evenly", "which": "all"}, follow=True)
    page = answer.content.decode()
    assert "5 tickets handed over: 5 to Dot Acme." in page
    assert "Ana Acme has no open tickets." in page
    assert len(of(dot)) == 5


def test_within_ten_seconds_it_is_undone(cast, visit, five, dot):
    mia = visit(cast.mia)
    made = set(Ticket.objects.values_list("pk", "waiting_since", "status"))
    mia.post(over(cast.ana), {"to": dot.pk, "which": "all"})
    page = mia.get(over(cast.ana)).content.decode()
    address = page.partition('action="/desk/agents/')[2].partition('"')[0]
    answer = mia.post(f"/desk/agents/{address}".replace("&amp;", "&"), follow=True)
    assert "Undone: 5 tickets back with Ana Acme." in answer.content.decode()
    assert len(of(cast.ana)) == 5
    assert set(Ticket.objects.values_list("pk", "waiting_since", "status")) == made


def test_later_it_is_too_late_and_that_is_said(cast, visit, five, dot, clock):
    done = handover.hand_over(cast.ana, to=dot, by=cast.mia)
    clock(minutes=1)
    answer = visit(cast.mia).post(f"{over(cast.ana)}undo/?since={done.since}", follow=True)
    assert "0 tickets undone. 5 can&#x27;t be undone any more" in answer.content.decode()
    assert len(of(dot)) == 5


def test_nobody_undoes_what_somebody_else_handed_over(cast, visit, five, dot):
    done = handover.hand_over(cast.ana, to=dot, by=cast.mia)
    zoe = cast.max
    zoe.is_manager = True
    zoe.save()
    visit(zoe).post(f"{over(cast.ana)}undo/?since={done.since}")
    assert len(of(dot)) == 5


def test_only_the_ticked_ones_go(cast, visit, five):
    form = {"to": cast.ben.pk, "which": "ticked", "numbers": [five[1].number, five[3].number]}
    visit(cast.mia).post(over(cast.ana), form)
    assert of(cast.ben) == {"No. 1", "No. 3"}


def test_what_cannot_be_is_explained_and_nothing_moves(cast, visit, five):
    mia = visit(cast.mia)
    for form, status, sentence in (
        ({"to": cast.ben.pk, "which": "ticked"}, 422, "Tick the tickets that go, or choose all."),
        ({"to": cast.ana.pk, "which": "all"}, 422, "Choose somebody from the list."),
        ({"to": "evenly", "which": "ticked", "numbers": ["999999"]}, 422, "A ticked ticket has gone another way."),
    ):
        answer = mia.post(over(cast.ana), form)
        assert (answer.status_code, sentence in answer.content.decode()) == (status, True), sentence
    assert len(of(cast.ana)) == 5


def test_the_preview_moves_nothing(cast, visit, five):
    page = visit(cast.mia).post(over(cast.ana), {"to": cast.ben.pk, "which": "all", "preview": "1"}).content.decode()
    assert "<b>5</b> to Ben Acme" in page
    assert len(of(cast.ana)) == 5


def test_what_finds_nobody_is_said_before_and_after(cast, visit, five, dot):
    today = the_clock.now().date()
    Absence.objects.create(user=dot, starts_on=today, ends_on=today)
    mia = visit(cast.mia)
    assert "<b>5</b> stay: nobody of the team is on shift and has room." in mia.get(over(cast.ana)).content.decode()
    answer = mia.post(over(cast.ana), {"to": "evenly", "which": "all"}, follow=True)
    assert "No ticket was handed over. 5 stay: nobody of their teams is on shift" in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("ana", 404), ("ben", 404), ("max", 403), ("cleo", 404), ("mia", 200)])
def test_only_managers_may_enter(cast, visit, five, who, status):
    browser = visit(getattr(cast, who))
    assert browser.get(over(cast.ana)).status_code == status
    if status != 200:
        assert browser.post(over(cast.ana), {"to": cast.ben.pk, "which": "all"}).status_code == status
        assert browser.post(f"{over(cast.ana)}undo/?since=1").status_code == status
    assert len(of(cast.ana)) == 5


def test_people_of_other_tenants_and_customers_have_nothing_to_hand_over(cast, visit):
    for person in (cast.globex.ana, cast.cleo):
        assert visit(cast.mia).get(over(person)).status_code == 404


def test_the_pages_ask_the_same_number_of_questions_however_much_they_show(cast, visit, five, dot):
    mia = visit(cast.mia)
    pages = (REQUESTS, over(cast.ana))
    reassigning.ask(five[0], reason="One.", by=cast.ana)
    before = [queries.count(mia, url) for url in pages]
    for ticket in five[1:]:
        reassigning.ask(ticket, reason="Another.", by=cast.ana)
        make.assigned(cast.vic, cast.ana, by=cast.mia)
    assert [queries.count(mia, url) for url in pages] == before
    assert max(before) <= 13, before
