"""McNemar's exact test says what an independent implementation of the same test says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from routing.domain.paired import mcnemar

CASES = st.integers(0, 3000)


@given(one=CASES, other=CASES)
def test_it_agrees_with_scipys_binomial_test(one, other):
    expected = binomtest(one, one + other).pvalue if one + other else 1.0
    assert mcnemar(one, other) == pytest.approx(expected, rel=1e-6, abs=1e-300)


@given(one=CASES, other=CASES)
def test_it_does_not_matter_which_of_the_two_is_named_first(one, other):
    assert mcnemar(one, other) == mcnemar(other, one)


@pytest.mark.parametrize(
    ("one", "other", "p"), [(0, 0, 1.0), (4, 4, 1.0), (0, 1, 1.0), (0, 5, 0.0625), (1, 9, 22 / 1024)]
)
def test_small_cases_can_be_counted_by_hand(one, other, p):
    assert mcnemar(one, other) == pytest.approx(p)
