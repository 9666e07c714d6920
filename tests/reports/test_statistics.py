"""Noise is not reported as news."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.reports import statistics
from routing.reports.statistics import Estimate

MIXES = st.lists(st.integers(0, 10_000), min_size=2, max_size=20).filter(any)


def shares(lot, share, days=28, calls=100, spread=0.0):
    """Return hits and calls of some days whose share varies by `spread` from day to day."""
    counts = lot.poisson(calls, days).astype(float)
    daily = np.clip(share + lot.normal(0, spread, days), 0, 1)
    return lot.binomial(counts.astype(int), daily).astype(float), counts


@pytest.mark.parametrize("spread", [0.0, 0.04], ids=["days alike", "days that differ among themselves"])
def test_the_same_share_seldom_seems_to_have_changed(spread):
    lot = np.random.default_rng(0)
    alarms = 0
    for _ in range(1000):
        (hits, calls), (later, more) = (shares(lot, 0.1, spread=spread) for _ in range(2))
        before, now = (statistics.ratio(h, c, h) for h, c in ((hits, calls), (later, more)))
        alarms += statistics.p_value(before, now) < 0.05

    assert alarms <= 80


def test_the_interval_holds_the_true_change_about_as_often_as_it_promises():
    lot = np.random.default_rng(1)
    held = 0
    for _ in range(1000):
        (hits, calls), (later, more) = shares(lot, 0.1), shares(lot, 0.13)
        _, low, high = statistics.difference(statistics.ratio(hits, calls, hits), statistics.ratio(later, more, later))
        held += low <= 0.03 <= high

    assert held >= 930


def test_one_busy_day_is_less_certain_news_than_the_same_calls_on_all_days():
    calls = np.full(28, 100.0)
    spread_out, one_day = np.full(28, 5.0), np.append(np.zeros(27), 140.0)
    quiet = statistics.ratio(np.full(28, 1.0), calls, np.full(28, 1.0))

    even, sudden = (statistics.ratio(hits, calls, hits) for hits in (spread_out, one_day))

    assert even.value == sudden.value
    assert statistics.p_value(quiet, even) < 1e-6
    assert statistics.p_value(quiet, sudden) > 0.05


def test_of_many_tests_that_find_nothing_hardly_any_is_news():
    lot = np.random.default_rng(2)

    found = [any(statistics.surprising(lot.random(100).tolist())) for _ in range(500)]

    assert np.mean(found) <= 0.08


def test_benjamini_and_hochbergs_own_example_has_four_discoveries():
    # the fifteen p-values of their paper (1995), section 3.2
    p_values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p_values += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]

    assert statistics.surprising(p_values) == [True] * 4 + [False] * 11
    assert statistics.surprising([]) == []


@given(one=MIXES, other=MIXES)
def test_the_distance_of_two_mixes_is_the_same_from_both_sides_and_between_0_and_1(one, other):
    size = max(len(one), len(other))
    p, q = (np.array(mix + [0] * (size - len(mix)), dtype=float) for mix in (one, other))

    assert statistics.distance(p, q) == pytest.approx(statistics.distance(q, p), abs=1e-7)
    assert 0 <= statistics.distance(p, q) <= 1
    assert statistics.distance(p, p) == pytest.approx(0, abs=1e-7)


def test_the_distance_is_scipys():
    from scipy.spatial.distance import jensenshannon

    p, q = np.array([3.0, 5, 0, 2]), np.array([1.0, 1, 7, 1])

    assert statistics.distance(p, q) == pytest.approx(jensenshannon(p, q, base=2))


def test_days_of_one_mix_dealt_by_lot_are_seldom_further_apart_than_chance():
    lot = np.random.default_rng(3)
    beyond = 0
    for _ in range(60):
        days = np.stack([lot.multinomial(100, [0.5, 0.3, 0.15, 0.05]) for _ in range(28)]).astype(float)
        found = statistics.distance(days[:14].sum(axis=0), days[14:].sum(axis=0))
        beyond += found > statistics.distance_by_chance(days, 14)

    assert beyond <= 8


@given(st.integers(1, 27))
def test_the_day_a_share_changed_is_found(day):
    calls = np.full(28, 200.0)

    assert statistics.began(np.where(np.arange(28) < day, 4.0, 24.0), calls) == day


@given(st.floats(0, 1), st.floats(0, 1))
def test_an_effect_is_as_large_as_its_opposite(one, other):
    assert statistics.effect(one, other) == pytest.approx(-statistics.effect(other, one))


def test_values_without_any_spread_differ_or_do_not():
    assert statistics.p_value(Estimate(1.0, 0.0), Estimate(1.0, 0.0)) == 1.0
    assert statistics.p_value(Estimate(1.0, 0.0), Estimate(0.9, 0.0)) == 0.0
