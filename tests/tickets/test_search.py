"""Agents find tickets by what is written in them, the newest first, and customers their own."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from knowledgebase.models import SearchRules
from tests import make
from tickets import assignment, conversation, progress, search
from tickets.searching import indexing

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(cast):
    """File a ticket and let the search know it: filed("Charged twice", "Two charges on one day.")."""

    def file(subject="A question", description="Nothing else.", *, requester=cast.cleo, **more):
        ticket = make.ticket(requester, subject=subject, description=description, **more)
        indexing.index([ticket.pk])
        return ticket

    return file


def found(question, reader):
    return [hit.ticket for hit in search.find(question, reader=reader).hits]


def found_own(question, requester):
    return [hit.ticket for hit in search.find_own(question, requester=requester).hits]


def test_a_word_of_the_subject_or_of_a_message_finds_the_ticket(cast, filed):
    ticket = filed("Charged twice", "The invoice of May shows it.")
    filed("Site is down", "Nothing loads.")
    for question in ("charged", "invoice", "INVOICE twice", "Charged, twice!", str(ticket.number) + " invoice"):
        assert found(question, cast.mia) == [ticket], question
    assert found("charged nothing-of-the-kind", cast.mia) == []


def test_words_are_found_in_other_forms_and_by_their_beginning(cast, filed):
    charge, reply = filed("Two charges"), filed("No replies")
    assert found("charged", cast.mia) == [charge]
    assert found("reply", cast.mia) == [reply]
    assert found("repl", cast.mia) == [reply]
    accent = filed("Café Größe")
    assert found("cafe grosse", cast.mia) == [accent]


def test_a_short_word_is_not_the_beginning_of_another(cast, filed):
    filed("My card is lost")
    car = filed("My cars are lost")
    assert found("car", cast.mia) == [car]


def test_the_newest_come_first_and_pages_follow_one_another(cast, filed):
    tickets = [filed(f"Anchor {number}") for number in range(search.SIZE + 3)]
    first = search.find("anchor", reader=cast.mia)
    assert [hit.ticket for hit in first.hits] == tickets[: -search.SIZE - 1 : -1]
    second = search.find("anchor", reader=cast.mia, after=first.next)
    assert [hit.ticket for hit in second.hits] == tickets[2::-1]
    assert second.next == ""


def test_what_is_found_is_marked_and_says_who_wrote_it(cast, filed):
    ticket = filed("Charged <b>twice</b>", "Hello.\n\nWe were **charged** again & again.")
    [hit] = search.find("charges", reader=cast.mia).hits
    assert hit.subject == "<mark>Charged</mark> &lt;b&gt;twice&lt;/b&gt;"
    assert hit.said == "Cleo Acme: Hello. We were <mark>charged</mark> again &amp; again."
    assert hit.anchor == f"#message-{ticket.messages.get().pk}"


def test_the_message_that_says_most_is_shown(cast, filed):
    ticket = assignment.assign(filed("Trouble", "It began with the import."), to=cast.ana, by=cast.mia)
    conversation.reply(ticket, body="Which import of the catalogue was it?", by=cast.ana, form_key=make.key())
    indexing.index([ticket.pk])
    [hit] = search.find("import catalogue", reader=cast.mia).hits
    assert hit.message.author == cast.ana


def test_words_that_say_nothing_are_told_apart_from_no_result(cast, filed):
    ticket = filed("The one")
    assert search.find("the", reader=cast.mia).says_nothing
    assert not search.find("anchor", reader=cast.mia).says_nothing
    assert found("the one", cast.mia) == [ticket]


def test_every_act_that_changes_words_is_followed_by_the_index(cast, post_office):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Alpha", description="Bravo")
    post_office()
    assert found("alpha bravo", cast.mia) == [ticket]
    acts = {
        "charlie": (conversation.reply, cast.ana),
        "delta": (conversation.internal_note, cast.ana),
        "echo": (conversation.ask_for_information, cast.ana),
        "foxtrot": (conversation.message, cast.cleo),
        "golf": (conversation.message, cast.cleo),
        "hotel": (conversation.suggest_solution, cast.ana),
    }
    for word, (act, by) in acts.items():
        act(ticket, body=word, by=by, form_key=make.key())
    progress.close(ticket, by=cast.cleo)
    conversation.reopen(ticket, body="juliett", by=cast.cleo, form_key=make.key())
    post_office()
    for word in (*acts, "juliett"):
        assert found(word, cast.mia) == [ticket], word


def test_a_changed_description_is_found_by_its_new_words_alone(cast, post_office):
    ticket = make.ticket(cast.cleo, description="Bravo")
    conversation.edit_description(ticket, body="India", by=cast.cleo)
    post_office()
    assert (found("india", cast.mia), found("bravo", cast.mia)) == ([ticket], [])


def test_another_language_of_the_rules_is_caught_up_with(cast, filed):
    ticket = filed("Die Rechnungen fehlen")
    assert found("rechnung", cast.mia) == [ticket]  # the beginning of a word, in any language
    old = filed("Alte Häuser")
    SearchRules.objects.create(language="german")
    assert not indexing.is_in_its_language()
    assert indexing.catch_up() == 2
    assert indexing.is_in_its_language()
    assert found("Haus", cast.mia) == [old]
    assert indexing.catch_up() == 0


def test_a_narrowed_search_looks_behind_the_newest(cast, filed, monkeypatch):
    monkeypatch.setattr(search, "_FIRST", 2)
    wanted = filed("Anchor", category=cast.site_down)
    for _ in range(4):
        filed("Anchor")
    narrowed = search.find("anchor", reader=cast.mia, narrowed=lambda tickets: tickets.filter(category=cast.site_down))
    assert [hit.ticket for hit in narrowed.hits] == [wanted]


def test_customers_find_their_own_tickets(cast, filed):
    own = filed("Charged twice", "Two charges")
    filed("Charged twice", requester=cast.vic)
    assert found_own("charge", cast.cleo) == [own]
    assert search.own_by_number(f"#{own.number}", requester=cast.cleo) == own
    assert search.own_by_number(f"#{own.number}", requester=cast.vic) is None


def test_the_command_indexes_one_tenant_or_all_and_what_is_missing(cast):
    ticket = make.ticket(cast.cleo, subject="Anchor")
    told = StringIO()
    call_command("index_tickets", tenant="acme", missing=True, stdout=told)
    call_command("index_tickets", tenant="acme", missing=True, stdout=told)
    call_command("index_tickets", stdout=told)
    assert told.getvalue().splitlines() == [
        "Indexed 1 tickets of acme.",
        "Indexed 0 tickets of acme.",
        "Indexed 1 tickets of acme.",
        "Indexed 0 tickets of globex.",
    ]
    assert found("anchor", cast.mia) == [ticket]
    with pytest.raises(CommandError, match="no tenant initech"):
        call_command("index_tickets", tenant="initech")


def test_a_word_with_a_hyphen_is_marked_as_it_is_found(cast, filed):
    filed("No e-mail", "My E-mail, or email, is gone")
    [hit] = search.find("email", reader=cast.mia).hits
    assert hit.subject == "No <mark>e-mail</mark>"
    assert hit.said == "Cleo Acme: My <mark>E-mail</mark>, or <mark>email</mark>, is gone"
