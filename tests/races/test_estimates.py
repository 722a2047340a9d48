"""Whoever looks first makes the estimate, and however many look at once there is one."""

from django.db import transaction

from activity.models import Delivery
from sla import promises, reactions
from sla.models import Basis, Estimate, Wait
from tests import make
from tests.together import committed, together
from tickets.models import Ticket


@committed
def test_readers_and_the_worker_at_once_are_told_the_same(cast):
    Basis.objects.create(number=30, plain=[3600] * 101)
    ticket = make.ticket(cast.cleo)
    delivery = Delivery.objects.get(reaction="sla.reactions.keep_waits")

    @transaction.atomic
    def read():
        return promises.of(Ticket.objects.select_related("requester", "category").get(pk=ticket.pk))

    @transaction.atomic
    def work():
        reactions.keep_waits(delivery)

    *told, _, nothing = together(*[read] * 5, work, work)
    assert nothing is None
    assert {one.pk for one in told} == {Estimate.objects.get().pk}
    assert Wait.objects.get().ticket_id == ticket.pk


@committed
def test_two_clocks_break_an_estimate_once_and_make_one_more(cast):
    Basis.objects.create(number=30, plain=[3600] * 101)
    ticket = make.ticket(cast.cleo)
    said = promises.of(ticket)
    Estimate.objects.filter(pk=said.pk).update(
        late_at=said.wait.began_at, expected_at=said.wait.began_at, likely_at=said.wait.began_at
    )
    together(promises.renew_late, promises.renew_late, promises.renew_late)
    assert list(Estimate.objects.order_by("number").values_list("number", "kept")) == [(1, False), (2, None)]
