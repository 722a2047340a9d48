"""Streams without a database: bells come in, letters go out, and nobody is kept waiting by anybody."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from helpdesk.live import hub as hubs
from helpdesk.live.hub import Hub, NotAdmitted, TooMany
from helpdesk.live.letters import END, Letter
from helpdesk.live.stream import Streams


def played(story):
    """Play a story in a loop of its own: in this thread a browser's may be running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, story).result()


@dataclass(frozen=True)
class Caller:
    """Somebody who listens."""

    user_id: int = 1
    tenant_id: int = 1


@dataclass
class Answer:
    """What the database would say."""

    letters: dict
    told: frozenset = field(default_factory=frozenset)


class Desk:
    """Answers for the database: tells every event to everybody who is not `gone`."""

    def __init__(self):
        self.asked, self.gone, self.in_table, self.listening = [], set(), [], []

    async def tell(self, tenant_id, callers, *, events, presence):
        self.asked.append((tenant_id, set(events)))
        return self._answer(callers, events)

    async def look_again(self, tenant_id, callers, *, after, told):
        return self._answer(callers, [event for event in self.in_table if event > after and event not in told])

    def _answer(self, callers, events):
        letters = [Letter("ticket", {"ticket": 1042}, event) for event in sorted(events)]
        return Answer({caller: letters for caller in callers if caller not in self.gone}, frozenset(events))

    async def listen(self, *, heard, resumed):
        self.listening.append(heard)
        await asyncio.Event().wait()


@pytest.fixture
def desk():
    """The answers."""
    return Desk()


@pytest.fixture
def hub(desk, monkeypatch):
    """A hub that asks the desk."""
    monkeypatch.setattr(hubs, "PAUSE", 0)
    return Hub(tell=desk.tell, look_again=desk.look_again, end=END, listen=desk.listen)


async def heard(stream, count):
    """The next letters of a stream."""
    return [await stream.next(within=2) for _ in range(count)]


def test_a_bell_is_told_to_the_streams_of_its_tenant_alone(hub, desk):
    async def story():
        here, there = hub.open(Caller(1)), hub.open(Caller(2, tenant_id=2))
        hub.heard({"tenant": 1, "event": 7})
        assert [letter.event for letter in await heard(here, 1)] == [7]
        with pytest.raises(TimeoutError):
            await there.next(within=0.05)
        hub.stop()

    played(story())
    assert {tenant_id for tenant_id, _ in desk.asked} == {1}


def test_bells_that_come_together_are_one_question(hub, desk):
    async def story():
        streams = [hub.open(Caller(number)) for number in range(50)]
        for event in range(100):
            hub.heard({"tenant": 1, "event": event})
        for stream in streams:
            assert len(await heard(stream, 100)) == 100
        hub.stop()

    played(story())
    assert len(desk.asked) == 1


def test_whoever_may_listen_no_longer_is_told_the_end_and_nothing_else(hub, desk):
    async def story():
        ana, mia = hub.open(Caller(1)), hub.open(Caller(2))
        desk.gone.add(ana.caller)
        hub.heard({"tenant": 1})  # somebody signed out
        assert await heard(ana, 2) == [END, None]
        hub.heard({"tenant": 1, "event": 7})
        assert [letter.event for letter in await heard(mia, 1)] == [7]
        hub.stop()

    played(story())


def test_what_no_bell_was_heard_for_is_found_in_the_table_once(hub, desk):
    async def story():
        stream = hub.open(Caller())
        hub.begin(stream, 10)
        hub.heard({"tenant": 1, "event": 11})
        await heard(stream, 1)
        desk.in_table = [9, 10, 11, 12]
        for _ in range(2):
            hub.look()
            await asyncio.sleep(0.05)
        assert [letter.event for letter in await heard(stream, 1)] == [12]
        with pytest.raises(TimeoutError):
            await stream.next(within=0.05)
        hub.stop()

    played(story())


def test_a_database_that_fails_ends_no_stream(hub, desk, caplog):
    async def story():
        stream = hub.open(Caller())
        hub.begin(stream, 0)
        tell, desk_fails = hub._tell, True

        async def fails(*args, **kwargs):
            if desk_fails:
                raise OSError("the database is away")
            return await tell(*args, **kwargs)

        hub._tell = fails
        hub.heard({"tenant": 1, "event": 7})
        await asyncio.sleep(0.05)
        desk_fails, desk.in_table = False, [7]
        hub.look()
        assert [letter.event for letter in await heard(stream, 1)] == [7]
        hub.stop()

    played(story())
    assert "were told nothing" in caplog.text


def test_a_reader_who_takes_nothing_is_dropped_and_holds_up_nobody(hub, monkeypatch):
    monkeypatch.setattr(hubs, "MOST_WAITING", 3)

    async def story():
        slow, quick = hub.open(Caller(1)), hub.open(Caller(2))
        for event in range(5):
            hub.heard({"tenant": 1, "event": event})
            await heard(quick, 1)
        assert slow.is_closed
        assert not quick.is_closed
        hub.stop()

    played(story())


def test_a_person_has_twelve_streams_and_a_process_has_its_number(hub, monkeypatch):
    monkeypatch.setattr(hubs, "MOST_STREAMS", 14)

    async def story():
        of_ana = [hub.open(Caller(1)) for _ in range(hubs.MOST_STREAMS_OF_ONE)]
        with pytest.raises(TooMany):
            hub.open(Caller(1))
        hub.open(Caller(2))
        hub.open(Caller(3))
        with pytest.raises(TooMany):
            hub.open(Caller(4))
        hub.leave(of_ana[0])
        assert hub.open(Caller(4))
        hub.stop()

    played(story())


def test_the_last_one_of_a_tenant_takes_its_room_along(hub):
    async def story():
        stream = hub.open(Caller())
        hub.leave(stream)
        assert (hub.streams, hub._rooms) == (0, {})
        hub.heard({"tenant": 1, "event": 7})

    played(story())


def test_a_process_that_stops_closes_its_streams_and_opens_none(hub):
    async def story():
        stream = hub.open(Caller())
        hub.stop()
        assert await stream.next(within=1) is None
        with pytest.raises(TooMany):
            hub.open(Caller())

    played(story())


class TestRequest:
    """What /events answers."""

    def ask(self, hub, *, method="GET", headers=(), query=b"pass=x", admit=None, letters=(), during=None):
        """Return the status, the headers and the text of the answer to a request that goes away after `during`."""
        answered, asked = [], []

        async def let_in(**said):
            asked.append(said)
            return admit(said) if admit else Caller()

        async def missed(caller, stands):
            asked.append(stands)
            return list(letters), 0

        async def send(message):
            answered.append(message)

        async def story():
            gone = asyncio.Event()

            async def receive():
                await gone.wait()
                return {"type": "http.disconnect"}

            scope = {
                "type": "http",
                "method": method,
                "path": "/events",
                "query_string": query,
                "headers": list(headers),
            }
            answer = asyncio.create_task(
                Streams(hub, admit=let_in, missed=missed, cookie="sessionid")(scope, receive, send)
            )
            await asyncio.sleep(0.05)
            if during:
                await during()
            gone.set()
            await asyncio.wait_for(answer, 2)
            hub.stop()

        played(story())
        start, *bodies = answered
        text = b"".join(body.get("body", b"") for body in bodies).decode()
        return start["status"], dict(start["headers"]), text, asked

    def test_a_stream_says_where_it_is_and_carries_letters(self, hub):
        missed = Letter("ticket", {"ticket": 1042, "is_message": True, "is_mine": False}, 7)
        status, headers, text, _ = self.ask(hub, letters=[missed])
        assert status == 200
        assert headers[b"content-type"] == b"text/event-stream; charset=utf-8"
        assert headers[b"cache-control"] == b"no-store, private"
        assert headers[b"x-accel-buffering"] == b"no"
        assert headers[b"x-content-type-options"] == b"nosniff"
        assert headers[b"content-security-policy"].startswith(b"default-src 'none'")
        assert text.startswith("retry: ")
        assert 'id: 7\nevent: ticket\ndata: {"kind":"ticket","data":{"ticket":1042' in text
        assert hub.streams == 0

    def test_the_question_holds_what_the_request_says(self, hub):
        headers = [(b"host", b"acme.test"), (b"cookie", b"tz=UTC; sessionid=abc"), (b"last-event-id", b"41")]
        *_, asked = self.ask(hub, headers=headers, query=b"pass=signed%3Ax&after=40&at=1000")
        assert asked[0] == {"host": "acme.test", "pass_text": "signed:x", "session_key": "abc"}
        assert asked[1].after == 41

    def test_what_happens_meanwhile_is_sent(self, hub):
        async def ring():
            hub.heard({"tenant": 1, "event": 8})
            await asyncio.sleep(0.05)

        assert "id: 8\n" in self.ask(hub, during=ring)[2]

    def test_something_is_said_in_a_silence(self, hub, monkeypatch):
        monkeypatch.setattr("helpdesk.live.stream.PING", 0.01)
        assert "event: ping\n" in self.ask(hub)[2]

    @pytest.mark.parametrize("status", [403, 404])
    def test_who_is_not_admitted_gets_a_status_and_no_words(self, hub, status):
        def refuse(said):
            raise NotAdmitted(status)

        assert self.ask(hub, admit=refuse)[::2] == (status, "")

    def test_nobody_is_asked_for_a_request_that_cannot_be_one(self, hub):
        assert self.ask(hub, method="POST")[0] == 405
        assert self.ask(hub, headers=[(b"sec-fetch-site", b"cross-site")])[0] == 403
        status, _, _, asked = self.ask(hub, query=b"pass=" + b"x" * 5000)
        assert (status, asked) == (403, [])

    def test_one_too_many_is_told_to_come_back(self, hub, monkeypatch):
        monkeypatch.setattr(hubs, "MOST_STREAMS", 0)
        status, headers, *_ = self.ask(hub)
        assert (status, headers[b"retry-after"]) == (429, b"30")

    @pytest.mark.parametrize("cookie", [b"sessionid=\xff\xfe", b";;;=", b'sessionid="', b"a" * 9000])
    def test_a_cookie_that_cannot_be_read_is_none(self, hub, cookie):
        assert self.ask(hub, headers=[(b"cookie", cookie)])[0] == 200
