"""`manage.py clock`: shows the time, and in local mode moves it for every process."""

import re
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError

from shared import clock

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class Command(BaseCommand):
    """Shows or moves the one clock."""

    help = "Show the time; in local mode, move it: --forward 8d (s, m, h, d, w)."

    def add_arguments(self, parser):
        """Take how far to move."""
        parser.add_argument("--forward", metavar="TIME", help="how far, for example 90m, 12h or 8d")

    def handle(self, *, forward=None, **options):
        """Move if asked, then say what time it is."""
        if forward:
            try:
                clock.move(_parse(forward))
            except clock.ClockCannotMove as refusal:
                raise CommandError(str(refusal)) from None
        self.stdout.write(f"{clock.now():%a %d %b %Y, %H:%M:%S} UTC")


def _parse(text: str) -> timedelta:
    if not (match := re.fullmatch(r"(\d{1,5})([smhdw])", text)):
        raise CommandError(f"{text} is not a time. Write a number and a unit, for example 8d.")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})
