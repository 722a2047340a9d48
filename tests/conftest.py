"""The ground that every test stands on: a real PostgreSQL as the restricted role, the cast, a clock
that moves, and mail that is delivered when a test says so.
"""

import contextlib
import os
from datetime import timedelta

import psycopg2
import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.management import call_command
from django.db import connections
from django.test import Client, TransactionTestCase
from django.test import client as test_client
from django.test.client import store_rendered_templates
from hypothesis import HealthCheck, settings

from helpdesk.local import provision
from shared import clock as the_clock
from tenants import hosts
from tenants.scope import tenant_scope
from tests import cast as the_cast
from tests import mould
from tests.installation import Installation
from tests.mould import Mould
from tests.scheduling import ByWhatTheyShare

# Playwright's loop runs in the thread of the tests, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# How long an example takes says how busy the machine is, not whether the rule holds; and the same examples everywhere.
settings.register_profile(
    "suite",
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("suite")

# Written by migrations.
_KEPT = ("django_migrations", "django_content_type", "auth_permission")


# Until the connection is closed.
_WAIT_FOR_THE_OTHERS = "SELECT pg_advisory_lock(1)"


def _superuser(**changes):
    connection = psycopg2.connect(os.environ["HELPDESK_SUPERUSER_URL"], **changes)
    connection.autocommit = True
    return contextlib.closing(connection)


@pytest.fixture(scope="session")
def worker_name(request) -> str:
    """The name of this parallel worker, "main" when there is only one."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def django_db_setup(worker_name, django_db_blocker, testrun_uid):
    """One database per worker, used as the app: a copy of one that the first worker to come makes and migrates."""
    name, migrated = f"test_{worker_name}", f"migrated_{testrun_uid}"
    with _superuser() as superuser:
        cursor = superuser.cursor()
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(_WAIT_FOR_THE_OTHERS)
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [migrated])
        if not cursor.fetchone():
            _migrate(superuser, migrated, django_db_blocker)
        cursor.execute(f"CREATE DATABASE {name} OWNER {provision.OWNER} TEMPLATE {migrated}")
        provision.create_database(superuser, name)
    with django_db_blocker.unblock():
        _connect_to(name)
        yield
        connections.close_all()
    with _superuser() as superuser:
        cursor = superuser.cursor()
        cursor.execute(_WAIT_FOR_THE_OTHERS)
        for database in (name, migrated):
            cursor.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


def _migrate(superuser, name, django_db_blocker):
    """Make a database as the superuser, and its tables as the owner."""
    unfinished = f"{name}_unfinished"
    provision.create_database(superuser, unfinished)
    with django_db_blocker.unblock():
        _connect_to(unfinished)
        call_command("migrate", verbosity=0)
        connections.close_all()
    superuser.cursor().execute(f"ALTER DATABASE {unfinished} RENAME TO {name}")


def _connect_to(name):
    for connection in connections.all():
        connection.close()
        connection.settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """The data of an installation that was started once, to start others on: a first start takes ten times as long."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    Installation.start(data).stop()
    return data


@pytest.fixture(scope="session")
def superuser(django_db_setup, worker_name):
    """A connection to this worker's database that may do everything and commits at once."""
    with _superuser(dbname=f"test_{worker_name}") as connection:
        yield connection


@pytest.fixture(scope="session")
def _emptying(superuser) -> str:
    """The statements that delete every row, once all who still write are done; a TRUNCATE takes ten times as long."""
    cursor = superuser.cursor()
    cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
                   " AND tablename <> ALL (%s)", [list(_KEPT)])  # fmt: skip
    tables = [table for (table,) in cursor]
    # As a replica the server looks at no reference, so that the order does not matter.
    return f"SET LOCAL session_replication_role = replica; LOCK TABLE {', '.join(tables)}; " + "; ".join(
        f"DELETE FROM {table}" for table in tables
    )


@pytest.fixture(scope="session", autouse=True)
def _emptied_at_once(request):
    """Tests that commit are cleaned up after in one message, not with a flush for each of three aliases."""

    def empty(self):
        request.getfixturevalue("superuser").cursor().execute(request.getfixturevalue("_emptying"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


def _keep_the_context_of_the_page(store, signal, sender, template, context, **more):
    if "context" not in store:
        store_rendered_templates(store, signal, sender, template, context, **more)


@pytest.fixture(scope="session", autouse=True)
def _few_copies_of_contexts():
    """The context of a page is enough; a copy for each of its parts takes a fifth of the time to draw it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(test_client, "store_rendered_templates", _keep_the_context_of_the_page)
        yield


@pytest.fixture(autouse=True)
def _still_clock(settings, tmp_path):
    """Each test has a clock of its own that nobody has moved."""
    settings.CLOCK_FILE = tmp_path / "clock"


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    """Files of a test lie in its own folder."""
    storage = settings.STORAGES["default"] | {"OPTIONS": {"location": str(tmp_path / "stored")}}
    settings.STORAGES = settings.STORAGES | {"default": storage}


@pytest.fixture(autouse=True)
def _cheap_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock():
    """Moves the clock: clock(days=8)."""
    return lambda **by: the_clock.move(timedelta(**by))


@pytest.fixture
def tenants(db, superuser):
    """Acme and Globex exist; they are the operator's rows, so they are not rolled back with a test."""
    the_cast.found_tenants(superuser.cursor())
    hosts.forget()
    return the_cast.ACME_ID, the_cast.GLOBEX_ID


@pytest.fixture(scope="session")
def _moulds():
    """The moulds of this worker's two casts, made with the first test that asks for people."""
    return {}


@pytest.fixture
def cast(tenants, superuser, _moulds):
    """The people of Acme, whose scope is open, and of Globex: cast.cleo, cast.globex.cleo …"""
    if not _moulds:
        _moulds["acme"] = Mould(the_cast.ACME_ID, "acme")
        mould.begin_apart(superuser.cursor())
        _moulds["globex"] = Mould(the_cast.GLOBEX_ID, "globex")
    globex = _moulds["globex"].set_down()
    people = _moulds["acme"].set_down()
    people.globex = globex
    with tenant_scope(the_cast.ACME_ID):
        yield people


@pytest.fixture
def visit():
    """A browser without JavaScript: visit(cast.ana).get("/desk/"), visit() for nobody in particular."""

    def browser(user=None, *, host=None):
        tenant_id = user.tenant_id if user else the_cast.ACME_ID
        client = Client(HTTP_HOST=host or the_cast.HOSTS[tenant_id])
        if user:
            with tenant_scope(tenant_id):
                client.force_login(user)
        return client

    return browser


@pytest.fixture
def post_office(cast):
    """Delivers what is in the outbox: post_office() returns the mails that left, oldest first."""
    from activity import outbox
    from activity.models import Delivery

    def deliver():
        before = len(mail.outbox)
        waiting = Delivery.objects.filter(done_at=None, given_up_at=None).order_by("id")
        while ids := list(waiting.values_list("id", flat=True)):
            for delivery_id in ids:
                outbox.deliver(delivery_id)
            left = waiting.filter(id__in=ids)
            assert not left.exists(), [f"{d}: {d.last_error}" for d in left]
        return mail.outbox[before:]

    return deliver


def pytest_xdist_make_scheduler(config, log):
    """Let tests that use the same expensive things share a worker."""
    return ByWhatTheyShare(config, log)


assert django_settings.DATABASES["default"]["USER"] == "hd_app"
