"""Who looks at a ticket, and who writes in it. Kept in Valkey for less than a minute, and nowhere else.

Whoever stays says so again every twenty seconds; whoever leaves without a word is forgotten.
"""

from collections.abc import Iterable
from datetime import timedelta

from accounts.models import User
from activity import bell
from shared import clock, valkey
from tenants.scope import current_tenant_id

LOOKING, REPLYING, NOTING = "looking", "reply", "note"
DOINGS = (LOOKING, REPLYING, NOTING)
FORGOTTEN_AFTER = timedelta(seconds=45)


def stay(ticket, user: User, doing: str) -> None:
    """Say that somebody is at a ticket, and what they do there; ring when that is new."""
    until = clock.now() + FORGOTTEN_AFTER
    key, field = _key(ticket.pk), str(user.pk)

    def write(client):
        before = _still_there(client.hgetall(key)).get(user.pk)
        with client.pipeline(transaction=False) as pipe:
            pipe.hset(key, field, f"{doing} {until.timestamp():.0f}").expire(key, FORGOTTEN_AFTER).execute()
        return before

    before = valkey.attempt(lambda client: write(client) or "")
    if before is not None and before != doing:
        bell.ring(presence=ticket.pk)


def leave(ticket, user: User) -> None:
    """Say that somebody is gone."""
    if valkey.attempt(lambda client: client.hdel(_key(ticket.pk), str(user.pk))):
        bell.ring(presence=ticket.pk)


def at(ticket_ids: Iterable[int]) -> dict[int, list[dict]]:
    """Return who is at tickets, by ticket: id, name and what they do. Nobody is anywhere while Valkey is down."""
    ids = list(ticket_ids)

    def read(client):
        with client.pipeline(transaction=False) as pipe:
            for pk in ids:
                pipe.hgetall(_key(pk))
            return pipe.execute()

    found = valkey.attempt(read) if ids else None
    there = {pk: _still_there(fields) for pk, fields in zip(ids, found or [{}] * len(ids), strict=True)}
    staff = User.objects.active().staff().filter(pk__in={user_id for doings in there.values() for user_id in doings})
    names = dict(staff.values_list("pk", "name"))
    return {
        pk: [{"id": user_id, "name": names[user_id], "doing": doings[user_id]} for user_id in sorted(doings)
             if user_id in names]
        for pk, doings in there.items()
    }  # fmt: skip


def _key(ticket_id: int) -> str:
    return f"helpdesk:presence:{current_tenant_id()}:{ticket_id}"


def _still_there(fields: dict[str, str]) -> dict[int, str]:
    """Return user id to what they do, of those who said so lately."""
    now, there = clock.now().timestamp(), {}
    for user_id, said in fields.items():
        doing, until = said.split(" ")
        if float(until) > now:
            there[int(user_id)] = doing
    return there
