"""What a saved reply leaves open: variables, which a ticket fills, and blanks, which whoever writes has to fill.

Both stand in braces: {customer.name}, {order number}. A backslash before it makes a brace a brace: \\{.
"""

import re

from accounts.models import User
from shared import markdown
from shared.refusal import Refusal
from tenants import profiles
from tickets.models import Ticket

# Begins with a letter and holds only words, so that most braces of code and of formulas are none.
_BLANK = re.compile(r"(?<![\\{])\{([^\W\d_][\w .'’-]{0,59})\}(?!\})")
_DOTTED = re.compile(r"\w+(?:\.\w+)+")
_MARKS = re.compile(r"([\\`*\[\]{}<>])")
_MOST_NAMED = 3

# What fills itself, with what that is.
VARIABLES = {
    "customer.name": "the requester's name",
    "customer.first_name": "the first word of it",
    "ticket.number": "the number, without #",
    "ticket.subject": "the subject",
    "agent.name": "the name of who writes",
    "company": "the name of your helpdesk",
}


class UnfilledBlank(Refusal):
    """The words still say what somebody has to put into them."""


def values(ticket: Ticket, by: User) -> dict[str, str]:
    """Return what fills the variables in somebody's reply to a ticket."""
    name = ticket.requester_name.strip()
    return {
        "customer.name": name,
        "customer.first_name": name.split()[0] if name else "",
        "ticket.number": str(ticket.number),
        "ticket.subject": ticket.subject,
        "agent.name": by.name,
        "company": profiles.current().name,
    }


def fill(body: str, values: dict[str, str]) -> str:
    """Return a saved reply with the variables filled; blanks, and variables that have no value, stay."""
    return _BLANK.sub(lambda found: _literally(values.get(found[1], "")) or found[0], body)


def unknown(body: str) -> list[str]:
    """Return what looks like a variable and is none: a name with a dot that nothing fills."""
    names = (name for name in dict.fromkeys(_BLANK.findall(body)) if _DOTTED.fullmatch(name))
    return [name for name in names if name not in VARIABLES]


def left_in(body: str) -> list[str]:
    """Return the blanks of a text as they are written, each once. Code, quoted lines and \\{ hold none."""
    if "{" not in body:
        return []
    found = (blank[0] for words in markdown.own_words(body) for blank in _BLANK.finditer(words))
    return list(dict.fromkeys(found))


def refuse_unfilled(body: str) -> None:
    """Raise UnfilledBlank while words that the requester will read have a blank in them."""
    if blanks := left_in(body):
        raise UnfilledBlank(f"Fill in {_listed(blanks)} first. If you do mean a brace, write \\{{ instead of {{.")


def _listed(blanks):
    *named, last = blanks if len(blanks) <= _MOST_NAMED else [*blanks[:_MOST_NAMED], "more"]
    return f"{', '.join(named)} and {last}" if named else last


def _literally(value: str) -> str:
    # What somebody is called, or wrote as a subject, is shown as it is and is no blank.
    return _MARKS.sub(r"\\\1", value)
