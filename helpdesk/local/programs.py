"""The long-running programs of the product and their commands: the one table for local mode and production.

docker-compose.yml spells the same commands out; a test holds it against this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from helpdesk.local.guardian import Signals

CELERY = ("celery", "-A", "helpdesk.celery")


@dataclass(frozen=True)
class Program:
    """One program: what follows the word `python`, and how it is asked to end."""

    arguments: tuple[str, ...]
    signals: Signals = (("TERM", 0.0),)


def programs(host: str, port: int, schedule: str) -> Mapping[str, Program]:
    """Return the programs by name; the schedule is the file in which beat remembers what ran when."""
    web = ("-m", "helpdesk.web", "helpdesk.asgi:application", "--host", host, "--port", str(port))
    worker = ("-m", *CELERY, "worker", "--concurrency", "2", "--loglevel", "WARNING")
    beat = ("-m", *CELERY, "beat", "--schedule", schedule, "--loglevel", "WARNING", "--pidfile=")
    return {
        "web": Program((*web, "--no-access-log", "--timeout-graceful-shutdown", "2")),
        # TERM lets the worker finish its tasks; QUIT makes it give back what it has not finished.
        "worker": Program(worker, signals=(("TERM", 0.0), ("QUIT", 1.2))),
        "beat": Program(beat),
        "relay": Program(("manage.py", "relay")),
    }
