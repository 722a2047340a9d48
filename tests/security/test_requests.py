"""What a request says about itself is believed only as far as a page of ours could have said it."""

import io
import logging
import time

import pytest
from django.core.handlers.wsgi import WSGIRequest

from accounts import keys
from accounts.models import OneTimeKey
from helpdesk.readable import readable
from shared.logs import WithoutSecrets
from shared.responses import local_path
from tests import make
from tests.cast import PASSWORD

BODY = b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\nabc \\ud800 +2AA- \xff\r\n--x--\r\n'


def request(content_type, query=b"q=1"):
    """The request that Django makes of what a stranger sent."""
    scope = {"type": "http", "headers": [(b"content-type", content_type)], "query_string": query}
    scope = readable(scope)
    return WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": dict(scope["headers"])[b"content-type"].decode("latin1"),
            "CONTENT_LENGTH": str(len(BODY)),
            "QUERY_STRING": scope["query_string"].decode("ascii"),
            "PATH_INFO": "/",
            "wsgi.input": io.BytesIO(BODY),
        }
    )


@pytest.mark.parametrize(
    "claim",
    [
        b"; charset=hex",  # no text encoding: Django breaks
        b"; charset=undefined",
        b"; charset=unicode_escape",  # half a character, which no database holds
        b"; charset=utf-7",
        b"; charset=\x00",
        b"; a*=nope''x",  # breaks before there is a request
        b"; charset*=nope''x",
        b'; charset="utf-16"',
    ],
)
def test_a_character_set_of_the_senders_choice_is_not_used(claim):
    for order in (b"; boundary=x" + claim, claim + b"; boundary=x", claim + b'; BOUNDARY="x"'):
        read = request(b"multipart/form-data" + order, b"q=\xed\xa0\x80\xff").POST["body"]
        assert read == "abc \\ud800 +2AA- \ufffd"


@pytest.mark.parametrize("kind", [b"", b";;;", b"a" * 9000, b"\xff\xfe", b"multipart/form-data", b"text/plain; x"])
def test_what_is_no_form_is_none(kind):
    try:
        assert not request(kind).POST
    except Exception as error:
        assert type(error).__name__ == "MultiPartParserError"  # noqa: PT017 - answered with 400


def test_an_address_keeps_what_browsers_write():
    as_it_is = b"next=/tickets/%C3%A9/?a=b&c=d+e%20f&x=~._-!*'();:@$,[]|^`{}"
    assert readable({"headers": [], "query_string": as_it_is})["query_string"] == as_it_is


@pytest.mark.django_db
class TestTooMuch:
    """More than a page of ours can send is refused with a sentence."""

    @pytest.mark.parametrize(
        "typed",
        [{"body": "x" * 1_200_000}, {f"field_{number}": "x" for number in range(10_000)}],
        ids=["one text of a megabyte", "ten thousand fields"],
    )
    def test_words_and_fields(self, cast, visit, typed):
        ticket = make.ticket(cast.cleo)
        for path in (f"/tickets/{ticket.number}/messages/", "/sign-in/", "/tickets/new/draft/"):
            answer = visit(cast.cleo).post(path, "&".join(f"{k}={v}" for k, v in typed.items()),
                                           content_type="application/x-www-form-urlencoded")  # fmt: skip
            assert answer.status_code == 400
            assert b"shorten it" in answer.content
        assert ticket.messages.count() == 1

    def test_a_file_is_kept_nowhere(self, cast, visit, settings, tmp_path):
        settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
        ticket = make.ticket(cast.cleo)
        sent = {"body": "With a file", "form_key": make.key(), "file": io.BytesIO(b"x" * 3_000_000)}
        answer = visit(cast.cleo).post(f"/tickets/{ticket.number}/messages/", sent)
        assert answer.status_code == 303
        assert not answer.wsgi_request.FILES
        assert list(tmp_path.iterdir()) == []

    def test_a_text_longer_than_a_message_may_be_is_refused_with_a_sentence(self, cast, visit):
        ticket = make.ticket(cast.cleo)
        answer = visit(cast.cleo).post(f"/tickets/{ticket.number}/messages/", {"body": "x" * 60_000})
        assert answer.status_code == 422
        assert b"Shorten it" in answer.content

    @pytest.mark.parametrize(
        "text",
        [">" * 50_000, "- " * 25_000, "[" * 50_000, "*a_" * 16_000, "`" * 50_000, "a@" * 25_000, "http://" * 7_000,
         "http://a.b" * 5_000,
         "|a" * 25_000 + "\n" + "|-" * 25_000, "![](" * 12_000, "<a" * 25_000, "1) " * 16_000, "a.b" * 16_000,
         "&" * 50_000, "\\" * 50_000, "<!--" * 12_000, "[a](" * 12_000, "#1234567 " * 5_000, "x" * 50_000],
        ids=lambda text: text[:6],
    )  # fmt: skip
    def test_no_text_keeps_a_page_busy(self, cast, visit, text):
        ticket = make.ticket(cast.cleo, description=text[:50_000])
        client = visit(cast.cleo)
        began = time.process_time()  # of this process alone, however busy the machine is
        assert client.get(f"/tickets/{ticket.number}/").status_code == 200
        assert time.process_time() - began < 1


class TestWayOn:
    """After signing in one goes to a page of this host, whatever `next` says."""

    ELSEWHERE = (
        "https://evil.test/", "//evil.test/", "///evil.test/", "/\\evil.test/", "\\\\evil.test", "/\t/evil.test/",
        "\t//evil.test", "javascript:alert(1)", "data:text/html,x", "http:evil.test", "http:///evil.test",
        "https:evil.test/x", "evil.test", "/\n/evil.test", " //evil.test", "@evil.test", "\x00/evil",
        "/" + "x" * 20_000,         "//acme.test@evil.test/", "/%0d%0aSet-Cookie:x=y\r\nX: y",
    )  # fmt: skip

    @pytest.mark.parametrize("wanted", ELSEWHERE)
    @pytest.mark.django_db
    def test_nowhere_else(self, cast, visit, wanted):
        typed = {"email": cast.cleo.email, "password": PASSWORD, "next": wanted}
        answer = visit().post("/sign-in/", typed)
        if answer.status_code == 303:
            assert answer["Location"].startswith("/")
            assert not answer["Location"].startswith(("//", "/\\"))
            assert "\n" not in answer["Location"]
        else:
            assert answer.status_code == 422
        answer = visit(cast.cleo).post("/theme/", {"theme": "dark", "next": wanted})
        assert answer.status_code == 303
        assert answer["Location"].startswith("/")
        assert not answer["Location"].startswith(("//", "/\\"))

    def test_a_page_of_ours(self):
        assert local_path(None, "/tickets/?show=closed#x", "/") == "/tickets/?show=closed#x"

    @pytest.mark.django_db
    def test_a_very_long_address_still_leads_to_the_sign_in(self, cast, visit):
        answer = visit().get("/tickets/?after=" + "x" * 30_000)
        assert answer.status_code == 303
        assert answer["Location"].startswith("/sign-in/")


class TestLogs:
    """Whoever reads the logs learns no secret."""

    @pytest.mark.django_db
    def test_the_path_of_a_one_time_link(self, cast, visit, caplog):
        secret = keys.mint(OneTimeKey.Purpose.LINK, email=cast.gus.email)
        client = visit()
        client.handler.enforce_csrf_checks = True
        client.raise_request_exception = False
        assert client.post(f"/guest/{secret}/").status_code == 403
        client.handler.enforce_csrf_checks = False
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("accounts.guests.enter_by_link", lambda secret: 1 / 0)
            assert client.post(f"/guest/{secret}/").status_code == 500
        assert len(caplog.records) >= 2
        lines = [WithoutSecrets().format(record) for record in caplog.records]
        assert secret not in "\n".join(lines)
        assert any("ZeroDivisionError" in line and "accounts/views.py" in line for line in lines)

    @pytest.mark.parametrize("purpose", OneTimeKey.Purpose)
    @pytest.mark.django_db
    def test_every_kind_of_key(self, cast, purpose):
        secret = keys.mint(purpose, email=cast.gus.email)
        record = logging.LogRecord("x", logging.INFO, "x", 1, "GET /x/%s/ %s, %r", (secret, secret, [secret]), None)
        assert secret not in WithoutSecrets().format(record)

    def test_ordinary_words_stay(self):
        words = "2026-11-21 delivery 12 failed: accounts.views.enter_by_link /tickets/123456/messages/ 192.0.2.1"
        record = logging.LogRecord("x", logging.INFO, "x", 1, words, (), None)
        assert WithoutSecrets().format(record) == words


@pytest.mark.django_db
class TestBruteForce:
    """Guessing is slow, from wherever and however one guesses."""

    def guess(self, visit, cast, *, email, network="192.0.2.1", **headers):
        client = visit()
        return client.post("/sign-in/", {"email": email, "password": "wrong wrong"}, REMOTE_ADDR=network, **headers)

    def test_a_password_a_temporary_one_and_whatever_the_header_says(self, cast, visit):
        cast.gus.set_unusable_password()
        cast.gus.save()
        temporary = keys.mint(OneTimeKey.Purpose.TEMPORARY_PASSWORD, email=cast.gus.email)
        for number in range(10):
            self.guess(visit, cast, email=cast.gus.email, headers={"X-Forwarded-For": f"198.51.100.{number}"})
        answer = visit().post("/sign-in/", {"email": cast.gus.email, "password": temporary})
        assert answer.status_code == 422
        assert b"tried too often" in answer.content
        # It was not even looked at, and still works when the time is over.
        assert keys.fitting(OneTimeKey.Purpose.TEMPORARY_PASSWORD, cast.gus.email).exists()

    def test_a_house_full_of_addresses_is_one_visitor(self, cast, visit):
        for number in range(60):
            self.guess(visit, cast, email=f"{number}@elsewhere.test", network=f"2001:db8:1:2::{number:x}")
        answer = self.guess(visit, cast, email="new@elsewhere.test", network="2001:db8:1:2:ffff::1")
        assert b"tried too often" in answer.content
        neighbour = self.guess(visit, cast, email="new@elsewhere.test", network="2001:db8:1:3::1")
        assert b"tried too often" not in neighbour.content
        assert self.guess(visit, cast, email="z@elsewhere.test", network="::ffff:192.0.2.9").status_code == 422
