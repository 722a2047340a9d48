"""`manage.py create_tenant`: from nothing to an admin who has joined."""

import re

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from activity.models import Event
from helpdesk import first_steps
from tenants import hosts
from tenants.models import HostName, Profile, Tenant
from tenants.scope import tenant_scope
from tests.together import committed
from tickets.models import Category

pytestmark = committed
HOST = "help.initech.test"


def create(slug="initech", host=HOST, email="Peter@Initech.test", **more):
    call_command("create_tenant", slug, host=host, admin_email=email, **more)
    return Tenant.objects.get(slug=slug)


def test_the_invited_admin_joins_and_customers_can_file(tenants, post_office, visit, capsys):
    tenant = create()
    assert "Created initech at help.initech.test" in capsys.readouterr().out
    with tenant_scope(tenant):
        (letter,) = post_office()
    assert letter.to == ["Peter@Initech.test"]
    link = re.search(r"https?://(\S+?)(/invitation/\S+/)", letter.body)
    assert link[1].split(":")[0] == HOST, "the link leads to the tenant's own host"
    browser = visit(host=HOST)
    assert browser.get(link[2]).status_code == 200
    answer = browser.post(link[2], {"name": "Peter Gibbons", "password": "a rather long phrase"})
    assert (answer.status_code, answer["Location"]) == (303, "/settings/")
    assert browser.get("/settings/staff/").status_code == 200
    assert visit(host=HOST).get("/tickets/new/").status_code == 200
    with tenant_scope(tenant):
        peter = User.objects.get()
        assert (peter.email, peter.is_admin, peter.is_agent, peter.is_staff_member) == (letter.to[0], True, False, True)


@pytest.mark.parametrize(("given", "name"), [({}, "Big Initech Support"), ({"name": "Initech help"}, "Initech help")])
def test_it_is_called_by_its_slug_or_as_the_operator_says(db, given, name):
    with tenant_scope(create("big-initech", **given)):
        assert Profile.objects.get().name == name
        assert Category.objects.count() == 1


def test_two_tenants_share_no_host_name(db):
    create()
    with pytest.raises(CommandError, match="leads to another tenant already"):
        create("initrode")
    assert not Tenant.objects.filter(slug="initrode").exists()


@pytest.mark.parametrize(
    "wrong", [{"email": "peter"}, {"slug": "Initech"}, {"slug": "x"}, {"host": "https://help.initech.test"}]
)
def test_what_cannot_be_used_makes_nothing(db, wrong):
    with pytest.raises(CommandError):
        create(**wrong)
    assert not Tenant.objects.filter(slug="initech").exists()


def test_a_tenant_that_cannot_be_furnished_leaves_nothing_behind(db, monkeypatch):
    furnish = first_steps.furnish

    def stumble(**how):
        furnish(**how)
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(first_steps, "furnish", stumble)
    with pytest.raises(RuntimeError, match="the disk is full"):
        create()
    assert not Tenant.objects.filter(slug="initech").exists()
    assert not HostName.objects.filter(name=HOST).exists()
    assert not Event.all_tenants.using("system").filter(name="person.invited").exists()
    assert hosts.tenant_id_for(HOST) is None


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
@pytest.mark.parametrize("command", ["create_tenant", "migrate"])
def test_without_the_owners_address_it_says_so(db, settings, command):
    settings.DATABASES = {name: how for name, how in settings.DATABASES.items() if name != "owner"}
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL is not set"):
        create() if command == "create_tenant" else call_command("migrate")
