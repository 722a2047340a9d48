"""An article that solves it ends the filing; taking that back brings everything back."""

import re

import pytest

from accounts import guests
from knowledgebase import consultation
from knowledgebase.models import Consultation, Visibility
from tenants.scope import tenant_scope
from tests import make as made
from tests.cast import GLOBEX_ID
from tests.knowledgebase import make
from tickets import drafts, intake
from tickets.models import Draft, Ticket, UnconfirmedTicket

pytestmark = pytest.mark.django_db

SOLVED, UNDO = "/tickets/new/solved/", "/tickets/new/solved/undo/"


@pytest.fixture
def article(cast):
    """An article for everybody."""
    return make.article(cast.ana)


@pytest.fixture
def words(cast, article):
    """What stands in a form that was offered the article."""
    key = made.key()
    consultation.offered(key=key, question="chnage my emial", articles=[article])
    return {
        "form_key": str(key), "subject": "chnage my emial", "description": "It is <old>.",
        "category": str(cast.refund.parent_id), "subcategory": str(cast.refund.pk),
    }  # fmt: skip


def value(page, name):
    """Return what a page's form holds in a field."""
    form = page.context["form"]
    return form[name].value()


def test_it_ends_the_filing_and_is_counted_once(cast, visit, article, words):
    cleo = visit(cast.cleo)
    drafts.save(cast.cleo, Draft.Kind.NEW_TICKET, {"subject": "chnage my emial"})
    for _ in range(2):
        page = cleo.post(SOLVED, words | {"article": article.number})
        assert page.status_code == 200
        assert b"Good to hear" in page.content
    assert Consultation.objects.get().solved_by == article
    assert drafts.of(cast.cleo, Draft.Kind.NEW_TICKET) is None
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("person", ["cleo", None], ids=["a customer", "nobody in particular"])
def test_undo_brings_back_everything_that_was_typed(cast, visit, article, words, person):
    browser = visit(person and getattr(cast, person))
    if not person:
        words |= {"name": "Noor", "email": "noor@example.net"}
    page = browser.post(SOLVED, words | {"article": article.number})
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.content.decode()))
    assert sent["description"] == "It is &lt;old&gt;."
    for _ in range(2):
        page = browser.post(UNDO, words)
        assert page.status_code == 200
        assert {name: value(page, name) for name in words} == words
        assert Consultation.objects.get().solved_at is None
    if person:
        assert drafts.of(cast.cleo, Draft.Kind.NEW_TICKET).words["description"] == "It is <old>."


def test_after_the_undo_it_is_filed_and_its_agent_knows_what_was_read(cast, visit, article, words):
    cleo = visit(cast.cleo)
    consultation.opened(key=words["form_key"], article=article)
    cleo.post(SOLVED, words | {"article": article.number})
    cleo.post(UNDO, words)
    assert cleo.post("/tickets/new/", words).status_code == 303
    kept = Consultation.objects.get()
    assert (kept.solved_at, bool(kept.filed_at)) == (None, True)
    ticket = Ticket.objects.get()
    assert ticket.consultation == kept
    page = visit(cast.mia).get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert "Read before writing" in page
    assert article.title in page


def test_a_guests_ticket_knows_it_once_the_address_is_confirmed(cast, visit, article, words):
    visit().post("/tickets/new/", words | {"name": "Noor", "email": "noor@example.net"})
    parked = UnconfirmedTicket.objects.get()
    assert parked.words["consulted"] == words["form_key"]
    assert Consultation.objects.get().filed_at is None
    (ticket,) = intake.file_confirmed(guests.admit(name="Noor", email="noor@example.net"), by_mail=True)
    assert ticket.consultation == Consultation.objects.get()
    assert ticket.consultation.filed_at


def test_what_somebody_may_not_read_solves_nothing_and_loses_nothing(cast, visit, words):
    for_staff = make.article(cast.ana, title="Secret", visibility=Visibility.STAFF)
    with tenant_scope(GLOBEX_ID):
        elsewhere = make.article(cast.globex.ana, title="Secret", number=777)
    drafts.save(cast.cleo, Draft.Kind.NEW_TICKET, {"subject": "Mine"})
    for number in (for_staff.number, elsewhere.number, "x", "", "9" * 30):
        page = visit(cast.cleo).post(SOLVED, words | {"article": number})
        assert page.status_code == 404
        assert b"Secret" not in page.content
    assert drafts.of(cast.cleo, Draft.Kind.NEW_TICKET)
    assert Consultation.objects.get().solved_at is None


def test_a_form_without_a_key_of_its_own_loses_nothing_either(cast, visit, article, words):
    page = visit(cast.cleo).post(SOLVED, words | {"article": article.number, "form_key": "no key"})
    assert page.status_code == 200
    assert visit(cast.cleo).post(UNDO, words | {"form_key": "no key"}).status_code == 200


@pytest.mark.parametrize("address", [SOLVED, UNDO])
def test_staff_files_nothing_here(cast, visit, words, address):
    assert visit(cast.ana).post(address, words).status_code == 302
    assert visit(cast.cleo).get(address).status_code == 405


class TestSubjectOfALink:
    def test_it_stands_in_the_form(self, cast, visit):
        page = visit().get("/tickets/new/", {"subject": "  Refund\nfor “books”  "})
        assert value(page, "subject") == "Refund for “books”"
        assert len(value(visit().get("/tickets/new/", {"subject": "x" * 999}), "subject")) == 200

    def test_it_never_replaces_what_somebody_began(self, cast, visit):
        drafts.save(cast.cleo, Draft.Kind.NEW_TICKET, {"subject": "Mine"})
        assert value(visit(cast.cleo).get("/tickets/new/", {"subject": "Other"}), "subject") == "Mine"

    def test_it_survives_the_question_about_an_open_ticket(self, cast, visit):
        made.ticket(cast.cleo)
        page = visit(cast.cleo).get("/tickets/new/", {"subject": "R&D = fun"})
        assert page.context["different"] == "/tickets/new/?different&subject=R%26D+%3D+fun"


def test_nobody_in_particular_has_no_draft(visit, article, words):
    visit().post(UNDO, words)
    assert not Draft.objects.exists()
