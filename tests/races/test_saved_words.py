"""Two managers write one saved reply at the same instant; one note is sent twice at the same instant."""

from functools import partial

from activity.models import Delivery, Event
from shared.seen import ChangedMeanwhile, column_values, stamp
from tests import make
from tests.together import committed, together
from tickets import conversation, saved_replies
from tickets.models import Mention, Message, SavedReply

pytestmark = committed


def save(by, **more):
    shelf = {"owner": None, "team": None}
    return saved_replies.add(**{"title": "Refund", "body": "First", **shelf, "by": by} | more)


def test_of_two_who_change_it_one_is_told_and_nothing_is_overwritten(cast):
    for number in range(10):
        reply = save(cast.mia, title=f"No. {number}")
        seen = stamp(column_values(reply, ("title", "body", "owner", "team")))
        shelf = {"title": reply.title, "owner": None, "team": None, "seen": seen}
        results = together(
            *(partial(saved_replies.change, reply, body=who.name, by=who, **shelf) for who in (cast.mia, cast.max))
        )
        (won,) = [one for one in results if isinstance(one, SavedReply)]
        assert [type(one) for one in results if one is not won] == [ChangedMeanwhile]
        reply.refresh_from_db()
        assert reply.body == won.body


def test_a_double_click_saves_one_reply(cast):
    for number in range(5):
        click = partial(save, cast.mia, title=f"No. {number}", form_key=make.key())
        first, second = together(click, click)
        assert first == second
    assert SavedReply.objects.count() == Event.objects.filter(name="savedreply.added").count() == 5


def test_a_note_that_is_sent_twice_at_once_tells_its_colleague_once(cast):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    for number in range(5):
        body = f"@{cast.mia.name} look at no. {number}"
        click = partial(conversation.internal_note, ticket, body=body, by=cast.ana, form_key=make.key())
        first, second = together(click, click)
        assert first == second
    assert Message.objects.filter(kind=Message.Kind.INTERNAL_NOTE).count() == Mention.objects.count() == 5
    assert Delivery.objects.filter(reaction="mail.tickets.tell_mentioned").count() == 5
