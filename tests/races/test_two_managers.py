"""Two managers give one ticket to two agents: whoever comes second is told who has it, and overwrites nothing.

Forced in both orders: the first one's act is done and not committed yet when the second one's form arrives.
"""

from functools import partial

import pytest
from django.db import transaction

from activity.models import Event
from tests import make
from tests.together import Elsewhere, committed, until_somebody_waits
from tickets import assignment, bulk, events, reassigning, timeline, undo
from tickets.models import BulkJob, Ticket

pytestmark = committed


@pytest.fixture
def managers(cast):
    """Mia, and Max who is a manager as well."""
    cast.max.is_manager = True
    cast.max.save()
    return {"mia": cast.mia, "max": cast.max}


def from_its_page(who, visit, ticket, to):
    """The form on the ticket's page, which showed the ticket as it was."""
    seen = timeline.last_event_id(ticket)
    return partial(visit(who).post, f"/desk/tickets/{ticket.number}/assignment/", {"assignee": to.pk, "seen": seen})


def from_the_live_queue(who, visit, ticket, to):
    """The ticked ticket in the live queue, which showed it as nobody's."""
    words = {"ticket": ticket.number, "to": to.pk}
    return partial(visit(who).post, "/desk/live-queue/assignments/", words, follow=True)


def evenly(who, visit, ticket, to):
    """The other button there."""
    words = {"ticket": ticket.number, "evenly": ""}
    return partial(visit(who).post, "/desk/live-queue/assignments/", words, follow=True)


def among_many(who, visit, ticket, to):
    """One act on many, of which this is one."""
    how = {"to": to.pk, "seen": undo.newest()}
    chosen = Ticket.objects.filter(pk=ticket.pk)
    job = bulk.begin(BulkJob.Act.ASSIGN, tickets=chosen, how=how, by=who, form_key=make.key())
    return partial(bulk.carry_on, job)


def told(answer) -> str:
    """What the second one reads."""
    if isinstance(answer, BulkJob):
        return " ".join(answer.items.values_list("sentence", flat=True))
    return answer.content.decode()


WAYS = {
    from_its_page: "assigned this ticket while you had this page open",
    from_the_live_queue: "Ana Acme has this ticket already.",
    evenly: "No ticket was assigned.",
    among_many: "Ana Acme was given this ticket meanwhile. Nothing was changed.",
}


@pytest.mark.parametrize(("first", "second"), [("mia", "max"), ("max", "mia")])
@pytest.mark.parametrize("way", WAYS, ids=[way.__name__ for way in WAYS])
def test_the_second_is_told_and_overwrites_nothing(cast, visit, managers, way, first, second):
    ticket = make.ticket(cast.cleo)
    form = way(managers[second], visit, ticket, cast.ben)
    with transaction.atomic():
        assignment.assign(ticket, to=cast.ana, by=managers[first])
        arriving = Elsewhere(form)
        if way is evenly:  # goes past what somebody else is changing
            arriving.wait()
        else:
            until_somebody_waits()
    answer = arriving.wait()
    assert not isinstance(answer, Exception), answer
    assert WAYS[way] in told(answer)
    ticket.refresh_from_db()
    assert ticket.assignee == cast.ana
    assert Event.objects.filter(subject_id=ticket.pk, name=events.ASSIGNED).count() == 1


@pytest.mark.parametrize(("first", "second"), [("mia", "max"), ("max", "mia")])
def test_two_decide_about_one_request(cast, visit, managers, first, second):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    asked = reassigning.ask(ticket, reason="Not my field.", by=cast.ana)
    address = f"/desk/reassign-requests/{asked.pk}/acceptance/"
    form = partial(visit(managers[second]).post, address, {"to": cast.max.pk})
    with transaction.atomic():
        reassigning.accept(asked, to=cast.ben, by=managers[first])
        arriving = Elsewhere(form)
        until_somebody_waits()
    answer = arriving.wait()
    assert answer.status_code == 409
    assert f"{managers[first].name} reassigned the ticket before you." in told(answer)
    ticket.refresh_from_db()
    assert ticket.assignee == cast.ben
