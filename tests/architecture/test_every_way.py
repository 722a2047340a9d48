"""Every way to see or touch a ticket that is not theirs, for everybody to whom it is none of their business.

The table of ways.py is the list of attempts with the answer to each. Whatever somebody tries who may not read the
ticket, the answer is the one for a ticket that never was, holds no word of it, and changes nothing. Run with `-n 0 -v`
it prints what each of them was told. Addresses that are added later are tried as well, without a line there.
"""

import re
import sys
import uuid

import pytest

from helpdesk.live import exchange
from helpdesk.live.callers import Caller
from tenants.scope import tenant_scope
from tests import cast as the_cast
from tests import make
from tests.architecture.not_theirs import (
    COLLEAGUE,
    NO_DESK,
    OF_ONE_PERSON,
    OF_TEAM,
    OF_THE_TICKET,
    PERSONS,
    SUBJECT,
    Visitor,
    World,
)
from tests.architecture.ways import LISTS, LIVE, SEARCHES, WAYS
from tests.security.forms import path_of, routes
from tickets.models import Ticket
from tickets.searching import indexing

pytestmark = pytest.mark.django_db


@pytest.fixture
def tries(cast, visit, monkeypatch):
    """Let somebody look at the ticket while they may, lose what they lose, and try: tries("a guest") is
    (the world, the visitor, what it is about).
    """
    monkeypatch.setattr(exchange, "close_old_connections", lambda: None)

    def begin(name):
        person, world = PERSONS[name], World(cast)
        user = person.play(cast)
        own = _own(cast, user)
        indexing.rebuild()
        client = visit(user, host=person.at)
        here = the_cast.ACME_ID if person.at else user and user.tenant_id
        caller = user and Caller(here, user.pk, client.session.session_key)
        if person.lose:
            assert client.get(f"/desk/tickets/{world.ticket.number}/").status_code == 200
            person.lose(user, cast)
        about = world.about(own)
        if person.follows_others:
            _look(Visitor(visit(world.zoe), about), about)
        return person, world, Visitor(client, about, caller), user

    return begin


def _look(who, about):
    """See everything as somebody with the same role who may: what is kept for the next one is not theirs."""
    for way in (*LISTS, *SEARCHES, *LIVE[:3]):
        way.go(who, about)
    assert who.told_of([SUBJECT]), "the words are where they are looked for"


def _own(cast, user) -> Ticket:
    if user is None or not user.is_staff_member:
        return make.ticket(cast.gus if user == cast.cleo else cast.cleo)
    with tenant_scope(user.tenant_id):
        people = cast.globex if user.tenant_id == cast.globex.ana.tenant_id else cast
        return make.assigned(people.cleo, user, by=people.mia, category=people.refund)


@pytest.mark.parametrize("name", PERSONS)
def test_every_way_is_answered_as_if_the_ticket_never_was(tries, name, request, capsys):
    person, world, who, user = tries(name)
    before = world.as_it_is(but_for=user)
    wrong, table = [], []
    for way in WAYS:
        _go(way, who, who.about)
        table.append(f"  {way.name:<48} {who.status}")
        if who.status != (expected := way.answer(person.part)):
            wrong.append(f"{way.name}: {who.status}, not {expected}")
        wrong += [f"{way.name}: tells {word}" for word in who.told_of(_secrets(person, who, way))]
        if way.is_compared and person.is_compared:
            wrong += _differences(way, who)
    assert world.as_it_is(but_for=user) == before, "something was changed"
    if request.config.option.verbose > 0:
        with capsys.disabled():
            sys.stdout.write(f"\n{name}:\n" + "\n".join(table) + "\n")
    assert not wrong, "\n".join([name, *wrong])


def _go(way, who, about):
    who.answers.clear()
    who.told.clear()
    way.go(who, about)


def _differences(way, who) -> list[str]:
    """Say how the answers differ from those about what never was."""
    real, about = who.plainly(), who.about
    who.about = about.never()
    _go(way, who, who.about)
    never, who.about = who.plainly(), about
    return [
        f"{way.name}: {one[-300:]}\n    and for what never was: {other[-300:]}"
        for answer, its in zip(real, never, strict=True)
        for one, other in zip(str(answer).split("\n"), str(its).split("\n"), strict=False)
        if one != other
    ]


def _secrets(person, who, way) -> list[str]:
    if person.part == COLLEAGUE:
        return list(OF_ONE_PERSON)
    secrets = (*OF_THE_TICKET, *OF_ONE_PERSON, str(who.about.number), str(who.about.other))
    # Admins write the saved replies of all teams.
    known = (*way.is_known, OF_TEAM) if person.part == NO_DESK else way.is_known
    return [word for word in secrets if word not in known]


# --- what is added later ----------------------------------------------------------------------------------

# Addresses of other things; those of requesters are walked in tests/security/test_others.py.
_OF_OTHER_THINGS = ("settings/", "articles/", "desk/articles/", "local/", "brand/", "k/", "files/", "tickets/")


def addresses(about) -> list[str]:
    """Return every address that names a ticket or something on one, each with every id that it could mean."""
    found = []
    for route, _ in routes():
        names = set(re.findall(r"<(?:\w+:)?(\w+)>", route))
        if not names & {"number", "pk", "first"} or route.startswith(_OF_OTHER_THINGS):
            continue
        values = {"number": about.number, "first": about.first, "last": about.last, "key": "mine", "kind": "reply"}
        found += [path_of(route, pk=pk, **values) for pk in (about.ids if "pk" in names else [0])]
    return found


def typed(about) -> dict:
    """Return what any form of the desk could ask for, so that whatever is possible happens."""
    return {
        "body": "x", "form_key": uuid.uuid4(), "reason": "x", "why": "x", "answer": "x", "subject": "x", "note": "x",
        "assignee": about.agent, "to": about.agent, "category": about.category, "email": "cleo@acme.test",
        "other": about.own, "messages": [about.message], "message": about.message, "tickets": [about.pk],
        "ticket": about.number, "add": "mine", "remove": about.tag, "length": "5", "doing": "looking", "act": "close",
    }  # fmt: skip


def test_an_address_that_is_added_later_knows_no_ticket_of_others(tries):
    person, world, who, user = tries("an agent whose team was taken away")
    before, wrong = world.as_it_is(but_for=user), []
    asked = addresses(who.about)
    for path in asked:
        statuses = {who.get(path).status_code, who.post(path, **typed(who.about)).status_code}
        # 405 says of a page, whatever it is about, that it is only read or only posted to.
        if 404 not in statuses or statuses - {404, 405}:
            wrong.append(f"{path}: {statuses}")
    assert not wrong, "\n".join(wrong)
    assert world.as_it_is(but_for=user) == before
    assert not who.told_of(_secrets(person, who, WAYS[0]))
    assert len(asked) > 50


@pytest.mark.parametrize("number", [0, 2**63, 10**30])
def test_a_number_that_no_ticket_can_have_is_that_of_none(tries, number):
    _, _, who, _ = tries("an agent of another team")
    asked = who.about.never(number)
    for path in addresses(asked):
        statuses = {who.get(path).status_code, who.post(path, **typed(asked)).status_code}
        assert 404 in statuses, path
        assert statuses <= {404, 405}, path


def test_an_address_that_is_added_later_lets_a_colleague_change_nothing(tries):
    person, world, who, user = tries("a colleague of the team")
    before = world.as_it_is(but_for=user)
    for path in addresses(who.about):
        who.post(path, **typed(who.about))
    assert world.as_it_is(but_for=user) == before
    assert not who.told_of(_secrets(person, who, WAYS[0]))
