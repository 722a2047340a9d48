"""A ticket whose subject begins with "ATTN:" and a manager's name is for the managers and becomes no ticket."""

import ast

import pytest

from accounts import guests
from accounts.models import User
from knowledgebase import consultation
from knowledgebase.models import Consultation, Search
from shared import attention
from sla import managers
from sla.models import Complaint
from tenants.scope import person_scope
from tests import make
from tests.architecture.code import calls, modules
from tests.knowledgebase import make as articles
from tests.sla.test_seal import manager
from tickets import drafts, intake
from tickets.models import Draft, FormField, Ticket, UnconfirmedTicket
from tickets.statuses import Status

pytestmark = pytest.mark.django_db

SUBJECTS = [
    ("ATTN: Mia", True), ("attn: mia acme", True), ("Attn Mia, my refund", True), ("  ATTN:Mia - again", True),
    ("\ufeffATTN: Mia", True), ("\u200bA\u00adTTN\u200b: \u2060Mia", True), ("\u202eＡＴＴＮ: Mia", True),
    ("ATTN : MIA ACME", True), ("Attn. Mia's team", True), ("ATTN：Mia", True), ("ATTN – Mia\tAcme", True),
    ("ATTN: Ana", False), ("ATTN: Max", False), ("ATTN: Miami", False), ("ATTN:", False), ("ATTN", False),
    ("Attention: Mia", False), ("Mia", False), ("Re: ATTN: Mia", False), ("attnmia", False), ("ATTN: Acme", False),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "is_for_her"), SUBJECTS, ids=[subject for subject, _ in SUBJECTS])
def test_whom_a_subject_is_for(cast, subject, is_for_her):
    assert managers.addressed(subject) == ([cast.mia] if is_for_her else [])


def test_a_name_of_several_words_and_several_of_one_name(cast):
    anne, mia = manager("Anne-Marie van der Berg"), manager("Mia Zorn")
    assert managers.addressed("attn anne-marie") == [anne]
    assert managers.addressed("ATTN: Anne-Marie van der Berg, hello") == [anne]
    assert managers.addressed("ATTN: Mia") == [cast.mia, mia]
    assert managers.addressed("ATTN: Mia Zorn") == [mia]
    User.objects.filter(pk=mia.pk).update(is_active=False)
    assert managers.addressed("ATTN: Mia Zorn") == [cast.mia]


@pytest.mark.parametrize("typed", ["José", "Jose", "JOSE\u0301", "jose peña", "Jose Pen\u0303a", "\u200bJo\u00adsé"])
@pytest.mark.parametrize("name", ["José Peña", "Jose\u0301 Pen\u0303a", "Jose Pena"])
def test_an_accent_more_or_less_is_the_same_name(cast, name, typed):
    jose = manager(name)
    assert managers.addressed(f"ATTN: {typed}, my refund") == [jose]


def test_a_subject_for_nobody_asks_the_database_nothing(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert managers.addressed("My refund") == []
    assert attention.meant_for("My refund") is None


def send(client, cast, subject="ATTN: Mia, Ben is rude", description="He was.", **more):
    """Send the form for a ticket."""
    words = {"form_key": make.key(), "subject": subject, "description": description, "category": cast.sales.pk}
    return client.post("/tickets/new/?different", words | more)


def the_one(cast):
    """The one complaint that Mia reads, with its first text."""
    with person_scope(cast.mia):
        found = Complaint.objects.select_related("agent", "ticket", "addressee", "writer").get()
        found.body = found.entries.get().body
        return found


class TestTheForm:
    def test_its_words_become_a_complaint_and_no_ticket(self, cast, visit):
        question = FormField.objects.create(category=cast.sales, label="Shop", kind="text")
        cleo = visit(cast.cleo)
        answer = send(cleo, cast, **{f"field_{question.pk}": "Lisbon"})
        complaint = the_one(cast)
        assert answer.headers["Location"] == f"/complaints/{complaint.key}/"
        assert (complaint.writer, complaint.addressee, complaint.ticket) == (cast.cleo, cast.mia, None)
        assert complaint.body == "ATTN: Mia, Ben is rude\n\nHe was.\n\nShop: Lisbon"
        assert not Ticket.objects.exists()
        assert "Ben is rude" in cleo.get(answer.headers["Location"]).content.decode()
        assert str(complaint.key) in cleo.get("/tickets/").content.decode()

    def test_a_second_click_sends_nothing_more(self, cast, visit):
        key, cleo = make.key(), visit(cast.cleo)
        answers = [send(cleo, cast, form_key=key) for _ in range(2)]
        assert answers[0].headers["Location"] == answers[1].headers["Location"]
        assert the_one(cast)

    def test_a_ticket_that_it_names_goes_with_it_and_seals_it_from_its_agent(self, cast, visit):
        User.objects.filter(pk=cast.ben.pk).update(is_manager=True)
        ticket = make.assigned(cast.cleo, cast.ben, by=cast.mia)
        send(visit(cast.cleo), cast, description=f"It is about #{ticket.number}.")
        complaint = the_one(cast)
        assert (complaint.ticket, complaint.agent) == (ticket, cast.ben)
        with person_scope(cast.ben):
            assert not Complaint.objects.exists()

    def test_a_closed_one_is_not_offered_to_be_reopened_instead(self, cast, visit):
        ticket = make.in_status(Status.CLOSED, requester=cast.cleo, agent=cast.ben, manager=cast.mia)
        assert send(visit(cast.cleo), cast, description=f"About #{ticket.number}").status_code == 303
        assert the_one(cast).ticket == ticket

    def test_somebody_elses_number_says_nothing(self, cast, visit):
        ticket = make.assigned(cast.vic, cast.ben, by=cast.mia)
        send(visit(cast.cleo), cast, description=f"About #{ticket.number}")
        assert (the_one(cast).ticket, the_one(cast).agent) == (None, None)

    def test_a_manager_who_is_asked_by_name_reads_what_is_about_her_own_ticket(self, cast, visit):
        ticket = make.assigned(cast.cleo, cast.mia, by=cast.mia)
        send(visit(cast.cleo), cast, description=f"About #{ticket.number}")
        assert (the_one(cast).ticket, the_one(cast).agent) == (ticket, None)

    def test_of_two_who_are_called_so_the_agent_does_not_read_it(self, cast, visit):
        other = manager("Mia Zorn")
        ticket = make.assigned(cast.cleo, other, by=cast.mia)
        send(visit(cast.cleo), cast, description=f"About #{ticket.number}")
        assert (the_one(cast).agent, the_one(cast).addressee) == (other, None)

    def test_nothing_that_was_typed_on_the_way_is_kept(self, cast, visit):
        article = articles.article(cast.ana, title="Rudeness")
        key, cleo = make.key(), visit(cast.cleo)
        cleo.get("/articles/suggestions/", {"q": "Ben is so rude to me", "key": str(key)})
        cleo.get("/articles/suggestions/", {"q": "ATTN: Mia, Ben is so rude to me", "key": str(key)})
        consultation.offered(key=key, question="Ben is so rude", articles=[article])
        cleo.post("/tickets/new/draft/", {"subject": "ATTN: Mia, Ben is rude", "description": "He was."})
        send(cleo, cast, form_key=key)
        assert not Search.objects.exists()
        assert not Consultation.objects.exists()
        assert not Draft.objects.exists()

    def test_what_is_meant_for_somebody_asks_no_article(self, cast, visit):
        articles.article(cast.ana, title="Rudeness of agents")
        key = make.key()
        answer = visit(cast.cleo).get("/articles/suggestions/", {"q": "ATTN: Mia rudeness", "key": str(key)})
        assert answer.content == b""
        assert not Search.objects.filter(key=key).exists()

    def test_anybody_else_named_makes_a_ticket(self, cast, visit):
        send(visit(cast.cleo), cast, subject="ATTN: Ana")
        assert Ticket.objects.get().subject == "ATTN: Ana"


def test_what_a_guest_wrote_reaches_the_managers_once_the_address_is_confirmed(cast):
    words = {"subject": "ATTN: Mia", "description": "Rude.", "category": cast.sales.pk, "answers": {}}
    intake.park(name="Nora", email="nora@elsewhere.test", form_key=make.key(), words=words)
    nora = guests.admit(name="Nora", email="nora@elsewhere.test")
    assert intake.file_confirmed(nora, by_mail=True) == []
    assert the_one(cast).writer == nora
    assert not Ticket.objects.exists()
    assert not UnconfirmedTicket.objects.exists()


def test_what_staff_files_for_somebody_is_a_ticket(cast, visit):
    words = {"form_key": make.key(), "subject": "ATTN: Mia", "description": "He called.", "category": cast.sales.pk}
    visit(cast.ana).post("/desk/tickets/new/", words | {"customer": cast.cleo.pk})
    assert Ticket.objects.get().subject == "ATTN: Mia"
    intake.park(
        name="Nora", email="nora@elsewhere.test", form_key=make.key(), by=cast.ana,
        words=words | {"form_key": "", "answers": {}, "filed_by": cast.ana.pk},
    )  # fmt: skip
    assert len(intake.file_confirmed(guests.admit(name="Nora", email="nora@elsewhere.test"), by_mail=True)) == 1
    with person_scope(cast.mia):
        assert not Complaint.objects.exists()


def test_every_door_of_requesters_asks_first():
    """Whoever calls intake.file() for a requester calls intake.divert() before; staff's own words are tickets."""
    doors = {path: calls(tree) for path, tree in modules().items() if {"intake.file"} & set(calls(tree))}
    assert "tickets/views/filing.py" in doors
    forgetful = {path for path, called in doors.items() if "intake.divert" not in called}
    assert forgetful == {"tickets/views/on_behalf.py", "helpdesk/local/demo/living.py"}
    (parked,) = (
        node for node in ast.walk(modules()["tickets/intake.py"])
        if isinstance(node, ast.FunctionDef) and node.name == "_file_parked"
    )  # fmt: skip
    assert "divert" in ast.unparse(parked)


def test_a_draft_of_a_ticket_stays_where_nothing_was_diverted(cast):
    drafts.save(cast.cleo, Draft.Kind.NEW_TICKET, {"subject": "Mine"})
    assert intake.divert(requester=cast.cleo, subject="Mine", description="x", form_key=make.key()) is None
    assert drafts.of(cast.cleo, Draft.Kind.NEW_TICKET)
