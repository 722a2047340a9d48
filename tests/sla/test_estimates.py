"""The arithmetic of estimates, against what it says about itself."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla import estimates
from sla.estimates import HOUR, Basis, Group, Kind, Sample

DAY = 12 * HOUR
REFUND = Kind(is_first=True, category=7, parent=3, priority=2, plan=1)
lengths = st.integers(min_value=0, max_value=30 * DAY)
samples = st.builds(Sample, st.just(REFUND), lengths, st.none() | st.integers(0, 400))
waits = st.lists(samples, min_size=estimates.LEAST, max_size=80)


def exactly(number):
    """A basis that says this for everybody."""
    return Basis(50, [number] * 101)


@given(st.lists(lengths, min_size=estimates.LEAST, max_size=200))
def test_nine_in_ten_of_the_samples_lie_below_the_90th_percentile(values):
    found = estimates.percentiles(values)
    assert sum(value <= found[90] for value in values) >= 0.9 * len(values)
    assert found == sorted(found)
    assert set(found) <= set(values)


@given(st.lists(lengths, min_size=9, max_size=200), st.integers(1, 100))
def test_a_percentile_is_the_kth_smallest_of_the_rule(values, percent):
    k = min(len(values), math.ceil((len(values) + 1) * percent / 100))
    assert estimates.percentiles(values)[percent] == sorted(values)[k - 1]


class TestWhoStillWaits:
    @given(st.lists(lengths, min_size=9, max_size=80), st.lists(lengths, max_size=80))
    def test_they_make_no_estimate_shorter_whom_they_wait_longer_than(self, values, more):
        going_on = [max(values) + one for one in more]
        alone, found = estimates.percentiles(values), estimates.percentiles(values, going_on)
        assert all(one <= other for one, other in zip(alone, found, strict=True))
        assert found == sorted(found)
        assert set(found) <= {*values, *going_on}

    @given(st.lists(lengths, min_size=9, max_size=80), st.lists(st.just(0), max_size=80))
    def test_who_has_just_begun_to_wait_changes_nothing(self, values, going_on):
        assert estimates.percentiles([one + 1 for one in values], going_on) == estimates.percentiles(
            [one + 1 for one in values]
        )

    def test_their_share_goes_to_those_that_took_longer(self):
        """Kaplan and Meier by hand: after 1 … 5, nine of fifteen are left, of whom four waited for 5 so far."""
        found = estimates.percentiles([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], going_on=[5, 5, 5, 5])
        assert (found[33], found[34]) == (5, 6)  # 5/15 answered by 5; then a sixth of the 10/15 each
        assert (found[44], found[45]) == (6, 7)
        assert (found[88], found[89]) == (10, 10)

    def test_a_line_that_grows_does_not_look_quick(self):
        """Of a hundred who begin together forty are answered in their first ten hours."""
        answered = [Sample(REFUND, hour * HOUR) for hour in range(1, 11) for _ in range(4)]
        going_on = [Sample(REFUND, 10 * HOUR, is_answered=False)] * 60
        assert estimates.basis(answered).plain[50] == 6 * HOUR
        assert estimates.basis(answered + going_on).plain[30] == 8 * HOUR
        assert estimates.basis(answered + going_on).plain[50] == 10 * HOUR

    def test_nine_in_ten_are_kept_though_the_longest_are_not_over_yet(self):
        """Whoever began less than 30 hours ago is seen as far as they are; half of the waits are longer than 20."""
        rng, kept, worlds = Random(7), [0, 0], 1500
        for _ in range(worlds):
            *took, coming = (rng.expovariate(1 / 20) for _ in range(121))
            seen = [(length, rng.uniform(0, 60)) for length in took]
            answered = [length for length, since in seen if length <= since]
            going_on = [since for length, since in seen if length > since]
            kept[0] += coming <= estimates.percentiles(answered)[90]
            kept[1] += coming <= estimates.percentiles(answered, going_on)[90]
        assert kept[0] / worlds < 0.85
        assert 0.87 <= kept[1] / worlds <= 0.95


def test_the_next_of_the_same_kind_stays_below_in_nine_of_ten_worlds():
    rng, worlds = Random(5), 3000
    for size in (9, 20, 60):
        kept = 0
        for _ in range(worlds):
            *known, coming = (int(rng.lognormvariate(8, 1)) for _ in range(size + 1))
            kept += coming <= estimates.percentiles(known)[90]
        assert 0.885 <= kept / worlds <= 0.955, size


@given(st.integers(0, 3000), st.integers(0, 20_000), st.lists(st.integers(0, 100), min_size=20, max_size=200))
def test_a_line_is_found_whatever_its_slope(per_ahead, begin, places):
    points = [(place, begin + per_ahead * place) for place in places]
    assert estimates.slope(points) == (per_ahead if len(set(places)) > 1 else 0)


def test_a_few_extreme_waits_do_not_bend_the_line():
    points = [(place, 600 * place) for place in range(100)] + [(3, 10**7), (5, 10**7), (9, 10**7)]
    assert estimates.slope(points) == pytest.approx(600, rel=0.05)


@given(st.lists(st.tuples(st.integers(0, 400), lengths), max_size=150))
def test_more_tickets_ahead_never_make_it_shorter(points):
    assert estimates.slope(points) >= 0


@given(waits, st.integers(0, 500), st.integers(0, 500))
def test_who_stands_further_back_is_never_told_less(some, one, other):
    basis, (near, far) = estimates.basis(some), sorted((one, other))
    assert estimates.lengths(basis, ahead=near, factor=1, day=DAY).expected <= estimates.lengths(
        basis, ahead=far, factor=1, day=DAY
    ).expected  # fmt: skip


@given(waits, st.none() | st.integers(0, 500), st.floats(1, 4))
def test_a_wider_estimate_is_longer_and_the_likely_one_comes_first(some, ahead, factor):
    said = estimates.lengths(estimates.basis(some), ahead=ahead, factor=factor, day=DAY)
    assert 0 < said.likely <= said.expected
    assert said.plain <= said.expected


@given(waits, st.integers(0, 40 * DAY), st.none() | st.integers(0, 500))
def test_a_new_estimate_lies_ahead_of_who_has_waited_already(some, waited, ahead):
    said = estimates.lengths_after(estimates.basis(some), waited=waited, ahead=ahead, factor=1, day=DAY)
    assert said.expected >= said.likely >= waited + HOUR / 2


def test_who_waited_long_is_told_what_became_of_others_who_did():
    basis = estimates.basis([Sample(REFUND, hours * HOUR) for hours in range(1, 101)])
    said = estimates.lengths_after(basis, waited=80 * HOUR, ahead=None, factor=1, day=10**9)
    assert 97 * HOUR <= said.expected <= 99 * HOUR
    assert 89 * HOUR <= said.likely <= 91 * HOUR


def test_groups_widen_from_the_plan_to_everything():
    assert list(REFUND.groups()) == [
        Group(True, 7, 2, 1),
        Group(True, 7, 2),
        Group(True, 3, 2),
        Group(True, None, 2),
        Group(None, None, 2),
        Group(True),
        Group(None),
    ]


def test_of_a_top_category_without_plan_there_is_less_to_widen():
    kind = Kind(is_first=False, category=3, parent=None, priority=2, plan=None)
    assert list(kind.groups()) == [
        Group(False, 3, 2),
        Group(False, None, 2),
        Group(None, None, 2),
        Group(False),
        Group(None),
    ]


def test_the_narrowest_group_with_twenty_samples_is_chosen():
    numbers = {Group(True, 7, 2, 1): 19, Group(True, 7, 2): 20, Group(True, 3, 2): 90}
    assert estimates.choose(numbers, REFUND) == Group(True, 7, 2)


def test_later_answers_of_a_priority_say_more_than_first_ones_of_all():
    numbers = {Group(True, None, 2): 12, Group(None, None, 2): 25, Group(True): 90, Group(None): 200}
    assert estimates.choose(numbers, REFUND) == Group(None, None, 2)


def test_with_fewer_than_twenty_anywhere_the_widest_is():
    assert estimates.choose({Group(True, 7, 2): 9, Group(True): 15, Group(None): 19}, REFUND) == Group(None)


def test_with_nothing_nothing_is():
    assert estimates.choose({}, REFUND) is None
    assert estimates.choose({}) is None


def test_in_general_first_answers_are_looked_at():
    assert estimates.choose({Group(True): 25, Group(False): 90, Group(None): 115}) == Group(True)


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 3), st.integers(1, 2), lengths), max_size=120))
def test_a_group_has_a_basis_when_it_has_nine_samples(rows):
    samples = [Sample(Kind(first, category, None, priority, 1), took) for first, category, priority, took in rows]
    found = estimates.bases(samples)
    for group, basis in found.items():
        number = sum(group in set(sample.kind.groups()) for sample in samples)
        assert basis.number == number >= estimates.LEAST
    assert (Group(None) in found) == (len(samples) >= estimates.LEAST)


def test_who_still_waits_is_no_answer_to_rest_on():
    answered = [Sample(REFUND, HOUR)] * estimates.LEAST
    waiting = [Sample(REFUND, HOUR, is_answered=False)] * 30
    assert estimates.bases(answered[1:] + waiting) == {}
    assert estimates.bases(answered + waiting)[Group(True)].number == estimates.LEAST


def test_a_category_counts_what_is_below_it():
    below = [Sample(Kind(True, 7, 3, 2, 1), HOUR)] * 10
    itself = [Sample(Kind(True, 3, None, 2, 1), HOUR)] * 10
    assert estimates.bases(below + itself)[Group(True, 3, 2)].number == 20


class TestFactor:
    def test_estimates_that_were_kept_are_not_widened(self):
        assert estimates.factor([(HOUR, 2 * HOUR)] * 30) == 1

    def test_four_in_five_is_enough(self):
        assert estimates.factor([(HOUR, HOUR)] * 80 + [(20 * HOUR, HOUR)] * 20) == 1

    def test_below_that_they_are_widened_to_what_would_have_kept_nine_in_ten(self):
        assert estimates.factor([(HOUR, HOUR)] * 70 + [(7 * HOUR, 3 * HOUR)] * 30) == 2

    def test_they_are_narrow_again_when_answers_are_as_quick_as_before(self):
        bad, good = [(5 * HOUR, 2 * HOUR)] * 30, [(HOUR, 2 * HOUR)]
        assert estimates.factor(bad + good * 30) == 2
        assert estimates.factor(bad + good * 120) == 1

    def test_there_is_an_end_to_it(self):
        assert estimates.factor([(1000 * HOUR, HOUR)] * 30) == estimates.LONGEST_FACTOR

    def test_a_handful_of_bad_ones_proves_nothing(self):
        assert estimates.factor([(9 * HOUR, HOUR)] * 19) == 1

    @given(st.lists(st.tuples(lengths, st.integers(300, 10 * DAY)), max_size=80))
    def test_widened_the_last_month_would_have_been_kept(self, outcomes):
        factor = estimates.factor(outcomes)
        assert 1 <= factor <= estimates.LONGEST_FACTOR
        if 1 < factor < estimates.LONGEST_FACTOR:
            kept = sum(actual - estimates.GRACE <= estimated * factor + 1e-6 for actual, estimated in outcomes)
            assert kept >= 0.9 * len(outcomes)


class TestRounding:
    @pytest.mark.parametrize(
        ("seconds", "words"),
        [
            (0, "5 minutes"),
            (61, "5 minutes"),
            (21 * 60, "25 minutes"),
            (55 * 60, "55 minutes"),
            (56 * 60, "1 hour"),
            (HOUR, "1 hour"),
            (HOUR + 1, "1½ hours"),
            (4 * HOUR, "4 hours"),
            (4 * HOUR + 1, "5 hours"),
            (10.2 * HOUR, "11 hours"),
            (11.2 * HOUR, "1 working day"),
            (12.5 * HOUR, "1½ working days"),
            (35 * HOUR, "3 working days"),
            (37 * HOUR, "4 working days"),
        ],
    )
    def test_lengths_are_what_people_say(self, seconds, words):
        assert estimates.in_words(estimates.rounded(seconds, DAY), DAY) == words

    def test_a_short_day_is_no_reason_to_say_half_a_lie(self):
        assert estimates.in_words(estimates.rounded(3.2 * HOUR, 3 * HOUR), 3 * HOUR) == "3½ hours"

    @given(lengths, st.sampled_from([3 * HOUR, 8 * HOUR, 12 * HOUR, 24 * HOUR]))
    def test_rounding_never_promises_less_and_never_adds_a_day(self, seconds, day):
        said = estimates.rounded(seconds, day)
        assert seconds <= said < seconds + max(day, 1800) + 300
        assert estimates.rounded(said, day) == said
