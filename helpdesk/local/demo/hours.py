"""When people are at work, and when they are awake: arithmetic on moments, without a clock."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

_WEEK = frozenset(range(7))
_WORKING_DAYS = frozenset(range(5))


@dataclass(frozen=True)
class Hours:
    """The hours of the day in which somebody writes, in their own time zone."""

    zone: ZoneInfo
    first: time
    last: time
    weekdays: frozenset[int]

    @classmethod
    def of_staff(cls, zone: str) -> "Hours":
        """Office hours."""
        return cls(ZoneInfo(zone), time(8, 30), time(18), _WORKING_DAYS)

    @classmethod
    def of_everybody(cls, zone: str) -> "Hours":
        """Any day, but not at night."""
        return cls(ZoneInfo(zone), time(7), time(23), _WEEK)

    def latest(self, moment: datetime, rng: Random) -> datetime:
        """Return the moment, or one on the last day before it if it is outside the hours."""
        local = moment.astimezone(self.zone)
        if self._holds(local):
            return moment
        day = local.date() if local.time() >= self.last else local.date() - timedelta(days=1)
        while day.weekday() not in self.weekdays:
            day -= timedelta(days=1)
        return self._within(day, rng.random())

    def earliest(self, moment: datetime, rng: Random) -> datetime:
        """Return the moment, or one early on the next day if it is outside the hours."""
        local = moment.astimezone(self.zone)
        if self._holds(local):
            return moment
        day = local.date() if local.time() < self.first else local.date() + timedelta(days=1)
        while day.weekday() not in self.weekdays:
            day += timedelta(days=1)
        return self._within(day, rng.uniform(0, 0.15))

    def _holds(self, local: datetime) -> bool:
        return local.weekday() in self.weekdays and self.first <= local.time() < self.last

    def _within(self, day: date, share: float) -> datetime:
        opens = datetime.combine(day, self.first, self.zone)
        closes = datetime.combine(day, self.last, self.zone)
        return opens + (closes - opens) * share
