"""What every answer has in common: headers, redirects that stay here, refusals in words."""

import re

import pytest
from django.test import RequestFactory

from shared import responses
from shared.refusal import Refusal, RefusalsAsAnswers
from tests import make


@pytest.mark.parametrize(
    "candidate",
    [
        "//evil.test/",
        "///evil.test/",
        "https://evil.test/",
        "http:evil.test",
        "javascript:alert(1)",
        "/\\evil.test",
        "\\\\evil.test",
        "\t//evil.test",
        "/\t/evil.test",
        "tickets/",
        " ",
        "",
        None,
    ],
)
def test_a_redirect_leads_nowhere_else(candidate):
    assert responses.local_path(RequestFactory().get("/"), candidate, "/here/") == "/here/"


@pytest.mark.parametrize("candidate", ["/", "/desk/tickets/100123/", "/tickets/?page=2#end"])
def test_a_redirect_leads_on_here(candidate):
    assert responses.local_path(RequestFactory().get("/"), candidate, "/here/") == candidate


def test_signing_in_leads_back_with_the_whole_address(cast, visit):
    asked = "/tickets/?page=2&sort=old"
    sent_away = visit().get(asked)
    form = visit()
    form.get(sent_away["Location"])
    assert sent_away["Location"] == "/sign-in/?next=/tickets/%3Fpage%3D2%26sort%3Dold"
    assert form.get(sent_away["Location"]).context["form"]["next"].value() == asked


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/desk/", "/nowhere/", "/tickets/1/"])
@pytest.mark.parametrize("person", [None, "cleo", "ana"])
def test_every_answer_carries_the_headers(cast, visit, path, person):
    answers = [visit(person and getattr(cast, person)).get(path) for _ in range(2)]
    nonces = set()
    for answer in answers:
        policy = answer["Content-Security-Policy"]
        nonces.update(re.findall(r"'nonce-([^']+)'", policy))
        for part in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'"):
            assert part in policy
        assert "unsafe" not in policy
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
    assert len(nonces) == 2, "a nonce is used once"


def test_a_refusal_that_no_view_caught_is_a_page_with_its_sentence(cast, visit):
    middleware = RefusalsAsAnswers(lambda request: None)
    request = RequestFactory().get("/")
    request.htmx = True
    answer = middleware.process_exception(request, Refusal("Only <b>a manager</b> can do that."))
    assert answer.status_code == 409
    assert "Only &lt;b&gt;a manager&lt;/b&gt; can do that." in answer.content.decode()
    assert middleware.process_exception(request, ValueError()) is None


def test_another_tenants_ticket_and_one_that_never_was_get_the_same_page(cast, visit):
    ticket = make.ticket(cast.cleo)
    client = visit(cast.vic)
    pages = [
        re.sub(r"[A-Za-z0-9_-]{16,}|\d{5,}", "", client.get(f"/tickets/{number}/").content.decode())
        for number in (ticket.number, 999_999_999)
    ]
    assert pages[0] == pages[1]
    assert client.get(f"/tickets/{ticket.number}/").status_code == 404
