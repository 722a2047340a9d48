"""Brings news to the streams of one process: bells come in, one question to the database follows, letters go out.

Here is no database and no Valkey: the hub is given both as functions, see helpdesk/asgi.py.
"""

import asyncio
import contextlib
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

# Seconds: bells that come within the first are answered together; without a bell the table is read after the second.
PAUSE = 0.1
LOOK_EVERY = 30.0
# A reader who is so many letters behind has gone, or will ask again from where they stopped.
MOST_WAITING = 300
MOST_STREAMS = 2000
MOST_STREAMS_OF_ONE = 12
_REMEMBERED = 2000


class NotAdmitted(Exception):
    """No stream for this request; `status` says why."""

    def __init__(self, status: int):
        super().__init__(status)
        self.status = status


class TooMany(Exception):
    """This process, or this person, has as many streams as it may have."""


class Stream:
    """One page that listens; its letters wait here until they are sent."""

    def __init__(self, caller):
        self.caller = caller
        self.is_closed = False
        self._letters = asyncio.Queue(MOST_WAITING)

    def put(self, letter) -> None:
        """Add a letter; a stream that does not take its letters is closed."""
        try:
            self._letters.put_nowait(letter)
        except asyncio.QueueFull:
            self.close()

    def close(self) -> None:
        """Let whoever waits for letters go home."""
        self.is_closed = True
        with contextlib.suppress(asyncio.QueueFull):
            self._letters.put_nowait(None)

    async def next(self, within: float):
        """Return the next letter; None when the stream was closed. Raises TimeoutError when there is nothing to say."""
        if self.is_closed and self._letters.empty():
            return None
        async with asyncio.timeout(within):
            return await self._letters.get()


@dataclass
class Room:
    """The streams of one tenant, what they are to be told next, and what they were told already."""

    streams: set[Stream] = field(default_factory=set)
    events: set[int] = field(default_factory=set)
    presence: set[int] = field(default_factory=set)
    told: deque[int] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    # The tenant's newest event when the first stream came; there is nothing to tell from before it.
    newest: int | None = None
    look_at: float = 0.0
    has_rung: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task | None = None

    def take(self) -> dict[str, set[int]]:
        """Return what the bells were about, and wait for the next one."""
        self.has_rung.clear()
        about = {"events": self.events, "presence": self.presence}
        self.events, self.presence = set(), set()
        return about

    def is_due(self) -> bool:
        """Tell whether it is time to look into the table, and note that it is done."""
        now = asyncio.get_running_loop().time()
        if self.newest is None or now < self.look_at:
            return False
        self.look_at = now + LOOK_EVERY
        return True


class Hub:
    """All streams of this process.

    `tell` and `look_again` answer what callers may hear (helpdesk.live.exchange, in a thread), `end` is the letter
    for whoever may listen no longer, and `listen` hears bells until it is cancelled.
    """

    def __init__(self, *, tell: Callable[..., Awaitable], look_again: Callable[..., Awaitable], end, listen: Callable):
        self._tell, self._look_again, self._end, self._listen = tell, look_again, end, listen
        self._rooms: dict[int, Room] = {}
        self._of_one: Counter = Counter()
        self._listening: asyncio.Task | None = None
        self.is_stopped = False

    @property
    def streams(self) -> int:
        """How many pages listen."""
        return sum(self._of_one.values())

    def open(self, caller) -> Stream:
        """Add a stream for somebody who was admitted; raise TooMany."""
        who = (caller.tenant_id, caller.user_id)
        if self.is_stopped or self.streams >= MOST_STREAMS or self._of_one[who] >= MOST_STREAMS_OF_ONE:
            raise TooMany
        self._of_one[who] += 1
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen(heard=self.heard, resumed=self.look))
        room = self._rooms.get(caller.tenant_id) or self._furnish(caller.tenant_id)
        stream = Stream(caller)
        room.streams.add(stream)
        return stream

    def begin(self, stream: Stream, newest: int) -> None:
        """Note the tenant's newest event at the time when a stream was opened."""
        room = self._rooms.get(stream.caller.tenant_id)
        if room is not None and room.newest is None:
            room.newest, room.look_at = newest, asyncio.get_running_loop().time() + LOOK_EVERY

    def leave(self, stream: Stream) -> None:
        """Forget a stream; the room of a tenant goes with its last one."""
        self._of_one[stream.caller.tenant_id, stream.caller.user_id] -= 1
        self._of_one = +self._of_one  # without those who have none left
        room = self._rooms.get(stream.caller.tenant_id)
        if room is None:
            return
        room.streams.discard(stream)
        if not room.streams:
            del self._rooms[stream.caller.tenant_id]
            room.task.cancel()

    def stop(self) -> None:
        """Close every stream: the process ends."""
        self.is_stopped = True
        for room in self._rooms.values():
            room.task.cancel()
            for stream in room.streams:
                stream.close()
        if self._listening:
            self._listening.cancel()

    def heard(self, bell: dict[str, int]) -> None:
        """Note a bell for the tenant that it names. Whatever it is about, everybody's rights are looked at again."""
        if room := self._rooms.get(bell["tenant"]):
            if "event" in bell:
                room.events.add(bell["event"])
            if "presence" in bell:
                room.presence.add(bell["presence"])
            room.has_rung.set()

    def look(self) -> None:
        """Look into the table for every room: bells may have been missed."""
        for room in self._rooms.values():
            room.look_at = 0.0
            room.has_rung.set()

    def _furnish(self, tenant_id) -> Room:
        room = self._rooms[tenant_id] = Room()
        room.task = asyncio.create_task(self._serve(tenant_id, room))
        return room

    async def _serve(self, tenant_id, room):
        """Tell a room what there is to tell, until its last stream leaves."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await room.has_rung.wait()
            try:
                await self._tell_room(tenant_id, room)
            except Exception:
                # What was not told now is found in the table at the next look.
                log.exception("the streams of tenant %s were told nothing", tenant_id)
            await asyncio.sleep(PAUSE)

    async def _tell_room(self, tenant_id, room):
        about, streams = room.take(), list(room.streams)
        callers = {stream.caller for stream in streams}
        self._hand_out(room, streams, await self._tell(tenant_id, callers, **about))
        if room.is_due():
            known = {"after": room.newest, "told": frozenset(room.told)}
            self._hand_out(room, streams, await self._look_again(tenant_id, callers, **known))

    def _hand_out(self, room, streams, said):
        room.told.extend(said.told)
        for stream in streams:
            if stream.caller not in said.letters:
                stream.put(self._end)
                stream.close()
                continue
            for letter in said.letters[stream.caller]:
                stream.put(letter)
