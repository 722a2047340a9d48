"""One's own things and nobody else's: between customers, teams and roles of the same helpdesk."""

import pytest

from accounts.models import User
from activity.models import Event
from tests import make
from tests.architecture.test_other_tenants_objects import plain
from tests.security.forms import path_of, routes
from tickets import saved_replies
from tickets.models import Draft, Message, Ticket
from tickets.statuses import Status

pytestmark = pytest.mark.django_db

NEVER_WAS = 999_999_999_999


@pytest.fixture
def strangers_ticket(cast):
    """Vic's ticket, worked on by Ben in his team: nothing of Cleo's, Gus's or Ana's."""
    return make.assigned(cast.vic, cast.ben, by=cast.mia, category=cast.site_down)


@pytest.mark.parametrize("part", ["nobody", "cleo", "gus", "ana", "max", "ben"])
def test_a_ticket_that_is_not_theirs_is_like_one_that_never_was(cast, visit, strangers_ticket, part):
    client = visit(None if part == "nobody" else getattr(cast, part))
    own = {"pk": saved_replies.add(title="Hi", body="Hi", owner=None, team=None, by=cast.mia).pk, "kind": "reply"}
    before = Message.objects.count(), Event.objects.count(), Draft.objects.count()
    compared = 0
    for route, _ in routes():
        if "tickets/<int:number>" not in route or (part == "ben" and route.startswith(("desk/", "live/"))):
            continue
        typed = {"body": "x", "form_key": make.key(), "reason": "x", "assignee": cast.ana.pk, "email": "cleo@acme.test"}
        nothing = path_of(route, number=NEVER_WAS, **own)
        theirs = path_of(route, number=strangers_ticket.number, **own)
        for method in ("get", "post"):
            expected = plain(getattr(client, method)(nothing, typed), nothing)
            assert plain(getattr(client, method)(theirs, typed), theirs) == expected, f"{method} {theirs}"
            compared += 1
    assert compared > 10
    assert (Message.objects.count(), Event.objects.count(), Draft.objects.count()) == before


def test_a_colleague_who_reads_along_changes_nothing(cast, visit, strangers_ticket):
    """Ana joins the team: she may read the ticket that Ben has, and nothing else."""
    make.member(cast.ana, cast.technical)
    before = vars(Ticket.objects.get(pk=strangers_ticket.pk)), Message.objects.count()
    client = visit(cast.ana)
    for noun in (
        "replies",
        "notes",
        "progress",
        "category",
        "closure",
        "reopening",
        "assignment",
        "unassignment",
        "requester",
    ):
        typed = {
            "body": "x", "form_key": make.key(), "reason": "x", "category": cast.sales.pk, "assignee": cast.ana.pk,
            "email": cast.cleo.email,
        }  # fmt: skip
        answer = client.post(f"/desk/tickets/{strangers_ticket.number}/{noun}/", typed)
        assert answer.status_code in (403, 404, 409, 422), noun
    after = vars(Ticket.objects.get(pk=strangers_ticket.pk)), Message.objects.count()
    assert {**after[0], "_state": 0} == {**before[0], "_state": 0}
    assert after[1] == before[1]


def test_a_follow_up_does_not_mention_a_ticket_that_its_reader_may_not_see(cast, visit):
    first = make.in_status(
        Status.CLOSED, requester=cast.cleo, agent=cast.ben, manager=cast.mia, category=cast.site_down
    )
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia, follow_up_of=first)
    assert str(first.number) in visit(cast.mia).get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert str(first.number) not in visit(cast.ana).get(f"/desk/tickets/{ticket.number}/").content.decode()


def test_a_ticket_follows_up_on_no_one_elses(cast, visit, strangers_ticket):
    for number in (strangers_ticket.number, NEVER_WAS, "9" * 30, "-1", "x"):
        words = {
            "form_key": make.key(), "subject": f"About {strangers_ticket.number}", "description": "x",
            "category": cast.sales.pk, "follow_up_of": number, "named": "reopen",
        }  # fmt: skip
        visit(cast.cleo).post("/tickets/new/?different", words)
    assert not Ticket.objects.exclude(follow_up_of=None).exists()
    strangers_ticket.refresh_from_db()
    assert strangers_ticket.state == Status.ASSIGNED


class TestMassAssignment:
    """A form takes what it asks for and nothing else."""

    def test_a_new_ticket(self, cast, visit):
        wanted = {
            "status": Status.CLOSED, "state": 50, "priority": 1, "priority_id": 1, "rank": 1, "assignee": cast.ana.pk,
            "assignee_id": cast.ana.pk, "requester": cast.vic.pk, "requester_id": cast.vic.pk, "number": 7,
            "team": cast.technical.pk, "team_id": cast.technical.pk, "tenant": 1002, "tenant_id": 1002, "id": 77,
            "filed_by": cast.mia.pk, "filed_at": "2000-01-01", "requester_name": "Mia", "name": "Mia",
            "email": cast.vic.email, "closed_by": "staff", "reopen_until": "2030-01-01", "by": cast.mia.pk,
        }  # fmt: skip
        words = {"form_key": make.key(), "subject": "Mine", "description": "x", "category": cast.sales.pk}
        assert visit(cast.cleo).post("/tickets/new/?different", words | wanted).status_code == 303
        ticket = Ticket.objects.get()
        assert (ticket.requester, ticket.filed_by, ticket.requester_name) == (cast.cleo, cast.cleo, cast.cleo.name)
        assert (ticket.state, ticket.assignee, ticket.team) == (Status.NEW, None, None)
        assert ticket.priority == cast.sales.priority
        assert (ticket.tenant_id, ticket.number > 1000) == (cast.cleo.tenant_id, True)

    def test_a_message(self, cast, visit, strangers_ticket):
        ticket = make.ticket(cast.cleo)
        wanted = {
            "kind": "reply", "outcome": "solution", "author": cast.mia.pk, "author_name": "Mia",
            "ticket": strangers_ticket.pk, "ticket_id": strangers_ticket.pk, "written_at": "2000-01-01",
            "then": "solution", "status": 50, "by": cast.mia.pk, "user": cast.mia.pk,
        }  # fmt: skip
        typed = {"body": "Mine", "form_key": make.key()}
        assert visit(cast.cleo).post(f"/tickets/{ticket.number}/messages/", typed | wanted).status_code == 303
        written = Message.objects.get(body="Mine")
        assert (written.ticket, written.author, written.author_name) == (ticket, cast.cleo, cast.cleo.name)
        assert (written.kind, written.outcome) == ("message", "")

    @pytest.mark.parametrize("way", ["sign-up", "invitation"])
    def test_an_account(self, cast, visit, way):
        from accounts import keys
        from accounts.models import OneTimeKey

        wanted = {
            "email": cast.max.email, "email_norm": "x@x.test", "kind": "staff", "roles": ["admin", "manager"],
            "is_admin": "on", "is_manager": "on", "is_agent": "on", "is_active": "on", "plan": 1, "tenant": 1002,
            "teams": [cast.billing.pk], "is_staff": "on", "is_superuser": "on",
        }  # fmt: skip
        more = {"roles": ["agent"], "teams": []} if way == "invitation" else {}
        purpose = OneTimeKey.Purpose.INVITATION if way == "invitation" else OneTimeKey.Purpose.SIGN_UP
        secret = keys.mint(purpose, email="ivy@acme.test", name="Ivy", **more)
        answer = visit().post(f"/{way}/{secret}/", {"name": "Ivy", "password": "a quite long phrase"} | wanted)
        assert answer.status_code == 303
        ivy = User.objects.get(name="Ivy")
        assert (ivy.email, ivy.email_norm, ivy.is_admin, ivy.is_manager) == (
            "ivy@acme.test",
            "ivy@acme.test",
            False,
            False,
        )
        assert (ivy.kind, ivy.is_agent) == (("staff", True) if way == "invitation" else ("customer", False))
        assert not ivy.teams.exists()

    def test_a_member_of_staff_is_who_the_address_says(self, cast, visit):
        wanted = {"email": "evil@evil.test", "password": "x" * 12, "kind": "customer", "plan": 1, "pk": cast.mia.pk}
        typed = {"name": "Ben Acme", "roles": ["agent"], "teams": [cast.technical.pk], "is_active": "on"}
        visit(cast.max).post(f"/settings/staff/{cast.ben.pk}/", typed | wanted)
        ben, before = User.objects.get(pk=cast.ben.pk), cast.ben
        assert (ben.email, ben.password, ben.kind, ben.plan) == (before.email, before.password, before.kind, None)

    def test_an_admin_gives_no_team_member_or_priority_of_another_tenant(self, cast, visit):
        globex = cast.globex
        client = visit(cast.max)
        client.post(f"/settings/teams/{cast.billing.pk}/", {"name": "Billing", "members": [globex.ana.pk]})
        client.post(f"/settings/staff/{cast.ben.pk}/", {"name": "B", "roles": "agent", "teams": [globex.billing.pk]})
        client.post(
            f"/settings/categories/{cast.sales.pk}/", {"name": "G", "priority": globex.sales.priority_id, "parent": 1}
        )
        cast.sales.refresh_from_db()
        assert cast.sales.name == "General"
        assert set(cast.billing.members.values_list("pk", flat=True)) == {cast.ana.pk}
        cast.ben.refresh_from_db()
        assert cast.ben.name == "Ben Acme"


class TestHeldWords:
    """Words that are carried through the sign-in page are the browser's own and nobody else's."""

    def held(self, client, path, body="Held words"):
        import re

        page = client.post(path, {"body": body}).content.decode()
        return re.search(r'name="held" value="([^"]+)"', page)[1]

    def test_changed_words_are_forgotten(self, cast, visit):
        ticket = make.ticket(cast.cleo)
        good = self.held(visit(), f"/tickets/{ticket.number}/messages/")
        for bad in (good[:-2], "x" + good, good.replace(":", "::"), good.split(":")[0], "é", "." + good, ":", "a:b:c"):
            client = visit()
            answer = client.post(
                "/sign-in/", {"email": cast.cleo.email, "password": "correct horse battery", "held": bad}
            )
            assert answer.status_code == 303
        assert not Draft.objects.exists()

    def test_somebody_elses_words_become_no_draft(self, cast, visit):
        ticket = make.ticket(cast.cleo)
        good = self.held(visit(), f"/tickets/{ticket.number}/messages/")
        for person in (cast.vic, cast.gus, cast.ana, cast.mia):
            typed = {"email": person.email, "password": "correct horse battery", "held": good}
            assert visit().post("/sign-in/", typed).status_code == 303
        assert not Draft.objects.exists()
        typed = {"email": cast.cleo.email, "password": "correct horse battery", "held": good}
        visit().post("/sign-in/", typed)
        assert Draft.objects.get().words == {"body": "Held words"}

    def test_a_null_character_in_them_lets_one_in_all_the_same(self, cast, visit):
        ticket = make.ticket(cast.cleo)
        good = self.held(visit(), f"/tickets/{ticket.number}/messages/", body="Held\0 words")
        typed = {"email": cast.cleo.email, "password": "correct horse battery", "held": good}
        assert visit().post("/sign-in/", typed).status_code == 303
        assert Draft.objects.get().words == {"body": "Held words"}
