"""Staff who want to know what happens to somebody else's ticket."""

import pytest

from accounts import staff
from tests import make
from tests.together import committed, together
from tickets import access, assignment, conversation, following, progress
from tickets.following import TooManyFollow
from tickets.models import Follower

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast, post_office):
    """Cleo's ticket, with Ana; Mia follows it, and nothing is on its way to anybody."""
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    following.follow(ticket, by=cast.mia)
    post_office()
    return ticket


def to(person, letters):
    return [letter for letter in letters if letter.to == [person.email]]


def test_a_follower_gets_the_mails_that_the_agent_gets(cast, ticket, post_office, clock):
    conversation.message(ticket, body="Any news?", by=cast.cleo, form_key=make.key())
    letters = post_office()
    [to_ana], [to_mia] = to(cast.ana, letters), to(cast.mia, letters)
    assert to_mia.subject == to_ana.subject
    assert "Any news?" in to_mia.body
    assert "You follow this ticket." in to_mia.body
    assert "You follow this ticket." not in to_ana.body
    assert f"/desk/tickets/{ticket.number}/" in to_mia.body
    progress.close(ticket, by=cast.cleo)
    clock(seconds=11)
    assert len(to(cast.mia, post_office())) == 1
    conversation.reopen(ticket, body="Not yet", by=cast.cleo, form_key=make.key())
    assert len(to(cast.mia, post_office())) == 1


def test_nobody_is_told_what_they_did_themselves_nor_twice(cast, ticket, post_office, clock):
    following.follow(ticket, by=cast.ana)
    following.follow(ticket, by=cast.mia)
    assert Follower.objects.count() == 2
    conversation.message(ticket, body="Any news?", by=cast.cleo, form_key=make.key())
    letters = post_office()
    assert len(to(cast.ana, letters)) == len(to(cast.mia, letters)) == 1
    progress.close(ticket, by=cast.mia, reason="Solved on the phone")
    clock(seconds=11)
    assert to(cast.mia, post_office()) == []


def test_who_stops_is_told_nothing_more(cast, ticket, post_office):
    for _ in range(2):
        following.unfollow(ticket, by=cast.mia)
    conversation.message(ticket, body="Any news?", by=cast.cleo, form_key=make.key())
    assert to(cast.mia, post_office()) == []


def test_who_may_not_read_it_any_more_is_told_nothing(cast, ticket, post_office):
    make.member(cast.ben, cast.billing)
    following.follow(ticket, by=cast.ben)
    cast.ben.memberships.all().delete()
    staff.change(cast.mia, name=cast.mia.name, roles=("admin",), teams=(), is_active=True, by=cast.max)
    post_office()
    conversation.message(ticket, body="My card is 4242", by=cast.cleo, form_key=make.key())
    letters = post_office()
    assert to(cast.ben, letters) == to(cast.mia, letters) == []
    assert len(to(cast.ana, letters)) == 1


def test_a_mail_that_was_on_its_way_asks_once_more(cast, ticket, post_office):
    """Between what happened and its mail somebody may lose the right to read it."""
    from activity import outbox
    from activity.models import Delivery

    conversation.message(ticket, body="Any news?", by=cast.cleo, form_key=make.key())
    fan_out = Delivery.objects.get(done_at=None, reaction="tickets.reactions.concern_followers")
    outbox.deliver(fan_out.pk)
    following.unfollow(ticket, by=cast.mia)
    assert to(cast.mia, post_office()) == []


def test_the_agent_who_loses_the_ticket_goes_on_following_it(cast, ticket, post_office):
    make.member(cast.ben, cast.billing)
    following.follow(ticket, by=cast.ana)
    assignment.assign(ticket, to=cast.ben, by=cast.mia)
    post_office()
    conversation.message(ticket, body="Any news?", by=cast.cleo, form_key=make.key())
    assert len(to(cast.ana, post_office())) == 1


def test_at_most_fifty_follow(cast, ticket, monkeypatch):
    monkeypatch.setattr(following, "MOST_FOLLOWERS", 1)
    with pytest.raises(TooManyFollow):
        following.follow(ticket, by=cast.ana)
    following.follow(ticket, by=cast.mia)


def test_the_page_offers_it_to_whoever_reads_along(cast, visit, ticket):
    make.member(cast.ben, cast.billing)
    ben, url = visit(cast.ben), f"/desk/tickets/{ticket.number}/"
    assert b"Follow</span>" in ben.get(url).content
    assert ben.post(f"{url}following/").status_code == 303
    assert access.desk_ticket(cast.ben, ticket.number).is_followed
    assert b"Stop following" in ben.get(url).content
    ben.post(f"{url}unfollowing/")
    assert not access.desk_ticket(cast.ben, ticket.number).is_followed


def test_nobody_follows_what_they_cannot_read(cast, visit, ticket):
    for person in (cast.ben, cast.cleo):
        assert visit(person).post(f"/desk/tickets/{ticket.number}/following/").status_code == 404
    assert Follower.objects.count() == 1


@committed
def test_two_clicks_at_once_follow_once(cast):
    ticket = make.ticket(cast.cleo)
    results = together(*[lambda: following.follow(ticket, by=cast.mia)] * 4)
    assert {type(result) for result in results} == {Follower}
    assert Follower.objects.count() == 1
