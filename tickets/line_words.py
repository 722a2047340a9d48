"""How places in line are told: exactly while they are near, roughly while they are far."""

from dataclasses import dataclass

from tickets.line import Free, Place, Price
from tickets.models import Look, Ticket

# From here on the exact number changes too often to mean something; further on not even the tens do.
ROUGH, FAR = 50, 200

WHY = {
    Look.Why.FILED: "a more urgent ticket came in",
    Look.Why.ESCALATED: "a ticket was escalated",
    Look.Why.BACK: "a more urgent ticket waits again",
    Look.Why.OWN_MESSAGE: "your message moved it",
    Look.Why.OWN_AGENT: "it has another agent now",
    Look.Why.OWN_PRIORITY: "its priority changed",
    Look.Why.AGENT: "tickets that go first went to its agent",
    Look.Why.ORDER: "another ticket goes first now",
}


@dataclass(frozen=True)
class Told:
    """What the page of a waiting ticket says of its place."""

    place: str
    price: Price
    agent: str

    @property
    def cost(self) -> str:
        """Return what adding to the ticket costs, as it stands in brackets."""
        return cost(self.price, self.agent)

    @property
    def about(self) -> str:
        """Return where a ticket stands that has just moved."""
        return now_about(self.price.place, self.agent)

    @property
    def shows_price(self) -> bool:
        """Whether something has to be read before a message is added."""
        return self.price.free in (None, Free.GRACE)


def told(ticket: Ticket, price: Price, why: str = "") -> Told:
    """Put a place and its price into words; `why` says why it is worse than when it was last looked at."""
    agent = first_name(ticket)
    words = in_words(price.place, agent)
    if why:
        words = f"Now {_small(words)}: {WHY[why]}"
    return Told(f"{words}.", price, agent)


def in_words(place: Place, agent: str = "") -> str:
    """Return "7th in line, 3rd with Ana"; the name is needed where there is a place with an agent."""
    if place.in_line == 1:
        return "Next in line"
    number = _number(place.in_line)
    words = f"{number} in line" if place.in_line <= FAR else number
    if place.with_agent:
        words += f", {_small(_number(place.with_agent) if place.with_agent > 1 else 'next')} with {agent}"
    return words


def cost(price: Price, agent: str = "") -> str:
    """Return "from 7th to about 23rd, with Ana from 3rd to about 9th"."""
    words = _from_to(price.place.in_line, price.after.in_line)
    if price.after.with_agent != price.place.with_agent:
        words += f", with {agent} {_from_to(price.place.with_agent, price.after.with_agent)}"
    return words


def now_about(place: Place, agent: str = "") -> str:
    """Return "about 23rd in line, about 9th with Ana", of a place that was just given up."""
    words = f"{_about(place.in_line)} in line" if place.in_line <= FAR else _about(place.in_line)
    return f"{words}, {_about(place.with_agent)} with {agent}" if place.with_agent else words


def first_name(ticket: Ticket) -> str:
    """Return how the agent of a ticket is called, "" while it has none."""
    return next(iter(ticket.assignee.name.split()), "") if ticket.assignee_id else ""


def _from_to(before, after):
    if before > FAR:
        return f"{_small(_number(before))} now, and even more then"
    if _about(before) == _about(after):  # rounded, it would seem to cost nothing
        return f"from {_ordinal(before)} to about {_ordinal(after)}"
    return f"from {_small(_number(before))} to {_about(after)}"


def _number(place: int) -> str:
    if place > FAR:
        return f"More than {FAR} ahead"
    if place >= ROUGH:
        return f"About {_ordinal(_tens(place))}"
    return _ordinal(place)


def _about(place: int) -> str:
    return f"behind more than {FAR}" if place > FAR else f"about {_ordinal(_tens(place) if place >= ROUGH else place)}"


def _small(words: str) -> str:
    return words[0].lower() + words[1:]


def _ordinal(number: int) -> str:
    """Return "1st", "2nd", "11th"."""
    is_teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _tens(number: int) -> int:
    return (number + 5) // 10 * 10
