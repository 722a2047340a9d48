"""Words that staff puts on tickets."""

import pytest

from activity.edits import Taken
from activity.models import Event
from tests import make
from tests.together import committed, together
from tickets import conversation, events, lifecycle, tagging, tags, timeline
from tickets.lifecycle import NotYours
from tickets.models import Tag, Tagging, Ticket
from tickets.statuses import Status
from tickets.tagging import TooManyOnTicket
from tickets.tags import CannotBeTag, TooManyTags


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, assigned to Ana."""
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


def test_an_agent_tags_with_new_words_and_with_old_ones(cast, ticket):
    tags.add(name="refund", by=cast.max)
    tagging.add(ticket, names=["Refund", " Double   Charge "], by=cast.ana)
    assert tagging.names_on(ticket) == ["double charge", "refund"]
    event = Event.objects.latest("id")
    assert (event.name, event.data) == (events.TAGGED, {"tags": ["double charge", "refund"], "before": []})


def test_what_is_there_already_changes_nothing(cast, ticket):
    tagging.add(ticket, names=["refund"], by=cast.ana)
    happened = Event.objects.count()
    tagging.add(ticket, names=["REFUND"], by=cast.ana)
    tagging.remove(ticket, names=["never was"], by=cast.ana)
    assert Event.objects.count() == happened


def test_a_tag_is_taken_off_again(cast, ticket):
    tagging.add(ticket, names=["refund", "vat"], by=cast.ana)
    tagging.remove(ticket, names=["vat"], by=cast.mia)
    assert tagging.names_on(ticket) == ["refund"]
    assert Event.objects.latest("id").data == {"tags": ["vat"], "before": ["refund", "vat"]}


@pytest.mark.parametrize("status", list(Status))
def test_tags_change_nothing_else(cast, status):
    ticket = make.in_status(status, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    before = Ticket.objects.values().get()
    tagging.add(ticket, names=["refund"], by=cast.mia)
    tagging.remove(ticket, names=["refund"], by=cast.mia)
    assert Ticket.objects.values().get() == before


def test_only_who_works_on_a_ticket_tags_it(cast, ticket):
    for person in (cast.ben, cast.cleo, cast.vic, cast.max):
        with pytest.raises(NotYours):
            tagging.add(ticket, names=["mine"], by=person)
    assert not Tag.objects.exists()


def test_the_timeline_of_staff_tells_it_and_the_requesters_does_not(cast, ticket):
    tagging.add(ticket, names=["vat", "refund"], by=cast.ana)
    for_staff = [entry.heading for entry in timeline.entries(ticket, reader=cast.mia, for_staff=True)]
    assert "Ana Acme added the tags refund, vat" in for_staff
    hers = [entry.heading for entry in timeline.entries(ticket, reader=cast.cleo, for_staff=False)]
    assert not any("tag" in heading for heading in hers)


def test_a_tag_of_a_colleague_holds_no_reply_up(cast, ticket):
    seen = timeline.last_event_id(ticket)
    tagging.add(ticket, names=["refund"], by=cast.mia)
    conversation.reply(ticket, body="On its way.", by=cast.ana, form_key=make.key(), seen=seen)
    lifecycle.refuse_if_changed(ticket, seen=seen, by=cast.ana)


@pytest.mark.parametrize("words", ["", "  ", "#", "!!", "x" * 41, "\0"])
def test_what_is_no_tag(cast, ticket, words):
    with pytest.raises(CannotBeTag):
        tagging.add(ticket, names=[words], by=cast.ana)


def test_an_archived_tag_is_not_added_and_stays_where_it_is(cast, ticket):
    tagging.add(ticket, names=["refund"], by=cast.ana)
    tags.archive(Tag.objects.get(), by=cast.max)
    assert tagging.names_on(ticket) == ["refund"]
    with pytest.raises(CannotBeTag, match="refund is archived"):
        tagging.add(make.assigned(cast.vic, cast.ana, by=cast.mia), names=["refund"], by=cast.ana)


def test_a_ticket_has_at_most_twenty(cast, ticket):
    tagging.add(ticket, names=[f"tag {number}" for number in range(20)], by=cast.ana)
    with pytest.raises(TooManyOnTicket):
        tagging.add(ticket, names=["one more"], by=cast.ana)
    assert Tagging.objects.count() == 20


def test_there_are_at_most_five_hundred(cast, ticket):
    Tag.objects.bulk_create(Tag(name=f"tag {number}") for number in range(500))
    with pytest.raises(TooManyTags):
        tagging.add(ticket, names=["one more"], by=cast.ana)
    tagging.add(ticket, names=["tag 7"], by=cast.ana)
    assert tagging.names_on(ticket) == ["tag 7"]


def test_a_new_name_counts_on_all_tickets(cast, ticket):
    tagging.add(ticket, names=["refnud"], by=cast.ana)
    tags.rename(Tag.objects.get(), name="Refund", by=cast.max)
    assert tagging.names_on(ticket) == ["refund"]
    tags.add(name="vat", by=cast.max)
    with pytest.raises(Taken):
        tags.rename(Tag.objects.get(name="vat"), name="refund", by=cast.max)


def test_merging_gives_every_ticket_the_other_tag_once(cast, ticket):
    other = make.assigned(cast.vic, cast.ana, by=cast.mia)
    tagging.add(ticket, names=["refund", "refunds"], by=cast.ana)
    tagging.add(other, names=["refunds"], by=cast.ana)
    refund, refunds = Tag.objects.get(name="refund"), Tag.objects.get(name="refunds")
    for _ in range(2):
        tags.merge(refunds, into=refund, by=cast.max)
    assert tagging.names_on(ticket) == tagging.names_on(other) == ["refund"]
    assert list(Tag.objects.in_use()) == [refund]
    assert Event.objects.filter(name="tag.merged").count() == 1


def test_a_tag_is_merged_neither_into_itself_nor_into_an_archived_one(cast):
    one, other = tags.add(name="one", by=cast.max), tags.add(name="other", by=cast.max)
    tags.archive(other, by=cast.max)
    for into in (one, other):
        with pytest.raises(CannotBeTag):
            tags.merge(one, into=into, by=cast.max)


@committed
def test_of_two_who_make_the_same_tag_at_once_both_have_it(cast):
    mine = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    his = make.assigned(cast.vic, cast.ben, by=cast.mia)
    results = together(
        lambda: tagging.add(mine, names=["new", "also new"], by=cast.ana),
        lambda: tagging.add(his, names=["also new", "new"], by=cast.ben),
    )
    assert not [result for result in results if isinstance(result, Exception)], results
    assert tagging.names_on(mine) == tagging.names_on(his) == ["also new", "new"]


@committed
def test_no_ticket_keeps_a_tag_that_is_merged_away_meanwhile(cast):
    tickets = [make.assigned(cast.cleo, cast.ana, by=cast.mia) for _ in range(6)]
    refund, refunds = tags.add(name="refund", by=cast.max), tags.add(name="refunds", by=cast.max)
    acts = [lambda t=t: tagging.add(t, names=["refund", "refunds"], by=cast.ana) for t in tickets]
    results = together(*acts, lambda: tags.merge(refunds, into=refund, by=cast.max))
    assert {type(result) for result in results} <= {Ticket, Tag, CannotBeTag}, results
    assert not Tagging.objects.filter(tag=refunds).exists()
