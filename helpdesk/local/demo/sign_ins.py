"""Where the demo is and whom to sign in as: for the terminal, and for the page on plain localhost."""

from dataclasses import dataclass

from helpdesk.local.demo.content import PASSWORD, PLACES, Place
from tenants import hosts


@dataclass(frozen=True)
class SignIn:
    """One person that a visitor may be."""

    part: str
    name: str
    email: str


@dataclass(frozen=True)
class Address:
    """One tenant of the demo."""

    name: str
    url: str
    sign_ins: tuple[SignIn, ...]

    @property
    def host(self) -> str:
        """The address as people say it."""
        return self.url.partition("://")[2].rstrip("/")


def addresses() -> list[Address]:
    """Return the demo's tenants with whom to sign in as."""
    return [Address(place.name, hosts.absolute("/", host=place.host), _sign_ins(place)) for place in PLACES]


def _sign_ins(place: Place) -> tuple[SignIn, ...]:
    people = ((part, place.person(key)) for part, key in place.parts)
    return tuple(SignIn(part, person.name, person.email) for part, person in people)


def as_table() -> str:
    """Return everything as lines for a terminal."""
    lines = []
    for address in addresses():
        lines.append(f"{address.name}  {address.url.rstrip('/')}")
        lines += [f"  {each.part:<14}{each.email:<22}{each.name}" for each in address.sign_ins]
        lines.append("")
    return "\n".join([*lines, f"Everybody's password: {PASSWORD}"])
