"""What is in the demo once it was filled. All of these look at one fill."""

from collections import Counter
from datetime import timedelta

import pytest
from django.conf import global_settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command

from accounts.models import User
from activity.models import Delivery, Event
from helpdesk.local.demo import knowledge, loader
from helpdesk.local.demo.content import PASSWORD, PLACES
from helpdesk.local.demo.shapes import ASSIGNED, final_status, tellings
from knowledgebase import report, search
from knowledgebase.models import Article, Feedback, SearchEntry
from shared import clock
from sla.models import Estimate, Score, Wait
from tenants.models import Profile
from tenants.scope import tenant_scope
from tests import cast as the_cast
from tickets.models import Message, Ticket
from tickets.statuses import Status, Turn

TENANTS = {"acme": the_cast.ACME_ID, "globex": the_cast.GLOBEX_ID}


@pytest.fixture(params=PLACES, ids=lambda place: place.slug)
def place(request, filled):
    """Each demo tenant in turn, its scope open."""
    with tenant_scope(TENANTS[request.param.slug]):
        yield request.param


@pytest.fixture
def acme(filled):
    with tenant_scope(the_cast.ACME_ID):
        yield


def test_about_three_hundred_tickets_were_filed_over_sixty_days(filled, acme):
    assert filled["acme"] == Ticket.objects.count() >= 290
    ages = [(clock.now() - ticket.filed_at) / timedelta(days=1) for ticket in Ticket.objects.all()]
    assert max(ages) <= 60
    assert min(ages) < 2
    for week in range(8):
        assert sum(7 * week <= age < 7 * week + 7 for age in ages) >= 5


def test_every_ticket_is_in_the_status_that_its_story_tells(place):
    told = Counter(final_status(story) for story in place.stories for _ in tellings(story))
    told += Counter({ASSIGNED: len(place.forgotten)})
    assert Counter(ticket.state.label for ticket in Ticket.objects.all()) == told


def test_one_ticket_can_be_escalated_one_not_yet_and_others_are(acme):
    cleos = Ticket.objects.open().filter(requester__email="cleo@example.com").exclude(escalatable_at=None)
    assert {ticket.escalatable_at <= clock.now() for ticket in cleos} == {True, False}
    escalated = Ticket.objects.exclude(escalation=None).order_by("escalated_at")
    assert [ticket.escalation.party for ticket in escalated] == ["requester", "moderator"]
    assert [ticket.escalation.seen_at is not None for ticket in escalated] == [True, False]


def test_every_status_occurs(acme):
    assert {ticket.state for ticket in Ticket.objects.all()} == set(Status)


def test_filling_twice_is_harmless(filled, acme):
    before = Ticket.objects.count(), User.objects.count(), Event.objects.count()
    assert loader.fill_once() == {}
    assert before == (Ticket.objects.count(), User.objects.count(), Event.objects.count())


def test_nothing_waits_in_the_outbox(place):
    assert Delivery.objects.exists()
    assert not Delivery.objects.filter(done_at=None).exists()


def test_every_agent_belongs_to_the_team_of_the_category(place):
    for ticket in Ticket.objects.select_related("category__parent", "assignee"):
        assert ticket.team_id == ticket.category.effective_team_id
        if ticket.assignee:
            assert ticket.assignee.teams.filter(pk=ticket.team_id).exists(), ticket.subject


def test_only_new_tickets_are_nobodys(place):
    assert {ticket.state for ticket in Ticket.objects.filter(assignee=None)} <= {Status.NEW}


def test_nothing_is_about_to_close_or_has_waited_for_weeks(place):
    now = clock.now()
    for ticket in Ticket.objects.exclude(closes_at=None):
        assert now < ticket.closes_at <= now + timedelta(days=7)
    for ticket in Ticket.objects.exclude(waiting_since=None):
        assert now - timedelta(days=14) < ticket.waiting_since < now


def test_numbers_rise_with_the_days(place):
    filed = list(Ticket.objects.order_by("number").values_list("filed_at", flat=True))
    assert filed == sorted(filed)


def test_what_happened_is_told_in_order_and_lies_in_the_past(place):
    of_tickets = Event.objects.filter(subject_kind="ticket")
    for told, column in ((of_tickets, "at"), (Message.objects, "written_at")):
        moments = list(told.order_by("id").values_list(column, flat=True))
        assert moments == sorted(moments)
        assert moments[-1] < clock.now()


def test_required_questions_are_answered(place):
    for ticket in Ticket.objects.all():
        answered = set(ticket.answers.values_list("field_id", flat=True))
        assert set(ticket.category.fields.filter(is_required=True).values_list("id", flat=True)) <= answered


def test_ana_and_ben_have_full_and_different_queues(acme):
    theirs = {
        email: set(Ticket.objects.waiting().filter(assignee__email=email).values_list("category__name", flat=True))
        for email in ("ana@example.com", "ben@example.com")
    }
    assert all(len(categories) >= 4 for categories in theirs.values())
    assert not set.intersection(*theirs.values())


@pytest.mark.parametrize("name", ["cleo", "vic", "gus"])
def test_it_is_the_turn_of_each_of_the_cast_in_some_ticket(acme, name):
    turns = Counter(ticket.turn for ticket in Ticket.objects.filter(requester__email=f"{name}@example.com"))
    assert turns[Turn.YOURS] >= 2
    assert turns[Turn.OURS] >= 1
    assert turns[Turn.DONE] >= 1


def test_guests_exist_since_their_first_ticket(acme):
    for guest in User.objects.filter(kind=User.Kind.GUEST).exclude(tickets=None):
        first = guest.tickets.order_by("filed_at").first()
        assert timedelta() < first.filed_at - guest.created_at < timedelta(hours=1)


def test_everybody_signs_in_with_the_one_password(place, rf, settings):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # those of the fill
    assert User.objects.values("password").distinct().count() == 1
    for _, key in place.parts:
        person = place.person(key)
        assert User.objects.get_by_natural_key(person.email).name == person.name
    first = place.person(place.parts[0][1])
    assert authenticate(rf.get("/"), email=first.email, password=PASSWORD).name == first.name


def test_the_password_is_one_that_the_product_would_accept(filled, acme):
    validate_password(PASSWORD, User.objects.get_by_natural_key("cleo@example.com"))


def test_the_tenant_looks_like_itself(place):
    profile = Profile.objects.get()
    assert (profile.name, profile.brand_colour) == (place.name, place.brand_colour)


def test_sign_ins_are_printed(capsys):
    call_command("demo", sign_ins=True)
    printed = capsys.readouterr().out
    for place in PLACES:
        assert f"http://{place.host}" in printed
        for part, key in place.parts:
            assert any(part in line and place.person(key).email in line for line in printed.splitlines())
    assert printed.count(PASSWORD) == 1


@pytest.mark.parametrize("option", ["once", "sign_ins"])
def test_the_command_is_refused_outside_local_mode(settings, option):
    settings.LOCAL_MODE, settings.CLOCK_FILE = False, None
    with pytest.raises(CommandError, match="local mode only"):
        call_command("demo", **{option: True})


def test_the_knowledge_base_has_the_articles_of_its_folder(place):
    written = {int(page.facts["number"]): page.facts["title"] for page in knowledge.pages(place.slug)}
    assert dict(Article.objects.values_list("number", "title")) == written
    assert Article.objects.published().count() == SearchEntry.objects.count()


def test_a_customer_of_the_demo_finds_an_answer_in_spite_of_a_slip(acme):
    cleo = User.objects.get(email="cleo@example.com")
    assert "Change your e-mail address" in [hit.article.title for hit in search.suggest("chnage my email", reader=cleo)]


def test_authors_have_something_to_look_at(place):
    assert Feedback.objects.filter(is_helpful=False, resolved_at=None).exists()
    assert report.not_found()
    assert report.filed_anyway()
    assert report.deflected()


def test_whoever_waits_is_told_when_to_expect_an_answer(place):
    waiting = Wait.objects.going_on()
    assert waiting.count() == Ticket.objects.open().exclude(unanswered_since=None).count() > 0
    assert Estimate.objects.pending().filter(wait__in=waiting).count() == waiting.count()


def test_there_are_figures_to_show(acme):
    score = Score.objects.get()
    assert score.kept_percent is not None
    assert score.in_time_percent is not None
