import pytest

from activity.models import Event
from tenants.models import Profile

pytestmark = pytest.mark.django_db
URL = "/settings/look/"


def look(**changes):
    return {"name": "Acme", "brand_colour": "#1d4ed8", "picked": "#1d4ed8", "time_zone": "Europe/Lisbon"} | changes


def test_name_and_zone_are_changed_and_stand_on_the_next_page(cast, admin, hidden):
    response = admin.post(URL, look(name="Acme Help", **hidden(admin.get(URL))), follow=True)
    assert "Acme Help" in response.content.decode()
    assert Profile.objects.get().time_zone == "Europe/Lisbon"
    assert Event.objects.get(name="profile.changed").actor_id == cast.max.pk


@pytest.mark.parametrize(
    ("typed", "picked", "saved"),
    [
        ("#FFCC00", "#1d4ed8", "#ffcc00"),
        ("ffcc00", "#1d4ed8", "#ffcc00"),
        ("#1d4ed8", "#00ff00", "#00ff00"),
        ("#ffcc00", "#00ff00", "#ffcc00"),
    ],
)
def test_the_colour_is_typed_or_picked(cast, admin, hidden, typed, picked, saved):
    admin.post(URL, look(brand_colour=typed, picked=picked, **hidden(admin.get(URL))))
    assert Profile.objects.get().brand_colour == saved


def test_a_preview_explains_and_saves_nothing(cast, admin):
    response = admin.post(URL, look(brand_colour="#ffcc00", name="Sunny", preview="1"))
    page = response.content.decode()
    assert response.status_code == 200
    assert "On buttons: black text." in page
    assert "/settings/look/ffcc00-1.css" in page
    assert page.count("Sunny") >= 2
    assert Profile.objects.get().brand_colour == "#1d4ed8"


def test_the_previews_style_sheet_colours_nothing_but_the_preview(cast, admin, visit):
    css = admin.get("/settings/look/ffcc00-1.css").content.decode()
    assert css.startswith(".brand-ffcc00{--brand-")
    assert ":root" not in css
    for wrong in ("/settings/look/red-1.css", "/settings/look/ffcc00-9.css"):
        assert admin.get(wrong).status_code == 404
    assert visit(cast.ana).get("/settings/look/ffcc00-1.css").status_code == 403


@pytest.mark.parametrize("wrong", ["red", "#12345", "#12345g", "}body{"])
def test_what_is_no_colour_is_explained(cast, admin, wrong):
    response = admin.post(URL, look(brand_colour=wrong))
    assert response.status_code == 422
    assert "Enter a colour as # and six digits, like #1d4ed8." in response.content.decode()


def test_a_made_up_time_zone_is_refused(cast, admin):
    assert b"Select a time zone from the list." in admin.post(URL, look(time_zone="Mars/Base")).content


def test_a_tenant_without_a_profile_gets_one(cast, admin):
    Profile.objects.all().delete()
    assert admin.get(URL).status_code == 200
    from accounts import look as verbs

    verbs.change(name="New", brand_colour="#000000", time_zone="UTC", by=cast.max)
    assert Profile.objects.get().name == "New"


def test_the_second_admin_is_told(cast, admin, hidden):
    seen = hidden(admin.get(URL))
    admin.post(URL, look(name="One", **seen))
    second = admin.post(URL, look(name="Two", **seen))
    assert second.status_code == 409
    assert 'value="Two"' in second.content.decode()
