"""Brokers for the relay: the real one, one that is not there, and one that accepts and never answers."""

import contextlib
import re
import socket
import threading

import pytest
from django.conf import settings

from helpdesk.celery import app

TIMEOUT = 0.2


def _use(monkeypatch, url):
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS | {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT}
    monkeypatch.setattr(app.conf, "broker_write_url", url, raising=False)
    monkeypatch.setitem(app.conf, "broker_transport_options", options)
    # Connections are pooled; the ones from before lead elsewhere.
    for holder, name in ((app.amqp, "_producer_pool"), (app, "_pool")):
        monkeypatch.setattr(holder, name, None)


@pytest.fixture
def broker_down(monkeypatch, tmp_path):
    """Nothing listens where the broker should be."""
    _use(monkeypatch, f"redis+socket://{tmp_path}/nobody.sock?virtual_host=0")


@pytest.fixture
def broker_frozen(monkeypatch, tmp_path):
    """The broker takes every connection and says nothing; returns the connections it took."""
    taken = []
    with socket.socket(socket.AF_UNIX) as listening:
        # The path of a Unix socket must be short.
        monkeypatch.chdir(tmp_path)
        listening.bind("frozen.sock")
        listening.listen(100)

        def take():
            with contextlib.suppress(OSError):
                while True:
                    taken.append(listening.accept()[0])

        threading.Thread(target=take, daemon=True).start()
        _use(monkeypatch, f"redis+socket://{tmp_path}/frozen.sock?virtual_host=0")
        yield taken
        listening.shutdown(socket.SHUT_RDWR)
    for connection in taken:
        connection.close()


@pytest.fixture
def broker(monkeypatch, worker_name):
    """The real broker, in a database of this parallel worker's own, with an empty queue before and after."""
    number = 15 - int(re.sub(r"\D", "", worker_name) or 0)
    _use(monkeypatch, re.sub(r"\d+$", str(number), settings.CELERY_BROKER_URL))
    with app.connection_for_write() as connection:

        def length():
            with connection.channel() as channel:
                return channel.client.llen(app.conf.task_default_queue)

        def empty():
            with connection.channel() as channel:
                channel.client.delete(app.conf.task_default_queue)

        empty()
        yield length
        empty()
