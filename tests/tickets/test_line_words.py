"""Places are told exactly while they are near, roughly while they are far."""

import pytest

from tickets import line_words
from tickets.line import Place, Price


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(1), "Next in line"),
        (Place(1, 1), "Next in line"),
        (Place(2), "2nd in line"),
        (Place(7, 3), "7th in line, 3rd with Ana"),
        (Place(3, 1), "3rd in line, next with Ana"),
        (Place(11), "11th in line"),
        (Place(21), "21st in line"),
        (Place(49), "49th in line"),
        (Place(50), "About 50th in line"),
        (Place(64, 12), "About 60th in line, 12th with Ana"),
        (Place(112), "About 110th in line"),
        (Place(200), "About 200th in line"),
        (Place(201, 3), "More than 200 ahead, 3rd with Ana"),
        (Place(1001, 400), "More than 200 ahead, more than 200 ahead with Ana"),
    ],
)
def test_a_place(place, words):
    assert line_words.in_words(place, "Ana") == words


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (Place(7), Place(23), "from 7th to about 23rd"),
        (Place(1), Place(2), "from 1st to about 2nd"),
        (Place(7, 3), Place(23, 9), "from 7th to about 23rd, with Ana from 3rd to about 9th"),
        (Place(7, 3), Place(23, 3), "from 7th to about 23rd"),
        (Place(12), Place(84), "from 12th to about 80th"),
        (Place(55), Place(84), "from about 60th to about 80th"),
        (Place(81), Place(84), "from 81st to about 84th"),
        (Place(81, 52), Place(94, 54), "from about 80th to about 90th, with Ana from 52nd to about 54th"),
        (Place(55), Place(340), "from about 60th to behind more than 200"),
        (Place(250), Place(340), "more than 200 ahead now, and even more then"),
    ],
)
def test_a_price(before, after, words):
    assert line_words.cost(Price(before, after), "Ana") == words


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(23), "about 23rd in line"),
        (Place(23, 9), "about 23rd in line, about 9th with Ana"),
        (Place(300), "behind more than 200"),
    ],
)
def test_where_it_stands_after_it_moved(place, words):
    assert line_words.now_about(place, "Ana") == words
