"""The keys that forms carry so that a second click does nothing."""

from uuid import UUID, uuid5


def own_key(form_key: UUID, person) -> UUID:
    """Return a form's key as this person's own.

    Two people who send the same key, by chance or on purpose, never get into each other's way.
    """
    return uuid5(form_key, str(person.pk))
