"""Who is meant by an @ in an internal note, who is told, and who is not."""

import pytest

from accounts import staff
from accounts.models import User
from shared import clock, markdown
from tests import make, queries
from tickets import assignment, conversation, mentioning, merging, timeline
from tickets.models import Mention

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast, post_office):
    """Cleo's ticket of the billing team, with Ana; whoever is told of that has been told."""
    made = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    post_office()
    return made


def note(ticket, body, by, **more):
    return conversation.internal_note(ticket, body=body, by=by, form_key=more.get("form_key") or make.key())


def named(body, ticket, by):
    return [person.name for person in mentioning.named_in(body, ticket, by=by).told]


class TestNaming:
    @pytest.mark.parametrize(
        "body",
        ["@Mia Acme, look", "(@mia acme)", "Ask @MIA ACME.", "@Mia Acme's", "- one\n- @Mia Acme", "**@Mia Acme**"],
    )
    def test_an_at_and_the_whole_name_mean_somebody(self, cast, ticket, body):
        assert named(body, ticket, cast.ana) == ["Mia Acme"]

    @pytest.mark.parametrize(
        "body",
        [
            "Mia Acme",
            "@Mia",
            "@Mia Acmeson",
            "mail@Mia Acme",
            "@@Mia Acme",
            "`@Mia Acme`",
            "```\n@Mia Acme\n```",
            "> @Mia Acme said",
            "@Mıa Acme",
            "@MİA ACME",
            "@Ana Acme",  # who writes
            "@Cleo Acme",  # a customer
            "@Max Acme",  # an admin works no tickets
            "",
        ],
    )
    def test_nothing_else_does(self, cast, ticket, body):
        assert named(body, ticket, cast.ana) == []

    def test_who_may_not_read_the_ticket_is_known_as_that(self, cast, ticket):
        found = mentioning.named_in("@Ben Acme and @Mia Acme", ticket, by=cast.ana)
        assert [person.name for person in found.told] == ["Mia Acme"]
        assert found.cannot_read == [cast.ben]

    def test_a_longer_name_is_not_taken_for_a_shorter_one(self, cast, ticket):
        cast.mia.name = "Mia Acme Prior"
        cast.mia.save()
        make.member(cast.ben, cast.billing)
        User.objects.filter(pk=cast.ben.pk).update(name="Mia Acme")
        assert named("@Mia Acme Prior", ticket, cast.ana) == ["Mia Acme Prior"]
        assert named("@Mia Acme", ticket, cast.ana) == ["Mia Acme"]

    def test_of_two_with_one_name_the_address_tells_who(self, cast, ticket):
        make.member(cast.ben, cast.billing)
        User.objects.filter(pk=cast.ben.pk).update(name="Mia Acme")
        offered = mentioning.offered(ticket, typed="mia", by=cast.ana)
        assert {one.written for one in offered} == {"Mia Acme (mia@acme.test)", "Mia Acme (ben@acme.test)"}
        told = mentioning.named_in("@Mia Acme (ben@acme.test)", ticket, by=cast.ana).told
        assert list(told) == [User.objects.get(pk=cast.ben.pk)]
        assert len(mentioning.named_in("@Mia Acme", ticket, by=cast.ana).told) == 2


class TestOffering:
    def test_only_colleagues_who_may_read_the_ticket_are_offered(self, cast, ticket):
        assert mentioning.offered(ticket, typed="", by=cast.ana) == [cast.mia]
        make.member(cast.ben, cast.billing)
        assert mentioning.offered(ticket, typed="", by=cast.ana) == [cast.ben, cast.mia]
        assert mentioning.offered(ticket, typed="me b", by=cast.ana) == [cast.ben]
        assert mentioning.offered(ticket, typed="", by=cast.mia) == [cast.ana, cast.ben]

    def test_whoever_left_is_not(self, cast, ticket):
        User.objects.filter(pk=cast.mia.pk).update(is_active=False)
        assert mentioning.offered(ticket, typed="", by=cast.ana) == []
        assert named("@Mia Acme", ticket, cast.ana) == []


class TestTelling:
    def test_the_mentioned_colleague_gets_one_mail_and_nobody_else_any(self, cast, ticket, post_office):
        key = make.key()
        for _ in range(2):
            note(ticket, "@Mia Acme, @Ben Acme, and again @Mia Acme: may I?", cast.ana, form_key=key)
        letter, *more = post_office()
        assert more == []
        assert letter.to == ["mia@acme.test"]
        assert letter.subject == f"[#{ticket.number}] Ana Acme mentioned you: Charged twice"
        assert "may I?" in letter.body
        assert f"/desk/tickets/{ticket.number}/" in letter.body
        assert Mention.objects.get().user == cast.mia

    def test_who_cannot_read_the_ticket_any_more_when_the_mail_would_leave_gets_none(self, cast, ticket, post_office):
        make.member(cast.ben, cast.billing)
        note(ticket, "@Ben Acme look", cast.ana)
        cast.ben.memberships.filter(team=cast.billing).delete()
        assert post_office() == []

    def test_nor_does_who_left_meanwhile(self, cast, ticket, post_office):
        note(ticket, "@Mia Acme look", cast.ana)
        User.objects.filter(pk=cast.mia.pk).update(is_active=False)
        assert post_office() == []

    def test_a_reply_mentions_nobody(self, cast, ticket):
        conversation.reply(ticket, body="Ask @Mia Acme", by=cast.ana, form_key=make.key())
        assert not Mention.objects.exists()


class TestShowing:
    def shown(self, ticket, reader):
        return [one for one in timeline.entries(ticket, reader=reader, for_staff=True) if one.kind == "note"]

    def test_the_name_is_marked_and_its_bearer_reads_that_they_are_meant(self, cast, visit, ticket):
        note(ticket, "Ask @Mia Acme", cast.ana)
        page = visit(cast.mia).get(f"/desk/tickets/{ticket.number}/").content.decode()
        assert "Ask <mark>@Mia Acme</mark>" in page
        assert "mentioned you" in page
        assert "mentioned you" not in visit(cast.ana).get(f"/desk/tickets/{ticket.number}/").content.decode()

    def test_who_is_renamed_is_still_the_one_meant(self, cast, ticket):
        note(ticket, "Ask @Mia Acme", cast.ana)
        staff.change(cast.mia, **staff.as_seen(cast.mia) | {"name": "Mia Newname"}, by=cast.max)
        User.objects.filter(pk=cast.ben.pk).update(name="Mia Acme")
        cast.mia.refresh_from_db()
        (mine,), (bens,) = self.shown(ticket, cast.mia), self.shown(ticket, cast.ben)
        assert (mine.of_note, mine.names) == ("mentioned you", ("Mia Acme",))
        assert bens.of_note == ""

    def test_it_stays_so_when_the_ticket_is_merged(self, cast, ticket):
        note(ticket, "Ask @Mia Acme", cast.ana)
        target = assignment.assign(make.ticket(cast.cleo), to=cast.ana, by=cast.mia)
        merging.merge(ticket, into=target, by=cast.mia)
        (told,) = self.shown(target, cast.mia)
        assert told.of_note == f"mentioned you · from #{ticket.number}"

    def test_a_mark_is_put_around_words_alone(self):
        html = markdown.render("`@Ann` @ann <b>@Ann</b> [@Ann](https://a.test/@Ann) @Anna", mentioned=["Ann"])
        assert html.count("<mark>") == 3
        assert "<code>@Ann</code> <mark>@ann</mark> &lt;b&gt;<mark>@Ann</mark>" in html
        assert 'href="https://a.test/@Ann"' in html


class TestAtTheDesk:
    def test_the_writer_is_told_who_gets_a_mail_and_who_does_not(self, cast, visit, ticket):
        answer = visit(cast.ana).post(
            f"/desk/tickets/{ticket.number}/notes/",
            {"body": "@Mia Acme @Ben Acme", "form_key": make.key()},
            follow=True,
        )
        page = answer.content.decode()
        assert "Mia Acme is told by e-mail." in page
        assert "Ben Acme cannot read this ticket and is not told." in page

    def test_offering_asks_the_same_however_many_work_here(self, cast, visit, ticket):
        url, ana = f"/desk/tickets/{ticket.number}/colleagues/", visit(cast.ana)
        of_one = queries.count(ana, url)
        for number in range(10):
            who = {"name": f"Agent {number}", "email": f"a{number}@acme.test", "kind": User.Kind.STAFF}
            make.member(User.objects.create(**who, is_agent=True, created_at=clock.now()), cast.billing)
        assert queries.count(ana, url) == of_one <= 6 + 2
        assert ana.get(url).content.count(b"data-name") == mentioning.MOST_OFFERED

    def test_colleagues_are_offered_for_a_ticket_that_one_may_read(self, cast, visit, ticket):
        url = f"/desk/tickets/{ticket.number}/colleagues/"
        page = visit(cast.ana).get(url, {"q": "mi\0a"}).content.decode()
        assert 'data-name="Mia Acme"' in page
        assert "Ben" not in visit(cast.ana).get(url).content.decode()
        for person, status in ((cast.ben, 404), (cast.cleo, 404), (cast.max, 403), (cast.globex.mia, 404)):
            assert visit(person).get(url).status_code == status
