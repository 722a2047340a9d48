"""An estimate is made once, stays until it is late, and is judged by what then happens."""

from datetime import timedelta

import pytest

from activity.models import Event
from shared import clock
from sla import estimates, figures, promises
from sla.models import Estimate, Score, Wait
from tests import make
from tests.sla.conftest import MONDAY
from tests.sla.test_waits import at, react, reply, write
from tickets import events, progress, undo
from tickets.models import Rules

pytestmark = pytest.mark.django_db
HOUR = 3600
Why = Estimate.Why


def all_of(ticket):
    return list(Estimate.objects.filter(wait__ticket=ticket).order_by("number"))


def kept(ticket):
    return [one.kept for one in all_of(ticket)]


def test_it_rests_on_what_really_happened(cast, history):
    history(30, hours=2)
    said = promises.of(make.ticket(cast.cleo))
    assert (said.expected_at, said.late_at) == (at(2), at(3))
    assert said.rests_on == 30
    assert said.of_kind == "First answers · Bills › Refund · Normal priority · Standard plan"


def test_it_counts_business_time_alone(cast, history, monday):
    history(30, hours=2)
    monday(hours=8, minutes=30)  # half an hour before closing
    assert promises.of(make.ticket(cast.cleo)).expected_at == MONDAY.replace(day=2, hour=8, minute=30)


def test_with_fewer_than_twenty_a_wider_group_is_asked(cast, history):
    history(19, hours=2)
    history(30, hours=5, requester=cast.gus)
    said = promises.of(make.ticket(cast.cleo))
    assert said.rests_on == 49
    assert said.of_kind == "First answers · Bills › Refund · Normal priority"
    assert said.expected_at == at(5)


def test_with_next_to_nothing_nothing_is_estimated(cast, history):
    history(8)
    assert promises.of(make.ticket(cast.cleo)) is None


def test_once_there_is_enough_whoever_waits_already_is_told(cast, history, monday):
    ticket = make.ticket(cast.cleo)
    react()
    assert promises.of(ticket) is None
    monday(minutes=30)
    assert history(30, hours=2).can_estimate
    assert promises.catch_up() == 1
    assert promises.of(ticket).expected_at == at(2)
    assert promises.catch_up() == 0


def test_who_does_not_wait_is_told_nothing(cast, history, monday):
    history(30)
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    monday(minutes=5)
    reply(ticket, cast.ana)
    ticket.refresh_from_db()
    assert promises.of(ticket) is None


def test_answers_older_than_thirty_days_do_not_count(cast, history):
    history(30, days_ago=40)
    assert promises.of(make.ticket(cast.cleo)) is None


def test_those_ahead_add_to_it(cast, history, monday):
    for ahead in range(30):
        history(1, hours=1 + ahead * 0.1, ahead=ahead)
    alone = promises.of(make.ticket(cast.cleo))
    for _ in range(19):
        make.ticket(cast.gus)
    crowded = promises.of(make.ticket(cast.cleo))
    assert crowded.seconds - alone.seconds == 2 * HOUR
    assert crowded.wait.ahead == 20


def test_it_stays_whatever_is_learned_meanwhile(cast, history, monday):
    history(30, hours=2)
    ticket = make.ticket(cast.cleo)
    first = promises.of(ticket)
    history(90, hours=9)
    monday(hours=1)
    assert promises.of(ticket) == first
    assert len(all_of(ticket)) == 1


def test_who_comes_first_makes_it_and_all_others_show_it(cast, history, monday):
    history(30)
    ticket = make.ticket(cast.cleo)
    on_page = promises.of(ticket)
    react()
    assert promises.of(ticket) == on_page
    assert promises.standing([ticket]) == {ticket.pk: on_page}


def test_an_answer_in_time_keeps_it(cast, history, monday):
    history(30, hours=2)
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    react()
    monday(hours=3)  # the hour that everybody was told to allow
    reply(ticket, cast.ana)
    react()
    assert kept(ticket) == [True]


def test_a_later_one_breaks_it(cast, history, monday):
    history(30, hours=2)
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    react()
    monday(hours=3, seconds=1)
    reply(ticket, cast.ana)
    react()
    assert kept(ticket) == [False]


def test_a_ticket_that_its_requester_closed_proves_nothing(cast, history, monday):
    history(30, hours=2)
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    react()
    progress.close(ticket, by=cast.cleo)
    react()
    (said,) = all_of(ticket)
    assert (said.kept, said.judged_at) == (None, clock.now())


def test_judging_twice_changes_nothing(cast, history, monday):
    history(30, hours=2)
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    react()
    monday(hours=1)
    reply(ticket, cast.ana)
    react()
    before = list(Estimate.objects.values())
    promises.judge(Wait.objects.get(ticket=ticket), now=monday(days=3))
    assert list(Estimate.objects.values()) == before


class TestLate:
    @pytest.fixture
    def late(self, cast, history, monday):
        """Cleo was told noon; it is two and nobody answered. One answer in a hundred took nine hours."""
        history(95, hours=2)
        history(5, hours=9)
        ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        react()
        monday(hours=4)
        return ticket

    def test_the_clock_says_so_and_estimates_anew(self, late, monday):
        assert promises.renew_late() == 1
        broken, now = all_of(late)
        assert (broken.kept, broken.judged_at) == (False, at(3))
        assert (now.why, now.kept) == (Why.LATE, None)
        assert now.expected_at == at(9)
        assert promises.of(late) == now

    def test_a_page_that_comes_first_does_as_well(self, late, monday):
        assert promises.of(late).why == Why.LATE
        assert promises.renew_late() == 0
        assert len(all_of(late)) == 2

    def test_the_clock_does_it_once(self, late, monday):
        promises.renew_late()
        assert promises.renew_late() == 0

    def test_keeping_the_second_is_no_merit(self, cast, late, monday):
        promises.renew_late()
        monday(hours=1)
        reply(late, cast.ana)
        react()
        assert kept(late) == [False, True]
        score = figures.count()
        assert (score.kept, score.judged) == (0, 1)

    def test_an_answer_that_nobody_has_looked_at_yet_is_not_broken_by_the_clock(self, cast, late, monday):
        promises.renew_late()
        reply(late, cast.ana)
        monday(hours=20)
        react()
        assert promises.renew_late() == 0
        assert kept(late) == [False, True]


class TestMoved:
    @pytest.fixture
    def line(self, cast, history, monday):
        """Cleo is first, ten stand behind her, and each one ahead adds six minutes."""
        Rules.objects.update_or_create(defaults={"bump": Rules.Bump.BACK})
        for ahead in range(30):
            history(1, hours=1 + ahead * 0.1, ahead=ahead)
        ticket = make.ticket(cast.cleo)
        for _ in range(10):
            monday(minutes=1)
            make.ticket(cast.gus)
        react()
        monday(minutes=20)
        return ticket

    def test_who_goes_to_the_back_is_told_what_that_means(self, cast, line, monday):
        before = promises.of(line)
        write(line, cast.cleo)
        line.refresh_from_db()
        after = promises.of(line)
        assert (after.number, after.why) == (2, Why.MOVED)
        assert after.expected_at >= before.expected_at + timedelta(hours=1)

    def test_we_are_judged_by_what_holds_then(self, cast, line, monday):
        write(line, cast.cleo)
        react()
        monday(minutes=10)
        reply(line, cast.mia)
        react()
        assert kept(line) == [None, True]
        figures.count()
        assert Score.objects.get().judged == 1

    def test_taken_back_it_is_what_it_was(self, cast, line, monday):
        before = promises.of(line)
        bump = bump_of(write(line, cast.cleo))
        line.refresh_from_db()
        promises.of(line)
        undo.take_back(line, bump, by=cast.cleo)
        react()
        line.refresh_from_db()
        assert promises.of(line).expected_at - before.expected_at < timedelta(minutes=45)


def bump_of(message):
    return Event.objects.get(name=events.BUMPED, data__message=message.pk)


class TestWidening:
    def judged(self, cast, *, good, bad):
        """So many estimates of two hours, answered after one and after eight."""
        ticket = make.ticket(cast.cleo)
        now = clock.now()
        for number in range(good + bad):
            is_good = number < good
            began = now - timedelta(days=3, minutes=number)
            took = HOUR if is_good else 8 * HOUR
            wait = Wait.objects.create(
                ticket=ticket, began_at=began, is_first=False, category=cast.refund, priority=ticket.priority,
                ended_at=began, answered_at=began, business_seconds=took,
            )  # fmt: skip
            Estimate.objects.create(
                wait=wait, number=1, made_at=began, likely_at=began, expected_at=began, late_at=began,
                seconds=2 * HOUR, plain_seconds=2 * HOUR, rests_on=20, judged_at=now, kept=is_good,
            )  # fmt: skip

    def test_below_four_in_five_new_estimates_are_longer(self, cast, history, monday):
        self.judged(cast, good=70, bad=30)
        score = history(30, hours=2, is_first=True)
        assert score.factor == (8 * HOUR - estimates.GRACE) / (2 * HOUR)
        assert promises.of(make.ticket(cast.vic)).seconds == 7 * HOUR

    def test_above_it_they_are_not(self, cast, history, monday):
        self.judged(cast, good=80, bad=20)
        assert history(30, hours=2).factor == 1

    def test_after_a_month_it_is_forgotten(self, cast, history, monday):
        self.judged(cast, good=70, bad=30)
        assert figures.count().factor > 1
        monday(days=31)
        assert figures.count().factor == 1


def test_without_a_working_hour_in_sight_nothing_is_said(cast, history, monday, monkeypatch):
    history(30)
    monkeypatch.setattr("businesshours.hours.Calendar.add", lambda self, at, duration: None)
    assert promises.of(make.ticket(cast.cleo)) is None
