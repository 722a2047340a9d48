"""Days off that somebody else publishes: whose calendar is followed, and what stands in it."""

from datetime import date

from django.db import transaction

from accounts.models import User
from activity import edits, log
from businesshours import events, feeds
from businesshours.models import HolidayFeed
from shared import clock, outgoing
from shared.refusal import Refusal
from tenants.scope import across_tenants


class NotAnAddress(Refusal):
    """What was given is no address that may be asked; the sentence says what is one."""


@transaction.atomic
def change(feed: HolidayFeed, *, url: str, by: User, seen: str | None = None) -> HolidayFeed:
    """Follow the calendar at an address, "" for none; it is read by what follows from the event.

    Days of the calendar that was followed before count until the new one was read. Raises NotAnAddress, or
    ChangedMeanwhile if it was changed after the stamp `seen`.
    """
    if url:
        try:
            outgoing.check(url)
        except outgoing.NotFetched as problem:
            raise NotAnAddress(str(problem), field="url") from problem
    feed = HolidayFeed.stored()
    values = {"url": url} if url else {"url": "", "days": {}, "read_at": None, "tried_at": None, "problem": ""}
    return edits.change(feed, values, by=by, seen=seen if url else None)


def read() -> None:
    """Read the feed of the open scope's tenant; of one that cannot be read the days stay as they were."""
    url, now = HolidayFeed.current().url, clock.now()
    if not url:
        return
    try:
        written = outgoing.fetch(url, most=feeds.MOST_BYTES, accept="text/calendar")
        found = feeds.read(written, now.date())
    except (outgoing.NotFetched, feeds.NotACalendar) as problem:
        _keep(url, problem=str(problem))
    else:
        _keep(url, days=found)


def tenants_with_feeds() -> list[int]:
    """Return the ids of the tenants that follow a calendar, read across tenants."""
    return sorted(across_tenants(HolidayFeed).exclude(url="").values_list("tenant_id", flat=True))


@transaction.atomic
def _keep(url: str, *, days: dict[date, str] | None = None, problem: str = "") -> None:
    feed = edits.lock(HolidayFeed.stored())
    if feed.url != url:
        return  # another one was given meanwhile, and is read by itself
    before, feed.tried_at, feed.problem = feed.days, clock.now(), problem
    if days is not None:
        feed.days, feed.read_at = {day.isoformat(): name for day, name in days.items()}, feed.tried_at
    feed.save()
    if feed.days != before:
        log.record(events.FEED_READ, subject=feed, by=None, days=len(feed.days))
