"""Chosen messages become a ticket of their own, and for thirty days they can move back."""

import pytest

from activity.models import Event
from tests import make
from tickets import conversation, events, merging, progress, related, splitting, timeline
from tickets.lifecycle import Merged, NotYours
from tickets.models import Message, Relation, Ticket
from tickets.statuses import Status

WORDS = ["Also, my site is down.", "We look at the site.", "Ask Ben about it.", "It is up again."]


@pytest.fixture
def ticket(cast, clock):
    """Cleo's ticket about a charge, which Ana has, with four messages about something else."""
    given = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    for write, author, body in zip(
        (conversation.message, conversation.reply, conversation.internal_note, conversation.message),
        (cast.cleo, cast.ana, cast.ana, cast.cleo),
        WORDS,
        strict=True,
    ):
        clock(minutes=5)
        write(given, body=body, by=author, form_key=make.key())
    clock(minutes=5)
    given.refresh_from_db()
    return given


def ids(ticket, *bodies):
    return list(ticket.messages.filter(body__in=bodies or WORDS).order_by("id").values_list("pk", flat=True))


def split(ticket, by, *bodies, subject="Site down", **more):
    chosen = more.pop("messages", None) or ids(ticket, *bodies)
    return splitting.split(ticket, messages=chosen, subject=subject, by=by, form_key=more.get("form_key", make.key()))


def bodies(ticket):
    return list(ticket.messages.order_by("id").values_list("body", flat=True))


class TestSplit:
    def test_the_chosen_messages_are_in_a_ticket_of_their_own(self, cast, ticket):
        new = split(ticket, cast.ana).source
        assert bodies(new) == WORDS
        assert bodies(ticket) == ["Two charges on one day."]
        assert new.messages.get(kind=Message.Kind.DESCRIPTION).body == WORDS[0]
        assert (new.subject, new.requester, new.category) == ("Site down", cast.cleo, cast.refund)
        assert new.number > ticket.number

    def test_the_same_agent_goes_on_and_it_waits_since_its_words_were_written(self, cast, ticket):
        since = {message.body: message.written_at for message in ticket.messages.all()}
        new = Ticket.objects.get(pk=split(ticket, cast.ana).source.pk)
        assert (new.state, new.assignee) == (Status.ASSIGNED, cast.ana)
        assert (new.filed_at, new.waiting_since) == (since[WORDS[0]], since[WORDS[0]])
        assert (new.first_answered_at, new.unanswered_since) == (since[WORDS[1]], since[WORDS[3]])

    def test_of_a_ticket_that_nobody_has_it_is_nobodys(self, cast):
        ticket = make.ticket(cast.cleo)
        conversation.message(ticket, body=WORDS[0], by=cast.cleo, form_key=make.key())
        new = split(ticket, cast.mia).source
        assert (new.state, new.assignee, new.first_answered_at) == (Status.NEW, None, None)

    def test_the_rest_stays_as_it_is(self, cast, ticket):
        before = Ticket.objects.values().get(pk=ticket.pk)
        split(ticket, cast.ana, WORDS[3])
        assert Ticket.objects.values().get(pk=ticket.pk) == before

    def test_both_tell_of_it_to_the_requester_too(self, cast, ticket):
        new = split(ticket, cast.mia).source
        for reader, for_staff in ((cast.ana, True), (cast.cleo, False)):
            headings = [
                [entry.heading for entry in timeline.entries(one, reader=reader, for_staff=for_staff)]
                for one in (ticket, new)
            ]
            assert f"A part split off into #{new.number} by Mia Acme" in headings[0]
            assert f"Split off from #{ticket.number} by Mia Acme" in headings[1]
        assert [one.words for one in related.related(new, cast.ana)] == ["Split off from"]

    def test_a_second_click_splits_once(self, cast, ticket):
        form_key, chosen = make.key(), ids(ticket)
        once, again = (split(ticket, cast.ana, messages=chosen, form_key=form_key) for _ in range(2))
        assert once == again
        assert Ticket.objects.count() == 2

    def test_a_key_that_was_sent_with_something_else_is_its_own(self, cast, ticket):
        form_key = make.key()
        words = {"form_key": form_key, "by": cast.ana}
        filed = make.ticket(cast.cleo, **words)
        new = split(ticket, cast.ana, WORDS[0], form_key=form_key).source
        part_of_new = split(ticket, cast.ana, WORDS[3], form_key=form_key).source
        assert part_of_new == new, "the second click"
        conversation.message(filed, body=WORDS[0], by=cast.cleo, form_key=make.key())
        other = split(filed, cast.mia, WORDS[0], form_key=form_key).source
        assert len({filed, new, other}) == 3

    def test_the_requester_is_told_once_and_not_that_a_ticket_has_arrived(self, cast, ticket, post_office):
        post_office()
        new = split(ticket, cast.ana).source
        (letter,) = post_office()
        assert letter.to == [cast.cleo.email]
        assert f"#{new.number}" in letter.subject
        assert f"your ticket #{ticket.number}" in letter.body


class TestRefusals:
    def refused(self, ticket, by, error, match, *chosen, **more):
        before = Ticket.objects.count()
        with pytest.raises(error, match=match):
            split(ticket, by, *chosen, **more)
        assert Ticket.objects.count() == before

    def test_without_words_of_the_requester(self, cast, ticket):
        self.refused(ticket, cast.ana, splitting.CannotSplit, "at least one message of Cleo Acme", WORDS[1], WORDS[2])

    def test_with_the_description(self, cast, ticket):
        everything = list(ticket.messages.values_list("pk", flat=True))
        self.refused(ticket, cast.ana, splitting.CannotSplit, "description stays", messages=everything)

    def test_with_messages_of_another_ticket(self, cast, ticket):
        other = make.ticket(cast.cleo)
        chosen = [*ids(ticket), other.messages.get().pk]
        self.refused(ticket, cast.ana, splitting.CannotSplit, "another ticket", messages=chosen)
        self.refused(ticket, cast.ana, splitting.CannotSplit, "Choose", messages=[other.messages.get().pk])

    def test_by_who_does_not_work_it(self, cast, ticket):
        for stranger in (cast.ben, cast.max, cast.cleo):
            self.refused(ticket, stranger, NotYours, "Only the agent")

    def test_of_a_merged_one(self, cast, ticket):
        chosen = ids(ticket)
        merging.merge(ticket, into=make.ticket(cast.cleo), by=cast.mia)
        self.refused(ticket, cast.mia, Merged, "Go on there", messages=chosen)


class TestUndo:
    def test_everything_is_where_it_was_and_the_new_one_leads_there(self, cast, ticket):
        before = Ticket.objects.values().get(pk=ticket.pk), list(ticket.messages.order_by("id").values())
        made = split(ticket, cast.ana)
        for _ in range(2):
            splitting.undo(made, by=cast.ana)
        assert (Ticket.objects.values().get(pk=ticket.pk), list(ticket.messages.order_by("id").values())) == before
        new = Ticket.objects.get(pk=made.source.pk)
        assert (new.state, merging.end_of(new)) == (Status.CLOSED, ticket)
        assert Event.objects.filter(name=events.MERGED).count() == 1
        written = conversation.message(new, body="Later", by=cast.cleo, form_key=make.key())
        assert written.ticket == ticket
        assert not Relation.objects.standing().exists(), "and what has no description is never made whole again"

    def test_what_was_written_since_is_read_there_too(self, cast, ticket):
        made = split(ticket, cast.ana)
        conversation.message(made.source, body="Since then.", by=cast.cleo, form_key=make.key())
        splitting.undo(made, by=cast.ana)
        told = timeline.entries(ticket, reader=cast.ana, for_staff=True)
        assert ("Since then.", f"from #{made.source.number}") in [
            (entry.message.body, entry.whence) for entry in told if entry.message
        ]

    def test_undone_at_once_nobody_is_told(self, cast, ticket, post_office):
        post_office()
        splitting.undo(split(ticket, cast.ana), by=cast.ana)
        assert post_office() == []

    def test_not_while_one_of_the_two_is_closed(self, cast, ticket):
        made = split(ticket, cast.ana)
        progress.close(ticket, by=cast.cleo)
        with pytest.raises(merging.CannotMerge, match="is closed"):
            splitting.undo(made, by=cast.ana)
        assert bodies(Ticket.objects.get(pk=made.source.pk)) == WORDS

    def test_for_thirty_days_and_for_who_works_both(self, cast, ticket, clock):
        made = split(ticket, cast.ana)
        with pytest.raises(NotYours):
            splitting.undo(made, by=cast.ben)
        clock(days=31)
        with pytest.raises(merging.CannotUndo):
            splitting.undo(made, by=cast.ana)


def test_a_ticket_of_its_own_can_be_split_merged_and_filed_like_any_other(cast, ticket):
    new = split(ticket, cast.ana).source
    part = split(new, cast.ana, WORDS[3], subject="Up again").source
    merging.merge(part, into=ticket, by=cast.ana)
    assert merging.end_of(Ticket.objects.get(pk=part.pk)) == ticket
