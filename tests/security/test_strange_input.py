"""What no browser sends: every field of every form is filled with it, and no answer is a broken page."""

from itertools import product
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

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


def forms_of(stranger, addresses):
    """Return every form that somebody finds on any page; of the same form about many things, the first."""
    found = {}
    for _, _, path in addresses:
        answer = stranger.send("get", path)
        assert answer.status_code < 500, path
        if answer.headers.get("Content-Type", "").startswith("text/html") and not path.startswith("/ui/"):
            for form in Page(answer.content.decode(), path).forms:
                found.setdefault((resolve(urlsplit(form.action).path).view_name, tuple(form.fields)), form)
    return found


PARTS = ["nobody", "cleo", "ana", "mia", "max"]


# Who finds more forms than one test should fill: in so many parts, every so manieth form.
SHARES = {"nobody": 1, "cleo": 1, "ana": 2, "mia": 3, "max": 4}


@pytest.mark.parametrize(("part", "share"), [(part, share) for part, of in SHARES.items() for share in range(of)])
def test_no_field_of_no_form_breaks_a_page(addresses, stranger, part, share):
    somebody, broken, sent = stranger(part), [], 0
    public = set() if part == "nobody" else set(forms_of(stranger("nobody"), addresses))
    own = [form for key, form in sorted(forms_of(somebody, addresses).items()) if key not in public]
    for form in own[share :: SHARES[part]]:
        as_it_is = somebody.send(form.method, form.action, form.fields)
        assert as_it_is.status_code < 500, form
        for name, (what, value) in product(form.fields, STRANGE.items()):
            answer = somebody.send(form.method, form.action, form.fields | {name: value})
            sent += 1
            if answer.status_code >= 500:
                broken.append(f"{form.action} {name}: {what}")
    assert broken == []
    assert sent > 100


# What views read besides their forms.
NAMES = (
    "body", "subject", "field_1", "field_\0", "words", "next", "list", "q", "after", "show", "seen", "assignee", "held",
    "then", "named", "step", "to", "theme", "preview", "category", "reason", "follow_up_of", "form_key", "email",
    "page",
)  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_no_word_to_no_address_breaks_it(addresses, stranger, part):
    somebody, broken = stranger(part), []
    for (_, _, path), what, method in product(
        addresses, ("a null character", "a very long number", "percent signs"), ("get", "post")
    ):
        if somebody.send(method, path, dict.fromkeys(NAMES, STRANGE[what])).status_code >= 500:
            broken.append(f"{method} {path}: {what}")
    assert broken == []
