import pytest

from tests import make
from tickets.models import Ticket
from tickets.statuses import Status


@pytest.mark.django_db
def test_a_filed_ticket_is_new_and_waits(cast):
    ticket = make.ticket(cast.cleo)
    ticket.refresh_from_db()
    assert ticket.state == Status.NEW
    assert ticket.waiting_since == ticket.filed_at == ticket.unanswered_since
    assert ticket.number >= 100_000


def test_every_status_can_be_reached(cast):
    for status in Status:
        make.in_status(status, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    assert Ticket.objects.count() == len(Status)
