"""Every job that the clock starts, on one page."""

from datetime import timedelta

BEAT = {
    # Closing is due to the minute for the people who read the date; looking costs one index probe.
    "close and remind quiet tickets": {"task": "tickets.close_quiet", "schedule": timedelta(seconds=15)},
    "sweep what has expired": {"task": "helpdesk.sweep", "schedule": timedelta(minutes=10)},
}
