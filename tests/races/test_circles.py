"""What acts on many tickets in one transaction takes their locks in one order, whatever order it works in: nobody
who wants two of them meanwhile waits in a circle.
"""

from functools import partial

import pytest
from django.db import transaction

from tests import make
from tests.together import Elsewhere, committed, until_somebody_waits
from tickets import access, bulk, conversation, handover, lifecycle, merging, splitting
from tickets.models import BulkJob, Message, Ticket

pytestmark = committed


def begin(act, tickets, by, **how):
    chosen = Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets])
    return bulk.begin(act, tickets=chosen, how=how, by=by, form_key=make.key())


def wanting(first, then, act):
    """Hold one ticket, let the act wait for it, and want another one: return what the act returned."""
    with transaction.atomic():
        lifecycle.lock(first)
        running = Elsewhere(act)
        until_somebody_waits()
        lifecycle.lock(then)
    return running.wait()


@pytest.fixture
def three(cast):
    """Three tickets of Cleo's, in the order of their ids."""
    return [make.ticket(cast.cleo) for _ in range(3)]


def test_many_are_merged_into_one_that_was_made_after_them(cast, three):
    for place in range(2):
        conversation.message(three[0], body=f"And {place}", by=cast.cleo, form_key=make.key())
    words = list(Message.objects.filter(ticket=three[0], kind="message").values_list("pk", flat=True))
    # As old as its words, younger by its id.
    Message.objects.filter(pk__in=words).update(written_at=three[0].filed_at.replace(year=2020))
    into = splitting.split(three[0], messages=words, subject="The rest", by=cast.mia, form_key=make.key()).source
    job = begin(BulkJob.Act.MERGE, [*three, into], cast.mia)
    assert job.how == {"into": into.pk}
    done = wanting(three[1], into, partial(bulk.carry_on, job))
    assert isinstance(done, BulkJob), done
    assert merging.end_of(Ticket.objects.get(pk=three[1].pk)) == into


def test_many_are_taken_back_from_the_last_one_on(cast, three):
    job = begin(BulkJob.Act.CLOSE, three, cast.mia, reason="Done")
    bulk.carry_on(job)
    bulk.undo_all(job, by=cast.mia)
    undone = wanting(three[0], three[1], partial(bulk.carry_on, job))
    assert isinstance(undone, BulkJob), undone
    assert undone.undo_finished_at
    assert Ticket.objects.open().count() == 3


def test_one_click_is_undone_at_several_tickets(cast, visit, three):
    mia = visit(cast.mia)
    chosen = {"ticket": [ticket.number for ticket in three], "to": cast.ana.pk}
    answer = mia.post("/desk/live-queue/assignments/", chosen, follow=True)
    way_back = next(message.extra_tags for message in answer.context["messages"])
    undone = wanting(three[0], three[1], partial(mia.post, way_back))
    assert getattr(undone, "status_code", undone) == 303
    assert not Ticket.objects.exclude(assignee=None).exists()


def test_many_are_assigned_with_one_click(cast, visit, three, monkeypatch):
    # As they come from the database: in no order in particular.
    monkeypatch.setattr(access, "desk_tickets", lambda user: Ticket.objects.order_by("-pk"))
    chosen = {"ticket": [ticket.number for ticket in three], "to": cast.ana.pk}
    answer = wanting(three[0], three[1], partial(visit(cast.mia).post, "/desk/live-queue/assignments/", chosen))
    assert getattr(answer, "status_code", answer) == 303
    assert Ticket.objects.filter(assignee=cast.ana).count() == 3


def test_many_are_handed_over_in_several_batches(cast, monkeypatch):
    monkeypatch.setattr(handover, "BATCH", 1)
    later, sooner = (
        make.assigned(cast.cleo, cast.ana, by=cast.mia, category=category) for category in (cast.refund, cast.site_down)
    )
    assert list(handover.open_tickets(cast.ana)) == [sooner, later]

    def hand_over():
        with transaction.atomic():  # as a request does
            return handover.hand_over(cast.ana, to=cast.ben, by=cast.mia)

    done = wanting(later, sooner, hand_over)
    assert isinstance(done, handover.HandedOver), done
    assert Ticket.objects.filter(assignee=cast.ben).count() == 2
