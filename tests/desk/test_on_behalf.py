"""Staff files a ticket for a customer who called: the customer is told, and nobody gets an account unasked."""

import re

import pytest

from accounts import people
from accounts.models import User
from shared import clock as the_clock
from tests import make, queries
from tickets import timeline
from tickets.models import Message, Ticket, UnconfirmedTicket

pytestmark = pytest.mark.django_db

NEW = "/desk/tickets/new/"


def words(cast, customer=None, **more):
    return {
        "form_key": make.key(),
        "customer": customer.pk if customer else "",
        "subject": "Charged twice",
        "category": cast.refund.parent_id,
        "subcategory": cast.refund.pk,
        "description": "She was charged twice in May.",
    } | more


def test_a_customer_is_found_by_the_beginning_of_a_name_or_an_address(cast, visit):
    ana = visit(cast.ana)
    for typed in ("Cleo", "cleo a", "CLEO@", "cleo@acme.test"):
        page = ana.get(NEW, {"q": typed}).content.decode()
        assert f'?customer={cast.cleo.pk}"' in page, typed
    for typed in ("leo", "%", "_", "ana", "Ana Acme", "cleo globex", "\0", "x" * 500):
        page = ana.get(NEW, {"q": typed}).content.decode()
        assert "?customer=" not in page, typed


def test_the_search_is_bounded_and_uses_its_indexes(cast):
    rows = [
        User(name=f"Zoe {n}", email=f"zoe{n}@acme.test", email_norm=f"zoe{n}@acme.test", kind="customer",
             created_at=the_clock.now())
        for n in range(3000)
    ]  # fmt: skip
    User.objects.bulk_create(rows)
    assert len(people.customers_like("zoe")) == 10
    for column, index in (("email_norm", "user_email"), ("name_key", "user_name_key")):
        query = User.objects.filter(**{f"{column}__gte": "zoe1", f"{column}__lt": "zoe1\U0010ffff"})
        assert index in query.order_by(column)[:10].explain()


def test_an_agent_files_for_a_customer_who_is_told_who_did_and_what_it_says(cast, visit, post_office):
    answer = visit(cast.ana).post(NEW, words(cast, cast.cleo))
    ticket = Ticket.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/desk/tickets/{ticket.number}/")
    assert (ticket.requester, ticket.filed_by, ticket.requester_name) == (cast.cleo, cast.ana, "Cleo Acme")
    [letter] = post_office()
    assert letter.to == [cast.cleo.email]
    assert "Ana Acme filed ticket" in letter.body
    assert "She was charged twice in May." in letter.body
    page = visit(cast.cleo).get(f"/tickets/{ticket.number}/").content.decode()
    assert "Ana Acme for you" in page
    assert ", by Ana Acme" in visit(cast.ana).get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert timeline.entries(ticket, reader=cast.cleo, for_staff=False)[0].heading == "Ticket submitted"


def test_the_second_click_files_nothing_more(cast, visit):
    form = words(cast, cast.cleo)
    for _ in range(2):
        assert visit(cast.ana).post(NEW, form).status_code == 303
    assert Ticket.objects.count() == 1


def test_two_who_send_the_same_key_each_file_their_own(cast, visit):
    form_key = make.key()
    visit(cast.ben).post(NEW, words(cast, cast.cleo, form_key=form_key, category=cast.site_down.pk, subcategory=""))
    visit(cast.ana).post(NEW, words(cast, cast.cleo, form_key=form_key))
    assert list(Ticket.objects.order_by("pk").values_list("filed_by", flat=True)) == [cast.ben.pk, cast.ana.pk]


def test_a_manager_assigns_at_once_and_an_agent_cannot(cast, visit):
    visit(cast.mia).post(NEW, words(cast, cast.cleo, assignee=cast.ana.pk))
    assert Ticket.objects.get().assignee == cast.ana
    visit(cast.ana).post(NEW, words(cast, cast.vic, assignee=cast.ana.pk))
    assert Ticket.objects.latest("id").assignee is None
    assert b'name="assignee"' not in visit(cast.ana).get(NEW, {"customer": cast.cleo.pk}).content
    refused = visit(cast.mia).post(NEW, words(cast, cast.cleo, assignee=cast.max.pk))
    assert refused.status_code == 422


def test_a_ticket_of_another_team_is_filed_and_not_shown(cast, visit):
    answer = visit(cast.ana).post(NEW, words(cast, cast.cleo, category=cast.site_down.pk, subcategory=""), follow=True)
    assert answer.redirect_chain == [("/desk/", 303)]
    assert b"Another team works on it." in answer.content


def test_open_tickets_are_shown_first_those_that_the_agent_may_read(cast, visit):
    make.ticket(cast.cleo, subject="Refund for May")
    make.ticket(cast.cleo, subject="Not for Ana", category=cast.site_down)
    page = visit(cast.ana).get(NEW, {"customer": cast.cleo.pk}).content.decode()
    assert "Cleo Acme has 1 open ticket." in page
    assert "Refund for May" in page
    assert "Not for Ana" not in page


def test_what_is_missing_is_said_and_what_was_typed_stays(cast, visit):
    page = visit(cast.ana).post(NEW, words(cast, cast.cleo, subject=""))
    assert page.status_code == 422
    assert b"She was charged twice in May." in page.content
    redrawn = visit(cast.ana).post(NEW, words(cast, cast.cleo, step="category", subcategory=""))
    assert redrawn.status_code == 200
    assert not Ticket.objects.exists()


def test_for_a_new_address_nothing_exists_before_its_link_is_opened(cast, visit, post_office):
    form = words(cast, name="Nora New", email="nora@elsewhere.test")
    page = visit(cast.ana).post(NEW, form, follow=True)
    assert b"nora@elsewhere.test gets a link by e-mail." in page.content
    assert not Ticket.objects.exists()
    assert not User.objects.filter(email_norm="nora@elsewhere.test").exists()
    assert UnconfirmedTicket.objects.count() == 1
    [letter] = post_office()
    assert "Ana Acme of Acme Support has written a ticket for you." in letter.body
    assert "charged twice" not in letter.body
    link = re.search(r"http\S+/guest/\S+?/", letter.body)[0].split("acme.test")[1]
    visit().post(re.sub(r"^:\d+", "", link))
    ticket = Ticket.objects.get()
    assert (ticket.requester.email, ticket.requester.is_guest, ticket.filed_by) == (
        "nora@elsewhere.test", True, cast.ana,
    )  # fmt: skip
    [told] = post_office()
    assert "She was charged twice in May." in told.body


def test_a_known_address_is_its_customers(cast, visit):
    visit(cast.ana).post(NEW, words(cast, name="Somebody", email="CLEO@acme.test"))
    assert Ticket.objects.get().requester == cast.cleo
    assert Message.objects.get().author == cast.cleo


@pytest.mark.parametrize("who", ["ben", "max"])
def test_no_ticket_is_filed_for_staff(cast, visit, who):
    person = getattr(cast, who)
    page = visit(cast.ana).post(NEW, words(cast, name="Ben", email=person.email))
    assert page.status_code == 409
    assert b"belongs to a member of staff" in page.content
    assert visit(cast.ana).post(NEW, words(cast, person)).status_code == 404


def test_nor_for_strangers_nor_by_customers(cast, visit):
    assert visit(cast.ana).get(NEW, {"customer": cast.globex.cleo.pk}).status_code == 404
    for customer in ("x", "9" * 30, "-1"):
        assert visit(cast.ana).get(NEW, {"customer": customer}).status_code == 404
    cast.gus.is_active = False
    cast.gus.save()
    assert visit(cast.ana).post(NEW, words(cast, cast.gus)).status_code == 404
    assert visit(cast.ana).post(NEW, words(cast, name="Gus", email=cast.gus.email)).status_code == 409
    for person in (cast.cleo, cast.max):
        assert visit(person).post(NEW, words(cast, cast.cleo)).status_code in (403, 404)
    assert not Ticket.objects.exists()


def test_finding_somebody_asks_little(cast, visit):
    assert queries.count(visit(cast.ana), f"{NEW}?q=cle") <= 8 + 2
