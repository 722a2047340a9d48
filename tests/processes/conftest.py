"""An installation whose mail goes to a real SMTP server that the test can make slow."""

import socket
import threading
import time
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from helpdesk.local.demo.content import PASSWORD
from tests.installation import Installation
from tests.processes.visitor import Visitor


class PostOffice:
    """Takes every mail; while the counter is closed its yes is held back."""

    def __init__(self):
        self.letters, self.at_the_counter = [], threading.Event()
        self.open = threading.Event()
        self.open.set()

    def handle_DATA(self, server, session, envelope):  # aiosmtpd calls it by this name
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.at_the_counter.set()
        self.open.wait(20)
        return "250 OK"

    def ids_about(self, subject: str) -> list[str]:
        """Return the Message-IDs of the mails with a word in their subject."""
        return [letter["Message-ID"] for letter in list(self.letters) if subject in letter["Subject"]]

    def wait_for(self, subject: str, *, seconds: float = 60) -> list[str]:
        """Wait until a mail about something has come and return the Message-IDs of all about it."""
        deadline = time.monotonic() + seconds
        while not (ids := self.ids_about(subject)) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert ids, f"no mail about {subject} in {seconds} s"
        return ids


class _Handler:
    """Runs the office's work in a thread, so that a held back yes does not stop the server."""

    def __init__(self, office):
        self.office = office

    async def handle_DATA(self, server, session, envelope):
        return await server.loop.run_in_executor(None, self.office.handle_DATA, server, session, envelope)


@pytest.fixture(scope="module")
def office():
    """A post office of our own."""
    post_office = PostOffice()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        post_office.port = probe.getsockname()[1]
    controller = Controller(_Handler(post_office), hostname="127.0.0.1", port=post_office.port)
    controller.start()
    yield post_office
    post_office.open.set()
    controller.stop()


@pytest.fixture(scope="module")
def installation(prepared, office, tmp_path_factory):
    """One installation for all of these tests: each leaves it whole, or it would not be the product."""
    data = tmp_path_factory.mktemp("kills") / "data"
    running = Installation.start_on_a_copy(prepared, data, SMTP_URL=f"smtp://127.0.0.1:{office.port}?starttls=no")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def cleo(installation):
    """Cleo, signed in."""
    visitor = Visitor("acme.localhost", installation.port)
    visitor.sign_in("cleo@example.com", PASSWORD)
    return visitor
