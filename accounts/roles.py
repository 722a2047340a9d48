"""Who may do what: the one permission table. Nothing else in the product grants anything."""

from functools import cache

from accounts.models import User

PERMISSIONS: dict[str, frozenset[str]] = {
    "customer": frozenset({"portal"}),
    "guest": frozenset({"portal"}),
    "moderator": frozenset({"tickets.escalate_by_number"}),
    "agent": frozenset({"desk", "tickets.work_own", "tickets.read_team", "articles.write"}),
    "manager": frozenset(
        {
            "desk",
            "tickets.work_own",
            "tickets.read_all",
            "tickets.work_all",
            "tickets.assign",
            "articles.write",
            "replies.share",
            "staff.shifts",
            "complaints.answer",
        }
    ),
    "admin": frozenset(
        {
            "settings.tickets",
            "settings.people",
            "settings.look",
            "settings.articles",
            "articles.write",
            "replies.share",
            "staff.shifts",
            # Only those that no manager could read; which they are is for the database to say.
            "complaints.answer",
        }
    ),
}


def of(user) -> tuple[str, ...]:
    """Return a person's roles; nobody in particular has none."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return ()
    if user.kind != User.Kind.STAFF:
        return (user.kind, "moderator") if user.is_moderator else (user.kind,)
    held = {"agent": user.is_agent, "manager": user.is_manager, "admin": user.is_admin}
    return tuple(role for role, is_held in held.items() if is_held)


def may(user, permission: str) -> bool:
    """Tell whether any of a person's roles carries a permission."""
    return permission in permissions(user)


def permissions(user) -> frozenset[str]:
    """Return all that a person's roles carry."""
    return _of_all(of(user))


@cache
def _of_all(roles):
    return frozenset().union(*(PERMISSIONS[role] for role in roles))


def home(user) -> str:
    """Return the name of the URL where a person's day begins."""
    if may(user, "desk"):
        return "desk:queue"
    if may(user, "settings.tickets"):
        return "settings:home"
    return "portal:my_tickets"
