"""Who files which telling of which story, and who answers it. Nothing is written here."""

from collections import Counter
from dataclasses import dataclass
from random import Random

from helpdesk.local.demo.content import Place
from helpdesk.local.demo.shapes import Person, Story, final_status, tellings

# An agent's share of the team's tickets, in the order in which the team's people are listed.
_SHARES = (6, 3, 1)
_MOST_OF_A_GUEST = 3


@dataclass(frozen=True)
class Case:
    """One ticket to be lived through. Nobody has one that is still new: `agent` is None."""

    story: Story
    subject: str
    description: str
    answers: dict
    requester: Person
    agent: Person | None
    manager: Person
    status: str


def cast(place: Place, rng: Random) -> list[Case]:
    """Give every telling of every story its requester and its agent."""
    told = [(story, telling) for story in place.stories for telling in tellings(story)]
    rng.shuffle(told)
    requesters = _Requesters(place, rng)
    named = [(told_one, place.person(told_one[0].by)) for told_one in told if told_one[0].by]
    rest = [told_one for told_one in told if not told_one[0].by]
    for (story, _), person in named:
        requesters.gave(story, person)
    for key, statuses in place.wishes.items():
        person = place.person(key)
        for status in statuses:
            chosen = next(one for one in rest if requesters.may(one[0], person) and final_status(one[0]) == status)
            rest.remove(chosen)
            requesters.gave(chosen[0], person)
            named.append((chosen, person))
    named += [(one, requesters.somebody(one[0])) for one in rest]
    return [_case(place, story, telling, requester, rng) for (story, telling), requester in named]


class _Requesters:
    """Chooses who writes, so that nobody tells the same story twice and some write more than others."""

    def __init__(self, place, rng):
        self._rng = rng
        self._guest_categories = place.guest_categories
        self._people = [one for one in place.people if one.kind != "staff" and one.key not in place.wishes]
        self._eagerness = {person.key: 0.4 + min(rng.expovariate(1), 1.8) for person in self._people}
        self._told = set()
        self._counts = Counter()

    def may(self, story: Story, person: Person) -> bool:
        if (story.subject, person.key) in self._told:
            return False
        return person.kind != "guest" or story.category in self._guest_categories

    def gave(self, story: Story, person: Person) -> None:
        self._told.add((story.subject, person.key))
        self._counts[person.key] += 1

    def somebody(self, story: Story) -> Person:
        may = [person for person in self._people if self.may(story, person) and not self._has_enough(person)]
        (person,) = self._rng.choices(may, [self._eagerness[person.key] for person in may])
        self.gave(story, person)
        return person

    def _has_enough(self, person):
        return person.kind == "guest" and self._counts[person.key] >= _MOST_OF_A_GUEST


def _case(place, story, telling, requester, rng):
    team = next(category.team for category in place.catalogue.categories if category.key == story.category)
    agents = _agents(place, team, story)
    if story.start == "new":
        agent = None
    elif requester.key in place.wishes:
        agent = agents[0]  # so that a visitor finds both ends of a conversation
    else:
        (agent,) = rng.choices(agents, _SHARES[: len(agents)])
    manager = next(person for person in place.people if "manager" in person.roles)
    return Case(story, *telling, requester, agent, manager, final_status(story))


def _agents(place, team, story):
    words = " ".join(turn.text for turn in story.turns if turn.kind != "message")
    return [
        person
        for person in place.people
        if "agent" in person.roles
        and (team == person.team or (isinstance(person.team, tuple) and team in person.team))
        # Nobody writes of themselves as of somebody else.
        and person.name.split()[0] not in words
    ]
