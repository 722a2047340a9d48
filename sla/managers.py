"""Who reads what is meant for the managers. The seal of the table says it in SQL; a test holds one to the other."""

import re
from collections.abc import Iterable

from accounts.models import User
from shared.attention import meant_for, plain

_WORD = re.compile(r"\w+")


def readers(agent: User | None) -> list[User]:
    """Return who may read a complaint about an agent: the other managers, or else the other admins, by name."""
    others = _who_could_read().exclude(pk=agent.pk if agent else None)
    return [user for user in others if user.is_manager] or [user for user in others if user.is_admin]


def candidates() -> list[User]:
    """Return everybody who may read some complaint: who could not read one finds nothing where it is."""
    return list(_who_could_read())


def _who_could_read():
    staff = User.objects.active().staff()
    return (staff.filter(is_manager=True) | staff.filter(is_admin=True)).order_by("name", "pk")


def addressed(subject: str) -> list[User]:
    """Return the managers whom a subject like "ATTN: Mia Kern, my refund" is meant for, mostly one or none.

    By whole name or by first name, in any case, with or without accents and a colon; of several who are called so,
    all.
    """
    words = meant_for(subject)
    return named(words, User.objects.active().filter(is_manager=True).order_by("pk")) if words else []


def named(words: str, people: Iterable[User]) -> list[User]:
    """Return the people with whose name a text begins: by the whole name if it stands there, else by the first."""
    typed, people = _words(words), list(people)
    whole = [person for person in people if typed[: len(_words(person.name))] == _words(person.name) != []]
    return whole or [person for person in people if typed and typed[: len(_first(person))] == _first(person) != []]


def _first(person):
    return _words(person.name.split()[0]) if person.name.split() else []


def _words(text):
    return _WORD.findall(plain(text).casefold())
