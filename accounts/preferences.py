"""How somebody likes to work. Nobody else sees it, so nothing is recorded."""

from accounts.models import User


def use_single_keys(user: User, *, is_on: bool) -> User:
    """Switch shortcuts of a single key on or off."""
    user.single_keys = is_on
    user.save(update_fields=["single_keys"])
    return user
