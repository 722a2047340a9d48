"""Keys, their hints, the help and the palette: all from one registry, and each with something to press."""

import json
import re
from html import unescape

import pytest
from django.urls import reverse

from helpdesk import keys
from tests import make, queries
from tests.architecture.code import templates
from tickets import conversation, progress
from tickets.searching import indexing

pytestmark = pytest.mark.django_db

# What the script does itself, with the rows of a list or with the box that somebody writes in.
_BY_THE_SCRIPT = {"help", "next_row", "previous_row", "open_row", "leave"}


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, with Ana, who has written already: every act is possible."""
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    conversation.message(ticket, body="Hello?", by=cast.cleo, form_key=make.key())
    return ticket


def page_of(browser, ticket):
    return browser.get(f"/desk/tickets/{ticket.number}/").content.decode()


def named(page):
    return set(re.findall(r'data-key="(\w+)"', page))


def test_every_key_has_a_target_on_its_page(cast, visit, ticket):
    cast.mia.is_admin = True
    cast.mia.save()
    progress.recategorise(ticket, category=cast.sales, by=cast.mia)  # something to undo
    found = named(page_of(visit(cast.mia), ticket))
    for key in keys.KEYS:
        if key.url_name:
            assert visit(cast.mia).get(reverse(key.url_name), follow=True).status_code == 200, key
        elif key.name not in _BY_THE_SCRIPT:
            assert key.name in found, f"{key.presses} presses nothing"


def test_every_element_that_names_a_key_names_one_that_there_is(cast, visit, ticket):
    there = {key.name for key in keys.KEYS}
    asked = {name for source in templates().values() for name in re.findall(r"page\.keys\.(\w+)", source)}
    asked |= {name for source in templates().values() for name in re.findall(r'data_key="(\w+)"', source)}
    assert asked <= there


def test_no_key_stands_for_two_things():
    presses = [press for key in keys.KEYS for press in key.presses]
    assert len(presses) == len(set(presses))
    # A key that begins a sequence does nothing by itself.
    assert not {press.split()[0] for press in presses if " " in press} & set(presses)


def test_the_script_gets_what_the_person_may_do(cast, visit, ticket):
    def registry(person):
        page = page_of(visit(person), ticket)
        return {key["name"]: key for key in json.loads(unescape(re.search(r'registry="([^"]*)"', page)[1]))}

    # Agents take a ticket, or ask for another agent, with the key that managers assign with.
    assert "assign" in registry(cast.mia)
    assert "assign" in registry(cast.ana)
    assert "go_settings" not in registry(cast.ana)
    assert registry(cast.ana)["go_queue"] | {"where": ""} == {
        "name": "go_queue",
        "label": "Go to my queue",
        "where": "",
        "url": "/desk/",
        "presses": ["g q"],
    }


def test_elements_say_which_key_presses_them(cast, visit, ticket):
    page = page_of(visit(cast.ana), ticket)
    assert 'data-key="reply" aria-keyshortcuts="r"' in page
    assert 'data-key="send" aria-keyshortcuts="Control+Enter"' in page
    assert "<kbd>c</kbd>" in page


def test_who_switches_single_keys_off_is_neither_heard_nor_promised_any(cast, visit, ticket):
    ana = visit(cast.ana)
    answer = ana.post("/desk/keys/", {"single_keys": "off"})
    assert (answer.status_code, answer["Location"]) == (303, "/desk/keys/")
    page = page_of(ana, ticket)
    assert 'aria-keyshortcuts="r"' not in page
    assert "<kbd>c</kbd>" not in page
    assert 'data-key="close"' in page  # the palette still finds it
    assert 'aria-keyshortcuts="Control+Enter"' in page
    pressed = json.loads(unescape(re.search(r'registry="([^"]*)"', page)[1]))
    assert {press for key in pressed for press in key["presses"]} == {
        "Ctrl+K", "Ctrl+Enter", "Ctrl+Shift+Enter", "Alt+K", "Alt+R", "Alt+B", "Ctrl+B", "Ctrl+I", "Esc",
    }  # fmt: skip
    assert b"Single-key shortcuts are off." in ana.get("/desk/keys/").content
    ana.post("/desk/keys/", {"single_keys": "on"})
    assert 'aria-keyshortcuts="r"' in page_of(ana, ticket)


def test_the_help_lists_every_key_of_the_person(cast, visit):
    cast.mia.is_admin = True
    cast.mia.save()
    page = unescape(visit(cast.mia).get("/desk/keys/").content.decode())
    for key in keys.KEYS:
        assert (f"<dt>{key.label}</dt>" in page) == bool(key.presses), key
    assert "<dt>Assign</dt>" not in visit(cast.ana).get("/desk/keys/").content.decode()


def test_customers_have_no_keys_and_no_palette(cast, visit, ticket):
    cleo = visit(cast.cleo)
    assert b"desk-keys registry" not in cleo.get("/tickets/").content
    for address in ("/desk/keys/", "/desk/palette/"):
        assert cleo.get(address).status_code == 404
        assert cleo.post(address, {"single_keys": "off"}).status_code == 404
        assert visit().get(address).status_code == 303


def labels(browser, typed=""):
    page = browser.get("/desk/palette/", {"q": typed}).content.decode()
    return [unescape(label) for label in re.findall(r"<span>(.*?)</span>", page)]


@pytest.mark.parametrize(
    ("who", "offered", "not_offered"),
    [
        ("ana", {"My queue", "Articles"}, {"Unassigned", "All open", "Staff"}),
        ("mia", {"My queue", "Unassigned", "All open"}, {"Staff", "Tags"}),
        ("max", {"Articles", "Staff", "Tags"}, {"My queue", "All open"}),
    ],
)
def test_the_palette_goes_where_the_person_may_go(cast, visit, who, offered, not_offered):
    browser = visit(getattr(cast, who))
    assert offered <= set(labels(browser))
    assert not not_offered & set(labels(browser))
    page = browser.get("/desk/palette/").content.decode()
    for address in re.findall(r'href="([^"]*)"', page):
        assert browser.get(address, follow=True).status_code == 200, address


def test_a_number_finds_the_ticket_of_who_may_read_it_and_nobody_elses(cast, visit):
    bens = make.assigned(cast.cleo, cast.ben, by=cast.mia, category=cast.site_down, subject="Site <down>")
    for typed in (f"#{bens.number}", f" {bens.number} ", f"# {bens.number}"):
        assert labels(visit(cast.ben), typed) == [f"#{bens.number} Site <down>"]
        assert labels(visit(cast.mia), typed) == [f"#{bens.number} Site <down>"]
        for other in (cast.ana, cast.max, cast.globex.mia):
            assert labels(visit(other), typed) == []


def test_words_find_the_newest_tickets_that_the_person_may_read(cast, visit):
    mine = make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Wrong refund")
    bens = make.assigned(cast.cleo, cast.ben, by=cast.mia, category=cast.site_down, subject="Refund page is down")
    indexing.rebuild()
    assert labels(visit(cast.ana), "refund") == [f"#{mine.number} Wrong refund"]
    assert labels(visit(cast.mia), "refund") == [f"#{bens.number} Refund page is down", f"#{mine.number} Wrong refund"]
    assert labels(visit(cast.max), "refund") == []


@pytest.mark.parametrize("typed", ["#", "0", "9" * 40, "1 OR 1=1", "\0 x", "٣٤", "%", "<b>"])
def test_strange_words_find_nothing(cast, visit, typed):
    make.ticket(cast.cleo)
    assert labels(visit(cast.mia), typed) == []


def test_the_palette_asks_little(cast, visit):
    assert queries.count(visit(cast.mia), "/desk/palette/") <= 4 + 2
