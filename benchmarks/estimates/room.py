"""A support room, simulated: people write at all hours, agents answer in their shifts, one ticket after the other."""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

import holidays

from businesshours.hours import Calendar
from sla.estimates import Kind

ZONE = ZoneInfo("Europe/Lisbon")
CLOSED = dict.fromkeys(holidays.country_holidays("PT", years=(2025, 2026)), ())
HOUSE = Calendar(ZONE, (((time(7), time(19)),),) * 5 + ((), ()), CLOSED)
BEGIN, DAYS = date(2025, 3, 1), 400
# Three of the six agents are ill, and the week after a mailing brings twice as many tickets.
BAD_WEEK = range(230, 237)
MAILING = range(330, 335)
# Tickets a day, by weekday, and the share of a day that each hour brings.
A_DAY = (64, 60, 55, 52, 46, 14, 10)
HOURS = (1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 19, 17, 13, 15, 17, 17, 15, 12, 9, 7, 6, 5, 3, 2)
GROWTH = 0.15  # in a year; two agents' hours grow with it
WRITES_AGAIN = 0.42
STANDARD, VIP = 1, 2


@dataclass(frozen=True)
class Category:
    """What tickets are about: how often, and the minutes that an answer takes."""

    pk: int
    parent: int | None
    name: str
    share: float
    rank: int
    minutes: float
    spread: float


CATEGORIES = (
    Category(11, 1, "Bills > Refund", 0.22, 3, 9, 0.6),
    Category(12, 1, "Bills > Invoice", 0.20, 3, 7, 0.5),
    Category(2, None, "Site down", 0.08, 1, 16, 0.8),
    Category(31, 3, "Plugins > Licence", 0.18, 3, 8, 0.5),
    Category(32, 3, "Plugins > Fault", 0.20, 2, 21, 0.8),
    Category(4, None, "Other", 0.12, 4, 12, 0.9),
)


@dataclass
class Wait:
    """One wait for an answer."""

    began_at: datetime
    category: Category
    plan: int
    is_first: bool
    agent: "Agent | None" = None
    ahead: int = 0
    answered_at: datetime | None = None

    @property
    def kind(self) -> Kind:
        """As the product groups it."""
        category = self.category
        return Kind(self.is_first, category.pk, category.parent, category.rank, self.plan)

    @property
    def seconds(self) -> int:
        """How long it was, in business time."""
        return int(HOUSE.between(self.began_at, self.answered_at).total_seconds())


@dataclass
class Agent:
    """Somebody who answers, and the later answers that wait for them."""

    hours: Calendar
    own: list[tuple] = field(default_factory=list)
    is_busy: bool = False


def _agent(rng, first, last, number) -> Agent:
    week = tuple(((time(first), time(last)),) if day < 5 else () for day in range(7))
    away = dict(CLOSED)
    for _ in range(2):  # two fortnights of holidays
        begins = BEGIN + timedelta(days=rng.randrange(DAYS))
        away |= {begins + timedelta(days=one): () for one in range(14)}
    if number < 3:
        away |= {BEGIN + timedelta(days=one): () for one in BAD_WEEK}
    return Agent(Calendar(ZONE, week, away))


class Room:
    """Lives through the days, event by event."""

    def __init__(self, seed: int = 1):
        self._rng, self._order = Random(seed), count()
        shifts = ((7, 15), (8, 16), (9, 17), (9, 17), (10, 18), (11, 19))
        self._agents = [_agent(self._rng, first, last, number) for number, (first, last) in enumerate(shifts)]
        self._pool: list[tuple] = []
        self._events: list[tuple] = []

    def live(self) -> list[Wait]:
        """Return all waits, in the order in which they began; the last ones may not be answered."""
        waits = []
        for at in self._arrivals():
            self._at(at, self._ask, self._new(at))
        for agent in self._agents:
            self._wake(agent, datetime.combine(BEGIN, time(), ZONE))
        end = datetime.combine(BEGIN + timedelta(days=DAYS), time(), ZONE)
        while self._events:
            at, _, act, what = heappop(self._events)
            if at >= end:
                break
            if act == self._ask:
                waits.append(what)
            act(at, what)
        return waits

    def _arrivals(self) -> Iterator[datetime]:
        for number in range(DAYS):
            day = BEGIN + timedelta(days=number)
            mean = A_DAY[day.weekday()] * (1 + GROWTH * number / 365) * (2 if number in MAILING else 1)
            if day in CLOSED:
                mean *= 0.4
            for _ in range(int(self._rng.gauss(mean, mean**0.5) + 0.5)):
                hour = self._rng.choices(range(24), HOURS)[0]
                wall = datetime.combine(day, time(hour), ZONE)
                yield wall + timedelta(seconds=self._rng.randrange(3600))

    def _new(self, at) -> Wait:
        category = self._rng.choices(CATEGORIES, [one.share for one in CATEGORIES])[0]
        return Wait(at, category, VIP if self._rng.random() < 0.15 else STANDARD, is_first=True)

    def _at(self, moment, act, what) -> None:
        heappush(self._events, (moment, next(self._order), act, what))

    def _ask(self, at, wait: Wait) -> None:
        """Stand in line: before it has an agent among all that wait, then among those of its agent."""
        line = wait.agent.own if wait.agent else self._pool
        entry = (wait.category.rank, wait.began_at, next(self._order), wait)
        everybody = [self._pool, *(agent.own for agent in self._agents)] if wait.agent is None else [line]
        wait.ahead = sum(one < entry for some in everybody for one in some)
        insort(line, entry)
        for agent in [wait.agent] if wait.agent else self._agents:
            self._take(at, agent)

    def _wake(self, agent, at) -> None:
        if (begins := agent.hours.next_open(at)) is not None:
            self._at(begins, self._begin_shift, agent)

    def _begin_shift(self, at, agent) -> None:
        self._take(at, agent)
        self._wake(agent, agent.hours.next_close(at))

    def _take(self, at, agent: Agent) -> None:
        """Begin with what is first in line, if there is time for it."""
        if agent.is_busy or not agent.hours.is_open(at):
            return
        lines = [line for line in (agent.own, self._pool) if line]
        if not lines:
            return
        *_, wait = min(lines, key=lambda line: line[0]).pop(0)
        wait.agent, agent.is_busy = agent, True
        minutes = wait.category.minutes * self._rng.lognormvariate(0, wait.category.spread)
        minutes += 4 + 9 * self._rng.random()  # reading, writing it down, coffee
        growth = 1 / (1 + GROWTH * (at.date() - BEGIN).days / 365)
        self._at(agent.hours.add(at, timedelta(minutes=minutes * growth)), self._answer, wait)

    def _answer(self, at, wait: Wait) -> None:
        wait.answered_at, wait.agent.is_busy = at, False
        if self._rng.random() < WRITES_AGAIN:
            later = at + timedelta(hours=self._rng.lognormvariate(1.6, 1.2))
            self._at(later, self._ask, Wait(later, wait.category, wait.plan, is_first=False, agent=wait.agent))
        self._take(at, wait.agent)
