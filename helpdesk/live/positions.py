"""Where a page stands in what happens: the last event that it heard of, and the moment it was made."""

from dataclasses import dataclass
from datetime import UTC, datetime

# Events get their ids before they are committed, so a smaller one may come later.
_LATE_IDS = 50


@dataclass(frozen=True)
class Position:
    """What a page has not heard of is what came after."""

    after: int
    shown_at: datetime

    @property
    def first(self) -> int:
        """The last event of which it has surely heard."""
        return max(0, self.after - _LATE_IDS)


def position(*, after: list[str], shown_at: str) -> Position:
    """Read a position as a page says it: ids, and milliseconds. What is neither counts as nothing."""
    return Position(max(map(_number, after)), datetime.fromtimestamp(_number(shown_at) / 1000, UTC))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 15 else 0
