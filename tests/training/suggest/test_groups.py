"""Calls that are alike come together, and strays stay out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.suggest.groups import LEAST_CALLS, LEAST_INTENTS, directions, groups

DIMENSIONS = 96
NONE = np.empty((0, DIMENSIONS), dtype=np.float32), np.empty(0, dtype=np.int32)


def unit(vectors):
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def bunches(lot, sizes, noise):
    """Return unit vectors around some directions, and to which each belongs."""
    middles = unit(lot.normal(size=(len(sizes), DIMENSIONS)))
    places = np.repeat(np.arange(len(sizes)), sizes)
    return unit(middles[places] + noise * lot.normal(size=(len(places), DIMENSIONS))), places


def test_bunches_are_found_largest_first_and_strays_are_in_none():
    lot = np.random.default_rng(0)
    vectors, places = bunches(lot, [8, 20, 12], 0.05)
    strays = unit(lot.normal(size=(10, DIMENSIONS)))

    found = groups(np.vstack((vectors, strays)), *NONE)

    assert [len(rows) for rows in found] == [20, 12, 8]
    assert [set(places[rows]) for rows in found] == [{1}, {2}, {0}]


def test_the_most_typical_call_of_a_group_comes_first():
    vectors, _ = bunches(np.random.default_rng(1), [20], 0.08)

    (rows,) = groups(vectors, *NONE)

    likeness = vectors[rows] @ vectors.mean(axis=0)
    assert likeness.tolist() == sorted(likeness, reverse=True)


@given(count=st.integers(0, LEAST_CALLS - 1))
def test_a_handful_of_calls_is_no_group(count):
    vectors, _ = bunches(np.random.default_rng(2), [count], 0.01)

    assert groups(vectors, *NONE) == []


def test_directions_that_known_intents_vary_in_do_not_part_a_new_one():
    lot = np.random.default_rng(3)
    ramble = 1.2 * lot.normal(size=(4, DIMENSIONS)) / np.sqrt(DIMENSIONS)

    def said(sizes):
        vectors, places = bunches(lot, sizes, 0.02)
        return unit(vectors + lot.normal(size=(len(vectors), 4)) @ ramble), places

    known, labels = said([20] * (LEAST_INTENTS + 20))
    new, places = said([30, 30])

    plain = groups(new, *NONE)
    learnt = groups(new, known, labels.astype(np.int32))

    assert [len(rows) for rows in learnt] == [30, 30]
    assert all(len(set(places[rows])) == 1 for rows in learnt)
    assert [len(rows) for rows in plain] != [30, 30]


@pytest.mark.parametrize("most", [3, 1000])
def test_directions_are_at_most_as_many_as_asked_for_and_one_fewer_than_intents(most):
    known, labels = bunches(np.random.default_rng(4), [5] * 12, 0.05)

    placed = directions(known, known, labels.astype(np.int32), most)

    assert placed.shape == (60, min(most, 11))
    np.testing.assert_allclose(np.linalg.norm(placed, axis=1), 1, rtol=1e-5)
