"""What people write to each other in a ticket."""

import pytest

from activity.models import Event
from shared.refusal import Refusal
from tests import make
from tests.together import committed, together
from tickets import conversation, events, progress, timeline
from tickets.conversation import TooLateToEdit
from tickets.lifecycle import ChangedMeanwhile, NotPossible, NotYours
from tickets.models import EarlierWording, Message
from tickets.statuses import Status

ANSWERS = {
    conversation.reply: (events.REPLIED, Message.Outcome.NONE, Status.WORK_IN_PROGRESS),
    conversation.ask_for_information: (events.INFORMATION_ASKED, Message.Outcome.ASKED, Status.NEEDS_MORE_INFO),
    conversation.suggest_solution: (events.SOLUTION_SUGGESTED, Message.Outcome.SOLUTION, Status.SOLUTION_SUGGESTED),
}


@pytest.fixture
def ticket(cast):
    """A ticket of Cleo's that Ana has."""
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


def last_event(ticket):
    return Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).latest("id")


@pytest.mark.parametrize("verb", ANSWERS, ids=lambda verb: verb.__name__)
def test_the_assignee_answers(cast, ticket, verb):
    name, outcome, status = ANSWERS[verb]
    written = verb(ticket, body="We refunded it.", by=cast.ana, form_key=make.key())
    ticket.refresh_from_db()
    event = last_event(ticket)
    assert (written.kind, written.outcome, written.author) == (Message.Kind.REPLY, outcome, cast.ana)
    assert ticket.state == status
    assert (event.name, event.actor_id, event.data["message"]) == (name, cast.ana.pk, written.pk)


@pytest.mark.parametrize("verb", ANSWERS, ids=lambda verb: verb.__name__)
def test_nobody_else_answers(cast, ticket, verb):
    for person in (cast.ben, cast.max, cast.cleo, cast.vic, cast.gus):
        with pytest.raises(NotYours):
            verb(ticket, body="Me too.", by=person, form_key=make.key())
    assert ticket.messages.count() == 1


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (Status.NEW, events.BUMPED),
        (Status.ASSIGNED, events.BUMPED),
        (Status.NEEDS_REPLY, events.BUMPED),
        (Status.REOPENED, events.BUMPED),
        (Status.WORK_IN_PROGRESS, events.MESSAGE_ADDED),
        (Status.NEEDS_MORE_INFO, events.MESSAGE_ADDED),
        (Status.SOLUTION_SUGGESTED, events.MESSAGE_ADDED),
        (Status.CLOSED, events.REOPENED),
    ],
)
def test_a_message_is_a_bump_only_while_the_ticket_waits(cast, status, name):
    ticket = make.in_status(status, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    written = conversation.message(ticket, body="Any news?", by=cast.cleo, form_key=make.key())
    event = last_event(ticket)
    assert (event.name, event.actor_id, event.data["message"]) == (name, cast.cleo.pk, written.pk)


def test_only_the_requester_adds_a_message(cast, ticket):
    for person in (cast.vic, cast.gus, cast.ana, cast.mia, cast.max):
        with pytest.raises(NotYours):
            conversation.message(ticket, body="Me too.", by=person, form_key=make.key())


def test_the_requesters_name_stays_as_it_was_on_the_day_of_filing(cast, ticket):
    cast.cleo.name = "Cleo Married"
    cast.cleo.save()
    written = conversation.message(ticket, body="And?", by=cast.cleo, form_key=make.key())
    assert written.author_name == "Cleo Acme"
    assert set(ticket.messages.values_list("author_name", flat=True)) == {"Cleo Acme"}


@pytest.mark.parametrize(
    ("verb", "person"),
    [(verb, "ana") for verb in (*ANSWERS, conversation.internal_note)] + [(conversation.message, "cleo")],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_the_second_click_of_a_form_writes_nothing(cast, ticket, verb, person):
    form_key, by = make.key(), getattr(cast, person)
    first = verb(ticket, body="Once.", by=by, form_key=form_key)
    happened = Event.objects.count()
    assert verb(ticket, body="Once.", by=by, form_key=form_key) == first
    assert Event.objects.count() == happened
    assert ticket.messages.filter(body="Once.").count() == 1


def test_the_second_click_on_reopen_writes_nothing(cast):
    ticket = make.in_status(Status.CLOSED, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    form_key = make.key()
    first = conversation.reopen(ticket, body="Again.", by=cast.cleo, form_key=form_key)
    progress.start_work(ticket, by=cast.ana)
    assert conversation.reopen(ticket, body="Again.", by=cast.cleo, form_key=form_key) == first
    ticket.refresh_from_db()
    assert ticket.state == Status.WORK_IN_PROGRESS


@committed
def test_two_clicks_at_once_write_one_message(cast):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    form_key = make.key()

    def click():
        return conversation.reply(ticket, body="Once.", by=cast.ana, form_key=form_key)

    first, second = together(click, click)
    assert first == second
    assert isinstance(first, Message)
    assert ticket.messages.filter(body="Once.").count() == 1
    assert Event.objects.filter(name=events.REPLIED).count() == 1


class TestChangedMeanwhile:
    """Who writes without having seen what is new is told, and nothing is written."""

    @pytest.mark.parametrize("verb", ANSWERS, ids=lambda verb: verb.__name__)
    def test_an_answer_waits_until_the_new_message_was_read(self, cast, ticket, verb):
        seen = timeline.last_event_id(ticket)
        conversation.message(ticket, body="Wait, I found it!", by=cast.cleo, form_key=make.key())
        with pytest.raises(ChangedMeanwhile):
            verb(ticket, body="Here is how.", by=cast.ana, form_key=make.key(), seen=seen)
        assert not ticket.messages.filter(body="Here is how.").exists()
        verb(ticket, body="Here is how.", by=cast.ana, form_key=make.key(), seen=timeline.last_event_id(ticket))
        assert ticket.messages.filter(body="Here is how.").count() == 1

    def test_what_somebody_did_themselves_is_not_news_to_them(self, cast, ticket):
        seen = timeline.last_event_id(ticket)
        conversation.reply(ticket, body="First.", by=cast.ana, form_key=make.key(), seen=seen)
        conversation.reply(ticket, body="Second.", by=cast.ana, form_key=make.key(), seen=seen)
        assert ticket.messages.filter(body="Second.").exists()

    def test_what_the_clock_did_is_news(self, cast, ticket, clock):
        from tickets import housekeeping

        conversation.suggest_solution(ticket, body="Try this.", by=cast.ana, form_key=make.key())
        seen = timeline.last_event_id(ticket)
        clock(days=6)
        housekeeping.remind_quiet()
        with pytest.raises(ChangedMeanwhile):
            conversation.reply(ticket, body="Well?", by=cast.ana, form_key=make.key(), seen=seen)

    def test_what_happened_to_another_ticket_is_not(self, cast, ticket):
        seen = timeline.last_event_id(ticket)
        make.ticket(cast.vic)
        conversation.reply(ticket, body="Here.", by=cast.ana, form_key=make.key(), seen=seen)

    def test_a_second_click_is_no_change(self, cast, ticket):
        seen, form_key = timeline.last_event_id(ticket), make.key()
        first = conversation.reply(ticket, body="Here.", by=cast.ana, form_key=form_key, seen=seen)
        conversation.message(ticket, body="Thanks!", by=cast.cleo, form_key=make.key())
        assert conversation.reply(ticket, body="Here.", by=cast.ana, form_key=form_key, seen=seen) == first

    @pytest.mark.parametrize("act", ["close", "recategorise"])
    def test_closing_and_moving_wait_as_well(self, cast, ticket, act):
        acts = {
            "close": lambda seen: progress.close(ticket, by=cast.ana, reason="Duplicate", seen=seen),
            "recategorise": lambda seen: progress.recategorise(ticket, category=cast.sales, by=cast.ana, seen=seen),
        }
        seen = timeline.last_event_id(ticket)
        conversation.message(ticket, body="One more thing.", by=cast.cleo, form_key=make.key())
        with pytest.raises(ChangedMeanwhile):
            acts[act](seen)
        acts[act](timeline.last_event_id(ticket))


class TestManagers:
    """A manager may answer any ticket, and then has it."""

    def test_who_answers_a_ticket_that_is_nobodys_has_it(self, cast):
        ticket = make.ticket(cast.cleo)
        conversation.reply(ticket, body="I look into it.", by=cast.mia, form_key=make.key())
        ticket.refresh_from_db()
        assert (ticket.assignee, ticket.state) == (cast.mia, Status.WORK_IN_PROGRESS)
        told = Event.objects.filter(subject_id=ticket.pk).order_by("id").values_list("name", flat=True)
        assert list(told) == [events.FILED, events.ASSIGNED, events.REPLIED]

    def test_who_answers_an_agents_ticket_leaves_it_with_the_agent(self, cast, ticket):
        conversation.reply(ticket, body="Let me add …", by=cast.mia, form_key=make.key())
        ticket.refresh_from_db()
        assert ticket.assignee == cast.ana

    def test_a_refused_answer_takes_no_ticket(self, cast):
        ticket = make.ticket(cast.cleo)
        with pytest.raises(NotPossible):
            conversation.ask_for_information(ticket, body="Which?", by=cast.mia, form_key=make.key())
        ticket.refresh_from_db()
        assert ticket.assignee is None


class TestInternalNotes:
    """What only staff may read."""

    def test_a_note_changes_nothing_else(self, cast, ticket):
        before = type(ticket).objects.filter(pk=ticket.pk).values().get()
        note = conversation.internal_note(ticket, body="VIP, careful.", by=cast.ana, form_key=make.key())
        assert note.kind == Message.Kind.INTERNAL_NOTE
        assert type(ticket).objects.filter(pk=ticket.pk).values().get() == before
        assert note not in ticket.messages.public()

    def test_a_closed_ticket_takes_notes(self, cast):
        ticket = make.in_status(Status.CLOSED, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
        conversation.internal_note(ticket, body="For the record.", by=cast.ana, form_key=make.key())
        ticket.refresh_from_db()
        assert ticket.state == Status.CLOSED

    def test_the_requester_writes_none(self, cast, ticket):
        with pytest.raises(NotYours):
            conversation.internal_note(ticket, body="Hm.", by=cast.cleo, form_key=make.key())


class TestDescription:
    """The requester may change the description until staff first answers."""

    def edit(self, ticket, by, body="Three charges!"):
        return conversation.edit_description(ticket, body=body, by=by)

    def test_the_earlier_wordings_are_kept(self, cast, ticket):
        self.edit(ticket, cast.cleo)
        description = self.edit(ticket, cast.cleo, "Four!")
        assert description.body == "Four!"
        assert description.edited_at is not None
        kept = EarlierWording.objects.filter(message=description).order_by("id").values_list("body", flat=True)
        assert list(kept) == ["Two charges on one day.", "Three charges!"]
        assert last_event(ticket).name == events.DESCRIPTION_EDITED

    def test_the_same_words_are_no_edit(self, cast, ticket):
        happened = Event.objects.count()
        self.edit(ticket, cast.cleo, "Two charges on one day.")
        assert Event.objects.count() == happened
        assert not EarlierWording.objects.exists()

    def test_started_work_does_not_end_it_but_an_answer_does(self, cast, ticket):
        progress.start_work(ticket, by=cast.ana)
        self.edit(ticket, cast.cleo)
        conversation.reply(ticket, body="I see.", by=cast.ana, form_key=make.key())
        with pytest.raises(TooLateToEdit, match="Add a message instead"):
            self.edit(ticket, cast.cleo, "Five!")
        assert ticket.messages.get(kind="description").body == "Three charges!"

    def test_a_closed_ticket_is_not_edited(self, cast, ticket):
        progress.close(ticket, by=cast.cleo)
        with pytest.raises(TooLateToEdit):
            self.edit(ticket, cast.cleo)

    def test_nobody_else_edits_it(self, cast, ticket):
        for person in (cast.vic, cast.ana, cast.mia, cast.max):
            with pytest.raises(Refusal):
                self.edit(ticket, person)
