"""One port for everything: streams of news here, Django's synchronous views in threads below."""

import asyncio
import gc
import signal
from functools import partial

from a2wsgi import WSGIMiddleware
from django.conf import settings

from activity.bell import CHANNEL
from helpdesk.readable import readable
from helpdesk.wsgi import application as django_application

_below = WSGIMiddleware(django_application, workers=8)

from helpdesk.live import exchange, letters  # noqa: E402 - needs the application
from helpdesk.live.hub import Hub  # noqa: E402
from helpdesk.live.listening import listen  # noqa: E402
from helpdesk.live.stream import Streams  # noqa: E402


def _in_a_thread(question):
    """Make an awaitable of a question to the database."""

    async def asked(*args, **kwargs):
        work = partial(question, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(exchange.THREADS, work)

    return asked


_hub = Hub(
    tell=_in_a_thread(exchange.tell),
    look_again=_in_a_thread(exchange.look_again),
    end=letters.END,
    listen=partial(listen, settings.REDIS_URL, CHANNEL),
)
_streams = Streams(
    _hub,
    admit=_in_a_thread(exchange.admit),
    missed=_in_a_thread(exchange.missed),
    cookie=settings.SESSION_COOKIE_NAME,
)


async def application(scope, receive, send):
    """Answer a request, once it says only what it may say."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/events":
        await _streams(scope, receive, send)
    else:
        await _below(readable(scope) if scope["type"] == "http" else scope, receive, send)


def _look_for_garbage_less_often():
    """Leave out what stays as long as the process: Python's own intervals took up to a fifth of a page's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


async def _live(receive, send):
    """Begin and end with the server."""
    await receive()
    _look_for_garbage_less_often()
    _close_streams_when_asked_to_end()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    _hub.stop()
    await send({"type": "lifespan.shutdown.complete"})


def _close_streams_when_asked_to_end():
    """The server ends when all answers have ended, and a stream stays open for hours: so it is told as well."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        servers_own = signal.getsignal(number)

        def end(number, frame, servers_own=servers_own):
            loop.call_soon_threadsafe(_hub.stop)
            if callable(servers_own):
                servers_own(number, frame)

        signal.signal(number, end)
