"""Caught mail, from Django's way of sending to the pages that show it."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from helpdesk.local import mailbox

HTML = "<html><head><title>Hello</title></head><body style='color:red'><a href='/x/'>Go</a></body></html>"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.LOCAL_DATA = tmp_path
    settings.EMAIL_BACKEND = mailbox.BACKEND


@pytest.fixture
def browser():
    """A browser on plain localhost."""
    return Client(HTTP_HOST="localhost")


def send(subject="Your ticket", to="cleo@example.com", html=HTML, text="Hello Cleo,\n\nhttp://acme.localhost/x/"):
    message = EmailMultiAlternatives(subject, text, '"Ana at Acme" <support@acme.localhost>', [to])
    if html:
        message.attach_alternative(html, "text/html")
    message.send()
    return mailbox.keys()[0]


def test_mail_is_listed_newest_first(browser, clock):
    send("First")
    clock(minutes=5)
    send("Second <b>", to="vic@example.com")
    page = browser.get("/local/mail/").content.decode()
    assert page.index("Second &lt;b&gt;") < page.index("First")
    assert "vic@example.com" in page
    assert "Ana at Acme" in page


def test_without_mail_the_list_says_so(browser):
    assert "No mail was sent yet" in browser.get("/local/mail/").content.decode()


def test_with_a_mail_server_the_list_says_where_mail_goes(browser, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert "SMTP_URL is set" in browser.get("/local/mail/").content.decode()


def test_a_page_reads_only_its_own_mail(browser, monkeypatch, clock):
    monkeypatch.setattr("helpdesk.local.views.PER_PAGE", 2)
    for number in range(5):
        send(f"Mail {number}")
        clock(seconds=1)
    read = []
    real = mailbox._read
    monkeypatch.setattr(mailbox, "_read", lambda key: read.append(key) or real(key))
    page = browser.get("/local/mail/?page=2").content.decode()
    assert "Mail 2" in page
    assert "Mail 1" in page
    assert "Page 2 of 3" in page
    assert len(read) == 2


def test_a_mail_shows_both_parts_and_its_headers(browser):
    response = browser.get(f"/local/mail/{send()}/")
    page = response.content.decode()
    assert "Hello Cleo," in page
    assert 'href="http://acme.localhost/x/"' in page
    assert "multipart/alternative" in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]


def test_html_is_served_in_a_sandbox_of_its_own(browser):
    response = browser.get(f"/local/mail/{send()}/html/")
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; ")
    assert "allow-scripts" not in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "X-Frame-Options" not in response.headers
    assert '<head><base target="_blank"><title>' in response.content.decode()


def test_a_mail_without_html_says_so(browser):
    key = send(html="")
    assert "This mail has no HTML part" in browser.get(f"/local/mail/{key}/").content.decode()
    assert browser.get(f"/local/mail/{key}/html/").content == b""


def test_a_mail_in_any_script_is_readable(browser):
    key = send("質問があります", text="Γειά σου, Ελένη!", html="<p>Žluťoučký kůň</p>")
    page = browser.get(f"/local/mail/{key}/").content.decode()
    assert "質問があります" in page
    assert "Γειά σου" in page
    assert "Žluťoučký kůň" in browser.get(f"/local/mail/{key}/html/").content.decode()


@pytest.mark.parametrize(
    "key", ["20260101T000000000000-000000000000", "secret", "..", "%2e%2e%2fsecret", "..%2fsecret"]
)
def test_only_caught_mail_is_shown(browser, tmp_path, key):
    (tmp_path / "secret.eml").write_text("Subject: no")
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "secret.eml").write_text("Subject: no")
    assert browser.get(f"/local/mail/{key}/").status_code == 404
    assert mailbox.caught(key) is None
    assert mailbox.keys() == []


def test_tenants_hosts_show_it_too(tenants):
    send("Your way in")
    assert "Your way in" in Client(HTTP_HOST="globex.test").get("/local/mail/").content.decode()
