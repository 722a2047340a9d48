"""Valkey for what may be lost: asked at once or not at all, so that nobody who waits for a page waits for it."""

import logging
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import TypeVar

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

# Seconds: how long one answer is waited for, and how long nobody asks after there was none.
PATIENCE = 0.25
REST = 5.0


class Breaker:
    """Lets nobody through for a while after a failure, and then one alone to try."""

    def __init__(self, rest: float = REST):
        self._rest, self._lock = rest, threading.Lock()
        self._closed_until = 0.0
        self.is_tripped = False

    def lets_through(self) -> bool:
        """Tell whether to try now."""
        with self._lock:
            if not self.is_tripped:
                return True
            if time.monotonic() < self._closed_until:
                return False
            self._closed_until = time.monotonic() + self._rest
            return True

    def failed(self) -> bool:
        """Note a failure; return whether it is the first one in a row."""
        with self._lock:
            was_tripped, self.is_tripped = self.is_tripped, True
            self._closed_until = time.monotonic() + self._rest
            return not was_tripped

    def worked(self) -> bool:
        """Note that it works; return whether it did not before."""
        with self._lock:
            was_tripped, self.is_tripped = self.is_tripped, False
            return was_tripped


_breaker = Breaker()


@cache
def client() -> redis.Redis:
    """Return the client of this process; its connections are made when they are first needed."""
    waits = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
    return redis.Redis.from_url(settings.REDIS_URL, decode_responses=True, retry=Retry(NoBackoff(), 0), **waits)


def attempt(work: Callable[[redis.Redis], Answer]) -> Answer | None:
    """Return what work(client) returns, or None while Valkey is down, frozen or full."""
    if not _breaker.lets_through():
        return None
    try:
        answer = work(client())
    except (redis.RedisError, OSError) as error:
        if _breaker.failed():
            log.warning("Valkey does not answer, live updates wait: %s: %s", type(error).__name__, error)
        return None
    if _breaker.worked():
        log.warning("Valkey answers again")
    return answer
