"""A ticket's messages and events, told in order as one conversation."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from activity import log
from activity.models import Event
from tests import make
from tickets import assignment, conversation, events, housekeeping, progress, timeline
from tickets.models import Message

CLEAR = "The customer is a spy"


def told(ticket, reader, *, for_staff):
    return [entry.heading for entry in timeline.entries(ticket, reader=reader, for_staff=for_staff)]


def a_long_life(cast, clock):
    """Everything that can happen to a ticket, a minute apart."""
    ticket = make.ticket(cast.cleo)
    steps = (
        lambda: conversation.edit_description(ticket, body="Three charges!", by=cast.cleo),
        lambda: assignment.assign(ticket, to=cast.ben, by=cast.mia),
        lambda: assignment.unassign(ticket, by=cast.mia),
        lambda: assignment.assign(ticket, to=cast.ana, by=cast.mia),
        lambda: conversation.internal_note(ticket, body=CLEAR, by=cast.ana, form_key=make.key()),
        lambda: progress.start_work(ticket, by=cast.ana),
        lambda: progress.recategorise(ticket, category=cast.sales, by=cast.ana),
        lambda: conversation.ask_for_information(ticket, body="Which card?", by=cast.ana, form_key=make.key()),
        lambda: conversation.message(ticket, body="Visa.", by=cast.cleo, form_key=make.key()),
        lambda: conversation.reply(ticket, body="Thanks.", by=cast.ana, form_key=make.key()),
        lambda: conversation.suggest_solution(ticket, body="Refunded.", by=cast.ana, form_key=make.key()),
        lambda: clock(days=5) and housekeeping.remind_quiet(),
        lambda: progress.close(ticket, by=cast.ana, reason="Solved by phone"),
        lambda: conversation.reopen(ticket, body="No!", by=cast.cleo, form_key=make.key()),
        lambda: progress.close(ticket, by=cast.cleo),
    )
    for step in steps:
        clock(minutes=1)
        step()
    ticket.refresh_from_db()
    return ticket


def test_staff_reads_the_whole_story_in_order(cast, clock):
    ticket = a_long_life(cast, clock)
    assert told(ticket, cast.mia, for_staff=True) == [
        "Ticket submitted",
        "Ticket edited",
        "Assigned to Ben Acme by you",
        "Taken back by you",
        "Assigned to Ana Acme by you",
        "Internal note",
        "Ana Acme started work",
        "Moved from Bills › Refund to General",
        "Information asked",
        "Message added",
        "Reply added",
        "Resolution added",
        "Reminder sent: closes soon without a reply",
        "Closed by Ana Acme: Solved by phone",
        "Message added",
        "Reopened by Cleo Acme",
        "Closed by Cleo Acme",
    ]


def test_what_only_staff_may_know_never_reaches_the_requester(cast, clock):
    ticket = a_long_life(cast, clock)
    headings = told(ticket, cast.cleo, for_staff=False)
    everything = repr([vars(entry) for entry in timeline.entries(ticket, reader=cast.cleo, for_staff=False)])
    assert "Internal note" not in headings
    assert not [heading for heading in headings if heading.startswith("Taken back")]
    assert CLEAR not in everything
    entries = timeline.entries(ticket, reader=cast.cleo, for_staff=False)
    assert CLEAR not in [entry.message.body for entry in entries if entry.message]
    assert not any(entry.earlier_wordings for entry in entries)
    assert headings == [
        "Ticket submitted",
        "Ticket edited",
        "Assigned to Ben Acme by Mia Acme",
        "Assigned to Ana Acme by Mia Acme",
        "Ana Acme started work",
        "Moved from Bills › Refund to General",
        "Information asked",
        "Message added",
        "Reply added",
        "Resolution added",
        "Reminder sent: closes soon without a reply",
        "Closed by Ana Acme: Solved by phone",
        "Message added",
        "Reopened by you",
        "Closed by you",
    ]


def test_staff_reads_every_earlier_wording(cast, clock):
    ticket = a_long_life(cast, clock)
    first = timeline.entries(ticket, reader=cast.ana, for_staff=True)[0]
    assert first.message.body == "Three charges!"
    assert [wording.body for wording in first.earlier_wordings] == ["Two charges on one day."]


def test_each_entry_says_whose_it_is(cast, clock):
    ticket = a_long_life(cast, clock)
    entries = timeline.entries(ticket, reader=cast.ana, for_staff=True)
    kinds = {entry.heading: (entry.kind, entry.by, entry.is_own) for entry in entries if entry.message}
    assert kinds == {
        "Ticket submitted": ("requester", "Cleo Acme", False),
        "Internal note": ("note", "Ana Acme", True),
        "Information asked": ("staff", "Ana Acme", True),
        "Message added": ("requester", "Cleo Acme", False),
        "Reply added": ("staff", "Ana Acme", True),
        "Resolution added": ("staff", "Ana Acme", True),
    }


def test_the_clocks_close_is_told(cast, clock):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    conversation.suggest_solution(ticket, body="Try this.", by=cast.ana, form_key=make.key())
    clock(days=8)
    housekeeping.close_quiet()
    assert told(ticket, cast.cleo, for_staff=False)[-1] == "Closed by itself: no reply"


def test_the_requester_has_one_name_throughout(cast):
    ticket = make.ticket(cast.cleo)
    cast.cleo.name = "Cleo Married"
    cast.cleo.save()
    progress.close(ticket, by=cast.cleo)
    assert told(ticket, cast.mia, for_staff=True)[-1] == "Closed by Cleo Acme"
    assert {entry.by for entry in timeline.entries(ticket, reader=cast.mia, for_staff=True)} == {"Cleo Acme"}


def test_nothing_of_another_ticket_is_told(cast):
    ticket, other = make.ticket(cast.cleo), make.ticket(cast.vic, description="Secret of Vic")
    progress.close(other, by=cast.vic)
    log.record(events.CLOSED, subject=cast.cleo, by=cast.mia)  # the id of another kind of row
    assert told(ticket, cast.cleo, for_staff=False) == ["Ticket submitted"]


def test_one_message_and_sixty_cost_the_same(cast):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)

    def queries(for_staff):
        with CaptureQueriesContext(connection) as captured:
            timeline.entries(ticket, reader=cast.ana, for_staff=for_staff)
        return len(captured)

    before = queries(True), queries(False)
    for _ in range(30):
        conversation.message(ticket, body="And?", by=cast.cleo, form_key=make.key())
        conversation.reply(ticket, body="Well.", by=cast.ana, form_key=make.key())
    assert (queries(True), queries(False)) == before
    assert max(before) <= 4


def test_of_a_very_long_story_the_end_is_told(cast, monkeypatch):
    monkeypatch.setattr(timeline, "MOST", 5)
    ticket = make.ticket(cast.cleo)
    for number in range(10):
        conversation.message(ticket, body=str(number), by=cast.cleo, form_key=make.key())
    bodies = [entry.message.body for entry in timeline.entries(ticket, reader=cast.cleo, for_staff=False)]
    assert bodies == ["5", "6", "7", "8", "9"]


def test_what_a_page_has_seen_is_the_newest_event_of_its_ticket(cast):
    ticket = make.ticket(cast.cleo)
    seen = timeline.last_event_id(ticket)
    make.ticket(cast.vic)
    assert timeline.last_event_id(ticket) == seen
    progress.close(ticket, by=cast.cleo)
    assert timeline.last_event_id(ticket) == Event.objects.latest("id").pk > seen
    assert Message.objects.filter(ticket=ticket).count() == 1
