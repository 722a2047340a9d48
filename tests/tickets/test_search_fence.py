"""Nobody finds, counts or sees a word of what they may not read: not through the function that runs past row-level
security, not through its callers, and not through the pages.
"""

import copy

import pytest
from django.db import connection

from tenants.scope import tenant_scope
from tests import cast as the_cast
from tests import make
from tickets import access, assignment, conversation, search
from tickets.models import Ticket, TicketText
from tickets.searching import indexing, keeping

pytestmark = pytest.mark.django_db

_ASK = "SELECT search_tickets(%s::tsquery, %s, %s, %s, %s)"
_LARGEST = 2**63 - 1


def proposed(query, *, reads_all=True, reader=0, most=100):
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [query, reads_all, reader, _LARGEST, most])
        return [pk for (pk,) in cursor.fetchall()]


def word(said, tenant_id=the_cast.ACME_ID):
    return f"'{tenant_id}p{said}'"


@pytest.fixture
def both(cast):
    """The same ticket at Acme and at Globex: returns the two ids."""
    here = make.ticket(cast.cleo, subject="Anchor")
    indexing.index([here.pk])
    with tenant_scope(the_cast.GLOBEX_ID):
        there = make.ticket(cast.globex.cleo, subject="Anchor")
        indexing.index([there.pk])
    return here.pk, there.pk


@pytest.mark.parametrize("most", [100, None])
def test_whatever_is_asked_only_this_tenants_tickets_are_proposed(both, most):
    here, there = both
    foreign = word("anchor", the_cast.GLOBEX_ID)
    for query in (word("anchor"), foreign, f"{word('anchor')} | {foreign}", "!nothing", f"{foreign}:*", "'1':*"):
        assert there not in proposed(query, most=most)
    assert proposed(word("anchor"), most=most) == [here]
    with tenant_scope(the_cast.GLOBEX_ID):
        assert proposed(foreign, most=most) == [there]


def test_without_a_scope_nothing_is_proposed(both):
    with tenant_scope(None):
        assert proposed(word("anchor")) == []


def test_the_table_itself_shows_the_application_nothing_of_others(both):
    assert set(TicketText.all_tenants.values_list("ticket", flat=True)) == {both[0]}


@pytest.fixture
def everywhere(cast):
    """Tickets of each team, of no team, with somebody of another team, and nobody's; all with the word "anchor"."""
    categories = (cast.refund, cast.site_down, cast.sales)
    for category in categories:
        make.ticket(cast.cleo, category=category, subject="Anchor")
        for agent in (cast.ana, cast.ben):
            make.assigned(cast.vic, agent, by=cast.mia, category=category, subject="Anchor")
    indexing.rebuild()
    return cast


@pytest.mark.parametrize("name", ["ana", "ben", "mia", "max", "cleo", "gus"])
def test_everybody_finds_exactly_what_they_may_read_and_nobody_anything_else(everywhere, name):
    reader = getattr(everywhere, name)
    readable = set(access.desk_tickets(reader).values_list("pk", flat=True))
    assert {hit.ticket.pk for hit in search.find("anchor", reader=reader).hits} == readable


@pytest.mark.parametrize("name", ["ana", "ben"])
@pytest.mark.parametrize("most", [100, None])
def test_the_function_alone_keeps_to_the_readers_rights(everywhere, name, most):
    reader = getattr(everywhere, name)
    readable = set(access.desk_tickets(reader).values_list("pk", flat=True))
    assert 0 < len(readable) < Ticket.objects.count()
    assert set(proposed(word("anchor"), reads_all=False, reader=reader.pk, most=most)) == readable


def test_a_word_that_very_many_have_is_kept_to_the_readers_rights_as_well(everywhere):
    """Then the newest are looked through first: that way is fenced in too."""
    many(make.ticket(everywhere.cleo, category=everywhere.refund, subject="Anchor"), 700)
    many(make.ticket(everywhere.cleo, category=everywhere.site_down, subject="Anchor"), 700)
    readable = access.desk_tickets(everywhere.ana).order_by("-pk").values_list("pk", flat=True)
    for most in (3, 400, 10_000, None):
        found = proposed(word("anchor"), reads_all=False, reader=everywhere.ana.pk, most=most)
        assert found == list(readable[:most])


def many(ticket, number):
    """Multiply a ticket and its words."""
    indexing.index([ticket.pk])
    kept = TicketText.objects.get(ticket=ticket)
    copies = [copy.copy(ticket) for _ in range(number)]
    for place, one in enumerate(copies, start=1):
        one.pk, one.number, one.form_key = None, ticket.number * 10_000 + place, make.key()
    copies = Ticket.objects.bulk_create(copies)
    TicketText.objects.bulk_create(TicketText(ticket=one, language=kept.language, words=kept.words) for one in copies)


def test_customers_never_find_a_word_of_an_internal_note(cast, visit):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Anchor", description="Hello")
    conversation.internal_note(ticket, body="Probably fraud", by=cast.ana, form_key=make.key())
    indexing.index([ticket.pk])
    assert [hit.is_internal for hit in search.find("fraud", reader=cast.ana).hits] == [True]
    for question in ("fraud", "anchor fraud", "frau", "1001nfraud", "nfraud", "n'fraud"):
        assert not search.find_own(question, requester=cast.cleo), question
        page = visit(cast.cleo).get("/tickets/search/", {"q": question})
        assert "None of your tickets has all of these words" in page.content.decode()
    shown = visit(cast.cleo).get("/tickets/search/", {"q": "anchor"}).content.decode()
    assert "Probably" not in shown
    [hit] = search.find_own("anchor", requester=cast.cleo).hits
    assert hit.message.kind != "internal note"


def test_a_word_that_stands_in_a_note_and_in_a_message_is_found_by_its_message(cast):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia, description="My card was charged")
    conversation.internal_note(ticket, body="charged by the old shop", by=cast.ana, form_key=make.key())
    indexing.index([ticket.pk])
    [hit] = search.find_own("charged", requester=cast.cleo).hits
    assert hit.said == "Cleo Acme: My card was <mark>charged</mark>"


# What is tried, by whom, and what comes back: neither the ticket, nor a snippet, nor a number of any.
ATTEMPTS = [
    ("ben", "secretword"),
    ("ben", "secretw"),
    ("ben", "#{number}"),
    ("ben", "{number}"),
    ("ben", "{number} secretword"),
    ("max", "secretword"),
    ("cleo", "secretword"),
    ("gus", "#{number}"),
]


@pytest.mark.parametrize(("name", "question"), ATTEMPTS)
def test_an_answer_about_what_is_not_theirs_is_that_about_what_does_not_exist(cast, visit, name, question):
    ticket = make.ticket(cast.vic, category=cast.refund, subject="Secretword", description="Secretword")
    indexing.index([ticket.pk])
    visitor = visit(getattr(cast, name))
    for url in ("/desk/search/", "/tickets/search/"):
        asked = question.format(number=ticket.number)
        answer = visitor.get(url, {"q": asked})
        nothing = visitor.get(url, {"q": question.format(number=999_999_999).replace("secretw", "nosuchw")})
        assert answer.status_code == nothing.status_code, url
        told, nothing_told = answer.content.decode(), nothing.content.decode()
        assert "Secretword" not in told
        assert f"tickets/{ticket.number}" not in told
        assert told.count("<li") == nothing_told.count("<li")


def test_an_index_that_is_behind_shows_nobody_a_ticket_that_was_taken_from_them(cast):
    ticket = make.assigned(cast.cleo, cast.ben, by=cast.mia, category=cast.refund, subject="Anchor")
    indexing.index([ticket.pk])
    assert [hit.ticket for hit in search.find("anchor", reader=cast.ben).hits] == [ticket]
    assignment.assign(ticket, to=cast.ana, by=cast.mia)
    assert not search.find("anchor", reader=cast.ben)


def test_what_people_type_is_a_word_and_never_a_query(cast):
    ticket = make.ticket(cast.cleo, subject="Anchor")
    indexing.index([ticket.pk])
    for typed in ("' | '", "anchor' | '1002panchor", "!anchor", "a:*b", "(((", "\\", "anchor & !x", "\x00anchor", "%s"):
        search.find(typed, reader=cast.mia)
        search.find_own(typed, requester=cast.cleo)
    assert keeping.terms("anchor' | '1002panchor:*", "english") != []
