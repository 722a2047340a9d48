"""What the demo consists of: its tenants, and whom of their people a visitor may be."""

from dataclasses import dataclass

from helpdesk.local.demo import acme_catalogue, acme_forgotten, acme_people, acme_stories, globex
from helpdesk.local.demo.shapes import Catalogue, Forgotten, Person, Story

# Everybody's. Long enough for the product's own rules, and easy to type on a phone.
PASSWORD = "helpdesk-demo"


@dataclass(frozen=True)
class Place:
    """One tenant of the demo. `parts` are the people to sign in as: what they are, and their key."""

    slug: str
    name: str
    brand_colour: str
    time_zone: str
    people: tuple[Person, ...]
    catalogue: Catalogue
    stories: tuple[Story, ...]
    parts: tuple[tuple[str, str], ...]
    # Statuses in which these people have a ticket, so that every page has something to show.
    wishes: dict[str, tuple[str, ...]]
    # What somebody without an account writes about.
    guest_categories: tuple[str, ...] = ()
    # Tickets that nobody answered, beside those of the stories.
    forgotten: tuple[Forgotten, ...] = ()

    @property
    def host(self) -> str:
        """The host name that leads to the tenant; browsers take *.localhost for this machine."""
        return f"{self.slug}.localhost"

    def person(self, key: str) -> Person:
        """Return the person of a key."""
        return next(person for person in self.people if person.key == key)


PLACES = (
    Place(
        slug="acme",
        name="Acme Support",
        brand_colour="#1d4ed8",
        time_zone="Europe/Lisbon",
        people=acme_people.PEOPLE,
        catalogue=acme_catalogue.CATALOGUE,
        stories=acme_stories.STORIES,
        forgotten=acme_forgotten.FORGOTTEN,
        parts=(
            ("Customer", "cleo"),
            ("VIP customer", "vic"),
            ("Guest", "gus"),
            ("Agent", "ana"),
            ("Agent", "ben"),
            ("Manager", "mia"),
            ("Admin", "max"),
        ),
        wishes={
            "cleo": (
                "Needs More Info",
                "Solution Suggested",
                "Needs Reply",
                "Assigned",
                "New",
                "Work in Progress",
                "Reopened",
                "Closed",
                "Closed",
                "Closed",
            ),
            "vic": (
                "Needs More Info",
                "Solution Suggested",
                "Solution Suggested",
                "Needs Reply",
                "Assigned",
                "Work in Progress",
                "Closed",
                "Closed",
            ),
            "gus": ("Needs More Info", "Solution Suggested", "Closed"),
        },
        guest_categories=("account_lost", "account_sign_in"),
    ),
    Place(
        slug="globex",
        name="Globex Avatars Help",
        brand_colour="#ffcc00",
        time_zone="Europe/Copenhagen",
        people=globex.PEOPLE,
        catalogue=globex.CATALOGUE,
        stories=globex.STORIES,
        parts=(
            ("Customer", "abena"),
            ("VIP customer", "carys"),
            ("Agent", "nora"),
            ("Agent", "theo"),
            ("Manager", "sunita"),
            ("Admin", "ivo"),
        ),
        wishes={
            "abena": ("Needs More Info", "Solution Suggested", "Closed"),
            "carys": ("Needs Reply", "Assigned", "Closed"),
        },
    ),
)
