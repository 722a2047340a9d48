"""The agent whom a complaint names finds no trace of it: every address, list, count, search, stream, mail, event, draft
and table, as agent, as admin and as manager.

The same walk is made before anything was written and after it, at one and the same moment. To the named agent every
answer is the same to the letter. Mia, who may read it, makes the same walk and finds it: so the walk can find.
"""

import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from activity import outbox
from activity.models import Delivery, Event
from helpdesk.live import exchange
from helpdesk.live.callers import Caller
from mail import complaints as letters_of_complaints
from shared import clock as the_clock
from sla import complaints
from sla.models import Complaint, ComplaintEntry
from tenants.scope import person_scope
from tests import make
from tests.architecture.not_theirs import Visitor, World
from tests.architecture.ways import LISTS, LIVE, PAGES, SEARCHES
from tests.knowledgebase import make as articles
from tests.security.forms import path_of, routes
from tests.tenants import sql
from tests.tenants.rows import SEALED
from tickets import conversation
from tickets.searching import indexing

# A walk is some hundred pages, made twice.
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]

# One word for each text: what happened, what is wished, more of it, why another agent, "ATTN:", a reply, a note.
HAPPENED, WISHED, MORE, WHY, SUBJECT, TYPED, ANSWERED, NOTED = SECRETS = (
    "kieselstein", "wacholder", "moorhuhn", "ginsterkatze", "sanduhr", "eisvogel", "bernstein", "zaunkoenig"
)  # fmt: skip
# Of each complaint the address, the same in both walks.
KEYS = [uuid.uuid5(uuid.NAMESPACE_URL, word) for word in SECRETS[:3]]
# Of forms, another one each time; those of complaints stand in no answer but to whom they are told.
_ANY_KEY = re.compile(r"key=[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ROLES = {
    "agent": {},
    "manager and admin": {"is_manager": True, "is_admin": True},
}


@pytest.fixture
def world(cast, post_office, monkeypatch):
    """Cleo's tickets, which Ben has, with something of everything in the helpdesk around them."""
    monkeypatch.setattr(exchange, "close_old_connections", lambda: None)
    world = World(cast)
    world.ticket_of_ben = make.assigned(cast.cleo, cast.ben, by=cast.mia, category=cast.site_down)
    conversation.reply(world.ticket_of_ben, body="Hello.", by=cast.ben, form_key=make.key())
    world.own = make.assigned(cast.vic, cast.ben, by=cast.mia, category=cast.site_down)
    world.about_own = world.about(world.own)
    world.article = articles.article(cast.ana, title="Rudeness", body="How agents should be.")
    the_clock.move(timedelta(minutes=1))
    post_office()  # what is held for some seconds has left
    indexing.rebuild()
    return world


def complain(world, cast, visit, post_office):
    """Write to the managers in every way there is, through the pages, and let it be answered; return all mails."""
    cleo, number = visit(cast.cleo), world.ticket_of_ben.number
    form = {"form_key": make.key(), "happened": f"The {HAPPENED}.", "wish": f"A {WISHED}."}
    assert cleo.post(f"/tickets/{number}/complaint/", {"happened": ""}).status_code == 422
    assert cleo.post(f"/tickets/{number}/complaint/", form).status_code == 303
    assert (
        cleo.post(f"/tickets/{number}/complaint/", form | {"form_key": make.key(), "happened": MORE}).status_code == 303
    )
    assert cleo.post(f"/tickets/{number}/different-agent/", {"form_key": make.key(), "reason": WHY}).status_code == 303
    _attn(cleo, cast, number)
    _give_keys(cast)
    with person_scope(cast.mia):
        for written in Complaint.objects.order_by("id"):
            complaints.note(written, body=NOTED, by=cast.mia, form_key=make.key())
        complaints.answer(written, body=ANSWERED, outcome="answered", by=cast.mia, form_key=make.key())
    return post_office()


def _attn(cleo, cast, number):
    """Type a ticket for Mia, with everything that the form does on the way."""
    key, subject = make.key(), f"Attn Mia: {SUBJECT}"
    for typed in (f"about #{number} {SUBJECT}", subject):
        cleo.get("/articles/suggestions/", {"q": typed, "about": TYPED, "key": str(key)})
    cleo.post("/tickets/new/draft/", {"subject": subject, "description": TYPED})
    words = {"subject": subject, "description": f"{TYPED} #{number}", "category": cast.sales.pk, "form_key": key}
    assert cleo.post("/tickets/new/?different", words).status_code == 303


def _give_keys(cast):
    with person_scope(cast.mia):
        written = list(Complaint.objects.order_by("id").values_list("pk", flat=True))
        # What was written after "ATTN:" about the same ticket and agent is part of the first one.
        assert len(written) == 2
        for pk, key in zip(written, KEYS, strict=False):
            Complaint.objects.filter(pk=pk).update(key=key)


class Walk:
    """A browser of somebody, which reads everything that there is to be read."""

    def __init__(self, world, user):
        client = Client(HTTP_HOST="acme.test")
        client.force_login(user)
        self.world, self.user = world, user
        caller = Caller(user.tenant_id, user.pk, client.session.session_key)
        # Where the ways look for a word they look for these, and where for a ticket for the one complained of.
        self.about = replace(
            world.about_own, number=world.ticket_of_ben.number, pk=world.ticket_of_ben.pk, words=SECRETS[:6],
            requester=world.cast.cleo.email, customer=world.cast.cleo.pk, agent=world.cast.ben.pk,
        )  # fmt: skip
        self.visitor = Visitor(client, self.about, caller)

    def read(self) -> dict[str, list]:
        """Return every answer by what was asked, without what differs between any two."""
        found = {}
        LIVE[-1].go(self.visitor, self.about)  # whoever looks at a ticket is told who else does
        for way in (*LISTS, *SEARCHES, *LIVE, *PAGES):
            found[way.name] = self._went(lambda way=way: way.go(self.visitor, self.about))
        for word in SECRETS:
            for path in ("/desk/search/?q=", "/desk/palette/?q=", "/desk/saved-replies/?q="):
                found[path + word] = self._went(lambda path=path, word=word: self.visitor.get(path + word))
        for path in addresses(self.world):
            found[path] = self._went(lambda path=path: self.visitor.get(path))
        return found

    def look_for_articles(self) -> None:
        """Ask the help centre for each word: it keeps what was asked, so this comes last."""
        for word in SECRETS:
            self.visitor.get(f"/articles/search/?q={word}")

    def send(self) -> None:
        """Send whatever a form could ask for to every address."""
        words = {
            "body": "x", "form_key": make.key(), "reason": "x", "happened": "x", "wish": "x", "outcome": "answered",
            "to": self.world.zoe.pk, "assignee": self.world.zoe.pk, "ticket": self.about.number, "seen": 0,
        }  # fmt: skip
        for path in addresses(self.world):
            self.visitor.post(path, **words)

    def hear(self, events) -> str:
        """Return what the live stream says of some events."""
        self.visitor.answers.clear()
        self.visitor.listen(set(events), set())
        return self.visitor.status

    @property
    def told(self) -> set[str]:
        """The secrets that stood in any answer without having been asked for."""
        return set(self.visitor.told_of(SECRETS))

    def _went(self, go):
        self.visitor.answers.clear()
        seen = len(self.visitor.told)
        go()
        said = (self.visitor._plain(*one) for one in self.visitor.told[seen:])
        return [*self.visitor.answers, *(_ANY_KEY.sub("KEY", one) for one in said)]


def addresses(world) -> list[str]:
    """Return every address of the product, with everything in it that it could mean."""
    found = []
    for route, _ in routes():
        # Signing out, what local mode alone has, secrets of mails, and a puzzle that is another one each time.
        if route.startswith(("local/", "brand/", "sign-out", "theme/")) or "secret" in route or "challenge" in route:
            continue
        names = set(re.findall(r"<(?:\w+:)?(\w+)>", route))
        numbered = world.article if "articles" in route or route.startswith("k/") else world.ticket_of_ben
        values = {
            "number": numbered.number, "slug": world.article.slug, "key": "mine", "kind": "reply", "version": 1,
            "parent": world.cast.refund.parent_id, "category": world.cast.refund.pk, "first": 1, "last": 10**9,
            "person": world.cast.ben.pk, "token": "x", "name": "x", "colour": "1d4ed8",
        }  # fmt: skip
        for pk in (world.cast.ben.pk, world.ticket_of_ben.pk) if "pk" in names else (0,):
            for key in KEYS if "complaint" in names else KEYS[:1]:
                found.append(path_of(route, **values | {"pk": pk, "complaint": key}))
    return found


def rows_with_secrets() -> dict[str, int]:
    """Return in how many rows of each table any of the words stands, as the server shows them now."""
    pattern = "|".join(SECRETS)
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            if sql.value("SELECT has_table_privilege(%s, 'SELECT')", table):
                counts[table] = sql.value(f'SELECT count(*) FROM "{table}" t WHERE t::text ~* %s', pattern)
    return {table: number for table, number in counts.items() if number}


def differences(before, after) -> list[str]:
    """Say at which addresses the answers differ, and how."""
    assert before.keys() == after.keys()
    return [
        f"{path}: {one[-200:]}\n    before: {other[-200:]}"
        for path in before
        for now, then in zip(after[path], before[path], strict=True)
        for one, other in zip(str(now).split("\n"), str(then).split("\n"), strict=False)
        if one != other
    ]


@pytest.mark.parametrize("role", ROLES)
def test_the_agent_finds_no_trace(world, cast, visit, post_office, role, caplog):
    User.objects.filter(pk=cast.ben.pk).update(**ROLES[role])
    ben = User.objects.get(pk=cast.ben.pk)
    with the_clock.stopped_at(the_clock.now()):
        before = Walk(world, ben).read()
        last = Event.objects.latest("id").pk
        letters = complain(world, cast, visit, post_office)
        indexing.rebuild()
        walk = Walk(world, ben)
        after = walk.read()
    assert not differences(before, after)
    happened = set(Event.objects.filter(pk__gt=last).values_list("pk", flat=True))
    assert happened
    assert walk.hear(happened) == "silence"
    walk.send()
    walk.look_for_articles()
    assert walk.told == set()
    assert {letter.to[0] for letter in letters} == {cast.cleo.email, cast.mia.email}
    assert not [word for word in SECRETS if word in str([(one.subject, one.body, one.alternatives) for one in letters])]
    assert not [word for word in SECRETS if word in caplog.text.lower()]


@pytest.mark.parametrize("role", ROLES)
def test_no_row_of_any_table_that_the_server_shows_the_agent_holds_a_word(world, cast, visit, post_office, role):
    User.objects.filter(pk=cast.ben.pk).update(**ROLES[role])
    complain(world, cast, visit, post_office)
    indexing.rebuild()
    assert rows_with_secrets() == {}
    with person_scope(cast.ben):
        assert rows_with_secrets() == {}
        assert [model.objects.count() for model in SEALED] == [0, 0]
    with person_scope(cast.mia):
        assert rows_with_secrets() == {"sla_complaintentry": 7}


def test_mia_makes_the_same_walk_and_finds_it(world, cast, visit, post_office):
    with the_clock.stopped_at(the_clock.now()):
        before = Walk(world, cast.mia).read()
        complain(world, cast, visit, post_office)
        indexing.rebuild()
        walk = Walk(world, cast.mia)
        after = walk.read()
    assert walk.told == set(SECRETS)
    changed = {path for path in before if before[path] != after[path]}
    assert {"/desk/complaints/", "the counts of the menu", *(f"/desk/complaints/{key}/" for key in KEYS[:2])} <= changed


@pytest.mark.parametrize("who", ["ana", "max"])
def test_nor_does_anybody_else_who_works_here(world, cast, visit, post_office, who):
    user = getattr(cast, who)
    with the_clock.stopped_at(the_clock.now()):
        before = Walk(world, user).read()
        complain(world, cast, visit, post_office)
        walk = Walk(world, user)
        after = walk.read()
    assert not differences(before, after)
    walk.send()
    assert walk.told == set()


def test_what_the_agent_sends_to_every_address_changes_nothing_of_it(world, cast, visit, post_office):
    User.objects.filter(pk=cast.ben.pk).update(is_manager=True)
    complain(world, cast, visit, post_office)

    def as_it_is():
        with person_scope(cast.mia):
            return [list(model.objects.order_by("id").values()) for model in (Complaint, ComplaintEntry)]

    before = as_it_is()
    assert [len(rows) for rows in before] == [2, 7]
    Walk(world, User.objects.get(pk=cast.ben.pk)).send()
    assert as_it_is() == before


def test_a_mail_that_fails_leaves_no_word_behind(world, cast, visit, monkeypatch, caplog):
    """In the log and in the outbox, which keep what went wrong."""

    def fail(*args):
        raise RuntimeError("The mail server is away.")

    monkeypatch.setattr(letters_of_complaints, "outward", fail)
    cleo = visit(cast.cleo)
    form = {"form_key": make.key(), "happened": HAPPENED, "wish": WISHED}
    cleo.post(f"/tickets/{world.ticket_of_ben.number}/complaint/", form)
    for _ in range(2):
        for pk in Delivery.objects.filter(done_at=None, event__name__startswith="complaint.").values_list(
            "pk", flat=True
        ):
            outbox.deliver(pk)
    failed = Delivery.objects.exclude(last_error="").values_list("last_error", flat=True)
    assert len(failed) >= 2
    assert "The mail server is away." in caplog.text
    assert not [word for word in SECRETS if word in caplog.text or word in str(list(failed))]
