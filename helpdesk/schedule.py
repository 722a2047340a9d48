"""Every job that the clock starts, on one page."""

from datetime import timedelta

from celery.schedules import crontab

# While no worker runs, what is sent grows old instead of many: a later turn finds the same work.
_STALE = {"expires": 600}

BEAT = {
    # Closing is due to the minute for the people who read the date; looking costs two scans of small partial indexes.
    "close and remind quiet tickets": {
        "task": "tickets.close_quiet",
        "schedule": timedelta(seconds=15),
        "options": _STALE,
    },
    # Tickets that found nobody with room find whoever comes on shift, or closes something.
    "balance waiting tickets": {
        "task": "tickets.balance",
        "schedule": timedelta(seconds=20),
        "options": _STALE,
    },
    "publish scheduled articles": {
        "task": "knowledgebase.publish_due",
        "schedule": timedelta(seconds=20),
        "options": _STALE,
    },
    # Estimates that were not kept are said to be late, and made anew.
    "estimate anew what is late": {"task": "sla.renew_late", "schedule": timedelta(minutes=1), "options": _STALE},
    "count what estimates rest on": {"task": "sla.count", "schedule": timedelta(minutes=10), "options": _STALE},
    # It lists a tenant's whole folder, which a bucket counts.
    "sweep files without an article": {
        "task": "knowledgebase.sweep_files",
        "schedule": crontab(hour=3, minute=17),
        "options": _STALE,
    },
    "sweep what has expired": {"task": "helpdesk.sweep", "schedule": timedelta(minutes=10), "options": _STALE},
}
