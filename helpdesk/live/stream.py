"""`GET /events`: server-sent events as an ASGI application. One stream for each browser, open for hours.

It asks through the functions that it is given, and knows neither database nor Valkey.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from random import randint
from urllib.parse import parse_qs

from helpdesk.live.hub import Hub, NotAdmitted, Stream, TooMany
from helpdesk.live.positions import Position, position

log = logging.getLogger(__name__)

# Seconds: a page that hears nothing for much longer looks for another way; who takes nothing for so long has gone.
PING = 15.0
PATIENCE = 10.0
_LONGEST = 4096  # characters of a query; a pass has some two hundred
_HEADERS = [
    (b"cache-control", b"no-store, private"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
]
_STREAM = [*_HEADERS, (b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no")]


@dataclass(frozen=True)
class Asked:
    """What a request for a stream says."""

    host: str
    pass_text: str
    session_key: str
    stands: Position


class Streams:
    """The application. `admit` and `missed` are those of helpdesk.live.exchange, in a thread."""

    def __init__(self, hub: Hub, *, admit: Callable[..., Awaitable], missed: Callable[..., Awaitable], cookie: str):
        self.hub, self._admit, self._missed, self._cookie = hub, admit, missed, cookie

    async def __call__(self, scope, receive, send):
        """Answer with a stream, or with a status and no words."""
        if scope["method"] != "GET":
            return await _refuse(send, 405, (b"allow", b"GET"))
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get(b"sec-fetch-site", "same-origin") != "same-origin" or len(scope["query_string"]) > _LONGEST:
            return await _refuse(send, 403)
        asked = _asked(scope, headers, self._cookie)
        try:
            caller = await self._admit(host=asked.host, pass_text=asked.pass_text, session_key=asked.session_key)
            stream = self.hub.open(caller)
        except NotAdmitted as refusal:
            return await _refuse(send, refusal.status)
        except TooMany:
            return await _refuse(send, 429, (b"retry-after", b"30"))
        try:
            return await self._serve(stream, asked, receive, send)
        finally:
            self.hub.leave(stream)

    async def _serve(self, stream, asked, receive, send):
        told, newest = await self._missed(stream.caller, asked.stands)
        self.hub.begin(stream, newest)
        for letter in told:
            stream.put(letter)
        gone = asyncio.create_task(_close_when_gone(receive, stream))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _STREAM})
            # Everybody comes back after a restart: not all in one second.
            await _say(send, f"retry: {randint(1000, 5000)}\nevent: hello\ndata: {{}}\n\n")  # noqa: S311 - no secret
            await _carry(stream, send)
            await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            log.info("a stream was closed: its reader takes nothing")
        finally:
            gone.cancel()


async def _carry(stream: Stream, send) -> None:
    """Send letters until the stream is closed; raise TimeoutError when nobody takes them."""
    while True:
        try:
            letter = await stream.next(within=PING)
        except TimeoutError:
            await _say(send, "event: ping\ndata: {}\n\n")
            continue
        if letter is None:
            return
        await _say(send, _as_text(letter))


def _as_text(letter) -> str:
    number = f"id: {letter.event}\n" if letter.event else ""
    data = json.dumps(letter.as_json(), separators=(",", ":"))
    return f"{number}event: {letter.kind}\ndata: {data}\n\n"


async def _say(send, text: str) -> None:
    async with asyncio.timeout(PATIENCE):
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _close_when_gone(receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.close()


async def _refuse(send, status: int, *more) -> None:
    headers = [*_HEADERS, (b"content-length", b"0"), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _asked(scope, headers, cookie: str) -> Asked:
    query = parse_qs(scope["query_string"].decode("latin-1"))
    first = {name: values[0] for name, values in query.items()}
    return Asked(
        host=headers.get(b"host", ""),
        pass_text=first.get("pass", ""),
        session_key=_from_cookie(headers.get(b"cookie", ""), cookie),
        stands=position(
            after=[headers.get(b"last-event-id", ""), first.get("after", "")], shown_at=first.get("at", "")
        ),
    )


def _from_cookie(header: str, name: str) -> str:
    cookies = SimpleCookie()
    with contextlib.suppress(CookieError):
        cookies.load(header)
    return cookies[name].value if name in cookies else ""
