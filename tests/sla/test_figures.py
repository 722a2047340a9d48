"""What is told to managers and to everybody is counted, and nothing else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from businesshours import calendars
from shared import clock
from sla import figures
from sla.models import Basis, Disclosure, Estimate, Wait
from tests import make
from tests.sla.test_waits import react

pytestmark = pytest.mark.django_db


def home(visit):
    return visit().get("/").content.decode()


def told(cast, *, kept, broken):
    """Cleo was told so many estimates, and these became of them."""
    ticket, now = make.ticket(cast.cleo), clock.now()
    for number in range(kept + broken):
        is_kept = number < kept
        began = now - timedelta(days=1, minutes=number)
        ended = None if number == kept + broken - 1 else now
        wait = Wait.objects.create(
            ticket=ticket, began_at=began, is_first=True, category=cast.refund, priority=ticket.priority, ended_at=ended
        )
        Estimate.objects.create(
            wait=wait, number=1, made_at=began, likely_at=began, expected_at=began, late_at=began,
            seconds=3600, plain_seconds=3600, rests_on=20, judged_at=now, kept=is_kept,
        )  # fmt: skip


def show(**what):
    Disclosure.objects.update_or_create(defaults=what)


def test_the_share_of_answers_in_time(cast, history, monday):
    history(97, hours=7)
    score = history(3, hours=9)
    assert (score.in_time, score.asked, score.in_time_percent) == (97, 100, 97)


def test_it_is_never_rounded_up(cast, history, monday):
    history(399, hours=1)
    assert history(1, hours=9).in_time_percent == 99


def test_who_still_waits_for_longer_counts_as_well(cast, history, monday):
    history(20, hours=1)
    make.ticket(cast.cleo)
    react()
    monday(hours=8)
    assert figures.count().asked == 20
    monday(minutes=2)
    assert (figures.count().in_time, figures.count().asked) == (20, 21)


class TestWhoStillWaits:
    """They count in what estimates rest on: as long as they wait by now, in business hours."""

    def waiting(self, cast, number, monday, **later):
        for _ in range(number):
            make.ticket(cast.cleo)
        react()
        monday(**later)
        figures.count()
        return Basis.objects.get(is_first=True, priority=None, plan=None, category=None)

    def test_many_who_wait_longer_than_anybody_did_make_it_longer(self, cast, history, monday):
        history(20, hours=2)
        basis = self.waiting(cast, 20, monday, days=1)  # twelve business hours
        assert (basis.number, basis.plain[40], basis.plain[60]) == (20, 2 * 3600, 12 * 3600)

    def test_who_has_waited_for_less_makes_no_difference(self, cast, history, monday):
        history(20, hours=2)
        basis = self.waiting(cast, 20, monday, hours=1)
        assert basis.plain == [2 * 3600] * 101

    def test_who_is_forgotten_for_longer_than_a_month_tells_nothing_about_now(self, cast, history, monday):
        for _ in range(20):
            make.ticket(cast.cleo)
        react()
        monday(days=31)
        history(20, hours=2)
        basis = self.waiting(cast, 0, monday, hours=1)
        assert basis.plain == [2 * 3600] * 101


def test_nights_and_weekends_do_not_count_against_us(cast, history, monday):
    monday(days=4, hours=8)  # Friday at six
    make.ticket(cast.cleo)
    react()
    monday(days=2, hours=16)  # Monday at ten: four business hours later
    assert figures.count().asked == 0


def test_later_answers_are_another_matter(cast, history, monday):
    assert history(30, is_first=False).asked == 0


def test_only_the_last_ninety_days_count(cast, history, monday):
    assert history(30, days_ago=95).asked == 0
    assert history(30, days_ago=80).asked == 30


def test_nothing_is_told_unasked(cast, history, visit, monday):
    history(100, hours=1)
    assert "of tickets answered within" not in home(visit)
    assert "estimates kept" not in home(visit)


def test_the_tenant_shows_what_it_wants(cast, history, visit, monday):
    show(shows_in_time=True)
    history(100, hours=1)
    assert "<b>100 %</b> of tickets answered within 8 working hours" in home(visit)
    assert "estimates kept" not in home(visit)


def test_under_twenty_tickets_there_is_nothing_to_tell(cast, history, visit, monday):
    show(shows_in_time=True)
    history(19, hours=1)
    assert "of tickets answered within" not in home(visit)


def test_a_figure_for_other_hours_is_not_told_before_it_is_counted(cast, history, visit, monday):
    show(shows_in_time=True)
    history(30, hours=3)
    show(in_time_hours=2)
    assert "of tickets answered within" not in home(visit)
    figures.count()
    assert "<b>0 %</b> of tickets answered within 2 working hours" in home(visit)


def test_counting_twice_says_the_same(cast, history, monday):
    history(40, hours=3)
    first = figures.count()
    assert figures.count().factor == first.factor
    assert (first.in_time, first.asked) == (40, 40)


def test_a_tenant_in_which_nobody_waited_is_left_alone(cast, history, monday):
    assert Wait.objects.count() == 0
    assert figures.count().asked == 0


def test_managers_see_how_many_were_kept(cast, visit, monday, history):
    """In the live queue as a tile that is fetched, and on a page of its own."""
    url, mia = reverse("promises_desk:estimates"), visit(cast.mia)
    assert f'hx-get="{url}"' in mia.get(reverse("desk:room")).content.decode()
    assert "–" in mia.get(url, HTTP_HX_REQUEST="true").content.decode()
    told(cast, kept=37, broken=3)
    figures.count()
    tile = mia.get(url, HTTP_HX_REQUEST="true").content.decode()
    assert "92 %" in tile
    assert "hx-get" not in tile


def test_and_which_were_not(cast, visit, monday, history):
    told(cast, kept=20, broken=1)
    page = visit(cast.mia).get(reverse("promises_desk:estimates")).content.decode()
    assert "Not yet" in page
    assert page.count("Charged twice") == 1


def test_nobody_else_does(cast, visit):
    url = reverse("promises_desk:estimates")
    assert visit(cast.ana).get(url).status_code == 403
    assert visit(cast.cleo).get(url).status_code == 404


def test_the_moment_of_so_long_ago_is_found_over_weekends(cast, monday):
    calendar, limit = calendars.current(), timedelta(hours=8)
    found = figures._so_long_ago(clock.now(), calendar, limit)
    assert limit < calendar.between(found, clock.now()) <= limit + timedelta(minutes=1)
    assert found.weekday() == 4
