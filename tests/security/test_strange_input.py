"""What no browser sends: every field of every form is filled with it, and no answer is a broken page."""

from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client

from tests.cast import ACME_ID, HOSTS
from tests.security.forms import Page

pytestmark = pytest.mark.django_db

STRANGE = {
    "a null character": "before\0after",
    "only a null character": "\0",
    "a number beyond bigint": "9" * 25,
    "a negative number": "-9223372036854775809",
    "a very long number": "9" * 5000,
    "not a number": "NaN",
    "infinity": "Infinity",
    "an exponent": "1e999",
    "no day": "0000-00-00",
    "a day far away": "99999-01-01",
    "percent signs": "%s %(x)s %d 100%",
    "braces": "{0.__class__} {} {{7*7}} {% debug %}",
    "bidirectional": "\u202eabc\u2066\u2069\u200b",
    "one long word": "x" * 60_000,
    "wide letters": "\ufdfa" * 60 + "@" + "\ufdfa" * 20 + ".com",
    "nothing": "",
}


@contextmanager
def undone():
    """Whatever happens inside has never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sign_in(visit, scene, part):
    client = visit(None if part == "nobody" else getattr(scene.cast, part))
    client.raise_request_exception = False
    return client


def forms_of(client, addresses):
    """Return every form that somebody finds on any page, each once, and all links in them."""
    found = {}
    for _, _, path in addresses:
        answer = client.get(path)
        assert answer.status_code < 500, path
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            for form in Page(answer.content.decode(), path).forms:
                found.setdefault((form.action.partition("?")[0], tuple(form.fields)), form)
    return list(found.values())


@pytest.mark.parametrize("part", ["nobody", "cleo", "ana", "mia", "max"])
def test_no_field_of_no_form_breaks_a_page(scene, addresses, visit, part):
    client, broken, sent = sign_in(visit, scene, part), [], 0
    for form in forms_of(client, addresses):
        send = client.post if form.method == "post" else client.get
        for name in form.fields:
            for what, value in STRANGE.items():
                with undone():
                    answer = send(form.action, form.fields | {name: value})
                    sent += 1
                if answer.status_code >= 500:
                    broken.append(f"{form.method} {form.action} {name}: {what}: {answer.status_code}")
    assert broken == []
    assert sent > 50


@pytest.mark.parametrize("part", ["nobody", "cleo", "ana", "mia", "max"])
def test_no_field_that_a_page_never_had_breaks_an_address(scene, addresses, visit, part):
    client, broken = sign_in(visit, scene, part), []
    names = (
        "body", "reason", "words", "next", "page", "list", "q", "after", "show", "seen", "assignee", "held", "field_\0",
        "field_1\ud800".encode("utf-8", "replace").decode(), "then", "named", "step", "to", "theme", "preview", "category",
    )  # fmt: skip
    for _, _, path in addresses:
        for what in ("a null character", "a very long number", "percent signs"):
            typed = dict.fromkeys(names, STRANGE[what])
            for send in (client.post, client.get):
                with undone():
                    answer = send(path, typed)
                if answer.status_code >= 500:
                    broken.append(f"{path}: {what}")
    assert broken == []
