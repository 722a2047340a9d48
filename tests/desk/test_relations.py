"""Merging and linking on the desk: found, seen beforehand, done, undone; without JavaScript."""

import pytest

from tests import make, queries
from tickets import catalogue, conversation, linking, merging
from tickets.models import Relation, Ticket
from tickets.statuses import Status


@pytest.fixture
def two(cast):
    """Two tickets of Cleo's that Ana has."""
    return [
        make.assigned(cast.cleo, cast.ana, by=cast.mia, subject=subject, description=f"{subject}, words.")
        for subject in ("Charged twice", "Charged again")
    ]


def at(ticket, noun=""):
    return f"/desk/tickets/{ticket.number}/{noun}{'/' if noun else ''}"


def text(response):
    return response.content.decode()


class TestFinder:
    def test_the_requesters_other_tickets_come_first(self, cast, visit, two):
        make.ticket(cast.vic, subject="Of Vic's")
        page = text(visit(cast.ana).get(at(two[0], "merger")))
        assert "Charged again" in page
        assert "Of Vic&#x27;s" not in page

    def test_words_narrow_and_say_so_when_nothing_is_left(self, cast, visit, two):
        ana = visit(cast.ana)
        assert "Charged again" in text(ana.get(at(two[0], "merger") + "?q=AGAIN+charged"))
        assert "has “zebra” in its subject" in text(ana.get(at(two[0], "merger") + "?q=zebra"))

    @pytest.mark.parametrize("typed", ["{}", "%23{}", "%23+{}+"])
    def test_a_number_is_the_ticket_itself(self, cast, visit, two, typed):
        page = text(visit(cast.ana).get(at(two[0], "merger") + "?q=" + typed.format(two[1].number)))
        assert f"Merge into #{two[1].number}" in page

    def test_a_number_that_one_may_not_read_is_like_one_that_never_was(self, cast, visit, two):
        hidden = make.assigned(cast.cleo, cast.ben, by=cast.mia, category=cast.site_down, subject="Hidden one")
        for number in (hidden.number, 99):
            for noun in ("merger", "links"):
                page = text(visit(cast.ana).get(at(two[0], noun) + f"?q={number}"))
                assert f"There is no ticket #{number} that you can read." in page
                assert "Hidden one" not in page

    @pytest.mark.parametrize("noun", ["merger", "links"])
    @pytest.mark.parametrize("typed", ["", "%00", "9" * 40, "%23", "'%3B--", "a" * 3000])
    def test_whatever_is_typed_is_answered(self, cast, visit, two, noun, typed):
        ana = visit(cast.ana)
        assert ana.get(at(two[0], noun) + f"?q={typed}").status_code == 200
        assert ana.get(at(two[0], noun) + f"?other={typed}").status_code == 200
        assert ana.post(at(two[0], noun), {"other": typed}).status_code == 409


class TestMerge:
    def test_first_it_says_what_will_happen(self, cast, visit, two, clock):
        first, second = two
        conversation.ask_for_information(second, body="Which card?", by=cast.ana, form_key=make.key())
        page = text(visit(cast.ana).get(at(first, "merger") + f"?other={second.number}"))
        assert f"#{first.number} closes and leads here. Its message is shown here" in page
        assert f"#{second.number} becomes Needs Reply." in page
        assert "Ana Acme goes on with it." in page
        assert Relation.objects.count() == 0

    def test_then_it_is_done_with_a_way_back(self, cast, visit, two):
        first, second = two
        ana = visit(cast.ana)
        answer = ana.post(at(second, "merger") + "?list=mine", {"other": first.number})
        assert (answer.status_code, answer["Location"]) == (303, at(first) + "?list=mine")
        page = text(ana.get(answer["Location"]))
        assert f"from #{second.number}" in page
        assert "Charged again, words." in page
        made = Relation.objects.get()
        assert f'action="/desk/relations/{made.pk}/undoing/' in page
        answer = ana.post(f"/desk/relations/{made.pk}/undoing/")
        assert answer["Location"].startswith(at(second))
        assert Ticket.objects.get(pk=second.pk).state == Status.ASSIGNED

    def test_another_requesters_is_refused_and_a_link_offered(self, cast, visit, two):
        vics = make.ticket(cast.vic, subject="Of Vic")
        mia = visit(cast.mia)
        for page in (mia.get(at(two[0], "merger") + f"?other={vics.number}"),
                     mia.post(at(two[0], "merger"), {"other": vics.number})):  # fmt: skip
            assert "from different people" in text(page)
            assert "Link them" in text(page)
        assert mia.post(at(two[0], "links"), {"other": vics.number}).status_code == 303
        assert Relation.objects.get().kind == "related"

    def test_a_merged_page_leads_on_and_offers_nothing_else(self, cast, visit, two):
        first, second = two
        ana = visit(cast.ana)
        ana.post(at(second, "drafts/reply"), {"body": "Half a sentence"})
        ana.post(at(first, "drafts/reply"), {"body": "Another one"})
        merging.merge(second, into=first, by=cast.mia)
        page = text(ana.get(at(second)))
        assert "This ticket was merged." in page
        assert f'href="{at(first)}?list=mine">#{first.number} Charged twice</a>' in page
        assert "Half a sentence</textarea>" in page, "no word is lost"
        assert "Send reply" not in page
        assert "Can be reopened until" not in page

    def test_words_that_a_merge_overtook_are_shown_and_kept_in_the_target(self, cast, visit, two):
        first, second = two
        merging.merge(second, into=first, by=cast.mia)
        page = visit(cast.ana).post(at(second, "replies"), {"form_key": make.key(), "body": "Nearly done"})
        assert page.status_code == 409
        assert "Nearly done</textarea>" in text(page)
        assert f"kept as your draft in #{first.number}." in text(page)
        assert "Nearly done</textarea>" in text(visit(cast.ana).get(at(first)))

    def test_who_may_not_is_told_so(self, cast, visit, two):
        unassigned = make.ticket(cast.cleo)
        page = visit(cast.ana).post(at(two[0], "merger"), {"other": unassigned.number})
        assert page.status_code == 409
        assert "nobody&#x27;s yet" in text(page)
        make.member(cast.ben, cast.billing)
        page = text(visit(cast.ben).get(at(two[0], "merger")))
        assert "Only Ana Acme or a manager can do that." in page
        assert 'id="find-ticket"' not in page


class TestRelated:
    def test_the_details_name_them_and_undo_them(self, cast, visit, two):
        first, second = two
        made = linking.link(first, to=second, by=cast.ana)
        ana = visit(cast.ana)
        page = text(ana.get(at(first)))
        assert "<h2>Related</h2>" in page
        assert "Unlink" in page
        answer = ana.post(f"/desk/relations/{made.pk}/undoing/", {"back": first.number})
        assert answer["Location"].startswith(at(first))
        assert "<h2>Related</h2>" not in text(ana.get(at(first)))

    def test_a_relation_with_what_one_may_not_read_is_not_there(self, cast, visit, two):
        hidden = make.assigned(cast.vic, cast.ben, by=cast.mia, category=cast.site_down)
        made = linking.link(two[0], to=hidden, by=cast.mia)
        assert visit(cast.ana).post(f"/desk/relations/{made.pk}/undoing/").status_code == 404
        assert visit(cast.ana).post("/desk/relations/999999/undoing/").status_code == 404
        assert Relation.objects.standing().count() == 1

    def test_they_cost_two_questions_and_none_where_there_are_none(self, cast, visit, two):
        first, second = two
        ana = visit(cast.ana)
        before = queries.count(ana, at(first))
        linking.link(first, to=second, by=cast.ana)
        assert queries.count(ana, at(first)) == before + 2
        merging.merge(second, into=first, by=cast.ana)
        assert queries.count(ana, at(first)) == before + 2

    def test_many_cost_what_one_costs(self, cast, visit, two):
        """Also for somebody who reads along, of whom the tenant's rules would have to be asked for each ticket."""
        first, second = two
        make.member(cast.ben, cast.billing)
        catalogue.change_rules(agents_answer_others=True, agents_pick=True, by=cast.max)
        ben, linked = visit(cast.ben), linking.link(first, to=second, by=cast.ana)
        once = queries.count(ben, at(first))
        for _ in range(6):
            linking.link(first, to=make.ticket(cast.cleo), by=cast.ana)
        assert queries.count(ben, at(first)) == once
        assert linked.undone_at is None

    def test_a_long_chain_costs_what_a_short_one_costs(self, cast, visit, two):
        first, second = two
        ana = visit(cast.ana)
        merging.merge(first, into=second, by=cast.ana)
        once = queries.count(ana, at(first))
        for _ in range(4):
            second, longer = Ticket.objects.get(pk=second.pk), make.assigned(cast.cleo, cast.ana, by=cast.mia)
            merging.merge(second, into=longer, by=cast.mia)
            second = longer
        assert queries.count(ana, at(first)) == once


class TestSplit:
    def test_by_ticking_messages(self, cast, visit, two):
        ticket = two[0]
        said = conversation.message(ticket, body="My site is down.", by=cast.cleo, form_key=make.key())
        ana = visit(cast.ana)
        page = text(ana.get(at(ticket, "split")))
        assert f'value="{said.pk}"' in page
        assert "Charged twice, words." not in page, "the description stays"
        form = {"subject": "Site down", "messages": [said.pk], "form_key": make.key()}
        answer = ana.post(at(ticket, "split"), form)
        made = Relation.objects.get()
        assert answer["Location"].startswith(at(made.source))
        page = text(ana.get(answer["Location"]))
        assert "My site is down." in page
        ana.post(f"/desk/relations/{made.pk}/undoing/", {"back": ticket.number})
        assert ticket.messages.filter(pk=said.pk).exists()

    def test_what_is_missing_is_said_and_what_was_ticked_stays(self, cast, visit, two):
        ticket = two[0]
        said = conversation.message(ticket, body="My site is down.", by=cast.cleo, form_key=make.key())
        note = conversation.internal_note(ticket, body="Hm.", by=cast.ana, form_key=make.key())
        ana = visit(cast.ana)
        page = ana.post(at(ticket, "split"), {"subject": "", "messages": [said.pk], "form_key": make.key()})
        assert page.status_code == 422
        assert f'value="{said.pk}" checked' in text(page)
        for chosen, sentence in (
            ([], "Choose the messages"),
            ([note.pk], "at least one message of Cleo Acme"),
            (["99999"], "another ticket by now"),
            (["x"], "another ticket by now"),
        ):
            form = {"subject": "Site down", "messages": chosen, "form_key": make.key()}
            page = ana.post(at(ticket, "split"), form)
            assert page.status_code == 422
            assert sentence in text(page)
        assert Relation.objects.count() == 0

    def test_who_may_not_is_told_so(self, cast, visit, two):
        make.member(cast.ben, cast.billing)
        page = visit(cast.ben).post(at(two[0], "split"), {})
        assert page.status_code == 409
        assert "Only the agent who has this ticket, or a manager, can split it." in text(page)
