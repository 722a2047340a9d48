"""Rights that change while a stream is open: nobody hears of what happened after theirs had gone."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from accounts import passwords, staff, teams
from accounts.models import Membership, User
from helpdesk.live import callers, exchange, passes
from helpdesk.live.hub import NotAdmitted
from shared import clock as the_clock
from tenants.scope import tenant_scope
from tests import make
from tests.cast import HOSTS, PASSWORD
from tickets import assignment, progress

pytestmark = pytest.mark.django_db


def change(user, by, **changes):
    """Change a member of staff as an admin does."""
    now = staff.as_seen(user)
    given = {"roles": tuple(now["roles"]), "teams": tuple(now["teams"]), "is_active": True} | changes
    return staff.change(user, name=user.name, by=by, **given)


def test_an_agent_hears_of_the_tickets_of_their_team_until_they_leave_it(cast, listens, told, newest):
    ana = listens(cast.ana)
    ticket = make.ticket(cast.cleo)
    assert told([ana], newest()) == {ana: [("ticket", ticket.number)]}
    change(cast.ana, cast.max, teams=())
    make.ticket(cast.cleo)
    assert told([ana], newest()) == {ana: []}


def test_an_agent_who_joins_a_team_hears_of_its_tickets(cast, listens, told, newest):
    ana = listens(cast.ana)
    teams.change(cast.technical, name="Technical", assignment="", members=(cast.ana.pk, cast.ben.pk), by=cast.max)
    ticket = make.ticket(cast.vic, category=cast.site_down)
    assert told([ana], newest()) == {ana: [("ticket", ticket.number)]}


def test_an_agent_hears_of_what_was_assigned_to_them_until_it_is_another_s(cast, listens, told, newest):
    ana, ben = listens(cast.ana), listens(cast.ben)
    ticket = make.ticket(cast.vic, category=cast.site_down)
    assignment.assign(ticket, to=cast.ana, by=cast.mia)
    assert told([ana, ben], newest()) == {ana: [("ticket", ticket.number)], ben: [("ticket", ticket.number)]}
    assignment.assign(ticket, to=cast.ben, by=cast.mia)
    assert told([ana, ben], newest()) == {ana: [], ben: [("ticket", ticket.number)]}


def test_an_agent_hears_no_more_of_a_ticket_that_moved_to_another_team(cast, listens, told, newest):
    ana = listens(cast.ana)
    ticket = make.ticket(cast.cleo)
    progress.recategorise(ticket, category=cast.site_down, by=cast.mia)
    assert told([ana], newest()) == {ana: []}


def test_a_manager_who_is_made_an_agent_hears_of_their_teams_alone(cast, listens, told, newest):
    mia = listens(cast.mia)
    change(cast.mia, cast.max, roles=("agent",), teams=(cast.billing.pk,))
    bill, page = make.ticket(cast.cleo), make.ticket(cast.vic, category=cast.site_down)
    assert told([mia], newest(2)) == {mia: [("ticket", bill.number)]}
    assert page


def test_a_role_and_a_ticket_of_one_moment_are_told_with_the_role_of_now(cast, listens, told, newest):
    """Both bells are heard together: the ticket is not told with rights from before."""
    mia = listens(cast.mia)
    make.ticket(cast.vic, category=cast.site_down)
    change(cast.mia, cast.max, roles=("agent",))
    assert told([mia], newest(2)) == {mia: []}


ENDS = {
    "deactivated": lambda cast: change(cast.ana, cast.max, is_active=False),
    "made an admin and nothing else": lambda cast: change(cast.ana, cast.max, roles=("admin",)),
    "given another password": lambda cast: passwords.change(cast.ana, password="another battery staple"),
    "signed out": lambda cast: Session.objects.all().delete(),
    "away until the session ended": lambda cast: Session.objects.update(
        expire_date=the_clock.now() - timedelta(seconds=1)
    ),
    "let in with a temporary password": lambda cast: User.objects.filter(pk=cast.ana.pk).update(
        must_choose_password=True
    ),
}


@pytest.mark.parametrize("how", ENDS)
def test_the_stream_ends_of_an_agent_who_was(cast, listens, told, newest, how):
    ana = listens(cast.ana)
    make.ticket(cast.cleo)
    assert ana in told([ana], newest())
    ENDS[how](cast)
    assert ana not in told([ana], newest())


def test_the_stream_ends_of_a_guest_whose_account_ended(cast, listens):
    gus = listens(cast.gus)
    assert gus in callers.readers([gus])
    User.objects.filter(pk=cast.gus.pk).update(is_active=False)
    assert gus not in callers.readers([gus])


def test_a_session_is_one_persons_alone(cast, listens):
    ana = listens(cast.ana)
    stolen = callers.Caller(ana.tenant_id, cast.mia.pk, ana.session_key)
    assert callers.readers([stolen]) == {}


def test_everybodys_rights_cost_three_questions(cast, listens, django_assert_num_queries):
    everybody = [listens(getattr(cast, part)) for part in ("cleo", "vic", "gus", "ana", "ben", "mia")]
    with django_assert_num_queries(3):
        assert len(callers.readers(everybody)) == 6
    assert Membership.objects.count() == 2


class TestAdmission:
    """The pass in the page, the cookie of the browser and the host name have to fit."""

    @pytest.fixture
    def at_desk(self, visit):
        """Return the pass on somebody's page and the key of their session."""

        def look(user, path="/desk/"):
            client = visit(user)
            page = client.get(path)
            return page.context["page"].live_pass, client.session.session_key

        return look

    def admit(self, pass_text, session_key, host="acme.test"):
        return exchange.admit(host=host, pass_text=pass_text, session_key=session_key)

    def refused(self, *given, **more):
        with pytest.raises(NotAdmitted) as refusal:
            self.admit(*given, **more)
        return refusal.value.status

    def test_a_pass_and_its_session_are_let_in(self, cast, at_desk):
        caller = self.admit(*at_desk(cast.ana))
        assert (caller.tenant_id, caller.user_id) == (cast.ana.tenant_id, cast.ana.pk)

    def test_a_customer_is_let_in_from_their_ticket(self, cast, at_desk):
        ticket = make.ticket(cast.cleo)
        assert self.admit(*at_desk(cast.cleo, f"/tickets/{ticket.number}/")).user_id == cast.cleo.pk

    def test_a_pass_without_its_session_is_not(self, cast, at_desk):
        pass_text, session_key = at_desk(cast.ana)
        _, of_mia = at_desk(cast.mia)
        for key in ("", "x" * 32, of_mia):
            assert self.refused(pass_text, key) == 403
        assert self.refused("", session_key) == 403
        assert self.refused(pass_text[:-2] + "xx", session_key) == 403

    def test_a_pass_is_good_for_ten_minutes(self, cast, at_desk, monkeypatch):
        given = at_desk(cast.ana)
        monkeypatch.setattr(passes, "GOOD_FOR", -1)
        assert self.refused(*given) == 403

    def test_another_tenants_host_is_refused(self, cast, at_desk):
        given = at_desk(cast.ana)
        for host in (HOSTS[cast.globex.ana.tenant_id], "nowhere.test", ""):
            assert self.refused(*given, host=host) == 404

    def test_a_pass_of_another_tenant_opens_nothing_here(self, cast, at_desk):
        with tenant_scope(cast.globex.ana.tenant_id):
            given = at_desk(cast.globex.ana)
        assert self.refused(*given) == 404

    def test_who_was_deactivated_since_is_refused(self, cast, at_desk):
        given = at_desk(cast.ana)
        change(cast.ana, cast.max, is_active=False)
        assert self.refused(*given) == 403

    def test_an_admin_and_nobody_in_particular_have_no_pass(self, cast, visit):
        assert visit(cast.max).get("/settings/rules/").context["page"].live_pass == ""
        assert visit().get("/").context["page"].live_pass == ""

    def test_signing_out_rings(self, cast, visit, monkeypatch, django_capture_on_commit_callbacks):
        rung = []
        monkeypatch.setattr("shared.valkey.attempt", lambda work: rung.append(work))
        client = visit()
        client.post("/sign-in/", {"email": cast.ana.email, "password": PASSWORD})
        with django_capture_on_commit_callbacks(execute=True):
            client.post("/sign-out/")
        assert rung
