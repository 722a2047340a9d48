import pytest

from accounts import guests
from accounts.models import User
from tests import make
from tickets import conversation, guest_accounts, progress, timeline
from tickets.models import Rules, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(cast):
    """Gus has one ticket, and it is closed."""
    ticket = make.ticket(cast.gus)
    return progress.close(ticket, by=cast.gus)


def is_active(user):
    user.refresh_from_db()
    return user.is_active


def test_a_guest_account_ends_thirty_days_after_the_last_ticket_closed_and_its_owner_is_told_before(
    cast, closed, clock, post_office
):
    post_office()
    clock(days=24)
    assert guest_accounts.end_idle() == 0
    assert post_office() == []
    clock(days=1, minutes=1)
    guest_accounts.end_idle()
    (told,) = post_office()
    assert told.to == [cast.gus.email]
    assert "ends on" in told.body
    clock(days=4)
    assert guest_accounts.end_idle() == 0
    clock(days=1, minutes=1)
    assert guest_accounts.end_idle() == 1
    assert not is_active(cast.gus)
    assert Ticket.objects.of_requester(cast.gus).count() == 1


def test_nobody_ends_untold_however_late_the_clock_looks(cast, closed, clock, post_office):
    clock(days=90)
    assert guest_accounts.end_idle() == 0
    assert is_active(cast.gus)
    clock(days=5, minutes=1)
    assert guest_accounts.end_idle() == 1


def test_an_open_ticket_keeps_the_account(cast, closed, clock):
    make.ticket(cast.gus)
    clock(days=90)
    guest_accounts.end_idle()
    clock(days=6)
    assert guest_accounts.end_idle() == 0


def test_a_ticket_that_came_after_the_notice_starts_the_days_anew(cast, closed, clock, post_office):
    clock(days=26)
    guest_accounts.end_idle()
    progress.close(make.ticket(cast.gus), by=cast.gus)
    clock(days=6)
    assert guest_accounts.end_idle() == 0
    clock(days=25)
    assert guest_accounts.end_idle() == 0
    assert len([mail for mail in post_office() if "ends soon" in mail.subject]) == 2


def test_the_days_are_the_tenants_own(cast, closed, clock):
    Rules.objects.create(guest_ends_after_days=10)
    clock(days=6)
    guest_accounts.end_idle()
    clock(days=5, minutes=1)
    assert guest_accounts.end_idle() == 1


def test_who_was_told_does_not_keep_others_from_being_told(cast, closed, clock, monkeypatch, post_office):
    monkeypatch.setattr(guest_accounts, "_BATCH", 1)
    post_office()
    second = User.objects.create(
        name="Gil", email="gil@acme.test", kind=User.Kind.GUEST, created_at=cast.gus.created_at
    )
    clock(days=26)
    guest_accounts.end_idle()
    guest_accounts.end_idle()
    assert [letter.to for letter in post_office()] == [[cast.gus.email], [second.email]]


def test_customers_never_end(cast, clock):
    clock(days=400)
    guest_accounts.end_idle()
    clock(days=10)
    guest_accounts.end_idle()
    assert User.objects.active().filter(kind=User.Kind.CUSTOMER).count() == 2


def test_an_ended_guest_who_asks_again_begins_anew(cast, post_office):
    guests.end(cast.gus)
    guests.ask(name="Gus", email=cast.gus.email)
    (letter,) = post_office()
    assert is_active(cast.gus)
    assert "temporary password" in letter.body


def test_a_manager_joins_a_proven_guest_to_their_account(cast, post_office):
    ticket = make.assigned(cast.gus, cast.ana, by=cast.mia)
    conversation.message(ticket, body="It is me, Cleo.", by=cast.gus, form_key=make.key())
    post_office()
    guest_accounts.join(cast.gus, email="CLEO@acme.test", by=cast.mia)
    ticket.refresh_from_db()
    assert ticket.requester == cast.cleo
    assert ticket.requester_name == cast.gus.name
    assert not is_active(cast.gus)
    kinds = [entry.kind for entry in timeline.entries(ticket, reader=cast.cleo, for_staff=False)]
    assert kinds == ["requester", "event", "requester", "event"]
    assert [letter.to for letter in post_office()] == [[cast.cleo.email]]


@pytest.mark.parametrize("email", ["nobody@acme.test", "ana@acme.test", "cleo@globex.test", "gus@acme.test"])
def test_a_guest_is_joined_to_customers_of_the_same_tenant_only(cast, email):
    with pytest.raises(guest_accounts.CannotJoin, match="No customer has an account"):
        guest_accounts.join(cast.gus, email=email, by=cast.mia)
    assert is_active(cast.gus)


def test_agents_join_nobody(cast, visit):
    ticket = make.assigned(cast.gus, cast.ana, by=cast.mia)
    answer = visit(cast.ana).post(f"/desk/tickets/{ticket.number}/requester/", {"email": cast.cleo.email})
    assert answer.status_code == 409
    assert is_active(cast.gus)


def test_a_manager_joins_on_the_page_of_the_ticket(cast, visit):
    ticket = make.ticket(cast.gus)
    mia = visit(cast.mia)
    address = f"/desk/tickets/{ticket.number}/"
    assert b"Join to an account" in mia.get(address).content
    wrong = mia.post(f"{address}requester/", {"email": "nobody@example.test"})
    assert wrong.status_code == 409
    assert b"nobody@example.test" in wrong.content
    assert mia.post(f"{address}requester/", {"email": cast.cleo.email}).status_code == 303
    assert b"Join to an account" not in mia.get(address).content
