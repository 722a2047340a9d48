"""What somebody is still writing survives a reload and being signed out."""

import pytest

from tests import make
from tests.together import committed, together
from tickets import conversation, drafts, held
from tickets.models import Draft

Kind = Draft.Kind


@pytest.fixture
def ticket(cast):
    """A ticket of Cleo's that Ana has."""
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


def words(user, kind, ticket=None):
    draft = drafts.of(user, kind, ticket=ticket)
    return draft and draft.words


def test_a_draft_is_kept_and_replaced(cast, ticket, clock):
    first = drafts.save(cast.ana, Kind.REPLY, {"body": "We"}, ticket=ticket)
    clock(minutes=1)
    second = drafts.save(cast.ana, Kind.REPLY, {"body": "We refunded"}, ticket=ticket)
    assert words(cast.ana, Kind.REPLY, ticket) == {"body": "We refunded"}
    assert Draft.objects.count() == 1
    assert second.saved_at > first.saved_at


def test_a_reply_and_a_note_never_share_one(cast, ticket):
    drafts.save(cast.ana, Kind.REPLY, {"body": "Dear Cleo"}, ticket=ticket)
    drafts.save(cast.ana, Kind.INTERNAL_NOTE, {"body": "She is furious"}, ticket=ticket)
    conversation.reply(ticket, body="Dear Cleo", by=cast.ana, form_key=make.key())
    assert words(cast.ana, Kind.REPLY, ticket) is None
    assert words(cast.ana, Kind.INTERNAL_NOTE, ticket) == {"body": "She is furious"}


def test_people_and_tickets_have_their_own(cast, ticket):
    other = make.ticket(cast.cleo)
    for number, (user, where) in enumerate(((cast.ana, ticket), (cast.mia, ticket), (cast.ana, other))):
        drafts.save(user, Kind.REPLY, {"body": str(number)}, ticket=where)
    assert [words(cast.ana, Kind.REPLY, ticket), words(cast.mia, Kind.REPLY, ticket)] == [{"body": "0"}, {"body": "1"}]
    assert words(cast.ana, Kind.REPLY, other) == {"body": "2"}


def test_a_new_ticket_has_one_draft_although_it_has_no_ticket_yet(cast):
    for subject in ("Cha", "Charged"):
        drafts.save(cast.cleo, Kind.NEW_TICKET, {"subject": subject})
    assert Draft.objects.count() == 1
    assert words(cast.cleo, Kind.NEW_TICKET) == {"subject": "Charged"}


def test_empty_words_are_no_draft(cast, ticket):
    drafts.save(cast.ana, Kind.REPLY, {"body": "We"}, ticket=ticket)
    assert drafts.save(cast.ana, Kind.REPLY, {"body": " \n "}, ticket=ticket) is None
    assert not Draft.objects.exists()


def test_a_novel_is_cut(cast):
    drafts.save(cast.cleo, Kind.NEW_TICKET, {"description": "x" * 200_000})
    assert len(words(cast.cleo, Kind.NEW_TICKET)["description"]) == 100_000


@pytest.mark.parametrize(
    ("verb", "kind", "person"),
    [
        (conversation.message, Kind.MESSAGE, "cleo"),
        (conversation.reply, Kind.REPLY, "ana"),
        (conversation.ask_for_information, Kind.REPLY, "ana"),
        (conversation.suggest_solution, Kind.REPLY, "ana"),
        (conversation.internal_note, Kind.INTERNAL_NOTE, "ana"),
    ],
)
def test_sending_forgets_the_draft(cast, ticket, verb, kind, person):
    by = getattr(cast, person)
    drafts.save(by, kind, {"body": "Sent"}, ticket=ticket)
    verb(ticket, body="Sent", by=by, form_key=make.key())
    assert words(by, kind, ticket) is None


@pytest.mark.parametrize(("person", "kind"), [("cleo", Kind.MESSAGE), ("mia", Kind.REPLY)])
def test_reopening_forgets_the_draft(cast, ticket, person, kind):
    from tickets import progress

    progress.close(ticket, by=cast.cleo)
    by = getattr(cast, person)
    drafts.save(by, kind, {"body": "Again"}, ticket=ticket)
    conversation.reopen(ticket, body="Again", by=by, form_key=make.key())
    assert words(by, kind, ticket) is None


def test_a_refused_message_keeps_the_draft(cast, ticket):
    drafts.save(cast.ben, Kind.REPLY, {"body": "I know!"}, ticket=ticket)
    with pytest.raises(Exception, match="assigned to Ana"):
        conversation.reply(ticket, body="I know!", by=cast.ben, form_key=make.key())
    assert words(cast.ben, Kind.REPLY, ticket) == {"body": "I know!"}


@committed
def test_two_tabs_saving_at_once_keep_one(cast):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    saved = together(
        *[lambda text=text: drafts.save(cast.ana, Kind.REPLY, {"body": text}, ticket=ticket) for text in "ABCD"]
    )
    assert all(isinstance(draft, Draft) for draft in saved), saved
    assert Draft.objects.count() == 1


class TestHeldWords:
    """Words that arrived after the session had ended come back as a draft of who signs in then."""

    def hold(self, user, path, **typed):
        held.keep(user, held={"path": path, "words": typed}, by_mail=False)

    def test_a_message_of_the_requester(self, cast, ticket):
        self.hold(cast.cleo, f"/tickets/{ticket.number}/messages/", body="And?")
        assert words(cast.cleo, Kind.MESSAGE, ticket) == {"body": "And?"}

    def test_a_reply_and_a_note_of_staff(self, cast, ticket):
        self.hold(cast.ana, f"/desk/tickets/{ticket.number}/replies/", body="Well")
        self.hold(cast.ana, f"/desk/tickets/{ticket.number}/notes/", body="Hm")
        assert words(cast.ana, Kind.REPLY, ticket) == {"body": "Well"}
        assert words(cast.ana, Kind.INTERNAL_NOTE, ticket) == {"body": "Hm"}

    def test_a_new_ticket(self, cast):
        self.hold(cast.cleo, "/tickets/new/", subject="Charged")
        assert words(cast.cleo, Kind.NEW_TICKET) == {"subject": "Charged"}

    @pytest.mark.parametrize(
        ("person", "path"),
        [
            ("vic", "/tickets/{}/messages/"),  # somebody else's ticket
            ("cleo", "/desk/tickets/{}/replies/"),  # no desk for customers
            ("max", "/desk/tickets/{}/replies/"),  # nor for admins
            ("ana", "/tickets/{}/messages/"),  # no portal for staff
            ("ana", "/tickets/new/"),
            ("ben", "/desk/tickets/{}/notes/"),  # a ticket of another team
            ("cleo", "/tickets/999999999999999/messages/"),
            ("cleo", "/account/"),
            ("cleo", "https://evil.test/tickets/{}/messages/"),
        ],
    )
    def test_words_for_a_form_that_this_person_does_not_have_are_forgotten(self, cast, ticket, person, path):
        self.hold(getattr(cast, person), path.format(ticket.number), body="x", subject="x")
        assert not Draft.objects.exists()

    def test_nothing_held_is_nothing_kept(self, cast):
        held.keep(cast.cleo, held=None, by_mail=True)
        assert not Draft.objects.exists()
