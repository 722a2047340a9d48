"""From a host name to a tenant and back."""

import pytest

from tenants import founding, hosts, profiles
from tenants.founding import CannotFound
from tenants.models import HostName, Profile, Tenant
from tenants.scope import NoScope, active_tenant_id, tenant_scope
from tests.together import committed


@pytest.mark.parametrize("spelling", ["acme.test", "ACME.test", "acme.test:8000", "acme.test.", "Acme.Test.:443"])
def test_a_host_name_leads_to_its_tenant_however_it_is_spelt(tenants, spelling):
    assert hosts.tenant_id_for(spelling) == tenants[0]


@pytest.mark.parametrize("stranger", ["", "evil.test", "acme.test.evil.test", "xacme.test", "acme", "[::1]:80", "'--"])
def test_any_other_leads_nowhere(tenants, stranger):
    assert hosts.tenant_id_for(stranger) is None


def test_the_database_is_asked_once_a_minute(tenants, django_assert_num_queries, monkeypatch):
    hosts.forget()
    with django_assert_num_queries(2):
        for _ in range(3):
            hosts.tenant_id_for("acme.test"), hosts.tenant_id_for("nobody.test")
    now = hosts.time.monotonic()
    monkeypatch.setattr(hosts.time, "monotonic", lambda: now + 61)
    with django_assert_num_queries(1):
        hosts.tenant_id_for("acme.test")


def test_made_up_host_names_do_not_fill_the_memory(tenants, monkeypatch):
    monkeypatch.setattr(hosts, "_MOST", 5)
    for number in range(40):
        hosts.tenant_id_for(f"{number}.made-up.test")
    assert len(hosts._known) <= 5


def test_links_lead_to_the_primary_host_of_the_open_scope(tenants, settings):
    settings.PUBLIC_SCHEME, settings.PUBLIC_PORT = "https", ""
    for tenant_id, host in zip(tenants, ("acme.test", "globex.test"), strict=True):
        with tenant_scope(tenant_id):
            assert hosts.absolute("/tickets/") == f"https://{host}/tickets/"
    with pytest.raises(NoScope):
        hosts.absolute("/")


def test_an_unknown_host_gets_a_plain_404_and_no_scope(tenants, visit):
    answer = visit(host="nobody.test").get("/")
    assert answer.status_code == 404
    assert "Acme" not in answer.content.decode()
    assert active_tenant_id() is None


def test_a_request_leaves_no_scope_behind(cast, visit):
    with tenant_scope(None):
        visit().get("/")
        assert active_tenant_id() is None


def test_a_tenant_is_shown_under_its_own_name(cast, visit):
    assert "Acme Support" in visit().get("/").content.decode()
    assert "Globex" not in visit().get("/").content.decode()
    assert "Globex Support" in visit(host="globex.test").get("/").content.decode()


def test_a_tenant_without_a_profile_goes_by_its_slug(tenants):
    with tenant_scope(tenants[0]):
        assert not Profile.objects.exists()
        assert profiles.current().name == "Acme"


@pytest.mark.parametrize("zone", ["Nowhere/City", "../../etc/passwd", "", "/etc/localtime", "Europe/../UTC", "\x00"])
def test_a_made_up_time_zone_breaks_no_page(cast, visit, zone):
    client = visit()
    client.cookies["tz"] = zone
    assert client.get("/sign-in/").status_code == 200


class TestFounding:
    """The operator makes tenants; the application may only read them."""

    @pytest.mark.parametrize(
        ("slug", "host"),
        [
            ("platform", "new.test"),
            ("www", "new.test"),
            ("A", "new.test"),
            ("new_co", "new.test"),
            ("1st", "new.test"),
            ("", "new.test"),
            ("new", "https://new.test"),
            ("new", "new.test:8000"),
            ("new", "new test"),
            ("new", "-new.test"),
            ("new", ""),
        ],
    )
    def test_a_name_that_cannot_be_is_refused(self, slug, host):
        with pytest.raises(CannotFound):
            founding.found(slug=slug, host=host)

    @committed
    def test_a_new_tenant_is_reached_by_its_host_name(self, tenants):
        assert hosts.tenant_id_for("initech.test") is None
        tenant = founding.found(slug="initech", host=" Initech.TEST. ")
        assert hosts.tenant_id_for("initech.test") == tenant.pk
        assert HostName.objects.get(tenant=tenant).is_primary
        for slug, host in (("initech", "other.test"), ("other", "initech.test"), ("acme", "new.test")):
            with pytest.raises(CannotFound, match="already"):
                founding.found(slug=slug, host=host)
        assert Tenant.objects.count() == 3
