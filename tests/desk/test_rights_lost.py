"""Somebody holds a reply, acts on many tickets, and loses the ticket, the role or the account within the ten seconds:
what was only on its way does not happen, and what was done is theirs to undo no more.
"""

import pytest

from accounts.models import Membership, User
from tests import make
from tickets import assignment, bulk, catalogue, drafts, sending
from tickets.models import BulkItem, BulkJob, Draft, HeldReply, Message, Ticket

pytestmark = pytest.mark.django_db


def _moved_away(cast):
    assignment.assign(Ticket.objects.get(), to=cast.mia, by=cast.mia)
    Membership.objects.filter(user=cast.ana).delete()


LOSES = {
    "the ticket": _moved_away,
    "the role": lambda cast: User.objects.filter(pk=cast.ana.pk).update(is_agent=False, is_admin=True),
    "the account": lambda cast: User.objects.filter(pk=cast.ana.pk).update(is_active=False),
}


@pytest.fixture
def held(cast, visit, post_office):
    """Ana's reply to her only ticket, which leaves in ten seconds, and her browser."""
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    post_office()
    ana = visit(cast.ana)
    ana.post(f"/desk/tickets/{ticket.number}/replies/", {"body": "Too late.", "form_key": make.key()})
    return HeldReply.objects.get(), ana


@pytest.mark.parametrize("lose", LOSES.values(), ids=LOSES)
@pytest.mark.parametrize("noun", ["sending/", ""])
def test_a_held_reply_is_neither_sent_nor_taken_back_from_a_page_that_was_open(cast, held, lose, noun):
    reply, ana = held
    lose(cast)
    assert ana.post(f"/desk/undo/{reply.event_id}/{noun}").status_code in (401, 403, 404)
    assert HeldReply.objects.filter(pk=reply.pk).exists()


@pytest.mark.parametrize("lose", LOSES.values(), ids=LOSES)
def test_a_held_reply_does_not_leave_and_its_words_are_kept(cast, held, lose, post_office):
    reply, _ = held
    lose(cast)
    letters = post_office()
    assert not Message.objects.filter(kind="reply").exists()
    assert cast.cleo.email not in {address for letter in letters for address in letter.to}
    assert drafts.of(cast.ana, Draft.Kind.REPLY, ticket=reply.ticket).words["body"] == "Too late."


def test_a_colleague_who_may_answer_and_leaves_the_team_does_not(cast, post_office):
    catalogue.change_rules(agents_answer_others=True, by=cast.max)
    make.member(cast.ben, cast.billing)
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    post_office()
    sending.hold(ticket, kind=HeldReply.Kind.SOLUTION, body="Too late.", by=cast.ben, form_key=make.key())
    Membership.objects.filter(user=cast.ben, team=cast.billing).delete()
    post_office()
    assert not Message.objects.filter(kind="reply").exists()
    assert drafts.of(cast.ben, Draft.Kind.REPLY, ticket=ticket).words["body"] == "Too late."


@pytest.mark.parametrize("lose", LOSES.values(), ids=LOSES)
def test_one_act_on_many_that_was_begun_is_not_done(cast, visit, lose):
    make.assigned(cast.cleo, cast.ana, by=cast.mia)
    ana = visit(cast.ana)
    form = {"act": "close", "reason": "Done", "which": "all", "form_key": make.key()}
    job = BulkJob.objects.get(pk=ana.post("/desk/lists/mine/selection/", form)["Location"].split("/")[3])
    lose(cast)
    bulk.carry_on(job)
    assert set(job.items.values_list("outcome", flat=True)) == {BulkItem.Outcome.REFUSED}
    assert Ticket.objects.get().is_open


def test_what_was_done_to_many_is_not_undone_by_a_manager_who_is_none_any_more(cast, visit):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    mia = visit(cast.mia)
    chosen = {"ticket": [make.ticket(cast.cleo).number], "to": cast.ana.pk}
    answer = mia.post("/desk/live-queue/assignments/", chosen, follow=True)
    way_back = next(message.extra_tags for message in answer.context["messages"])
    User.objects.filter(pk=cast.mia.pk).update(is_manager=False)
    Membership.objects.create(user=cast.mia, team=cast.billing)
    assert mia.post(way_back).status_code == 303
    assert Ticket.objects.filter(assignee=cast.ana).count() == 2
    assert ticket.assignee == cast.ana
