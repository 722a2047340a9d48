"""A support room, lived through: people write at all hours, agents answer in theirs, the most urgent first, then the
oldest. Whoever waits, waits for that; nothing is drawn that follows from something else.

Only tickets to which something can still happen are kept in mind: the others are handed on at once.
"""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import accumulate, count
from random import Random

from helpdesk.local.filling.hours import Hours
from helpdesk.local.filling.stories import DAY, WEEK, ClosedBy, Outcome, Person, Story
from helpdesk.local.filling.tenants import Place
from tickets import events

MINUTE, HOUR, YEAR = 60, 3600, 365 * DAY
# What each weekday brings beside the others, and each hour of a day; holidays bring less.
_WEEKDAYS = (64, 60, 55, 52, 46, 14, 10)
_HOURS = list(accumulate((1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 19, 17, 13, 15, 17, 17, 15, 12, 9, 7, 6, 5, 3, 2)))
_ON_A_HOLIDAY = 0.4
# Once a year a mailing goes out, and this many days bring twice as much.
_MAILING = 3
# After a reply: the requester writes again, or nothing ever happens again. Else it is solved and closed.
_WRITES_AGAIN, _FORGOTTEN = 0.35, 0.04
_WITHDRAWN, _ADDED_TO, _NOTED, _REOPENED = 0.03, 0.05, 0.15, 0.02
# How much of their hours agents are busy while one of their team is away; reading, writing down and coffee come with
# each answer.
_BUSY = 0.9
_BESIDE = (4, 13)
# With so many waiting for an agent, answers take half as long.
_HURRY = 15
_SHORTEST, _LONGEST = HOUR, 8 * HOUR
# Work that takes longer is said to have started.
_LONG = 30 * MINUTE
_FORTNIGHT = 14 * DAY
# Who is away for longer gives their tickets to others.
_AWAY = 4 * DAY


@dataclass
class Agent:
    """Somebody who answers, and the tickets that wait for them: (rank, since, order, ticket)."""

    person: Person
    hours: Hours
    # When fortnights of holidays begin.
    leaves: list[int]
    line: list[tuple] = field(default_factory=list)
    is_busy: bool = False
    is_called: bool = False

    def is_away(self, at: int) -> bool:
        """Whether it takes days until they are here again."""
        opens = self.hours.next_open(at)
        return opens is None or opens - at > _AWAY


class Room:
    """Lives through the days of a tenant, event by event; `numbers` names the tickets in the order of their filing."""

    def __init__(self, place: Place, rng: Random, numbers: Iterator[tuple[int, int]], begin: date, now: datetime):
        self._place, self._rng, self._numbers, self._begin, self._order = place, rng, numbers, begin, count()
        self._now, self._house = int(now.timestamp()), place.hours
        self._shares = list(accumulate(problem.share for problem in place.problems))
        needs = self._needs()
        # Where there is more work than hours, everybody works so much faster.
        self._pace = {team: min(1.0, _LONGEST / need) for team, need in needs.items()}
        # Who is in two teams is there for as long as the one that needs them more.
        longest = {one: max(needs[team] for team in needs if one in place.agents[team]) for one in place.people}
        self._agents = {one: self._agent(one, min(_LONGEST, max(_SHORTEST, need))) for one, need in longest.items()}
        self._teams = {team: [self._agents[one] for one in people] for team, people in place.agents.items()}
        self._waiting: Counter[int] = Counter()
        self._events: list[tuple] = []
        self._alive: dict[int, Story] = {}
        self._over: list[Story] = []

    def live(self) -> Iterator[Story]:
        """Yield each ticket as it is now, when nothing more happens to it; at last those that go on."""
        for agent in self._agents.values():
            for at in agent.leaves:
                self._at(at, self._hand_over, agent)
        filings = self._filings()
        self._at(next(filings), self._file, filings)
        while self._events and self._events[0][0] < self._now:
            at, _, act, what = heappop(self._events)
            act(at, what)
            yield from self._over
            self._over.clear()
        yield from self._alive.values()

    def _at(self, at, act, what) -> None:
        heappush(self._events, (at, next(self._order), act, what))

    # --- who is there, and when people write ------------------------------------------------------------------

    def _needs(self) -> dict[int, float]:
        """Return how many seconds a day an agent of each team has to be there, so that the others can do without one.

        Somebody in two teams is half of an agent for each; where there is only one, the other teams take over.
        """
        answers = (
            self._place.tickets / sum(begins < self._now for begins, _ in self._house.blocks) / (1 - _WRITES_AGAIN)
        )
        teams = Counter(person for people in self._place.agents.values() for person in people)
        work: Counter[int] = Counter()
        for problem in self._place.problems:
            work[problem.team] += problem.share / self._shares[-1] * (problem.mean_minutes + sum(_BESIDE) / 2) * MINUTE
        return {
            team: answers * work[team] / _BUSY / max(1, sum(1 / teams[person] for person in people) - 1)
            for team, people in self._place.agents.items()
        }

    def _agent(self, person, length) -> Agent:
        leaves = self._leaves()
        return Agent(person, self._shift(length, [(at, at + _FORTNIGHT) for at in leaves]), leaves)

    def _leaves(self) -> list[int]:
        """Return when the fortnights of holidays begin, two in each year."""
        first, last = (self._house.blocks[place][0] for place in (0, -1))
        return sorted(self._rng.randrange(first, last) for _ in range(2 * round((last - first) / YEAR)))

    def _shift(self, length, away) -> Hours:
        """Return the hours of somebody who is there in the first and in the second half of each day of the house."""
        first = self._rng.random()
        pause = self._rng.random()
        blocks = []
        for begins, ends in self._house.blocks:
            if any(left <= begins < back for left, back in away):
                continue
            half = int(min(length, 0.9 * (ends - begins)) / 2)
            begins += int(first * (ends - begins - 2 * half) * 0.8)
            again = begins + half + int((0.1 + 0.9 * pause) * (ends - begins - 2 * half))
            blocks += [(begins, begins + half), (again, again + half)]
        return Hours(blocks)

    def _filings(self) -> Iterator[int]:
        """Yield when somebody files a ticket, in order, as many as the place has."""
        days = self._days()
        whole, passed, filed, last = sum(weight for _, weight, _ in days), 0.0, 0, 0
        for midnight, weight, until in days:
            passed += weight
            number = round(self._place.tickets * passed / whole) - filed
            filed += number
            for at in sorted(midnight + _second(self._rng.random() * until) for _ in range(number)):
                last = max(last, at)  # a day on which the clocks are put forward ends an hour earlier
                yield last

    def _days(self) -> list[tuple[int, float, float]]:
        """Return the midnight of each day, what it brings beside the others, and how much of it is over by now."""
        zone, opens = self._place.calendar.zone, {begins // DAY for begins, _ in self._house.blocks}
        number = (datetime.fromtimestamp(self._now, zone).date() - self._begin).days + 1
        mailings = [self._rng.randrange(number) for _ in range(round(number * DAY / YEAR))]
        noise = min(1.0, (number / self._place.tickets) ** 0.5)
        days = []
        for day in range(number):
            midnight = datetime.combine(self._begin + timedelta(days=day), time(), zone)
            begins, weight = int(midnight.timestamp()), _WEEKDAYS[midnight.weekday()]
            until = 1.0 if begins + DAY <= self._now else _part_of_day(self._now - begins)
            weight *= max(0.1, self._rng.gauss(1, noise)) * until
            if any(0 <= day - mailed < _MAILING for mailed in mailings):
                weight *= 2
            if midnight.weekday() < 5 and (begins + DAY // 2) // DAY not in opens:
                weight *= _ON_A_HOLIDAY
            days.append((begins, weight, until))
        return days

    # --- what happens -----------------------------------------------------------------------------------------

    def _file(self, at, filings) -> None:
        if (following := next(filings, None)) is not None:
            self._at(following, self._file, filings)
        place, rng = self._place, self._rng
        problem = place.problems[bisect(self._shares, rng.random() * self._shares[-1], hi=len(self._shares) - 1)]
        requester = place.customers[int(len(place.customers) * rng.random() ** 1.3)]
        story = Story(*next(self._numbers), problem, requester, *place.priority(problem, requester))
        self._alive[story.pk] = story
        self._ask(at, (story, events.FILED))

    def _ask(self, at, asked) -> None:
        """Let a ticket stand in line with its agent, or with one of its team if that one is away."""
        story, event = asked
        story.is_asked(at, event, sum(number for rank, number in self._waiting.items() if rank <= story.rank))
        self._waiting[story.rank] += 1
        agent = self._agents.get(story.agent)
        if agent is None or agent.is_away(at):
            agent = self._give(at, story)
        self._stand(at, story, agent)
        if self._rng.random() < _ADDED_TO:
            self._at(at + self._rng.randrange(MINUTE, 9 * MINUTE), self._add, (story, len(story.waits)))
        if self._rng.random() < _WITHDRAWN:
            self._at(at + int(self._rng.expovariate(1 / DAY)) + MINUTE, self._withdraw, (story, len(story.waits)))

    def _give(self, at, story) -> Agent:
        """Give it to the one of its team, or else of all, who is there and has the fewest waiting.

        A new one is given after a while, when a manager looks.
        """
        team, everybody = self._teams[story.problem.team], [*self._agents.values()]
        here = next((some for of in (team, everybody) if (some := [one for one in of if not one.is_away(at)])), team)
        agent = min(here, key=lambda one: (len(one.line), self._rng.random()))
        story.agent = agent.person
        if story.assignee:
            self._assign(at, story)
        else:
            self._at(at + MINUTE + int(self._rng.expovariate(1 / HOUR)), self._assign, story)
        return agent

    def _assign(self, at, story) -> None:
        if story.assignee != story.agent and story.closed_at is None:
            story.is_given(at, self._rng.choice(self._place.managers), story.agent)

    def _stand(self, at, story, agent) -> None:
        heappush(agent.line, (story.rank, story.waiting_since, next(self._order), story))
        self._look(at, agent)

    def _leave(self, story) -> None:
        if story.is_in_line:
            self._waiting[story.rank] -= 1

    def _call(self, at, agent) -> None:
        agent.is_called = False
        self._look(at, agent)

    def _look(self, at, agent: Agent) -> None:
        """Begin with what is first in line, or come back for it."""
        while agent.line and not self._stands(agent.line[0]):
            heappop(agent.line)
        if agent.is_busy or agent.is_called or not agent.line:
            return
        opens = agent.hours.next_open(at)
        if opens == at:
            self._begin_work(at, heappop(agent.line)[-1], agent)
        elif opens is not None:
            agent.is_called = True
            self._at(opens, self._call, agent)

    @staticmethod
    def _stands(entry) -> bool:
        """Tell whether a ticket still stands in line as it was put there."""
        _, since, _, story = entry
        return story.waiting_since == since

    def _begin_work(self, at, story, agent) -> None:
        rng, problem = self._rng, story.problem
        minutes = problem.minutes * rng.lognormvariate(0, problem.spread) + rng.uniform(*_BESIDE)
        hurry = 1 + len(agent.line) / _HURRY
        seconds = MINUTE + int(minutes * MINUTE * self._pace[problem.team] / hurry)
        agent.is_busy, story.is_in_hand = True, True
        self._assign(at, story)
        if rng.random() < _NOTED:
            story.is_noted_on(at, agent.person)
        if seconds > _LONG:
            self._leave(story)
            story.is_begun(at, agent.person)
        if (done := agent.hours.add(at, seconds)) is not None:
            self._at(done, self._answer, (story, agent))

    def _answer(self, at, work) -> None:
        story, agent = work
        self._leave(story)
        agent.is_busy, story.is_in_hand = False, False
        self._go_on(at, story, agent)
        self._look(at, agent)

    def _go_on(self, at, story, agent) -> None:
        """Reply, and decide what comes after it."""
        rng, chance = self._rng, self._rng.random()
        if chance < _WRITES_AGAIN:
            outcome = rng.choices((Outcome.NONE, Outcome.ASKED, Outcome.SOLUTION), (25, 50, 25))[0]
            later = min(int(rng.lognormvariate(1.6, 1.2) * HOUR) + MINUTE, WEEK - HOUR)
            self._at(at + later, self._ask, (story, events.MESSAGE_ADDED))
        elif chance < _WRITES_AGAIN + _FORGOTTEN:
            outcome = rng.choice((Outcome.ASKED, Outcome.NONE))
        else:
            outcome = Outcome.SOLUTION
            self._at(*self._closing(at, story, agent))
        story.is_answered(at, agent.person, outcome)
        if _WRITES_AGAIN <= chance < _WRITES_AGAIN + _FORGOTTEN:
            self._finish(story)

    def _closing(self, at, story, agent) -> tuple:
        by = self._rng.choices((ClosedBy.CLOCK, ClosedBy.REQUESTER, ClosedBy.STAFF), (60, 25, 15))[0]
        later = WEEK if by == ClosedBy.CLOCK else int(self._rng.uniform(HOUR, WEEK - HOUR))
        person = {ClosedBy.CLOCK: None, ClosedBy.REQUESTER: story.requester.person, ClosedBy.STAFF: agent.person}[by]
        return at + later, self._close, (story, by, person)

    def _close(self, at, closing) -> None:
        story, by, person = closing
        story.is_closed(at, by, person)
        if self._rng.random() < _REOPENED:
            self._at(at + int(self._rng.uniform(HOUR, WEEK - HOUR)), self._ask, (story, events.REOPENED))
        else:
            self._finish(story)

    def _add(self, at, added) -> None:
        story, wait = added
        if story.is_in_line and len(story.waits) == wait and story.closed_at is None:
            story.is_added_to(at)

    def _withdraw(self, at, withdrawn) -> None:
        """The requester found it out alone before anybody looked."""
        story, wait = withdrawn
        if story.is_in_line and not story.is_in_hand and len(story.waits) == wait:
            self._leave(story)
            story.is_closed(at, ClosedBy.REQUESTER, story.requester.person)
            self._finish(story)

    def _finish(self, story) -> None:
        self._over.append(self._alive.pop(story.pk))

    def _hand_over(self, at, agent: Agent) -> None:
        """Somebody goes on holiday: what waits for them is given to others."""
        left, agent.line = [entry[-1] for entry in agent.line if self._stands(entry)], []
        for story in left:
            self._stand(at, story, self._give(at, story))


def _second(part: float) -> int:
    """Return the second of the day until which such a part of a day's tickets is filed."""
    wanted = part * _HOURS[-1]
    hour = bisect(_HOURS, wanted, hi=23)
    before = _HOURS[hour - 1] if hour else 0
    return int((hour + (wanted - before) / (_HOURS[hour] - before)) * HOUR)


def _part_of_day(second: int) -> float:
    """Return which part of a day's tickets is filed until a second of the day."""
    hour, rest = divmod(min(second, DAY - 1), HOUR)
    before = _HOURS[hour - 1] if hour else 0
    return (before + (_HOURS[hour] - before) * rest / HOUR) / _HOURS[-1]
