"""The same estimate stands wherever somebody may look for it."""

import re

import pytest
from django.urls import reverse

from sla import figures, promises
from sla.models import Estimate, Wait
from tests import make, queries
from tests.sla.conftest import MONDAY
from tests.sla.test_waits import at, react, reply, write
from tickets import assignment
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

MOMENT = re.compile(r'<time datetime="([^"]+)"')
SAID = re.compile(r'name="said" value="([^"]*)"')


def text(page):
    """A page as it is read."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def form(cast, **more):
    return {
        "subject": "Charged twice",
        "description": "Two charges.",
        "category": cast.refund.parent_id,
        "subcategory": cast.refund.pk,
        "form_key": make.key(),
    } | more


def test_from_the_form_to_the_mail_it_is_one_and_the_same(cast, visit, history, monday, post_office):
    history(30, hours=2)
    cleo = visit(cast.cleo)
    said = "Mon 1 Jun, 12:00"
    for page in ("/", "/before-you-write/"):
        assert f"Usually answered within 2 hours . Sent now: an answer by {said}" in text(cleo.get(page))
    chosen = text(cleo.post("/tickets/new/", form(cast, step="category")))
    assert f"in this category. Sent now: next in line, an answer by {said}" in chosen
    sent = cleo.post("/tickets/new/", form(cast))
    assert f"Expect an answer by {said}" in text(cleo.get(sent["Location"]))
    ticket = Ticket.objects.get(requester=cast.cleo, number__gt=1000)
    assert f"Expect an answer by {said}" in text(cleo.get(f"/tickets/{ticket.number}/"))
    assert f"Answer expected by {said}" in text(cleo.get("/tickets/"))
    (mail,) = (letter for letter in post_office() if letter.to == [cast.cleo.email])
    assert "Expect an answer by **Monday 1 June, 12:00 (UTC)**" in mail.body
    assert "from 30 answers of the last 30 days" in mail.body
    assert Estimate.objects.count() == 1


def test_it_says_what_it_rests_on(cast, visit, history, monday):
    history(30, hours=2)
    ticket = make.ticket(cast.cleo)
    page = text(visit(cast.cleo).get(f"/tickets/{ticket.number}/"))
    assert "30 answers of the last 30 days (First answers · Bills › Refund · Normal priority · Standard plan)" in page
    assert "This is an estimate: allow one more hour." in page


def test_late_it_says_so_and_when_instead(cast, visit, history, monday):
    history(95, hours=2)
    history(5, hours=9)
    ticket = make.ticket(cast.cleo)
    react()
    monday(hours=4)
    page = text(visit(cast.cleo).get(f"/tickets/{ticket.number}/"))
    assert "We're later than we estimated. New estimate: an answer by Mon 1 Jun, 19:00" in page


def test_in_the_hour_of_grace_it_names_its_end_and_no_moment_that_is_past(cast, visit, history, monday):
    history(30, hours=2)
    ticket = make.ticket(cast.cleo)
    react()
    monday(hours=2, minutes=30)
    cleo = visit(cast.cleo)
    page = text(cleo.get(f"/tickets/{ticket.number}/"))
    assert "An answer is due now. With the one hour more that we allow ourselves: by Mon 1 Jun, 13:00 ." in page
    assert "Expect an answer by" not in page
    assert "Answer expected by Mon 1 Jun, 13:00" in text(cleo.get("/tickets/"))


def test_late_without_anything_to_estimate_by_it_says_that_at_least(cast, visit, history, monday):
    history(30, hours=2)
    ticket = make.ticket(cast.cleo)
    react()
    monday(days=60)
    figures.count()
    page = text(visit(cast.cleo).get(f"/tickets/{ticket.number}/"))
    assert "We're later than we estimated." in page
    assert "New estimate" not in page
    assert "We're later than we estimated." in text(visit(cast.cleo).get("/tickets/"))


def test_without_samples_the_plan_is_said_as_a_promise(cast, visit, monday):
    assert "We promise an answer within two working days" in text(visit().get("/"))
    ticket = make.ticket(cast.cleo)
    page = text(visit(cast.cleo).get(f"/tickets/{ticket.number}/"))
    assert "Expect an answer" not in page


def test_so_does_the_mail(cast, monday, post_office):
    make.ticket(cast.cleo)
    (mail,) = (letter for letter in post_office() if letter.to == [cast.cleo.email])
    assert "We promise an answer within two working days." in mail.body


def test_a_page_that_is_quicker_than_the_worker_never_breaks(cast, visit, history, monday):
    """Answered, and asked again at once, while nobody has looked at the answer yet."""
    history(30, hours=2)
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    promises.of(ticket)
    monday(minutes=5)
    reply(ticket, cast.ana)
    monday(minutes=5)
    write(ticket, cast.cleo)
    page = visit(cast.cleo).get(f"/tickets/{ticket.number}/")
    assert page.status_code == 200
    react()
    assert "Expect an answer by" in text(visit(cast.cleo).get(f"/tickets/{ticket.number}/"))


def test_the_form_says_what_the_chosen_category_means(cast, visit, history, monday):
    history(30, hours=2)
    history(30, hours=0.4, category=cast.site_down)
    cleo = visit(cast.cleo)
    before, refund = cleo.get("/tickets/new/"), cleo.post("/tickets/new/", form(cast, step="category"))
    down = cleo.post("/tickets/new/", form(cast, step="category", category=cast.site_down.pk, subcategory=""))
    assert "in this category" not in text(before)
    assert "within 2 hours in this category" in text(refund)
    assert "within 25 minutes in this category" in text(down)


def test_a_script_fetches_it_with_the_questions(cast, visit, monday):
    page = visit(cast.cleo).get("/tickets/new/").content.decode()
    assert 'hx-select-oob="#promise"' in page
    assert '<div id="promise">' in page


def test_the_place_on_the_form_is_the_place_that_it_gets(cast, visit, history, monday):
    history(30, hours=2)
    for category in (cast.refund, cast.site_down, cast.refund):
        make.ticket(cast.gus, category=category)
    cleo = visit(cast.cleo)
    assert "4th in line" in text(cleo.post("/tickets/new/", form(cast, step="category")))
    cleo.post("/tickets/new/", form(cast))
    filed = Ticket.objects.get(requester=cast.cleo, number__gt=1000)
    assert promises.of(filed).wait.ahead == 3


def test_whose_plan_makes_them_more_urgent_is_told_so(cast, visit, history, monday):
    history(30, hours=2)
    make.ticket(cast.cleo)
    page = text(visit(cast.vic).post("/tickets/new/", form(cast, step="category")))
    assert "next in line" in page


def test_when_it_is_their_turn_nothing_is_estimated(cast, visit, history, monday):
    history(30, hours=2)
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    react()
    monday(hours=1)
    reply(ticket, cast.ana)
    for url in (f"/tickets/{ticket.number}/", "/tickets/"):
        assert "xpect an answer" not in text(visit(cast.cleo).get(url))
        assert "Answer expected" not in text(visit(cast.cleo).get(url))


def test_a_page_before_the_worker_and_the_worker_after_it_say_the_same(cast, visit, history, monday):
    history(30, hours=2)
    ticket = make.ticket(cast.cleo)
    shown = text(visit(cast.cleo).get(f"/tickets/{ticket.number}/"))
    react()
    monday(minutes=7)
    assert Wait.objects.get(ticket=ticket).began_at == MONDAY
    assert "Expect an answer by Mon 1 Jun, 12:00" in shown
    assert promises.of(ticket).expected_at == at(2)


class TestEachMinute:
    """A page that asks where its ticket stands is told what is estimated, if that is something else by now."""

    @pytest.fixture
    def cleo(self, cast, visit, history):
        history(30, hours=2)
        history(3, hours=9)
        return visit(cast.cleo)

    @pytest.fixture
    def ticket(self, cast, cleo):
        made = make.ticket(cast.cleo)
        make.ticket(cast.gus)
        react()
        return made

    def asked(self, cleo, ticket):
        """Show the page, and return the question that it asks each minute."""
        page = cleo.get(f"/tickets/{ticket.number}/").content.decode()
        assert 'hx-include="#estimate"' in page
        return f"/tickets/{ticket.number}/place/?said={SAID.search(page)[1]}"

    def test_the_same_estimate_is_not_told_twice(self, cleo, ticket):
        answer = cleo.get(self.asked(cleo, ticket)).content.decode()
        assert 'id="place"' in answer
        assert "estimate" not in answer.replace('hx-include="#estimate"', "")

    def test_late_it_says_so_and_when_instead(self, cleo, ticket, monday):
        question = self.asked(cleo, ticket)
        monday(days=1)
        answer = cleo.get(question)
        assert 'id="estimate" hx-swap-oob="true"' in answer.content.decode()
        assert "We're later than we estimated. New estimate: an answer by" in text(answer)
        assert "estimate" not in cleo.get(self.asked(cleo, ticket)).content.decode().replace("#estimate", "")

    def test_a_place_given_up_moves_the_estimate_with_it(self, cleo, ticket, cast, monday):
        question = self.asked(cleo, ticket)
        monday(minutes=30)
        write(ticket, cast.cleo)
        answer = cleo.get(question)
        assert "2nd in line" in text(answer)
        assert "Expect an answer by" in text(answer)
        assert Estimate.objects.filter(wait__ticket=ticket, why="moved").count() == 1

    def test_when_we_answered_nothing_is_expected_any_more(self, cleo, ticket, cast):
        question = self.asked(cleo, ticket)
        ticket.refresh_from_db()
        assignment.assign(ticket, to=cast.ana, by=cast.mia)
        reply(ticket, cast.ana)
        answer = cleo.get(question)
        assert 'hx-swap-oob="true" hidden' in answer.content.decode()
        assert "Expect" not in text(answer)

    def test_it_stands_there_as_soon_as_there_is_enough_to_go_by(self, cast, visit, history, monday):
        ticket, cleo = make.ticket(cast.cleo), visit(cast.cleo)
        react()
        question = self.asked(cleo, ticket)
        assert question.endswith("?said=")
        history(30, hours=2)
        promises.catch_up()
        assert "Expect an answer by" in text(cleo.get(question))

    def test_it_costs_one_statement(self, cleo, ticket):
        question = self.asked(cleo, ticket)
        with queries.CaptureQueriesContext(queries.connection) as statements:
            cleo.get(question)
        assert sum("sla_" in one["sql"] for one in statements) == 1
        assert len(statements) <= 12


def test_what_it_costs_the_pages(cast, visit, history, monday):
    """One query each."""
    history(30, hours=2)
    tickets = [make.ticket(cast.cleo) for _ in range(3)]
    react()
    cleo = visit(cast.cleo)

    def of_promises(url):
        cleo.get(url)
        with queries.CaptureQueriesContext(queries.connection) as asked:
            cleo.get(url)
        return sum("sla_estimate" in query["sql"] or "sla_basis" in query["sql"] for query in asked)

    assert of_promises("/") == 1
    assert of_promises("/tickets/") == 1
    assert of_promises(f"/tickets/{tickets[0].number}/") == 1
    assert of_promises("/tickets/new/?different") == 1


class TestSettings:
    def test_an_admin_decides_what_everybody_sees(self, cast, visit, history, monday):
        history(40, hours=3)
        url, admin = reverse("settings:figures"), visit(cast.max)
        page = admin.get(url)
        assert "100 % within 8 working hours" in text(page)
        seen = page.context["seen"]
        typed = {"shows_in_time": "on", "in_time_hours": "4", "seen": seen, "form_key": make.key()}
        assert admin.post(url, typed)["Location"] == url
        figures.count()
        assert "100 % of tickets answered within 4 working hours" in text(visit().get("/"))

    @pytest.mark.parametrize("hours", ["0", "201", "many", ""])
    def test_hours_that_are_none_are_refused_in_words(self, cast, visit, hours):
        page = visit(cast.max).post(reverse("settings:figures"), {"in_time_hours": hours})
        assert page.status_code == 422
        assert "Enter a number of hours from 1 to 200." in text(page)

    def test_a_second_admin_is_told_of_the_first(self, cast, visit):
        url, admin = reverse("settings:figures"), visit(cast.max)
        seen = admin.get(url).context["seen"]
        typed = {"in_time_hours": "4", "seen": seen}
        admin.post(url, typed)
        assert admin.post(url, typed | {"in_time_hours": "5"}).status_code == 409
