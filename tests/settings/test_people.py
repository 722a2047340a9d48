import pytest
from django.urls import reverse

from accounts import keys
from accounts.models import Membership, OneTimeKey, Team, User
from activity.models import Event
from shared import clock as the_clock
from tests import make

pytestmark = pytest.mark.django_db


def url(name, *rows):
    return reverse(f"settings:{name}", args=[row.pk for row in rows])


def words(user, **changes):
    roles = [role for role in ("agent", "manager", "admin") if getattr(user, f"is_{role}")]
    teams = list(user.memberships.values_list("team_id", flat=True))
    return {"name": user.name, "roles": roles, "teams": teams, "is_active": "on"} | changes


def test_the_list_names_roles_and_teams_and_no_customers(cast, admin):
    page = admin.get(url("staff")).content.decode()
    assert "ana@acme.test · Agent · Billing" in page
    assert "Cleo" not in page
    assert "Globex" not in page


def test_people_are_found_by_name_or_address(cast, admin):
    page = admin.get(url("staff"), {"q": "BEN@"}).content.decode()
    assert "Ben Acme" in page
    assert "Ana Acme" not in page
    assert "Nobody found" in admin.get(url("staff"), {"q": "zz\0<b>"}).content.decode()


def test_a_long_list_is_turned_page_by_page(cast, admin):
    for number in range(60):
        email, now = f"p{number}@acme.test", the_clock.now()
        User.objects.create(name=f"Person {number:02}", email=email, kind="staff", created_at=now)
    page = admin.get(url("staff")).content.decode()
    assert "Page 1 of 2" in page
    assert "Person 59" in admin.get(url("staff"), {"page": "2"}).content.decode()


def test_roles_and_teams_are_changed(cast, admin, hidden):
    page = admin.get(url("person", cast.ana))
    changed = words(cast.ana, roles=["agent", "manager"], teams=[cast.technical.pk], **hidden(page))
    assert admin.post(url("person", cast.ana), changed).status_code == 303
    cast.ana.refresh_from_db()
    assert cast.ana.is_manager
    assert list(cast.ana.teams.all()) == [cast.technical]
    assert Event.objects.get(name="person.changed").data["before"]["roles"] == ["agent"]


def test_the_last_admin_stays_admin(cast, admin, hidden):
    page = admin.get(url("person", cast.max))
    response = admin.post(url("person", cast.max), words(cast.max, roles=["agent"], **hidden(page)))
    assert response.status_code == 422
    assert b"Somebody has to be admin." in response.content


def test_who_gives_up_being_admin_is_taken_home(cast, admin, hidden):
    cast.ana.is_admin = True
    cast.ana.save()
    page = admin.get(url("person", cast.max))
    response = admin.post(url("person", cast.max), words(cast.max, roles=["agent"], **hidden(page)))
    assert response["Location"] == "/desk/"


def test_who_leaves_gives_their_tickets_back(cast, admin, hidden, post_office):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    left = words(cast.ana, **hidden(admin.get(url("person", cast.ana))))
    del left["is_active"]
    assert admin.post(url("person", cast.ana), left).status_code == 303
    post_office()
    ticket.refresh_from_db()
    assert ticket.assignee is None


def test_the_second_admin_is_told_about_roles(cast, admin, hidden):
    seen = hidden(admin.get(url("person", cast.ana)))
    admin.post(url("person", cast.ana), words(cast.ana, roles=["manager"], **seen))
    second = admin.post(url("person", cast.ana), words(cast.ana, roles=["agent", "admin"], **seen))
    assert second.status_code == 409
    assert "saved now as <b>Manager</b>, you typed <b>Agent, Admin</b>" in second.content.decode()


def test_somebody_is_invited_and_stands_in_the_list_at_once(cast, admin, post_office):
    invited = {"email": "Ida@acme.test", "name": "Ida Lund", "roles": ["agent"], "teams": [cast.billing.pk]}
    assert admin.post(url("add_person"), invited).status_code == 303
    assert "on its way" in admin.get(url("staff")).content.decode()
    (letter,) = post_office()
    assert letter.to == ["Ida@acme.test"]
    assert "can be accepted until" in admin.get(url("staff")).content.decode()


def test_nobody_is_invited_twice_into_the_same_staff(cast, admin):
    response = admin.post(url("add_person"), {"email": "ANA@acme.test", "name": "Ana", "roles": ["agent"]})
    assert response.status_code == 422
    assert "belongs to a member of staff already." in response.content.decode()
    assert b"Choose at least one role." in admin.post(url("add_person"), {"email": "x@acme.test", "name": "X"}).content


@pytest.fixture
def invitation(cast):
    secret = keys.mint(OneTimeKey.Purpose.INVITATION, email="ida@acme.test", name="Ida", roles=["agent"], teams=[])
    return OneTimeKey.objects.get(email_norm="ida@acme.test"), secret


def test_an_invitation_is_sent_again_but_not_by_a_second_click(cast, admin, invitation, clock, post_office):
    admin.post(url("send_invitation_again", invitation[0]))
    assert post_office() == []
    clock(days=8)
    assert "Expired" in admin.get(url("staff")).content.decode()
    for _ in range(2):
        assert admin.post(url("send_invitation_again", invitation[0])).status_code == 303
    assert len(post_office()) == 1
    assert "Expired" not in admin.get(url("staff")).content.decode()


def test_a_withdrawn_invitation_opens_nothing(cast, admin, visit, invitation):
    key, secret = invitation
    assert admin.post(url("withdraw_invitation", key)).status_code == 303
    assert "Ida" not in admin.get(url("staff")).content.decode().partition("settings__form")[2]
    assert admin.post(url("withdraw_invitation", key)).status_code == 404
    with pytest.raises(keys.KeyUsed):
        keys.look(OneTimeKey.Purpose.INVITATION, secret)


def test_other_keys_are_no_invitations(cast, admin):
    keys.mint(OneTimeKey.Purpose.RESET, email=cast.cleo.email)
    key = OneTimeKey.objects.get()
    assert admin.post(url("withdraw_invitation", key)).status_code == 404
    assert admin.post(url("send_invitation_again", key)).status_code == 404


# --- teams ------------------------------------------------------------------------------------------------


def test_a_team_is_made_with_its_members(cast, admin, hidden):
    made = {"name": "Builders", "members": [cast.ana.pk, cast.mia.pk], **hidden(admin.get(url("add_team")))}
    for _ in range(2):
        assert admin.post(url("add_team"), made).status_code == 303
    assert set(Team.objects.get(name="Builders").members.all()) == {cast.ana, cast.mia}


def test_members_come_and_go(cast, admin, hidden):
    page = admin.get(url("team", cast.billing))
    admin.post(url("team", cast.billing), {"name": "Bills", "members": [cast.ben.pk], **hidden(page)})
    cast.billing.refresh_from_db()
    assert (cast.billing.name, list(cast.billing.members.all())) == ("Bills", [cast.ben])
    assert Membership.objects.filter(user=cast.ana).count() == 0


def test_a_customer_or_admin_is_no_member(cast, admin):
    for user in (cast.cleo, cast.max, cast.globex.ana):
        assert admin.post(url("add_team"), {"name": "Builders", "members": [user.pk]}).status_code == 422


def test_a_team_name_is_used_once(cast, admin):
    response = admin.post(url("add_team"), {"name": "Billing"})
    assert response.status_code == 422
    assert b"There is a team of this name already." in response.content


def test_a_team_that_categories_need_stays(cast, admin):
    response = admin.post(url("archive_team", cast.technical))
    assert response.status_code == 409
    assert b"Technical works on Site down." in response.content


def test_an_unused_team_goes_and_comes_back_with_its_members(cast, admin):
    admin.post(url("add_team"), {"name": "Builders", "members": [cast.ana.pk]})
    team = Team.objects.get(name="Builders")
    admin.post(url("archive_team", team))
    assert not Team.objects.in_use().filter(pk=team.pk).exists()
    assert url("restore_team", team) in admin.get(url("teams")).content.decode()
    assert b"Builders" not in admin.get(url("person", cast.ana)).content
    admin.post(url("restore_team", team))
    assert list(team.members.all()) == [cast.ana]
