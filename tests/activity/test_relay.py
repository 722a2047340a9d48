"""The relay hands due deliveries to the workers, and survives the broker."""

import json
import threading
import time

import pytest
from kombu.exceptions import OperationalError as BrokerDown

from activity import log, outbox, relay, tasks
from activity.models import Delivery
from helpdesk.celery import app
from tenants.scope import NoScope, tenant_scope
from tests.activity.broker import TIMEOUT, broker, broker_down, broker_frozen  # noqa: F401
from tests.together import committed

pytestmark = committed


@pytest.fixture
def due(cast):
    """Two deliveries of Acme's and one of Globex's."""
    for _ in range(2):
        log.record("person.password_changed", subject=cast.cleo)
    with tenant_scope(cast.globex.cleo.tenant_id):
        log.record("person.password_changed", subject=cast.globex.cleo)
    return cast


def claimed():
    return Delivery.objects.exclude(claimed_until=None).count()


def test_every_tenants_due_deliveries_reach_the_queue(due, broker):  # noqa: F811
    with tenant_scope(None):
        assert relay.hand_over() == 3
        assert broker() == 3
        assert relay.hand_over() == 0, "what is claimed is not offered again"
    assert claimed() == 2


def test_a_message_carries_the_tenant_and_the_id_and_nothing_else(due, broker):  # noqa: F811
    with tenant_scope(None):
        relay.hand_over()
    with app.connection_for_write() as connection, connection.channel() as channel:
        messages = [json.loads(raw) for raw in channel.client.lrange(app.conf.task_default_queue, 0, -1)]
    told = {(message["headers"]["tenant_id"], message["headers"]["argsrepr"]) for message in messages}
    expected = {(due.cleo.tenant_id, f"[{pk}]") for pk in Delivery.objects.values_list("pk", flat=True)}
    assert expected < told
    assert len(told) == 3
    for message in messages:
        assert message["content-type"] == "application/json"


def test_with_the_broker_down_every_claim_is_given_back(due, broker_down):  # noqa: F811
    with tenant_scope(None), pytest.raises(BrokerDown):
        relay.hand_over()
    assert claimed() == 0
    assert set(Delivery.objects.values_list("claims", flat=True)) == {0}


def test_a_long_outage_leaves_no_trace(due, broker_down):  # noqa: F811
    # Each round counts a claim and takes it back: else the count would outgrow its column in a day,
    # and the first claim after the outage would last for minutes.
    for _ in range(4):
        with tenant_scope(None), pytest.raises(BrokerDown):
            relay.hand_over()
    assert set(Delivery.objects.values_list("claims", "attempts")) == {(0, 0)}


def test_a_frozen_broker_is_given_up_within_its_timeout(due, broker_frozen):  # noqa: F811
    began = time.monotonic()
    with tenant_scope(None), pytest.raises(BrokerDown):
        relay.hand_over()
    assert time.monotonic() - began < 10 * TIMEOUT
    assert broker_frozen, "it was not even asked"
    assert claimed() == 0


def test_the_relay_goes_on_after_trouble_and_stops_when_told(due, broker_down, monkeypatch, caplog):  # noqa: F811
    monkeypatch.setattr(relay, "_PAUSE_AFTER_TROUBLE", 0)
    stop, rounds = threading.Event(), []
    hand_over = relay.hand_over

    def three_rounds():
        rounds.append(None)
        if len(rounds) == 3:
            stop.set()
            return 0
        return hand_over()

    monkeypatch.setattr(relay, "hand_over", three_rounds)
    with tenant_scope(None):
        relay.run(stop)
    assert len(rounds) == 3
    words = [record.message for record in caplog.records if record.name == "activity.relay"]
    assert [word.split(":")[0] for word in words] == ["the relay waits", "the relay is delivering again"]


def test_a_claim_that_was_lost_with_the_broker_is_offered_again(due, broker, clock):  # noqa: F811
    with tenant_scope(None):
        relay.hand_over()
        clock(seconds=outbox.CLAIM.total_seconds() + 1)
        assert relay.hand_over() == 3


def test_a_task_of_a_tenant_is_not_sent_without_one(tenants):
    with tenant_scope(None), pytest.raises(NoScope):
        tasks.deliver.delay(1)


def test_a_task_runs_in_the_scope_it_was_sent_from(due, mailoutbox):
    delivery = Delivery.objects.order_by("id").first()
    with tenant_scope(None):
        tasks.deliver.apply(args=[delivery.pk], headers={"tenant_id": due.cleo.tenant_id}).get()
    delivery.refresh_from_db()
    assert delivery.done_at
    assert [letter.to for letter in mailoutbox] == [[due.cleo.email]]


def test_a_task_that_came_without_a_tenant_is_refused(due):
    with tenant_scope(None), pytest.raises(NoScope):
        tasks.deliver.apply(args=[1]).get()


def test_a_task_does_nothing_in_the_wrong_tenant(due, mailoutbox):
    delivery = Delivery.objects.order_by("id").first()
    tasks.deliver.apply(args=[delivery.pk], headers={"tenant_id": due.globex.cleo.tenant_id}).get()
    delivery.refresh_from_db()
    assert delivery.done_at is None
    assert mailoutbox == []
