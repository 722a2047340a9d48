from datetime import time

import pytest

from businesshours.notation import NotUnderstood, read, write


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("9-17", [(time(9), time(17))]),
        ("9:00–17:30", [(time(9), time(17, 30))]),
        ("13.30 - 17, 9 to 12.30", [(time(9), time(12, 30)), (time(13, 30), time(17))]),
        ("9h15-12h and 13h-18h", [(time(9, 15), time(12)), (time(13), time(18))]),
        ("9am-5:30pm", [(time(9), time(17, 30))]),
        ("12pm–12am", [(time(12), time(0))]),
        ("22-6", [(time(22), time(6))]),
        ("18:00-24:00", [(time(18), time(0))]),
    ],
)
def test_hours_are_read_as_people_write_them(text, spans):
    assert read(text) == spans
    assert read(write(spans)) == spans


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("all day", "Enter hours like 9:00–17:00 instead of “all day”."),
        ("9", "instead of “9”"),
        ("9-25", "There is no 25:00."),
        ("9:60-12", "There is no 9:60."),
        ("13pm-14", "There is no 13:00pm."),
        ("1-2,3-4,5-6,7-8,9-10", "at most 4 shifts"),
    ],
)
def test_what_names_no_hours_is_explained(text, sentence):
    with pytest.raises(NotUnderstood, match=sentence):
        read(text)
