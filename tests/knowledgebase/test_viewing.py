"""Readers of articles are counted once a day each; staff and machines are not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knowledgebase import viewing
from knowledgebase.models import View
from tenants.models import Profile
from tests.knowledgebase import make

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 15_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15"
)
GOOGLE = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


@pytest.fixture
def article(cast):
    return make.article(cast.ana)


@pytest.fixture
def read(visit, article):
    """Open the article: read(cast.cleo), read(agent=SAFARI) for nobody in particular."""

    def opened(user=None, *, agent=FIREFOX, address="192.0.2.1", **headers):
        url = f"/articles/{article.number}-{article.slug}/"
        headers = {"User-Agent": agent, **headers}
        assert visit(user).get(url, headers=headers, REMOTE_ADDR=address).status_code == 200

    return opened


def test_each_reader_counts_once_a_day(cast, read, clock):
    for _ in range(2):
        read(cast.cleo)
        read(cast.gus)
        read()
        read(address="192.0.2.2")
        read(agent=SAFARI)
    assert View.objects.count() == 5
    clock(days=1)
    read(cast.cleo)
    assert View.objects.count() == 6


@pytest.mark.parametrize("who", ["ana", "mia", "max"])
def test_staff_are_no_readers(cast, read, who):
    read(getattr(cast, who))
    assert not View.objects.exists()


@pytest.mark.parametrize("agent", [GOOGLE, "curl/8.5.0", "python-requests/2.32", "facebookexternalhit/1.1", ""])
def test_machines_are_no_readers(read, agent):
    read(agent=agent)
    assert not View.objects.exists()


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose"])
def test_a_browser_that_only_prepares_is_no_reader(read, header):
    read(**{header: "prefetch;prerender"})
    assert not View.objects.exists()


def test_who_it_was_cannot_be_read_from_it(cast, read):
    read(cast.cleo)
    read()
    for view in View.objects.all():
        assert len(view.reader_key) == 43
        assert not {str(cast.cleo.pk), "192"} & {view.reader_key}


def test_a_day_begins_when_it_begins_for_the_tenant(cast, read, clock):
    Profile.objects.update(time_zone="Pacific/Kiritimati")
    read()
    Profile.objects.update(time_zone="Pacific/Pago_Pago")
    read()
    assert View.objects.values("on").distinct().count() == 2


def test_the_sweep_counts_the_readers_of_thirty_days(cast, article, read, clock):
    read(cast.cleo)
    read(cast.gus)
    clock(days=1)
    read(cast.cleo)
    other = make.article(cast.ana, title="Nobody reads this")
    assert viewing.refresh() == 1
    article.refresh_from_db()
    other.refresh_from_db()
    assert (article.recent_views, other.recent_views) == (2, 0)
    assert viewing.refresh() == 0
    clock(days=29)
    viewing.refresh()
    article.refresh_from_db()
    assert article.recent_views == 1
    clock(days=1)
    viewing.refresh()
    article.refresh_from_db()
    assert article.recent_views == 0


def test_the_sweep_asks_one_question_however_many_there_are(cast, read):
    for number in range(5):
        make.article(cast.ana, title=f"Article {number}")
    read(cast.cleo)
    with CaptureQueriesContext(connection) as asked:
        viewing.refresh()
    assert len([one for one in asked if "UPDATE" in one["sql"]]) == 1


def test_what_no_count_needs_is_deleted_after_ninety_days(read, clock):
    read()
    clock(days=90)
    assert viewing.forget_old() == 0
    clock(days=1)
    assert viewing.forget_old() == 1
