"""Business time, in sentences that were checked by hand with a calendar on the desk.

2026: Good Friday is 3 April, Easter Monday 6 April, Ascension Day 14 May, Whit Monday 25 May. The clocks of Berlin
change on 29 March and 25 October, those of Los Angeles on 8 March and 1 November, those of Lord Howe by half an hour
on 5 April and 4 October; Kathmandu is five hours and three quarters before UTC all year.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.businesshours.houses import (
    ALWAYS,
    BERLIN,
    KATHMANDU,
    LORD_HOWE,
    LOS_ANGELES,
    MUNICH,
    NEVER,
    SATURDAY_NIGHTS,
)


@pytest.mark.parametrize(
    ("house", "sentence"),
    [
        # Nights and weekends in between
        (MUNICH, "1 h after Fri 2026-05-08 18:30 is Mon 2026-05-11 07:30"),
        (MUNICH, "30 min after Fri 2026-05-08 18:30 is Fri 2026-05-08 19:00"),
        (MUNICH, "8 h after Fri 2026-05-08 18:00 is Mon 2026-05-11 14:00"),
        (MUNICH, "0 h after Sun 2026-05-10 10:00 is Sun 2026-05-10 10:00"),
        (MUNICH, "from Fri 2026-05-08 18:00 to Mon 2026-05-11 08:00 are 2 h"),
        (MUNICH, "from Sat 2026-05-09 00:00 to Mon 2026-05-11 07:00 are 0 h"),
        (MUNICH, "from Mon 2026-05-11 10:00 to Mon 2026-05-11 09:00 are 0 h"),
        (MUNICH, "at Fri 2026-05-08 18:59 it is open"),
        (MUNICH, "at Fri 2026-05-08 19:00 it is closed"),
        (MUNICH, "after Fri 2026-05-08 18:00 it opens Fri 2026-05-08 18:00"),
        (MUNICH, "2 business days after Fri 2026-05-08 18:00 is Tue 2026-05-12 18:00"),
        (MUNICH, "1 business day after Sat 2026-05-09 11:00 is Tue 2026-05-12 07:00"),
        (MUNICH, "0 business days after Sun 2026-05-10 10:00 is Mon 2026-05-11 07:00"),
        (MUNICH, "from Fri 2026-05-08 18:00 to Tue 2026-05-12 17:59 are 1 business day"),
        (MUNICH, "from Fri 2026-05-08 18:00 to Tue 2026-05-12 18:00 are 2 business days"),
        # Holidays
        (MUNICH, "12 h after Thu 2026-04-02 07:00 is Thu 2026-04-02 19:00"),
        (MUNICH, "13 h after Thu 2026-04-02 07:00 is Tue 2026-04-07 08:00"),
        (MUNICH, "2 business days after Thu 2026-04-02 15:00 is Wed 2026-04-08 15:00"),
        (MUNICH, "3 business days after Mon 2026-05-11 09:00 is Fri 2026-05-15 09:00"),
        (MUNICH, "5 business days after Mon 2026-05-11 09:00 is Tue 2026-05-19 09:00"),
        (MUNICH, "at Mon 2026-05-25 10:00 it is closed"),
        (MUNICH, "after Sun 2026-05-24 10:00 it opens Tue 2026-05-26 07:00"),
        (MUNICH, "at Tue 2026-01-06 10:00 it is closed"),
        (BERLIN, "at Tue 2026-01-06 10:00 it is open"),
        (MUNICH, "1 h after Wed 2026-12-30 18:30 is Mon 2027-01-04 07:30"),
        (MUNICH, "from Wed 2026-12-30 12:00 to Mon 2027-01-04 12:00 are 1 business day"),
        # Half days and days of its own
        (MUNICH, "1 h after Thu 2026-12-24 11:30 is Mon 2026-12-28 07:30"),
        (MUNICH, "2 business days after Tue 2026-12-22 15:00 is Thu 2026-12-24 12:00"),
        (MUNICH, "1 business day after Thu 2026-12-24 11:00 is Mon 2026-12-28 11:00"),
        (MUNICH, "after Thu 2026-12-24 08:00 it closes Thu 2026-12-24 12:00"),
        (MUNICH, "from Wed 2026-12-23 18:00 to Mon 2026-12-28 08:00 are 7 h"),
        (MUNICH, "at Sat 2026-10-03 11:00 it is open"),
        (MUNICH, "1 business day after Fri 2026-10-02 08:00 is Sat 2026-10-03 10:00"),
        # The clocks change
        (MUNICH, "12 h after Fri 2026-03-27 19:00 is Mon 2026-03-30 19:00"),
        (ALWAYS, "24 h after Sat 2026-03-28 12:00 is Sun 2026-03-29 13:00"),
        (ALWAYS, "24 h after Sat 2026-10-24 12:00 is Sun 2026-10-25 11:00"),
        (ALWAYS, "from Sun 2026-03-29 00:00 to Mon 2026-03-30 00:00 are 23 h"),
        (ALWAYS, "from Sun 2026-10-25 00:00 to Mon 2026-10-26 00:00 are 25 h"),
        (ALWAYS, "1 business day after Sat 2026-03-28 02:30 is Sun 2026-03-29 03:00"),
        (LOS_ANGELES, "13 h after Sat 2026-03-07 06:00 is Sun 2026-03-08 07:00"),
        (LOS_ANGELES, "1 business day after Sat 2026-10-31 17:00 is Sun 2026-11-01 17:00"),
        (LORD_HOWE, "from Sun 2026-04-05 01:00 to Sun 2026-04-05 03:00 are 2 h 30 min"),
        (LORD_HOWE, "from Sun 2026-10-04 01:00 to Sun 2026-10-04 03:00 are 1 h 30 min"),
        # Nights over midnight
        (SATURDAY_NIGHTS, "at Sun 2026-05-10 05:59 it is open"),
        (SATURDAY_NIGHTS, "from Sat 2026-03-28 22:00 to Sun 2026-03-29 06:00 are 7 h"),
        (SATURDAY_NIGHTS, "from Sat 2026-10-24 22:00 to Sun 2026-10-25 06:00 are 9 h"),
        (SATURDAY_NIGHTS, "1 business day after Sun 2026-05-10 02:00 is Sun 2026-05-17 02:00"),
        # Several blocks a day, and three quarters of an hour
        (KATHMANDU, "at Mon 2026-05-11 04:14 UTC it is closed"),
        (KATHMANDU, "at Mon 2026-05-11 04:15 UTC it is open"),
        (KATHMANDU, "from Thu 2026-05-07 12:30 to Thu 2026-05-07 14:30 are 1 h"),
        (KATHMANDU, "6 h after Fri 2026-05-08 10:00 is Fri 2026-05-08 17:00"),
        (KATHMANDU, "7 h after Fri 2026-05-08 10:00 is Sun 2026-05-10 11:00"),
        (KATHMANDU, "1 business day after Fri 2026-05-08 13:00 is Sun 2026-05-10 14:00"),
    ],
)
def test_hand_checked(house, sentence):
    for form, ask in _SENTENCES.items():
        if said := re.fullmatch(form, sentence):
            assert ask(house, *said.groups())
            return
    pytest.fail(f"Nobody understands “{sentence}”.")


def test_what_never_opens_is_not_foreseeable():
    noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert (NEVER.next_open(noon), NEVER.next_close(noon), NEVER.add_days(noon, 1)) == (None, None, None)
    assert NEVER.add(noon, timedelta(minutes=1)) is None
    assert NEVER.add(noon, timedelta()) == noon
    assert (NEVER.between(noon, noon + timedelta(days=900)), NEVER.days_between(noon, noon)) == (timedelta(), 0)


def test_what_is_always_open_has_no_end():
    noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert ALWAYS.next_close(noon) is None
    assert ALWAYS.between(noon, noon + timedelta(days=900)) == timedelta(days=900)


def test_nobody_counts_backwards():
    noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    with pytest.raises(ValueError, match="forwards"):
        MUNICH.add(noon, -timedelta(seconds=1))
    with pytest.raises(ValueError, match="forwards"):
        MUNICH.add_days(noon, -1)


def test_answers_are_in_utc():
    at = datetime.fromisoformat("2026-05-10T10:00+02:00")
    answers = MUNICH.next_open(at), MUNICH.next_close(at), MUNICH.add(at, timedelta()), MUNICH.add_days(at, 2)
    assert [answer.tzinfo for answer in answers] == [UTC] * 4


# --- what the sentences mean -----------------------------------------------------------------------------------

_MOMENT = r"(\w{3} \d{4}-\d\d-\d\d \d\d:\d\d(?: UTC)?)"


def moment(house, words) -> datetime:
    day, clock = words.split(" ", 1)
    zone = UTC if clock.endswith(" UTC") else house.zone
    at = datetime.fromisoformat(clock.removesuffix(" UTC")).replace(tzinfo=zone)
    assert f"{at:%a}" == day, f"{words} is a {at:%A}"
    return at


def duration(words) -> timedelta:
    units = {"h": "hours", "min": "minutes"}
    return timedelta(**{units[unit]: int(number) for number, unit in re.findall(r"(\d+) (h|min)", words)})


_SENTENCES = {
    rf"(\d+) business days? after {_MOMENT} is {_MOMENT}": lambda house, number, at, then: (
        house.add_days(moment(house, at), int(number)) == moment(house, then)
    ),
    rf"(.*) after {_MOMENT} is {_MOMENT}": lambda house, length, at, then: (
        house.add(moment(house, at), duration(length)) == moment(house, then)
    ),
    rf"from {_MOMENT} to {_MOMENT} are (\d+) business days?": lambda house, begin, end, number: (
        house.days_between(moment(house, begin), moment(house, end)) == int(number)
    ),
    rf"from {_MOMENT} to {_MOMENT} are (.*)": lambda house, begin, end, length: (
        house.between(moment(house, begin), moment(house, end)) == duration(length)
    ),
    rf"at {_MOMENT} it is (open|closed)": lambda house, at, state: (
        house.is_open(moment(house, at)) == (state == "open")
    ),
    rf"after {_MOMENT} it opens {_MOMENT}": lambda house, at, then: (
        house.next_open(moment(house, at)) == moment(house, then)
    ),
    rf"after {_MOMENT} it closes {_MOMENT}": lambda house, at, then: (
        house.next_close(moment(house, at)) == moment(house, then)
    ),
}
