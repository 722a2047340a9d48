"""The pages of complaints, and the mails that say that there is something to read."""

import re

import pytest

from accounts.models import User
from sla import complaints
from sla.models import Complaint
from tenants.scope import person_scope
from tests import make, queries
from tests.sla.test_complaints import as_read_by, complain
from tests.sla.test_seal import manager
from tickets import assignment, merging, progress
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

INBOX = "/desk/complaints/"


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, which Ben has."""
    return make.assigned(cast.cleo, cast.ben, by=cast.mia)


def text(response):
    """What a page says."""
    return response.content.decode()


def send(client, ticket, noun="complaint", **words):
    """Send the form on a ticket's way to the managers."""
    return client.post(f"/tickets/{ticket.number}/{noun}/", {"form_key": make.key()} | words)


class TestTheRequester:
    def test_each_ticket_leads_to_the_managers(self, cast, visit, ticket):
        page = text(visit(cast.cleo).get(f"/tickets/{ticket.number}/"))
        assert "Tell the manager about a problem" in page
        assert "Ask for a different agent" in page
        progress.close(ticket, by=cast.cleo)
        page = text(visit(cast.cleo).get(f"/tickets/{ticket.number}/"))
        assert "Tell the manager about a problem" in page
        assert "Ask for a different agent" not in page

    def test_the_form_says_whom_it_is_about_and_who_reads_it(self, cast, visit, ticket):
        page = text(visit(cast.cleo).get(f"/tickets/{ticket.number}/complaint/"))
        for said in (f"#{ticket.number}", "Ben Acme can't see it.", "It won't change your place in line.", "Mia Acme"):
            assert said in page
        assert "Max Acme" not in page

    def test_what_is_sent_has_a_page_of_its_own_with_the_answers(self, cast, visit, ticket):
        cleo = visit(cast.cleo)
        answer = send(cleo, ticket, happened="He was **rude**.", wish="An apology.")
        assert answer.status_code == 303
        page = text(cleo.get(answer["Location"]))
        for said in ("<strong>rude</strong>", "An apology.", "Sent", "Mia Acme"):
            assert said in page
        written = complain(ticket, cast.cleo, "Again.")
        assert answer["Location"] == f"/complaints/{written.key}/"
        complaints.note(written, body="Between us.", by=cast.mia, form_key=make.key())
        complaints.answer(written, body="We are sorry.", outcome="answered", by=cast.mia, form_key=make.key())
        page = text(cleo.get(answer["Location"]))
        assert "We are sorry." in page
        assert "Between us." not in page
        more = cleo.post(f"{answer['Location']}messages/", {"body": "Thanks.", "form_key": make.key()})
        assert more["Location"] == answer["Location"]
        assert as_read_by(cast.mia, written).state == "new"
        assert f"/complaints/{written.key}/" in text(cleo.get(f"/tickets/{ticket.number}/"))

    def test_a_different_agent_is_asked_for_with_a_reason(self, cast, visit, ticket):
        cleo = visit(cast.cleo)
        assert send(cleo, ticket, "different-agent").status_code == 422
        answer = send(cleo, ticket, "different-agent", reason="He does not read what I write.")
        page = text(cleo.get(answer["Location"]))
        assert "You asked for a different agent" in page
        assert "He does not read what I write." in page

    def test_an_empty_one_is_not_sent(self, cast, visit, ticket):
        cleo = visit(cast.cleo)
        answer = send(cleo, ticket, wish="An apology.")
        assert answer.status_code == 422
        assert "An apology." in text(answer)
        written = complain(ticket, cast.cleo)
        assert cleo.post(f"/complaints/{written.key}/messages/", {"form_key": make.key()}).status_code == 422

    def test_where_it_could_not_be_kept_from_the_agent_the_page_says_so(self, cast, visit):
        User.objects.filter(pk=cast.max.pk).update(is_active=False)
        ticket, cleo = make.assigned(cast.cleo, cast.mia, by=cast.mia), visit(cast.cleo)
        page = text(cleo.get(f"/tickets/{ticket.number}/complaint/"))
        assert "Only Mia Acme could read this" in page
        assert "<textarea" not in page
        assert send(cleo, ticket, happened="She was rude.").status_code == 409

    def test_an_admin_reads_it_where_the_only_manager_is_the_agent_and_the_page_names_him(self, cast, visit):
        ticket = make.assigned(cast.cleo, cast.mia, by=cast.mia)
        page = text(visit(cast.cleo).get(f"/tickets/{ticket.number}/complaint/"))
        assert "Max Acme" in page
        assert "Mia Acme can&#x27;t see it." in page or "Mia Acme can't see it." in page

    def test_about_a_merged_ticket_it_is_about_where_that_goes_on(self, cast, visit, ticket):
        other = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        merging.merge(ticket, into=other, by=cast.mia)
        answer = send(visit(cast.cleo), ticket, happened="Rude.")
        key = answer["Location"].split("/")[2]
        written = complain(Ticket.objects.get(pk=other.pk), cast.cleo)
        assert str(written.key) == key

    @pytest.mark.parametrize("who", ["vic", "gus", "ana", "ben", "mia", "max"])
    def test_another_persons_is_like_one_that_never_was(self, cast, visit, ticket, who):
        written, client = complain(ticket, cast.cleo), visit(getattr(cast, who))
        for path in ("complaints/{}/", "complaints/{}/messages/"):
            answers = [
                client.post("/" + path.format(key), {"body": "x"}).status_code for key in (written.key, make.key())
            ]
            answers += [client.get("/" + path.format(key)).status_code for key in (written.key, make.key())]
            assert answers[::2] == answers[1::2]
            assert 200 not in answers


class TestAnotherAgentMeanwhile:
    """The page said "Ben can't see it": so it is, whoever has the ticket when the words arrive."""

    @pytest.fixture
    def given_away(self, cast, visit, ticket):
        """Cleo's page about Ben, a manager by now, and his ticket given to Ana while she writes."""

        def write(noun, **words):
            page = text(visit(cast.cleo).get(f"/tickets/{ticket.number}/{noun}/"))
            about = re.search(r'name="about" value="([^"]*)"', page)[1]
            assignment.assign(ticket, to=cast.ana, by=cast.mia)
            return send(visit(cast.cleo), ticket, noun, about=about, **words)

        cast.ben.is_manager = True
        cast.ben.save()
        return write

    def test_it_is_about_whom_the_page_named(self, cast, given_away):
        key = given_away("complaint", happened="Rude.")["Location"].split("/")[2]
        with person_scope(cast.mia):
            assert Complaint.objects.get(key=key).agent == cast.ben
        with person_scope(cast.ben):
            assert not Complaint.objects.exists()

    def test_who_wanted_another_agent_is_told_that_there_is_one(self, cast, given_away):
        answer = given_away("different-agent", reason="He is slow.")
        page = text(answer)
        assert answer.status_code == 409
        assert "Ana Acme works on this ticket by now." in page
        assert "He is slow." in page
        assert 'name="about" value="Ana Acme"' in page

    @pytest.mark.parametrize("name", ["Max Acme", "Nobody", "x" * 121])
    def test_nobody_is_named_who_never_had_it(self, cast, visit, ticket, name):
        answer = send(visit(cast.cleo), ticket, happened="Rude.", about=name)
        with person_scope(cast.mia):
            found = [one.agent for one in Complaint.objects.all()]
        assert found == ([cast.ben] if answer.status_code == 303 else [])


class TestBesideTheTicket:
    """Who may read a complaint is told of it where its ticket is read, as long as it waits for an answer."""

    SAID = "A complaint about this ticket</a>: "

    def beside(self, visit, user, ticket):
        page = text(visit(user).get(f"/desk/tickets/{ticket.number}/"))
        return page.split('id="details"')[1].split("</aside>")[0]

    def test_a_manager_is_led_to_it_until_it_is_answered(self, cast, visit, ticket):
        assert "complaint" not in self.beside(visit, cast.mia, ticket)
        written = complain(ticket, cast.cleo)
        assert f'href="/desk/complaints/{written.key}/">{self.SAID}open' in self.beside(visit, cast.mia, ticket)
        complaints.take_in_hand(written, by=cast.mia)
        assert f"{self.SAID}in hand" in self.beside(visit, cast.mia, ticket)
        complaints.answer(written, body="Sorry.", outcome="answered", by=cast.mia, form_key=make.key())
        assert self.SAID not in self.beside(visit, cast.mia, ticket)

    def test_a_request_for_a_different_agent_is_called_so(self, cast, visit, ticket):
        complaints.ask_for_another_agent(ticket, reason="x", by=cast.cleo, form_key=make.key())
        assert "A different agent is asked for</a>: open" in self.beside(visit, cast.mia, ticket)

    def test_the_agent_is_told_nothing_even_as_a_manager(self, cast, visit, ticket):
        cast.ben.is_manager = True
        cast.ben.save()
        complain(ticket, cast.cleo)
        assert self.SAID in self.beside(visit, cast.mia, ticket)
        assert "omplain" not in self.beside(visit, cast.ben, ticket)

    def test_it_goes_along_into_the_ticket_that_goes_on(self, cast, visit, ticket):
        complain(ticket, cast.cleo)
        other, third = (make.assigned(cast.cleo, cast.ana, by=cast.mia) for _ in range(2))
        merging.merge(ticket, into=other, by=cast.mia)
        merging.merge(other, into=third, by=cast.mia)
        assert f"{self.SAID}open" in self.beside(visit, cast.mia, third)

    def test_the_ticket_stays_at_twelve_questions(self, cast, visit, ticket):
        for requester in (cast.cleo, cast.vic):
            complain(ticket, requester)
        savepoints = 2
        assert queries.count(visit(cast.mia), f"/desk/tickets/{ticket.number}/") <= 12 + savepoints


class TestTheManagers:
    def test_a_number_of_texts_that_no_page_shows_is_refused(self, cast, visit, ticket):
        written = complain(ticket, cast.cleo)
        words = {"body": "Sorry.", "form_key": make.key(), "seen": 10**30}
        assert visit(cast.mia).post(f"/desk/complaints/{written.key}/replies/", words).status_code == 422

    def test_what_waits_is_listed_oldest_first_with_everything_that_decides(self, cast, visit, ticket, clock):
        complain(ticket, cast.cleo)
        clock(hours=1)
        second = complain(make.assigned(cast.vic, cast.ana, by=cast.mia), cast.vic)
        complaints.take_in_hand(second, by=cast.mia)
        asked = complaints.ask_for_another_agent(ticket, reason="x", by=cast.cleo, form_key=make.key())
        mia = visit(cast.mia)
        page = text(mia.get(INBOX))
        assert page.index("Cleo Acme</a>") < page.index("Vic Acme</a>")
        for said in (f"#{ticket.number}", "Ben Acme", "New", "In hand"):
            assert said in page
        assert str(asked.key) not in page
        assert str(asked.key) in text(mia.get(f"{INBOX}?show=requests"))
        complaints.answer(second, body="x", outcome="no-change", by=cast.mia, form_key=make.key())
        assert str(second.key) in text(mia.get(f"{INBOX}?show=answered"))
        assert str(second.key) not in text(mia.get(INBOX))

    def test_without_any_the_list_says_so(self, cast, visit):
        mia = visit(cast.mia)
        assert "No open complaints" in text(mia.get(INBOX))
        assert "Nobody asks for a different agent" in text(mia.get(f"{INBOX}?show=requests"))
        assert "Nothing answered yet" in text(mia.get(f"{INBOX}?show=answered"))

    def test_it_is_answered_noted_and_taken_in_hand_on_its_page(self, cast, visit, ticket):
        written = complain(ticket, cast.cleo, wish="An apology.")
        mia, page = visit(cast.mia), f"{INBOX}{written.key}/"
        for said in ("He was rude.", "An apology.", "Ben Acme can't see this or its count."):
            assert said in text(mia.get(page))
        assert mia.post(f"{page}in-hand/")["Location"] == page
        assert mia.post(f"{page}notes/", {"body": "Hm.", "form_key": make.key()})["Location"] == page
        assert mia.post(f"{page}replies/", {"form_key": make.key()}).status_code == 422
        stale = {"body": "Sorry!", "outcome": "answered", "form_key": make.key(), "seen": 1}
        complaints.note(written, body="Wait.", by=manager("Ines"), form_key=make.key())
        answer = mia.post(f"{page}replies/", stale)
        assert (answer.status_code, "Ines wrote something" in text(answer), "Sorry!" in text(answer)) == (
            409,
            True,
            True,
        )
        assert mia.post(f"{page}replies/", stale | {"seen": 3})["Location"] == page
        assert as_read_by(cast.cleo, written).said[-1] == ("reply", "Sorry!")

    def test_one_click_reassigns_to_who_would_have_it_by_the_rule(self, cast, visit, ticket):
        make.member(cast.ana, cast.technical)
        make.member(cast.ana, cast.billing) if not cast.ana.teams.filter(pk=cast.billing.pk).exists() else None
        written = complain(ticket, cast.cleo)
        mia, page = visit(cast.mia), f"{INBOX}{written.key}/"
        shown = text(mia.get(page))
        assert f'<option value="{cast.ana.pk}" selected>' in shown
        assert f'<option value="{cast.ben.pk}"' not in shown
        assert mia.post(f"{page}assignment/", {"to": "", "form_key": make.key()}).status_code == 422
        assert mia.post(f"{page}assignment/", {"to": cast.ben.pk, "form_key": make.key()}).status_code == 409
        assert mia.post(f"{page}assignment/", {"to": 999999, "form_key": make.key()}).status_code == 409
        assert mia.post(f"{page}assignment/", {"to": cast.ana.pk, "form_key": make.key()})["Location"] == page
        ticket.refresh_from_db()
        assert ticket.assignee == cast.ana
        assert "Reassigned" in text(mia.get(page))

    def test_the_menu_counts_what_waits_for_who_may_read_it(self, cast, visit, ticket):
        User.objects.filter(pk=cast.ben.pk).update(is_manager=True)
        complain(ticket, cast.cleo)

        def entry(who):
            counts = visit(who).get("/live/desk/").json()["counts"]
            return counts.get(INBOX)

        assert entry(cast.mia) == "1"
        assert entry(User.objects.get(pk=cast.ben.pk)) == "0"
        assert entry(cast.ana) is None

    def test_an_admin_has_the_entry_only_while_something_is_his_to_answer(self, cast, visit, ticket):
        complain(ticket, cast.cleo)
        assert INBOX not in text(visit(cast.max).get("/desk/articles/"))
        about_mia = complain(make.assigned(cast.vic, cast.mia, by=cast.mia), cast.vic)
        assert INBOX in text(visit(cast.max).get("/desk/articles/"))
        page = text(visit(cast.max).get(f"{INBOX}{about_mia.key}/"))
        assert "He was rude." in page
        assert "Reassign" not in page

    @pytest.mark.parametrize("who", ["ben", "max"])
    def test_who_may_not_read_one_is_answered_as_if_it_never_was(self, cast, visit, ticket, who):
        User.objects.filter(pk=cast.ben.pk).update(is_manager=True)
        written, client = complain(ticket, cast.cleo), visit(getattr(cast, who))
        words = {"body": "x", "to": cast.ana.pk, "form_key": make.key()}
        for noun in ("", "replies/", "notes/", "in-hand/", "assignment/"):
            for method in ("get", "post"):
                theirs, never = (
                    getattr(client, method)(f"{INBOX}{key}/{noun}", words).status_code
                    for key in (written.key, make.key())
                )
                assert theirs == never, noun
                assert theirs in (404, 405)
        assert as_read_by(cast.mia, written).said == [("message", "He was rude.")]

    def test_a_complaint_after_another_costs_no_more_questions(self, cast, visit):
        mia = visit(cast.mia)
        for number in range(2):
            complain(make.assigned(cast.cleo, cast.ben, by=cast.mia, subject=f"No. {number}"), cast.cleo)
        of_two = queries.count(mia, INBOX)
        for number in range(20):
            complain(make.assigned(cast.vic, cast.ana, by=cast.mia, subject=f"No. {number}"), cast.vic)
        assert queries.count(mia, INBOX) == of_two
        savepoints = 2
        assert of_two <= 9 + savepoints
        written = complain(Ticket.objects.filter(requester=cast.vic).first(), cast.vic)
        assert queries.count(mia, f"{INBOX}{written.key}/") <= 12 + savepoints


class TestMails:
    def test_readers_and_the_writer_are_told_and_no_word_of_it_leaves(self, cast, ticket, post_office):
        User.objects.filter(pk=cast.ben.pk).update(is_manager=True)
        ines = manager("Ines")
        post_office()
        written = complain(ticket, cast.cleo, "Kieselstein")
        letters = post_office()
        assert sorted(letter.to[0] for letter in letters) == sorted([cast.cleo.email, cast.mia.email, ines.email])
        complaints.note(written, body="Kieselstein", by=cast.mia, form_key=make.key())
        complaints.answer(written, body="Kieselstein", outcome="answered", by=cast.mia, form_key=make.key())
        answered = post_office()
        assert [letter.to for letter in answered] == [[cast.cleo.email]]
        assert f"/complaints/{written.key}/" in answered[0].body
        for letter in letters + answered:
            assert "Kieselstein" not in letter.subject + letter.body + str(letter.alternatives)

    def test_what_is_added_is_told_to_the_readers_alone(self, cast, ticket, post_office):
        complain(ticket, cast.cleo)
        post_office()
        complain(ticket, cast.cleo, "More.")
        assert [letter.to for letter in post_office()] == [[cast.mia.email]]

    def test_an_admin_is_told_where_he_stands_in(self, cast, post_office):
        ticket = make.assigned(cast.cleo, cast.mia, by=cast.mia)
        post_office()
        complain(ticket, cast.cleo)
        assert sorted(letter.to[0] for letter in post_office()) == sorted([cast.cleo.email, cast.max.email])

    def test_reassigning_tells_the_writer_and_the_new_agent(self, cast, ticket, post_office, clock):
        written = complain(ticket, cast.cleo)
        post_office()
        complaints.reassign(written, to=cast.ana, by=cast.mia, form_key=make.key())
        told = {letter.to[0]: letter for letter in post_office()}
        assert set(told) == {cast.cleo.email, cast.ana.email}
        assert "manager" not in told[cast.ana.email].body.lower()
