"""When a house and its people are there, as seconds since 1970: looked up in a list, because a million tickets ask."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from itertools import accumulate

from businesshours.hours import Calendar

Block = tuple[int, int]


class Hours:
    """Open blocks in order, none touching the next one; nothing is open before the first or after the last."""

    def __init__(self, blocks: Iterable[Block]):
        self.blocks = list(blocks)
        self._begins = [begins for begins, _ in self.blocks]
        self._passed = [0, *accumulate(ends - begins for begins, ends in self.blocks)]

    def until(self, at: int) -> int:
        """Return how many seconds were open before a moment, of all."""
        place = bisect_right(self._begins, at) - 1
        if place < 0:
            return 0
        begins, ends = self.blocks[place]
        return self._passed[place] + min(at, ends) - begins

    def next_open(self, at: int) -> int | None:
        """Return the moment from which it is open, `at` itself while it is; None after the last block."""
        place = bisect_right(self._begins, at)
        if place and at < self.blocks[place - 1][1]:
            return at
        return self._begins[place] if place < len(self._begins) else None

    def add(self, at: int, seconds: int) -> int | None:
        """Return the moment at which so much open time has passed; None after the last block."""
        wanted = self.until(at) + seconds
        place = bisect_right(self._passed, wanted - 1) - 1
        return self._begins[place] + wanted - self._passed[place] if place < len(self._begins) else None


def of(calendar: Calendar, begin: datetime, end: datetime) -> Hours:
    """Return the hours of a calendar between two moments, and the block that begins last before the second one."""
    blocks, at = [], begin
    while (opens := calendar.next_open(at)) is not None and opens < end:
        at = calendar.next_close(opens)
        blocks.append((int(opens.timestamp()), int(at.timestamp())))
    return Hours(blocks)
