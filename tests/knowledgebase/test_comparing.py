"""What two wordings differ in, as a person reads it."""

import random
import time

import pytest

from knowledgebase.comparing import compare, passages

MARKS = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}


def read(before, after):
    """Return the comparison as one writes it down by hand; a folded passage as its number of lines."""
    told = []
    for passage in passages(before, after):
        if passage.is_folded:
            told.append(f"({len(passage.lines)} lines)")
        else:
            told += ["".join(MARKS[kind].format(text) for kind, text in line.pieces) for line in passage.lines]
    return "\n".join(told)


def test_words_within_a_paragraph():
    before = "Open **Settings** and press Save. Then wait."
    after = "Open **Preferences** and press Save changes. Then wait."
    assert read(before, after) == "Open **[-Settings-]{+Preferences+}** and press Save{+ changes+}. Then wait."


def test_a_paragraph_that_comes_and_one_that_goes():
    assert read("One.\n\nTwo.", "One.\n\nTwo.\n\nThree.") == "One.\n\nTwo.\n\n{+Three.+}"
    assert read("One.\n\nTwo.\n\nThree.", "One.\n\nThree.") == "One.\n\n[-Two.-]\n\nThree."


def test_little_in_common_is_said_one_after_the_other():
    before, after = "We call you on the phone.", "Nobody of the staff is here at night."
    assert read(before, after) == f"[-{before}-]\n{{+{after}+}}"


def test_shreds_in_common_are_not_picked_out():
    assert read("Press the a b key on your old phone now", "Press the x b y on your old phone now") == (
        "Press the [-a b key-]{+x b y+} on your old phone now"
    )


def test_a_heading_keeps_its_look_whether_it_stays_or_changes():
    (passage,) = passages("# One\n\n### Two\n\n#hash", "# One\n\n### Three\n\n#hash")
    levels = [(line.level, "".join(text for _, text in line.pieces)) for line in passage.lines]
    assert levels[0] == (1, "# One")
    assert {level for level, words in levels if "T" in words} == {3}
    assert levels[-1][0] == 0


def test_long_unchanged_stretches_are_folded():
    before = [f"Line {number}." for number in range(40)]
    after = [*before[:20], "Line 20, better.", *before[21:]]
    assert read("\n".join(before), "\n".join(after)) == (
        "(18 lines)\nLine 18.\nLine 19.\nLine 20{+, better+}.\nLine 21.\nLine 22.\n(17 lines)"
    )


def test_line_ends_of_another_system_are_no_change():
    assert passages("One.\r\nTwo.", "One.\nTwo.")[0].lines == passages("One.\nTwo.", "One.\nTwo.")[0].lines


def test_facts_are_said_in_words_and_the_text_line_by_line():
    before = {"Title": "Old", "Who may read it": "Everybody", "Article": "One."}
    after = {"Title": "New", "Who may read it": "Everybody", "Article": "One."}
    compared = compare(before, after)
    assert compared.facts == (("Title", "Old", "New"),)
    assert compared.texts == ()
    assert not compare(before, before)


@pytest.mark.parametrize("seed", range(30))
def test_both_wordings_can_be_read_out_of_it(seed):
    dice = random.Random(seed)
    words = ["a", "the", "Save", "**bold**", "\n", "\n\n", "# ", "- ", ".", " "]
    before, after = (" ".join(dice.choices(words, k=60)) for _ in range(2))
    found = [line for passage in passages(before, after) for line in passage.lines]

    def side(skipped):
        kept = ["".join(text for kind, text in line.pieces if kind != skipped) for line in found]
        return "".join("".join(kept).split())

    assert side("new") == "".join(before.split())
    assert side("gone") == "".join(after.split())


def _noise(seed):
    return "".join(random.Random(seed).choices("ab ,\n", k=100_000))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 50_000, "b " * 50_000),
        ("a b " * 25_000, "b a " * 25_000),
        ("\n" * 100_000, "a\n" * 50_000),
        (" " * 50_000 + "a", " " * 50_000 + "b"),
        (_noise(1), _noise(2)),
    ],
    ids=["words", "crossed", "empty lines", "blanks", "noise"],
)
def test_hostile_texts_take_no_seconds(before, after):
    began = time.process_time()
    passages(before, after)
    assert time.process_time() - began < 3
