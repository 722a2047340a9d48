"""Filing a ticket."""

import itertools

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from activity.models import Delivery, Event
from helpdesk.switchboard import REACTIONS
from shared import clock as the_clock
from tenants.scope import tenant_scope
from tests import make
from tests.together import Elsewhere, committed, together, until_somebody_waits
from tickets import events, intake, numbers
from tickets.intake import CategoryGone
from tickets.models import Category, Draft, FieldAnswer, FormField, Message, Priority, Ticket, TicketCounter
from tickets.statuses import Status


@pytest.mark.django_db
def test_a_filed_ticket_is_new_and_waits(cast):
    ticket = make.ticket(cast.cleo)
    ticket.refresh_from_db()
    assert ticket.state == Status.NEW
    assert ticket.waiting_since == ticket.filed_at == ticket.unanswered_since
    assert ticket.assignee is None
    assert ticket.number >= 100_000


def test_every_status_can_be_reached(cast):
    for status in Status:
        make.in_status(status, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    assert Ticket.objects.count() == len(Status)


def test_ticket_description_answers_and_event_exist_together(cast):
    card = FormField.objects.create(category=cast.refund, label="Card")
    empty = FormField.objects.create(category=cast.refund, label="Reference", is_required=False)
    ticket = make.ticket(cast.cleo, answers=[(card, "Visa"), (empty, "")], despite_open_ticket=True)
    description = ticket.messages.get()
    assert (description.kind, description.body, description.author) == (
        Message.Kind.DESCRIPTION,
        "Two charges on one day.",
        cast.cleo,
    )
    assert list(ticket.answers.values_list("label", "value")) == [("Card", "Visa")]
    event = Event.objects.get(subject_kind="ticket", subject_id=ticket.pk)
    assert (event.name, event.actor_id, event.data) == (events.FILED, cast.cleo.pk, {"despite_open_ticket": True})
    assert tuple(Delivery.objects.order_by("id").values_list("reaction", flat=True)) == REACTIONS[events.FILED]


def test_the_name_and_the_question_stay_as_they_were_on_the_day_of_filing(cast):
    card = FormField.objects.create(category=cast.refund, label="Card")
    ticket = make.ticket(cast.cleo, answers=[(card, "Visa")])
    card.label, cast.cleo.name = "Credit card", "Cleo Married"
    card.save(), cast.cleo.save()
    ticket.refresh_from_db()
    assert ticket.requester_name == "Cleo Acme"
    assert ticket.answers.get().label == "Card"


def test_staff_files_on_behalf(cast):
    ticket = make.ticket(cast.cleo, by=cast.ana)
    assert (ticket.requester, ticket.filed_by) == (cast.cleo, cast.ana)
    assert ticket.messages.get().author == cast.cleo
    assert Event.objects.latest("id").actor_id == cast.ana.pk


class TestCategory:
    """A category carries its priority and its team."""

    def test_a_subcategory_takes_its_parents(self, cast):
        ticket = make.ticket(cast.cleo, category=cast.refund)
        assert (ticket.priority.name, ticket.rank, ticket.team) == ("Normal", 30, cast.billing)

    def test_its_own_come_first(self, cast):
        urgent = Priority.objects.get(name="Urgent")
        fraud = Category.objects.create(name="Fraud", parent=cast.refund.parent, priority=urgent, team=cast.technical)
        ticket = make.ticket(cast.cleo, category=fraud)
        assert (ticket.priority, ticket.rank, ticket.team) == (urgent, urgent.rank, cast.technical)

    def test_a_category_without_a_team_is_everybodys(self, cast):
        assert make.ticket(cast.cleo, category=cast.sales).team is None

    def test_an_archived_one_takes_no_tickets(self, cast):
        cast.refund.archived_at = the_clock.now()
        with pytest.raises(CategoryGone):
            make.ticket(cast.cleo, category=cast.refund)
        assert not Ticket.objects.exists()

    def test_the_second_click_finds_its_ticket_though_the_category_was_archived_between(self, cast):
        form_key = make.key()
        first = make.ticket(cast.cleo, form_key=form_key)
        cast.refund.archived_at = the_clock.now()
        assert make.ticket(cast.cleo, category=cast.refund, form_key=form_key) == first


class TestDoubleClick:
    """The same form files one ticket, however often it is sent."""

    def test_one_after_the_other(self, cast):
        form_key = make.key()
        first = make.ticket(cast.cleo, form_key=form_key)
        happened = Event.objects.count()
        second = make.ticket(cast.cleo, form_key=form_key, subject="Charged twice!")
        assert (second, second.number, second.subject) == (first, first.number, "Charged twice")
        assert (Ticket.objects.count(), Message.objects.count(), Event.objects.count()) == (1, 1, happened)

    @committed
    def test_both_at_once(self, cast):
        form_key = make.key()
        filed = together(*[lambda: make.ticket(cast.cleo, form_key=form_key)] * 4)
        assert {getattr(ticket, "pk", ticket) for ticket in filed} == {Ticket.objects.get().pk}
        assert {ticket.number for ticket in filed} == {Ticket.objects.get().number}
        assert (Message.objects.count(), Event.objects.count()) == (1, 1)
        assert Delivery.objects.count() == len(REACTIONS[events.FILED])

    @committed
    def test_the_second_waits_for_a_first_that_is_not_finished(self, cast):
        form_key = make.key()
        with transaction.atomic():
            first = make.ticket(cast.cleo, form_key=form_key)
            second = Elsewhere(lambda: make.ticket(cast.cleo, form_key=form_key))
            until_somebody_waits()
        assert second.wait() == first
        assert second.result.number == first.number

    @committed
    def test_the_second_files_when_the_first_fails(self, cast):
        form_key = make.key()

        class Failed(Exception):
            pass

        with pytest.raises(Failed), transaction.atomic():
            make.ticket(cast.cleo, form_key=form_key)
            second = Elsewhere(lambda: make.ticket(cast.cleo, form_key=form_key))
            until_somebody_waits()
            raise Failed
        assert second.wait() == Ticket.objects.get()

    def test_somebody_elses_form_key_is_another_one(self, cast):
        form_key = make.key()
        first = make.ticket(cast.cleo, form_key=form_key)
        assert make.ticket(cast.vic, form_key=form_key) != first
        with tenant_scope(cast.globex.cleo.tenant_id):
            make.ticket(cast.globex.cleo, form_key=form_key)


class TestNumbers:
    """Unique in the tenant, rising, and silent about how many tickets there are."""

    def test_they_rise_in_small_steps(self, cast):
        taken = [make.ticket(cast.cleo).number for _ in range(30)]
        steps = [after - before for before, after in itertools.pairwise(taken)]
        assert min(steps) >= 1
        assert max(steps) <= 9
        assert len(set(steps)) > 1, "steps of one size count the tickets"

    def test_they_begin_somewhere(self, cast):
        begins = set()
        for _ in range(20):
            TicketCounter.objects.all().delete()
            begins.add(numbers.take())
        assert len(begins) == 20
        assert min(begins) >= 100_000
        assert max(begins) < 1_000_000

    def test_each_tenant_has_its_own(self, cast):
        make.ticket(cast.cleo)
        ours = TicketCounter.objects.get().value
        with tenant_scope(cast.globex.cleo.tenant_id):
            for _ in range(5):
                make.ticket(cast.globex.cleo)
        assert TicketCounter.objects.get().value == ours

    def test_the_number_is_taken_last(self, cast):
        make.ticket(cast.cleo)
        with CaptureQueriesContext(connection) as queries:
            make.ticket(cast.cleo)
        statements = [query["sql"] for query in queries]
        (taken_at,) = [position for position, sql in enumerate(statements) if "tickets_ticketcounter" in sql]
        after = [sql for sql in statements[taken_at + 1 :] if not sql.startswith(("SAVEPOINT", "RELEASE"))]
        # Everything that could wait has waited before the row of everybody's counter is locked.
        assert len(after) == 1
        assert after[0].startswith('UPDATE "tickets_ticket" SET "number"')

    @committed
    def test_many_at_once_get_different_ones(self, cast):
        filed = together(*[lambda: [make.ticket(cast.cleo).number for _ in range(5)]] * 6)
        taken = [number for numbers_of_one in filed for number in numbers_of_one]
        assert len(set(taken)) == len(taken) == Ticket.objects.count() == 30
        assert min(taken) > 0

    @committed
    def test_the_first_two_tickets_of_a_tenant_at_once(self, cast):
        assert not TicketCounter.objects.exists()
        first, second = together(*[lambda: make.ticket(cast.cleo).number] * 2)
        assert first != second
        assert TicketCounter.objects.count() == 1


class TestNamedTickets:
    """Who names the number of an own ticket is understood; any other number finds and tells nothing."""

    @pytest.mark.parametrize("text", ["Again #{}", "see {}.", "({})", "{}", "ticket:{},", "No. {}!"])
    def test_the_number_stands_anywhere(self, cast, text):
        ticket = make.ticket(cast.cleo)
        assert intake.named_ticket(cast.cleo, "Hello", text.format(ticket.number)) == ticket

    def test_a_number_that_is_not_theirs_finds_nothing(self, cast):
        ticket = make.ticket(cast.cleo)
        with tenant_scope(cast.globex.cleo.tenant_id):
            other = make.ticket(cast.globex.cleo)
            assert intake.named_ticket(cast.globex.cleo, f"#{ticket.number}") in (None, other)
        for person in (cast.vic, cast.gus, cast.ana, cast.mia):
            assert intake.named_ticket(person, f"#{ticket.number}") is None

    def test_a_part_of_a_longer_number_is_no_number(self, cast):
        ticket = make.ticket(cast.cleo)
        for text in (f"1{ticket.number}", f"{ticket.number}0", f"0{ticket.number}9"):
            assert intake.named_ticket(cast.cleo, text) is None

    def test_the_newest_of_several(self, cast, clock):
        first = make.ticket(cast.cleo)
        clock(days=1)
        second = make.ticket(cast.cleo)
        assert intake.named_ticket(cast.cleo, f"#{second.number} and #{first.number}") == second

    def test_a_text_full_of_numbers_is_no_trouble(self, cast, django_assert_num_queries):
        ticket = make.ticket(cast.cleo)
        text = " ".join(str(number) for number in range(ticket.number, ticket.number + 5000))
        with django_assert_num_queries(1):
            assert intake.named_ticket(cast.cleo, text) == ticket

    def test_without_a_number_nobody_is_asked(self, cast, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert intake.named_ticket(cast.cleo, "It is 12:30", "I paid 49 or 12345") is None


def test_a_follow_up_names_its_predecessor(cast, clock):
    old = make.in_status(Status.CLOSED, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    clock(days=8)
    follow_up = make.ticket(cast.cleo, follow_up_of=old)
    assert list(old.follow_ups.all()) == [follow_up]


def test_filing_forgets_the_draft_of_who_filed(cast):
    from tickets import drafts

    for person in (cast.cleo, cast.vic):
        drafts.save(person, Draft.Kind.NEW_TICKET, {"subject": "Charged"})
    make.ticket(cast.cleo)
    assert list(Draft.objects.values_list("user__name", flat=True)) == ["Vic Acme"]


def test_a_filing_that_fails_leaves_nothing(cast, monkeypatch):
    def broken():
        raise RuntimeError("no number")

    monkeypatch.setattr(numbers, "take", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        make.ticket(cast.cleo)
    for model in (Ticket, Message, Event, Delivery, FieldAnswer):
        assert not model.objects.exists(), model
