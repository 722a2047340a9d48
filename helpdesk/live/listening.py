"""Hears the bells that are rung in Valkey. It may be down or frozen for as long as it likes."""

import asyncio
import json
import logging
from collections.abc import Callable

from redis import RedisError
from redis.asyncio import Redis

log = logging.getLogger(__name__)

_SILENCE = 20.0  # seconds without a word, after which Valkey is asked whether it is still there
_LONGEST_PAUSE = 10.0


async def listen(url: str, channel: str, *, heard: Callable[[dict], None], resumed: Callable[[], None]) -> None:
    """Call heard(bell) for each bell until cancelled, and resumed() when bells can be heard (again)."""
    pause = 0.5
    while True:
        try:
            async with Redis.from_url(url, socket_connect_timeout=5) as client, client.pubsub() as bells:
                await bells.subscribe(channel)
                async for said in _words(bells):
                    if said is None:
                        pause = 0.5
                        resumed()
                    else:
                        heard(said)
        except (RedisError, OSError, TimeoutError) as error:
            log.warning("no bells are heard: %s: %s", type(error).__name__, error)
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


async def _words(bells):
    """Yield what is said, None for the subscription itself; raise TimeoutError when nobody is there any more."""
    was_asked = False
    while True:
        message = await bells.get_message(timeout=_SILENCE)
        if message is None and was_asked:
            raise TimeoutError("Valkey said nothing")
        if message is None:
            await asyncio.wait_for(bells.ping(), _SILENCE)
            was_asked = True
            continue
        was_asked = False
        if message["type"] == "subscribe":
            yield None
        elif message["type"] == "message" and (said := _bell(message["data"])):
            yield said


def _bell(data: bytes) -> dict | None:
    """Return a bell as ids by name; None for what is not one."""
    try:
        said = json.loads(data)
    except ValueError:
        return None
    is_one = isinstance(said, dict) and "tenant" in said and all(isinstance(value, int) for value in said.values())
    return said if is_one else None
