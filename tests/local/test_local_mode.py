"""What exists in local mode exists nowhere else."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as real_settings
from django.test import Client

from helpdesk.local import urls
from helpdesk.local.demo.content import PASSWORD

# What a real installation has in its environment; nothing here is ever connected to.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "helpdesk.settings",
    "PATH": os.environ["PATH"],
    "SECRET_KEY": "a-secret-of-a-real-installation-that-is-long-enough",
    "DATABASE_URL": "postgresql://hd_app@db/helpdesk",
    "DATABASE_SYSTEM_URL": "postgresql://hd_system@db/helpdesk",
    "REDIS_URL": "redis://redis/0",
    "SMTP_URL": "smtp://mail",
    "MAIL_FROM": "support@example.com",
    "FILES_AT": "s3://files",
}
LOOK = """
import django, sys
django.setup()
from django.apps import apps
from django.conf import settings
from django.urls import Resolver404, get_resolver, resolve

def walk(patterns, before=""):
    for one in patterns:
        route = before + str(one.pattern)
        yield from walk(one.url_patterns, route) if hasattr(one, "url_patterns") else [route]

routes = list(walk(get_resolver().url_patterns))
assert len(routes) > 10, routes
assert not [route for route in routes if route.startswith(("local/", "ui/"))], routes
for path in ("/local/mail/", "/ui/"):
    try:
        resolve(path)
    except Resolver404:
        continue
    sys.exit(f"{path} is there")
assert not apps.is_installed("helpdesk.local")
assert settings.CLOCK_FILE is None and "local" not in settings.EMAIL_BACKEND
assert settings.STORAGES["default"]["BACKEND"] == "storages.backends.s3.S3Storage"
assert not [name for name in sys.modules if name.startswith("helpdesk.local")]
"""


def in_production(*arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=real_settings.BASE_DIR,
        env=PRODUCTION,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_real_installation_has_nothing_of_it():
    looked = in_production("-c", LOOK)
    assert looked.returncode == 0, looked.stderr


def test_a_real_installation_has_no_demo_command():
    asked = in_production("manage.py", "demo", "--once")
    assert asked.returncode != 0
    assert "Unknown command: 'demo'" in asked.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/local/mail/", "/local/mail/x/", "/local/mail/x/html/", "/ui/"])
def test_its_pages_answer_404_when_it_is_off(settings, path):
    settings.LOCAL_MODE, settings.CLOCK_FILE = False, None
    assert Client(HTTP_HOST="localhost").get(path).status_code == 404


def test_every_page_of_it_has_its_door():
    assert {pattern.callback.door for pattern in urls.urlpatterns} == {"local"}


@pytest.mark.django_db
def test_plain_localhost_lists_addresses_and_sign_ins():
    page = Client(HTTP_HOST="localhost").get("/").content.decode()
    assert "//acme.localhost" in page
    assert "//globex.localhost" in page
    assert "cleo@example.com" in page
    assert PASSWORD in page
    assert 'href="/local/mail/"' in page


@pytest.mark.django_db
def test_what_plain_localhost_does_not_know_is_a_plain_404():
    answer = Client(HTTP_HOST="localhost").get("/desk/")
    assert answer.status_code == 404
    assert "text/html" in answer.headers["Content-Type"]


@pytest.mark.django_db
def test_a_tenants_start_page_stays_its_own(tenants):
    page = Client(HTTP_HOST="acme.test").get("/")
    assert PASSWORD not in page.content.decode()
