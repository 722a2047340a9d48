"""Live updates over HTTP: the stream of a real server, with a real Valkey, while both come and go."""

import os
import re
import signal
import time

import pytest

from helpdesk.live.hub import MOST_STREAMS_OF_ONE
from helpdesk.local.demo import acme_people
from helpdesk.local.demo.content import PASSWORD
from tests.processes.listener import Listener
from tests.processes.visitor import Visitor

AT_ONCE = 3.0  # seconds from an act to the news of it, on a busy machine
PEOPLE = 17


def signed_in(installation, email, *, tenant="acme"):
    """Somebody with a session of their own."""
    visitor = Visitor(f"{tenant}.localhost", installation.port)
    visitor.sign_in(email, PASSWORD)
    return visitor


@pytest.fixture(scope="module")
def mia(installation):
    """Mia, who reads all."""
    return signed_in(installation, "mia@example.com")


def number_of(visitor, subject):
    """The number of a ticket of the visitor's own."""
    return int(re.search(rf'/tickets/(\d+)/"[^>]*>(?:(?!</a>).)*{subject}', visitor.get("/tickets/"), re.DOTALL)[1])


def listening(visitor, path="/desk/"):
    """The stream of a page."""
    return Listener(visitor, visitor.get(path))


def test_a_new_ticket_is_told_to_a_manager_at_once(installation, office, cleo, mia):
    stream = listening(mia)
    assert (stream.status, stream.content_type) == (200, "text/event-stream; charset=utf-8")
    cleo.file_ticket("Told at once")
    began = time.monotonic()
    number = number_of(cleo, "Told at once")
    letter = stream.next_about(number)
    assert time.monotonic() - began < AT_ONCE
    assert letter["data"] == {"ticket": number, "is_message": False, "is_mine": False}
    stream.close()


def test_who_comes_back_hears_what_they_missed(installation, office, cleo, mia):
    stream = listening(mia)
    cleo.file_ticket("Heard")
    last = stream.next_about(number_of(cleo, "Heard"))["event"]
    stream.close()
    cleo.file_ticket("Missed")
    missed = number_of(cleo, "Missed")
    back = Listener(mia, mia.get("/desk/"), last_event_id=last)
    told = [back.next()]
    while told[-1]["data"]["ticket"] != missed:
        told.append(back.next())
    assert told[-1]["event"] > last
    back.close()


def test_a_page_hears_what_happened_between_its_making_and_its_stream(installation, office, cleo, mia):
    page = mia.get("/desk/")
    cleo.file_ticket("In between")
    stream, number = Listener(mia, page), number_of(cleo, "In between")
    while (letter := stream.next())["data"]["ticket"] != number:
        assert letter["kind"] == "ticket"
    stream.close()


def test_a_customer_hears_of_their_own_ticket_alone(installation, office, cleo):
    vic = signed_in(installation, "vic@example.com")
    vic.file_ticket("Vic's own")
    own = number_of(vic, "Vic.s own")
    stream = listening(vic, f"/tickets/{own}/")
    assert stream.status == 200
    assert stream.next()["data"]["ticket"] == own  # filed a moment ago
    cleo.file_ticket("Cleo's own")
    assert stream.hears_nothing(within=1.5)
    stream.close()


def test_a_pass_fits_one_session_and_one_host(installation, mia):
    page = mia.get("/desk/")
    assert Listener(mia, page, host="globex.localhost").status == 404
    assert Listener(mia, page, host="nowhere.localhost").status == 404
    assert Listener(Visitor("acme.localhost", installation.port), page).status == 403
    assert Listener(signed_in(installation, "ana@example.com"), page).status == 403
    assert Listener(mia).status == 403


def test_signing_out_ends_the_stream(installation, office):
    ben = signed_in(installation, "ben@example.com")
    page = ben.get("/desk/")
    stream = Listener(ben, page)
    assert stream.status == 200
    assert ben.post("/sign-out/", page) == 303
    letter = stream.next()
    while letter and letter["kind"] == "ticket":
        letter = stream.next()
    assert letter is None or letter["kind"] == "end"
    assert Listener(ben, page).status == 403


@pytest.fixture(scope="module")
def crowd(installation):
    """Two hundred streams: seventeen people, each with as many as one may have."""
    streams = []
    for person in acme_people.CUSTOMERS[:PEOPLE]:
        visitor = signed_in(installation, person.email)
        passed = visitor.get("/live/")
        streams += [Listener(visitor, passed) for _ in range(MOST_STREAMS_OF_ONE)]
    assert Listener(visitor, passed).status == 429
    yield streams
    for stream in streams:
        stream.close()


def test_beside_two_hundred_streams_pages_are_served_and_news_comes_at_once(installation, office, cleo, mia, crowd):
    assert [stream.status for stream in crowd] == [200] * (PEOPLE * MOST_STREAMS_OF_ONE)
    stream = listening(mia)
    assert cleo.file_ticket("Beside two hundred") < AT_ONCE
    began = time.monotonic()
    stream.next_about(number_of(cleo, "Beside two hundred"))
    assert time.monotonic() - began < AT_ONCE
    stream.close()


def test_a_frozen_valkey_keeps_no_writer_waiting_and_the_news_comes_later(installation, office, cleo, mia):
    stream = listening(mia)
    (valkey,) = installation.pids("valkey-server")
    os.kill(valkey, signal.SIGSTOP)
    try:
        for number in range(3):
            assert cleo.file_ticket(f"Frozen {number}") < AT_ONCE
    finally:
        os.kill(valkey, signal.SIGCONT)
    untold = {number_of(cleo, f"Frozen {number}") for number in range(3)}
    while untold:
        untold.discard(stream.next(within=45)["data"].get("ticket"))
    stream.close()


def test_a_server_with_two_hundred_streams_ends_at_once_and_they_come_back(installation, office, cleo, mia, crowd):
    stream = listening(mia)
    (web,) = installation.pids("helpdesk.web")
    began = time.monotonic()
    os.kill(web, signal.SIGTERM)
    while stream.next(within=10) is not None:
        pass
    while web in installation.pids("helpdesk.web"):
        assert time.monotonic() - began < 10
        time.sleep(0.02)
    assert time.monotonic() - began < 1.9, "before the server would have cancelled them"
    deadline = time.monotonic() + 60
    while True:
        try:
            again = listening(mia)
            break
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    cleo.file_ticket("After the restart")
    again.next_about(number_of(cleo, "After the restart"))
    again.close()
