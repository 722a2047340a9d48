"""Which tickets somebody may read. What they may not see is not found and not mentioned."""

import pytest
from django.http import Http404

from accounts.models import Membership, User
from shared import clock as the_clock
from tenants.scope import tenant_scope
from tests import make
from tickets import access
from tickets.acts import Act
from tickets.models import Ticket
from tickets.statuses import Status


@pytest.fixture
def tickets(cast):
    """One ticket of each sort: in Ana's team, in Ben's, in no team, and Globex's own."""
    with tenant_scope(cast.globex.cleo.tenant_id):
        globex = make.ticket(cast.globex.cleo)
    return {
        "billing": make.ticket(cast.cleo),
        "technical": make.ticket(cast.vic, category=cast.site_down),
        "teamless": make.ticket(cast.gus, category=cast.sales),
        "globex": globex,
    }


def readable(user, tickets):
    """The sorts that somebody reads at the desk, one by one and in a list."""
    found = set(access.desk_tickets(user).values_list("pk", flat=True))
    names = {name for name, ticket in tickets.items() if ticket.pk in found}
    for name, ticket in tickets.items():
        if name in names:
            assert access.desk_ticket(user, ticket.number) == ticket
        elif name != "globex":  # whose number may be one of Acme's as well
            with pytest.raises(Http404):
                access.desk_ticket(user, ticket.number)
    return names


def test_an_agent_reads_the_tickets_of_their_teams_and_of_no_team(cast, tickets):
    assert readable(cast.ana, tickets) == {"billing", "teamless"}
    assert readable(cast.ben, tickets) == {"technical", "teamless"}


def test_an_agent_reads_what_is_assigned_to_them_whatever_the_team(cast, tickets):
    from tickets import assignment

    assignment.assign(tickets["technical"], to=cast.ana, by=cast.mia)
    assert readable(cast.ana, tickets) == {"billing", "technical", "teamless"}


def test_an_agent_who_leaves_a_team_reads_its_tickets_no_more(cast, tickets):
    Membership.objects.filter(user=cast.ana).delete()
    assert readable(cast.ana, tickets) == {"teamless"}


def test_an_agent_in_two_teams_sees_each_ticket_once(cast, tickets):
    make.member(cast.ana, cast.technical)
    assert access.desk_tickets(cast.ana).count() == 3


def test_a_manager_reads_all(cast, tickets):
    assert readable(cast.mia, tickets) == {"billing", "technical", "teamless"}


def test_an_admin_a_customer_and_a_guest_read_none(cast, tickets):
    for person in (cast.max, cast.cleo, cast.gus):
        assert readable(person, tickets) == set()


def test_who_is_no_longer_active_reads_none(cast, tickets):
    cast.mia.is_active = False
    assert readable(cast.mia, tickets) == set()


def test_a_manager_of_another_tenant_reads_none(cast, tickets):
    with tenant_scope(cast.globex.mia.tenant_id):
        assert set(access.desk_tickets(cast.globex.mia)) == {tickets["globex"]}


def test_a_requester_finds_their_own_tickets_and_no_others(cast, tickets):
    assert access.own_ticket(cast.cleo, tickets["billing"].number) == tickets["billing"]
    assert list(access.own_tickets(cast.cleo)) == [tickets["billing"]]
    for person in (cast.vic, cast.gus, cast.ana, cast.mia, cast.max):
        with pytest.raises(Http404):
            access.own_ticket(person, tickets["billing"].number)


@pytest.mark.parametrize("number", [0, -1, 99, 2**31, 2**63, 10**30])
def test_a_number_that_cannot_be_is_not_found(cast, number):
    for find, person in ((access.own_ticket, cast.cleo), (access.desk_ticket, cast.mia)):
        with pytest.raises(Http404):
            find(person, number)


def test_a_ticket_filed_by_staff_belongs_to_its_requester(cast):
    ticket = make.ticket(cast.cleo, by=cast.ana)
    assert access.own_ticket(cast.cleo, ticket.number) == ticket
    with pytest.raises(Http404):
        access.own_ticket(cast.ana, ticket.number)


class TestMay:
    """What templates ask before they show a button."""

    def granted(self, user, ticket):
        return {name for name, is_granted in vars(access.may(user, ticket)).items() if is_granted}

    def test_it_names_every_act_of_a_person(self):
        people_do = {act.name.lower() for act in Act} - {"auto_close"}
        assert set(access.May.__dataclass_fields__) == people_do | {"edit_description", "join", "link", "split"}

    def test_the_requester_of_a_new_ticket(self, cast):
        assert self.granted(cast.cleo, make.ticket(cast.cleo)) == {"write", "close", "edit_description"}

    def test_the_requester_of_a_closed_ticket(self, cast, clock):
        ticket = make.in_status(Status.CLOSED, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
        assert self.granted(cast.cleo, ticket) == {"reopen"}
        clock(days=8)
        assert self.granted(cast.cleo, ticket) == set()

    def test_the_assignee(self, cast):
        ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        assert self.granted(cast.ana, ticket) == {
            "start_work",
            "reply",
            "ask",
            "suggest",
            "note",
            "recategorise",
            "close",
            "tag",
            "ask_to_reassign",
            "track_time",
            "merge",
            "link",
            "split",
        }

    def test_a_colleague_reads_along_and_does_nothing(self, cast):
        ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        make.member(cast.ben, cast.billing)
        assert access.desk_ticket(cast.ben, ticket.number) == ticket
        assert self.granted(cast.ben, ticket) == set()

    def test_a_manager_of_a_new_ticket(self, cast):
        granted = self.granted(cast.mia, make.ticket(cast.cleo))
        also = {"track_time", "merge", "link", "split"}
        assert granted == {"assign", "escalate", "reply", "note", "recategorise", "close", "tag"} | also


def test_a_person_who_holds_two_roles_has_the_rights_of_both(cast):
    both = User.objects.create(
        name="Both", email="both@acme.test", kind="staff", is_agent=True, is_admin=True, created_at=the_clock.now()
    )
    make.member(both, cast.technical)
    ticket = make.ticket(cast.cleo, category=cast.site_down)
    assert list(access.desk_tickets(both)) == [ticket]
    assert Ticket.objects.count() == 1
