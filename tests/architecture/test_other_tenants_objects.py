"""A request to every URL, with an object of the other tenant: the answer is that for one that never was."""

import re
from itertools import product

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from accounts import keys
from accounts.models import OneTimeKey
from knowledgebase import feedback
from sla import complaints
from tenants.scope import tenant_scope
from tests import make
from tests.cast import GLOBEX_ID
from tests.knowledgebase import make as articles
from tests.tenants.rows import MODELS
from tickets import saved_views
from tickets.filters import Filter
from tickets.models import FormField, Priority

pytestmark = pytest.mark.django_db

NEVER_WAS = 999_999_999_999
_UNIQUE = [
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'), b"TOKEN"),
    (re.compile(rb'"X-CSRFToken":"[^"]+"'), b"TOKEN"),
    (re.compile(rb'nonce="[^"]+"'), b"NONCE"),
    (re.compile(rb'name="form_key" value="[^"]+"'), b"KEY"),
    # What was posted comes back with its own path in it, packed.
    (re.compile(rb'name="held" value="[^"]+"'), b"HELD"),
]


def urls_with_objects():
    """Return every route that names an object, as (route, names of its parameters)."""

    def walk(patterns, prefix):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                if names := re.findall(r"<(?:\w+:)?(\w+)>", route):
                    yield route, tuple(names)
            else:
                yield from walk(pattern.url_patterns, route)

    # Pages without tenant data take no part: style sheets, and what exists in local mode alone.
    return [
        (route, names)
        for route, names in walk(get_resolver().url_patterns, "")
        if not route.startswith(("brand/", "local/"))
    ]


# Parameters that name no row: a list of the desk, a kind of draft.
_NO_OBJECT = {"key", "kind"}
_OWN = {"key": "mine", "kind": "reply", "secret": "never-was", "complaint": "0d7c3c7e-6f1a-4f0b-9b64-7f2a3b1c5d9e"}


@pytest.fixture
def strangers(cast):
    """What Globex has of everything that an address can name: numbers, slugs, secrets, and ids for all else."""
    globex = cast.globex
    with tenant_scope(GLOBEX_ID):
        ticket = make.assigned(globex.cleo, globex.ana, by=globex.mia)
        field = FormField.objects.create(category=globex.refund, label="Invoice")
        more = {"name": "x", "roles": ["agent"], "teams": []}
        secrets = [keys.mint(purpose, email=globex.cleo.email, **more) for purpose in OneTimeKey.Purpose]
        article = articles.article(globex.ana, title="Theirs alone", number=7001)
        view = saved_views.save(name="Theirs", chosen=Filter(), is_shared=True, by=globex.mia)
        complaint = complaints.complain(ticket, happened="Rude", by=globex.cleo, form_key=make.key())
        said = feedback.give(article, reader=globex.cleo, is_helpful=False, reasons=["other"])
        rows = [
            article,
            article.category,
            said,
            ticket,
            field,
            globex.refund,
            globex.refund.parent,
            globex.billing,
            globex.ana,
            globex.max,
            view,
        ]
        rows += [*Priority.objects.all(), *OneTimeKey.objects.all()]
    ids = sorted({row.pk for row in rows})
    # Each table counts for itself, yet an id of Globex's is never that of anything of Acme's: tests/mould.py.
    assert not [model for model in MODELS if model.objects.filter(pk__in=ids).exists()]
    named = {
        "number": [ticket.number, article.number],
        "slug": [article.slug, article.category.slug],
        "version": [article.version],
        "secret": secrets,
        "complaint": [complaint.key],
    }
    return named, ids


def plain(response, path) -> tuple:
    """Return an answer without what differs between any two requests."""
    body = response.content.replace(path.encode(), b"PATH")
    for pattern, word in _UNIQUE:
        body = pattern.sub(word, body)
    return response.status_code, response.headers.get("Location", "").replace(path, "PATH"), body


def path_of(route, **values) -> str:
    """Return the address of a route."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values[match[1]]), route)


@pytest.mark.parametrize("part", ["nobody", "cleo", "gus", "ana", "mia", "max"])
def test_an_object_of_the_other_tenant_is_like_one_that_never_was(cast, visit, strangers, part):
    named, ids = strangers
    client = visit(None if part == "nobody" else getattr(cast, part))
    compared = 0
    for (route, names), method in product(urls_with_objects(), ("get", "post")):
        never = {name: _OWN.get(name, NEVER_WAS) for name in names}
        for name in set(names) - _NO_OBJECT:
            nothing = path_of(route, **never)
            expected = plain(getattr(client, method)(nothing, {"body": "x"}), nothing)
            for value in named.get(name, ids):
                path = path_of(route, **never | {name: value})
                assert plain(getattr(client, method)(path, {"body": "x"}), path) == expected, f"{method} {path}"
                compared += 1
    assert compared > 20
