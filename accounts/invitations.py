"""Staff join by invitation."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from accounts import events, keys
from accounts.models import Membership, OneTimeKey, Team, User, normalise_email
from activity import log
from activity.models import Delivery, Event
from shared import clock
from shared.refusal import Refusal

ROLES = ("agent", "manager", "admin")
MOST_PENDING = 100
_SENT_JUST_NOW = timedelta(minutes=1)


class CannotInvite(Refusal):
    """This address cannot be invited."""


def invite(*, email: str, name: str, roles: tuple[str, ...], teams: tuple[int, ...] = (), by: User | None) -> None:
    """Ask somebody to join with roles; sending it again is the same act once more.

    Raises CannotInvite for an address that belongs to staff already, or without a role.
    """
    if not roles:
        raise CannotInvite("Choose at least one role.", field="roles")
    if User.objects.staff().filter(email_norm=normalise_email(email)).exists():
        raise CannotInvite(f"{email} belongs to a member of staff already.", field="email")
    log.record(events.INVITED, by=by, email=email, name=name, roles=sorted(roles), teams=sorted(teams))


@transaction.atomic
def send_again(key: OneTimeKey, *, by: User) -> None:
    """Send an open or expired invitation once more; a second click within a minute sends nothing."""
    latest = OneTimeKey.objects.filter(purpose=key.purpose, email_norm=key.email_norm).order_by("-created_at")[0]
    if clock.now() - latest.created_at > _SENT_JUST_NOW and not _on_their_way().filter(
        event__data__email=key.data["email"]
    ):
        invite(**key.data, by=by)


@transaction.atomic
def withdraw(key: OneTimeKey, *, by: User) -> None:
    """Make every invitation of an address worthless."""
    # Also when its key is used up: a mail that is on its way must not bring another one.
    if keys.withdraw_invitations(key.email_norm) or _on_their_way().filter(event__data__email=key.data["email"]):
        log.record(events.INVITATION_WITHDRAWN, by=by, email=key.data["email"])


def is_wanted(event: Event) -> bool:
    """Tell whether an invitation still stands when its mail is written, which may be long after it was asked for.

    It does not once it was withdrawn, or its person has joined.
    """
    invited = normalise_email(event.data["email"])
    if User.objects.active().staff().filter(email_norm=invited).exists():
        return False
    later = Event.objects.filter(subject_kind="", subject_id=None, id__gt=event.pk, name=events.INVITATION_WITHDRAWN)
    return invited not in {normalise_email(data["email"]) for data in later.values_list("data", flat=True)}


@dataclass(frozen=True)
class Pending:
    """An invitation that nobody has accepted yet; without a key its mail has not left."""

    email: str
    name: str
    roles: list[str]
    key: OneTimeKey | None = None
    is_expired: bool = False


def pending() -> list[Pending]:
    """Return the open invitations, the latest of each address, those on their way first."""
    now, found = clock.now(), {}
    for delivery in _on_their_way().select_related("event").order_by("-pk")[:MOST_PENDING]:
        data = delivery.event.data
        found.setdefault(normalise_email(data["email"]), Pending(data["email"], data["name"], data["roles"]))
    keys_ = OneTimeKey.objects.filter(purpose=OneTimeKey.Purpose.INVITATION, used_at=None)
    for key in keys_.order_by("-created_at")[:MOST_PENDING]:
        invited = Pending(key.data["email"], key.data["name"], key.data["roles"], key, key.expires_at <= now)
        found.setdefault(key.email_norm, invited)
    return list(found.values())


def _on_their_way():
    return Delivery.objects.filter(event__name=events.INVITED, done_at=None, given_up_at=None)


@transaction.atomic
def accept(secret: str, *, name: str, password: str) -> User:
    """Make the account of an invited person; raise KeyDoesNotFit.

    A customer's or guest's account of the same address becomes the staff account.
    """
    key = keys.spend(OneTimeKey.Purpose.INVITATION, secret)
    user = User.objects.select_for_update(no_key=True).filter(email_norm=key.email_norm).first()
    user = user or User(email=key.data["email"], created_at=clock.now())
    user.kind, user.plan, user.is_moderator = User.Kind.STAFF, None, False
    user.name, user.is_active, user.must_choose_password = name, True, False
    for role in ROLES:
        setattr(user, f"is_{role}", role in key.data["roles"])
    user.set_password(password)
    user.save()
    for team in Team.objects.filter(pk__in=key.data["teams"]):
        Membership.objects.get_or_create(user=user, team=team)
    keys.withdraw(user.email)
    log.record(events.JOINED, subject=user, by=user, roles=key.data["roles"])
    return user
