"""`manage.py relay`: hands what is due from the outbox to the workers, until it is stopped."""

import signal
import threading

from django.core.management.base import BaseCommand

from activity import relay


class Command(BaseCommand):
    """Runs the relay in the foreground."""

    help = "Hand due deliveries from the outbox to the workers, until stopped."

    def handle(self, **options):
        """Run until SIGTERM or SIGINT."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        relay.run(stop)
