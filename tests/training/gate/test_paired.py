from math import comb, log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from training.gate.paired import Paired, holm, paired, score

COUNTS = st.builds(
    lambda both, gained, lost, neither: Paired(both + gained + lost + neither, both, gained, lost, gained, lost),
    st.integers(0, 300), st.integers(0, 40), st.integers(0, 40), st.integers(1, 50),
)  # fmt: skip


def test_two_models_are_counted_on_the_same_calls():
    found = paired([True, True, False, False, True], [True, False, True, False, True], "abcde")
    assert found == Paired(calls=5, both=2, gained=1, lost=1, wordings_gained=1, wordings_lost=1)
    assert (found.live, found.candidate, found.difference) == (0.6, 0.6, 0.0)


def test_a_wording_that_many_callers_use_counts_once_for_the_test_and_in_full_for_the_share():
    asked = ["Lost my card", "lost  my card", "rate"] * 100
    found = paired([True, True, True] * 100, [False, False, True] * 100, asked)
    assert (found.lost, found.wordings_lost, found.p) == (200, 1, 1.0)
    assert found.difference == pytest.approx(-2 / 3)
    assert not found.surely_worse()


def test_a_wording_with_several_labels_speaks_for_the_model_that_is_right_more_often():
    found = paired([True, True, False, True, False], [False, False, True, False, True], ["a", "a", "a", "b", "b"])
    assert (found.wordings_gained, found.wordings_lost) == (0, 1)


def test_chance_explains_what_calls_and_wordings_see_differently():
    reasons = ["often"] * 20 + [f"seldom {number}" for number in "abcdefgh"]
    found = paired([False] * 20 + [True] * 8, [True] * 20 + [False] * 8, reasons)
    assert found.difference > 0
    assert found.p < 0.05
    assert found.by_chance()


@given(COUNTS)
def test_the_exact_test_agrees_with_the_sum_of_coin_tosses(counts):
    differ, fewer = counts.gained + counts.lost, min(counts.gained, counts.lost)
    tail = sum(comb(differ, heads) for heads in range(fewer + 1)) / 2**differ
    assert counts.p == pytest.approx(min(1.0, 2 * tail))


@given(counts=COUNTS, difference=st.floats(-0.4, 0.4))
def test_the_score_uses_the_likeliest_shares_that_have_the_difference(counts, difference):
    """Tango's closed form against a search for the maximum of the likelihood."""
    n, gained, lost = counts.calls, counts.gained, counts.lost
    low, high = max(0.0, -difference), (1 - difference) / 2

    def unlikely(only_live):
        both = n - gained - lost
        shares = (only_live + difference, only_live, 1 - 2 * only_live - difference)
        return -sum(
            many * log(max(share, 1e-300)) for many, share in zip((gained, lost, both), shares, strict=True) if many
        )

    only_live = minimize_scalar(unlikely, bounds=(low, high), method="bounded", options={"xatol": 1e-12}).x
    variance = n * (2 * only_live + difference * (1 - difference))
    found, expected = score(counts, difference), gained - lost - n * difference
    if variance > 0.1:
        assert found == pytest.approx(expected / variance**0.5, abs=1e-3)


@given(COUNTS)
def test_the_interval_holds_the_difference_and_lies_within_what_is_possible(counts):
    low, high = counts.interval
    assert -1 <= low <= counts.difference <= high <= 1
    assert low < high


@given(COUNTS)
def test_the_ends_of_the_interval_are_those_that_the_score_test_just_accepts(counts):
    for end in counts.interval:
        if abs(end) < 1 - 1e-9:
            assert abs(score(counts, end)) == pytest.approx(1.96, abs=1e-3)


def test_more_calls_make_the_interval_narrower():
    few, many = Paired(100, 90, 2, 3, 2, 3).interval, Paired(10_000, 9000, 200, 300, 200, 300).interval
    assert many[1] - many[0] < few[1] - few[0]


def test_no_interval_is_made_of_models_that_never_differ_wider_than_chance_allows():
    low, high = Paired(1000, 950, 0, 0, 0, 0).interval
    assert -0.004 < low < 0 < high < 0.004


def test_holm_corrects_as_in_the_sum_on_paper():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_never_makes_a_p_value_smaller_and_keeps_their_order(p_values):
    corrected = holm(p_values)
    assert all(before <= after <= 1 for before, after in zip(p_values, corrected, strict=True))
    assert all(
        corrected[first] <= corrected[second]
        for first in range(len(p_values))
        for second in range(len(p_values))
        if p_values[first] < p_values[second]
    )
