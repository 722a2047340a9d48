"""Whatever colour a tenant names, everything written in it can be read."""

import random

import pytest

from shared import colour

EXTREMES = (
    "#000000 #ffffff #ff0000 #00ff00 #0000ff #ffff00 #00ffff #ff00ff #808080 #777777 #ffcc00 #ffe600 #f5f5f5 #0b0d12"
).split()


def _some_colours(number):
    dice = random.Random(1042)
    return [f"#{dice.randrange(1 << 24):06x}" for _ in range(number)]


def test_every_pair_has_enough_contrast_for_thousands_of_colours():
    failures = [
        (named, one, other, needed)
        for named in [*EXTREMES, *_some_colours(3000)]
        for one, other, needed in colour.pairs(colour.palette(named))
        if colour.contrast(one, other) < needed
    ]
    assert failures == []


def test_a_colour_that_bears_white_text_is_kept():
    brand = colour.palette("#1D4ED8")
    assert (brand.solid, brand.on) == ("#1d4ed8", "#ffffff")
    assert "On buttons: white text." in colour.explain(brand)


def test_yellow_stays_yellow_and_gets_black_text():
    brand = colour.palette("#ffcc00")
    assert brand.solid == "#ffcc00"
    assert "On buttons: black text." in colour.explain(brand)
    assert any(sentence.startswith("Links are darkened to ") for sentence in colour.explain(brand))


def test_a_green_too_light_for_white_text_is_darkened_and_says_so():
    brand = colour.palette("#22a55b")
    assert brand.solid != brand.named
    assert colour.explain(brand)[0] == f"We darkened your green to {brand.solid} so white text stays readable."


def test_the_stylesheet_holds_custom_properties_only():
    text = colour.stylesheet(colour.palette("#ffcc00"))
    assert text.startswith(":root{--brand-solid:#ffcc00;")
    assert all(part.startswith("--brand-") for part in text.removeprefix(":root{").strip().rstrip("}").split(";"))


def test_a_white_button_gets_an_edge_on_a_white_page():
    assert "--brand-edge:light-dark(#" in colour.stylesheet(colour.palette("#ffffff"))


def test_the_fingerprint_follows_the_content():
    assert colour.fingerprint(colour.palette("#ffcc00")) == colour.fingerprint(colour.palette("#FFCC00"))
    assert colour.fingerprint(colour.palette("#ffcc00")) != colour.fingerprint(colour.palette("#ffcc01"))


@pytest.mark.parametrize("text", ["", "1d4ed8", "#1d4ed", "#1d4ed8;", "red", "#1d4ed8\n"])
def test_what_is_not_a_hex_colour_is_refused(text):
    assert not colour.is_hex_colour(text)
    with pytest.raises(ValueError):
        colour.palette(text)
