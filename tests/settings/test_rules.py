import pytest
from django.urls import reverse

from tests import make
from tickets.models import Rules
from tickets.statuses import Status

pytestmark = pytest.mark.django_db
URL = "/settings/rules/"


def days(close=7, remind=2, reopen=7, guest=30):
    return {
        "close_after_days": close,
        "remind_days_before": remind,
        "reopen_for_days": reopen,
        "guest_ends_after_days": guest,
        "bump": "back",
    }


def test_the_defaults_are_shown_as_customers_read_them(cast, admin):
    page = admin.get(URL).content.decode()
    assert "Without a reply in seven days the ticket closes by itself." in page
    assert "This ticket closed more than seven days ago" in page
    assert not Rules.objects.exists()


def test_new_days_count_from_now_on(cast, admin, hidden):
    promised = make.in_status(Status.SOLUTION_SUGGESTED, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    assert admin.post(URL, days(3, 1, 14) | hidden(admin.get(URL))).status_code == 303
    later = make.in_status(Status.SOLUTION_SUGGESTED, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    assert (later.closes_at - later.updated_at).days == 3
    before = promised.closes_at
    promised.refresh_from_db()
    assert promised.closes_at == before


def test_the_preview_prints_what_is_typed_and_saves_nothing(cast, admin):
    response = admin.post(URL, days(1, 0, 30) | {"preview": "1"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Without a reply in one day the ticket" in page
    assert "No reminder is sent." in page
    assert "more than 30 days ago" in page
    assert Rules.current().close_after_days == 7


def test_adding_to_a_waiting_ticket_can_be_free(cast, admin, hidden):
    seen = hidden(admin.get(URL))
    assert (
        "Nothing: it costs them no place."
        in admin.post(URL, days() | {"bump": "keeps", "preview": "1"}).content.decode()
    )
    assert admin.post(URL, days() | {"bump": "keeps"} | seen).status_code == 303
    assert Rules.current().bump == Rules.Bump.KEEPS
    assert admin.post(URL, days() | {"bump": ""} | hidden(admin.get(URL))).status_code == 303
    assert Rules.current().bump == Rules.Bump.KEEPS


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (days(close=0), "Enter a number of days from 1 to 90."),
        (days(close=91), "Enter a number of days from 1 to 90."),
        (days(close="soon"), "Enter a number of days from 1 to 90."),
        (days(close="", remind=""), "Enter a number of days from 0 to 30."),
        (days(close=3, remind=3), "Enter fewer days than the 3 until closing, or 0 for no reminder."),
    ],
)
def test_impossible_days_are_explained(cast, admin, wrong, sentence):
    response = admin.post(URL, wrong)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_the_second_admin_is_told(cast, admin, hidden):
    seen = hidden(admin.get(URL))
    admin.post(URL, days(3, 1, 7) | seen)
    second = admin.post(URL, days(5, 1, 7) | seen)
    assert second.status_code == 409
    assert "saved now as <b>3</b>, you typed <b>5</b>" in second.content.decode()
    assert reverse("settings:rules") == URL


def test_what_the_page_quotes_is_what_the_mails_say(cast, admin, settings):
    page = " ".join(admin.get(URL).content.decode().split())
    for mail, sentence in {
        "closing_soon": "Did it help? Then there is nothing to do: the ticket closes by itself",
        "closed": "If the problem is still there, you can reopen it on its page within",
    }.items():
        assert sentence in (settings.BASE_DIR / f"templates/mail/{mail}.md").read_text()
        assert sentence in page
