"""What the launcher says to the person who started it."""

import contextlib
import sys


def say(text: str = "") -> None:
    """Print at once; a terminal that has been closed is no reason to leave processes behind."""
    with contextlib.suppress(OSError, ValueError):
        print(text, flush=True)


def complain(text: str) -> None:
    """Print a sentence where errors go."""
    with contextlib.suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)
