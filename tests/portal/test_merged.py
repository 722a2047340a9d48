"""What the requester of a merged ticket sees: old links and open pages lead to where it goes on."""

import pytest

from tests import make
from tickets import conversation, drafts, merging, progress
from tickets.models import Draft, Ticket


@pytest.fixture
def merged(cast):
    """Cleo's second ticket, merged into the first one; returns target and source."""
    first, second = (
        make.assigned(cast.cleo, cast.ana, by=cast.mia, subject=subject, description=f"{subject}, words.")
        for subject in ("Charged twice", "Charged again")
    )
    conversation.internal_note(second, body="Between us.", by=cast.ana, form_key=make.key())
    merging.merge(second, into=first, by=cast.mia)
    return first, second


def at(ticket, noun=""):
    return f"/tickets/{ticket.number}/{noun}{'/' if noun else ''}"


def test_an_old_link_leads_to_where_it_goes_on_with_a_sentence(cast, visit, merged):
    first, second = merged
    cleo = visit(cast.cleo)
    answer = cleo.get(at(second))
    assert (answer.status_code, answer["Location"]) == (302, f"{at(first)}?merged={second.number}")
    page = cleo.get(answer["Location"]).content.decode()
    assert f"#{second.number} is part of this ticket now." in page
    assert "Charged again, words." in page
    assert f"from #{second.number}" in page
    assert "Between us." not in page


@pytest.mark.parametrize("noun", ["messages", "reopening"])
def test_a_form_that_was_open_still_arrives(cast, visit, merged, noun):
    first, second = merged
    form = {"body": "I had this open", "form_key": make.key()}
    cleo = visit(cast.cleo)
    for _ in range(2):
        answer = cleo.post(at(second, noun), form)
        assert answer.status_code == 303
        assert answer["Location"].startswith(f"{at(first)}?merged={second.number}#message-")
    assert first.messages.filter(body="I had this open").count() == 1


def test_closing_from_an_open_page_shows_where_it_goes_on(cast, visit, merged):
    first, second = merged
    answer = visit(cast.cleo).post(at(second, "closure"), {"reason": ""}, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0].startswith(at(first))
    assert Ticket.objects.get(pk=first.pk).is_open


def test_a_draft_of_an_open_page_is_found_again(cast, visit, merged):
    first, second = merged
    cleo = visit(cast.cleo)
    assert cleo.post(at(second, "draft"), {"body": "Half"}).status_code == 204
    assert "Half</textarea>" in cleo.get(at(first)).content.decode()
    assert cleo.post(at(second, "draft"), {"body": "Other"}).status_code == 204
    assert drafts.of(cast.cleo, Draft.Kind.MESSAGE, ticket=first).words == {"body": "Half"}, "nothing is overwritten"


def test_words_that_come_too_late_for_both_go_into_a_follow_up(cast, visit, merged, clock):
    first, second = merged
    progress.close(first, by=cast.ana, reason="Done")
    clock(days=8)
    page = visit(cast.cleo).post(at(second, "messages"), {"body": "Too late", "form_key": make.key()})
    assert page.status_code == 409
    assert f"follow_up_of={first.number}" in page.content.decode()
    assert drafts.of(cast.cleo, Draft.Kind.NEW_TICKET).words["description"] == "Too late"


def test_my_tickets_says_that_it_goes_on_elsewhere(cast, visit, merged):
    page = visit(cast.cleo).get("/tickets/?show=closed").content.decode()
    assert "it goes on in another ticket of yours" in page
    assert "You can reopen it until" not in page


@pytest.mark.parametrize("value", ["1", "abc", "9" * 30, "-1", "%00"])
def test_a_made_up_sentence_is_not_said(cast, visit, merged, value):
    page = visit(cast.cleo).get(f"{at(merged[0])}?merged={value}")
    assert page.status_code == 200
    assert "is part of this ticket now" not in page.content.decode()


def test_strangers_are_led_nowhere(cast, visit, merged):
    for ticket in merged:
        for stranger in (cast.vic, cast.gus):
            assert visit(stranger).get(at(ticket)).status_code == 404
            form = {"body": "x", "form_key": make.key()}
            assert visit(stranger).post(at(ticket, "messages"), form).status_code == 404
