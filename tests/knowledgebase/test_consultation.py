"""What a form asked of the knowledge base before it became a ticket, or did not."""

import uuid

import pytest

from helpdesk import tasks
from knowledgebase import consultation
from knowledgebase.models import Consultation, Suggestion
from shared.masking import mask
from tests import make as made
from tests.knowledgebase import make
from tests.together import committed, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    """The key of a form for a ticket."""
    return uuid.uuid4()


@pytest.fixture
def shelf(cast):
    """Three articles."""
    return [make.article(cast.ana, title=title) for title in ("Change your e-mail address", "Sign in", "Refunds")]


def places(key):
    offered = Suggestion.objects.filter(consultation__key=key).order_by("place", "article__title")
    return list(offered.values_list("article__title", "place"))


class TestOffered:
    def test_an_article_keeps_its_best_place(self, key, shelf):
        mail, sign_in, refunds = shelf
        consultation.offered(key=key, question="chnage", articles=[sign_in, mail])
        consultation.offered(key=key, question="chnage my emial", articles=[mail, refunds])
        assert places(key) == [("Change your e-mail address", 1), ("Sign in", 1), ("Refunds", 2)]
        assert Consultation.objects.get().asked == "chnage my emial"

    def test_a_question_is_kept_without_addresses_and_long_numbers(self, key, shelf):
        consultation.offered(key=key, question="jo@example.com\nlost order 4417 1234 5678", articles=shelf)
        assert Consultation.objects.get().asked == "… lost order …"

    def test_who_types_on_and_on_is_not_offered_the_whole_shelf(self, cast, key):
        for begin in range(0, 40, 5):
            several = [make.article(cast.ana, title=f"No. {begin + more}") for more in range(5)]
            consultation.offered(key=key, question=f"No {begin}", articles=several)
        assert Suggestion.objects.count() == consultation.MOST_OFFERED

    def test_once_filed_nothing_more_is_kept(self, key, shelf):
        consultation.offered(key=key, question="mail", articles=shelf[:1])
        consultation.filed(key=key)
        consultation.offered(key=key, question="other", articles=shelf[1:])
        assert places(key) == [("Change your e-mail address", 1)]

    def test_only_what_was_offered_counts_as_opened(self, key, shelf):
        consultation.offered(key=key, question="mail", articles=shelf[:1])
        assert consultation.opened(key=key, article=shelf[0])
        assert not consultation.opened(key=key, article=shelf[0])
        assert not consultation.opened(key=key, article=shelf[1])
        assert not consultation.opened(key=uuid.uuid4(), article=shelf[0])


class TestSolved:
    @pytest.fixture(autouse=True)
    def _asked(self, key, shelf):
        consultation.offered(key=key, question="chnage my emial", articles=shelf[:2])

    def test_it_counts_once_however_often_it_is_said(self, key, shelf, clock):
        since = consultation.solved(key=key, article=shelf[0])
        clock(minutes=1)
        assert since
        assert consultation.solved(key=key, article=shelf[1]) == since
        assert Consultation.objects.get().solved_by == shelf[0]

    def test_an_article_that_was_not_offered_solved_nothing(self, key, shelf):
        assert consultation.solved(key=key, article=shelf[2]) is None
        assert consultation.solved(key=uuid.uuid4(), article=shelf[0]) is None
        assert Consultation.objects.get().solved_at is None

    def test_undo_takes_the_count_back_as_often_as_it_is_pressed(self, key, shelf):
        consultation.solved(key=key, article=shelf[0])
        for _ in range(2):
            consultation.undo(key=key)
        assert (Consultation.objects.get().solved_by, Consultation.objects.get().solved_at) == (None, None)

    @pytest.mark.parametrize("undone", [True, False], ids=["undone", "by the way back"])
    def test_what_ends_in_a_ticket_is_filed_and_not_solved(self, key, shelf, undone):
        consultation.solved(key=key, article=shelf[0])
        if undone:
            consultation.undo(key=key)
        kept = consultation.filed(key=key)
        assert kept.filed_at
        assert kept.solved_at is None
        assert consultation.solved(key=key, article=shelf[0]) is None
        assert Consultation.objects.get().solved_by is None


class TestWithATicket:
    def test_what_was_offered_stays_with_the_ticket(self, cast, key, shelf):
        consultation.offered(key=key, question="mail", articles=shelf)
        consultation.opened(key=key, article=shelf[1])
        ticket = made.ticket(cast.cleo, form_key=key, consulted=key)
        ticket.refresh_from_db()
        offered = consultation.offered_to(ticket.consultation_id)
        assert [(one.article, bool(one.opened_at)) for one in offered] == [
            (shelf[1], True), (shelf[0], False), (shelf[2], False),
        ]  # fmt: skip

    def test_a_form_that_asked_nothing_leaves_nothing(self, cast, key):
        assert made.ticket(cast.cleo, form_key=key, consulted=key).consultation is None
        assert not Consultation.objects.exists()

    def test_the_broom_takes_what_was_abandoned_and_nothing_else(self, cast, shelf, clock):
        abandoned, solved, filed, fresh = (uuid.uuid4() for _ in range(4))
        for key in (abandoned, solved, filed):
            consultation.offered(key=key, question="mail", articles=shelf)
        consultation.solved(key=solved, article=shelf[0])
        made.ticket(cast.cleo, consulted=filed)
        clock(days=30, minutes=1)
        consultation.offered(key=fresh, question="mail", articles=shelf)
        tasks.sweep_here.apply(headers={"tenant_id": cast.cleo.tenant_id}, throw=True)
        assert set(Consultation.objects.values_list("key", flat=True)) == {solved, filed, fresh}
        assert consultation.forget_abandoned() == 0


@committed
def test_two_answers_to_one_form_at_once_keep_both(cast, key, shelf):
    together(
        lambda: consultation.offered(key=key, question="mail", articles=shelf[:2]),
        lambda: consultation.offered(key=key, question="mail address", articles=shelf[1:]),
    )
    assert Consultation.objects.count() == 1
    assert {title for title, _ in places(key)} == {article.title for article in shelf}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Mail to jo.dunn+x@mail.example.co.uk, now", "Mail to …, now"),
        ("Card 4417-1234 5678 9113 was charged", "Card … was charged"),
        ("call +351 (912) 345-678", "call …"),
        ("error 404 in version 10.2", "error 404 in version 10.2"),
        ("@home and 1234", "@home and 1234"),
    ],
)
def test_a_mask_covers_addresses_and_long_numbers(written, kept):
    assert mask(written) == kept
