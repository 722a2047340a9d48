"""What every answer carries, whatever its status: the policy, no caching, and no POST without its token."""

import re

import pytest
from django.conf import settings
from django.test import Client

from shared.refusal import Refusal
from tests.cast import ACME_ID, HOSTS
from tests.security.forms import Page

pytestmark = pytest.mark.django_db

PARTS = ["nobody", "cleo", "ana", "mia", "max"]
NEITHER_READ_NOR_POSTED = ("put", "patch", "delete", "options", "trace")
METHODS = ("get", "head", "post", *NEITHER_READ_NOR_POSTED)


def browser(visit, cast, part, **how):
    client = visit(None if part == "nobody" else getattr(cast, part))
    client.raise_request_exception = False
    client.handler.enforce_csrf_checks = how.get("csrf", False)
    return client


def assert_guarded(answer, where):
    """The headers of an answer that no page may lack."""
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, where
    assert "unsafe" not in policy, where
    assert "frame-ancestors 'none'" in policy, where
    assert answer.headers["X-Content-Type-Options"] == "nosniff", where
    assert answer.headers["Referrer-Policy"] == "same-origin", where
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", where
    assert "Access-Control-Allow-Origin" not in answer.headers, where
    if answer.status_code < 400 and answer.headers.get("Content-Type", "").startswith("text/css"):
        assert not answer.cookies, where
    elif answer.status_code < 400 and answer.request["PATH_INFO"].startswith("/articles/files/"):
        # What everybody may read is kept by one's own browser, and asked for again each time.
        assert answer.headers["Cache-Control"] in ("no-cache, private", "no-store, private"), where
        assert "sandbox" in policy, where
    else:
        assert answer.headers["Cache-Control"] == "no-store, private", where


@pytest.mark.parametrize("part", PARTS)
def test_every_answer_of_every_address_is_guarded(addresses, stranger, part):
    """A page is read, a noun is posted to, anything else is answered 405; no page has a script of its own."""
    somebody, statuses, nonces = stranger(part), set(), []
    for _, _, path in addresses:
        for method in METHODS:
            answer = somebody.send(method, path)
            where = f"{method} {path}: {answer.status_code}"
            assert answer.status_code < 500, where
            assert_guarded(answer, where)
            if method in NEITHER_READ_NOR_POSTED:
                assert answer.status_code in (405, 404, 403), where
            if method == "get" and answer.headers.get("Content-Type", "").startswith("text/html"):
                nonces.append(nonce_of_its_scripts(answer, path))
            statuses.add(answer.status_code)
    assert {200, 404 if part in ("nobody", "cleo") else 403} <= statuses | {404}
    assert len(set(nonces)) == len(nonces) > 5


def nonce_of_its_scripts(answer, path):
    """Every script carries the answer's nonce, which is returned, and nothing has a handler or a style."""
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])[1]
    for tag, given in Page(answer.content.decode()).elements:
        assert not [name for name in given if name.startswith("on") or name == "style"], f"{path}: {tag} {given}"
        if tag in ("script", "style", "iframe", "object", "embed", "base"):
            assert tag == "script", path
            assert given.get("nonce") == nonce, f"{path}: {given}"
    return nonce


@pytest.mark.parametrize(
    ("path", "status"), [("/nowhere/", 404), ("/%00", 404), ("/tickets/1/messages/", 405), ("/%ff%fe/", 404)]
)
def test_errors_are_guarded_and_say_how_to_go_on(cast, visit, path, status):
    answer = browser(visit, cast, "cleo").get(path)
    assert answer.status_code == status
    assert_guarded(answer, path)
    assert_helps(answer)


def assert_helps(answer):
    assert answer.headers["Content-Type"].startswith("text/html")
    words = Page(answer.content.decode())
    assert [tag for tag, _ in words.elements].count("h1") == 1
    assert words.links, "there is always a way on"


def test_a_broken_page_is_guarded(cast, visit, monkeypatch):
    def break_down(*_):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("tickets.access.own_tickets", break_down)
    answer = browser(visit, cast, "cleo").get("/tickets/")
    assert answer.status_code == 500
    assert_guarded(answer, "500")
    assert_helps(answer)
    assert b"on purpose" not in answer.content


def test_a_refusal_is_guarded(cast, visit, monkeypatch):
    def refuse(*_):
        raise Refusal("Not today.")

    monkeypatch.setattr("tickets.access.own_tickets", refuse)
    for headers in ({}, {"HX-Request": "true"}):
        answer = browser(visit, cast, "cleo").get("/tickets/", headers=headers)
        assert answer.status_code == 409
        assert_guarded(answer, "409")
        assert b"Not today." in answer.content


@pytest.mark.parametrize(
    "host", ["nobody.test", "acme.test.evil.test", "", "a" * 300, "acme.test:x", "<b>", "acme.test\\x"]
)
def test_a_host_that_is_no_tenants_is_guarded(tenants, host):
    answer = Client(raise_request_exception=False).get("/sign-in/", HTTP_HOST=host)
    assert answer.status_code in (400, 404)
    assert_guarded(answer, host)
    assert_helps(answer)
    assert not host or host.encode() not in answer.content


def test_style_sheets_and_health_are_guarded(tenants, client):
    host = {"HTTP_HOST": HOSTS[ACME_ID]}
    for path in ("/brand/1d4ed8-1.css", "/static/css/app.css", "/static/nowhere.css", "/brand/zzzzzz-1.css"):
        answer = client.get(path, **host)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert_guarded(client.get("/readyz"), "/readyz")


def test_what_everybody_may_keep_signs_nobody_in_or_out(cast, visit):
    """A cache in front would hand one visitor's cookies to the next."""
    for cookie in ("stale", cast.globex.cleo):
        client = visit(host=HOSTS[ACME_ID])
        if cookie == "stale":
            client.cookies[settings.SESSION_COOKIE_NAME] = "stale0stale0stale0stale0stale0st"
        else:
            client.cookies = visit(cookie).cookies
        answer = client.get("/brand/1d4ed8-1.css")
        assert answer.status_code == 200
        assert not answer.cookies or "no-store" in answer.headers["Cache-Control"]


class TestMethods:
    """A page is read, a noun is posted to; what is neither is refused above, at every address."""

    def test_a_page_without_a_form_is_not_posted_to(self, scene, visit):
        for part, paths in {
            "cleo": ("/", "/statuses/", "/tickets/", f"/tickets/{scene.ticket.number}/", "/check-your-mail/"),
            "mia": ("/desk/", "/desk/lists/mine/", f"/desk/tickets/{scene.ticket.number}/"),
            "max": ("/settings/", "/settings/categories/", "/settings/staff/", "/settings/teams/"),
        }.items():
            for path in paths:
                answer = browser(visit, scene.cast, part).post(path, {"x": "y"})
                assert answer.status_code == 405, path
                assert_helps(answer)


class TestTokens:
    """Nothing is changed by a form of another site."""

    @pytest.mark.parametrize("part", PARTS)
    def test_every_post_needs_its_token(self, addresses, stranger, part):
        somebody, refused = stranger(part), 0
        somebody.client.handler.enforce_csrf_checks = True
        typed = {"body": "x", "name": "x", "email": "x@evil.test", "password": "x" * 12}
        for _, _, path in addresses:
            answer = somebody.send("post", path, typed)
            assert answer.status_code in (403, 404), f"{path}: {answer.status_code}"
            assert_guarded(answer, path)
            refused += answer.status_code == 403
        assert refused > 60

    def test_the_token_of_another_browser_is_none(self, cast, visit):
        other = browser(visit, cast, "vic", csrf=True)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', other.get("/password/").content.decode())[1]
        client = browser(visit, cast, "cleo", csrf=True)
        client.get("/password/")
        assert client.post("/sign-out/", {"csrfmiddlewaretoken": token}).status_code == 403

    def test_a_form_of_another_site_is_refused_with_its_token_too(self, cast, visit):
        client = browser(visit, cast, "cleo", csrf=True)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/password/").content.decode())[1]
        form = {"csrfmiddlewaretoken": token}
        for origin in ("https://evil.test", "null", "http://globex.test"):
            assert client.post("/sign-out/", form, headers={"Origin": origin}).status_code == 403
        assert client.post("/sign-out/", form, headers={"Origin": "http://acme.test"}).status_code == 303
