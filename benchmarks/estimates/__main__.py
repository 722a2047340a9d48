"""Print how many estimates were kept, by month and by category, as the tables of the README."""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from statistics import median

from benchmarks.estimates.replay import Said, replay
from benchmarks.estimates.room import Room

_HEAD = "| {} | waits | kept at the 90th percentile | without the hour of grace | median wait | median error |"
_RULE = "| --- | ---: | ---: | ---: | ---: | ---: |"


def main() -> None:
    """Live through the room and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    waits = Room(parser.parse_args().seed).live()
    said = list(replay(waits))
    _print(_table("Month", said, lambda one: f"{one.wait.began_at:%Y-%m}"))
    _print(_table("Category", said, lambda one: one.wait.category.name))
    _print(_table("Answer", said, lambda one: "first" if one.wait.is_first else "later"))
    _print(_table("Tickets ahead", said, lambda one: _ahead(one.wait.ahead)))
    parts = {
        "All of it": said,
        "Without what the line adds": list(replay(waits, without_line=True)),
        "Without widening by itself": list(replay(waits, without_widening=True)),
    }
    _print([_HEAD.format("Variant"), _RULE, *(_row(name, some) for name, some in parts.items())])


def _ahead(number: int) -> str:
    for least, most in ((0, 0), (1, 9), (10, 29), (30, 59)):
        if number <= most:
            return f"{least:02} to {most:02}" if least != most else "00"
    return "60 and more"


def _table(title: str, said: Iterable[Said], group: Callable[[Said], str]) -> list[str]:
    groups = defaultdict(list)
    for one in said:
        groups[group(one)].append(one)
    rows = [_row(name, groups[name]) for name in sorted(groups)]
    return [_HEAD.format(title), _RULE, *rows, _row("**All**", [one for some in groups.values() for one in some])]


def _row(name: str, said: list[Said]) -> str:
    kept = sum(one.is_kept for one in said) / len(said)
    to_the_minute = sum(one.is_kept_to_the_minute for one in said) / len(said)
    wait = median(one.seconds for one in said) / 3600
    error = median(abs(one.likely - one.seconds) for one in said) / 3600
    return f"| {name} | {len(said):,} | {kept:.1%} | {to_the_minute:.1%} | {wait:.1f} h | {error:.1f} h |"


def _print(lines: Iterable[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n\n")


if __name__ == "__main__":
    main()
