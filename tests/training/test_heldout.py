import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.features import transform
from training.heldout import FOLDS, LEAST_INTENTS_ALONE, STRANGE_SHARE, Table, _met, centroids, fit_all, folds_of

LABELS = st.lists(st.integers(0, 6), min_size=1, max_size=120).map(np.array)


@given(labels=LABELS)
def test_every_label_is_spread_over_the_folds_as_evenly_as_its_count_allows(labels):
    folds = folds_of(labels)
    assert set(folds) <= set(range(FOLDS))
    for label in set(labels):
        counts = np.bincount(folds[labels == label], minlength=FOLDS)
        assert counts.max() - counts.min() <= 1


def clouds(intents=8, each=10, strays=0):
    """Calls of a made-up language whose every intent has its own words and its own direction."""
    random = np.random.default_rng(0)
    labels = np.append(np.repeat(np.arange(intents), each), np.full(strays, intents)).astype(np.int64)
    vectors = np.eye(intents + 1, 16)[labels] + 0.1 * random.normal(size=(len(labels), 16))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    reasons = [f"word{label} thing{label} number{place % 3}" for place, label in enumerate(labels)]
    return Table(reasons, vectors, labels, np.ones(len(labels)), intents)


def test_every_row_is_scored_once_by_a_head_that_had_not_seen_it():
    table = clouds()
    found = fit_all(table, every_fold=True).held_out
    assert sorted(found.rows) == list(range(len(table.labels)))
    np.testing.assert_array_equal(found.labels, table.labels[found.rows])
    assert found.scores.shape == (len(table.labels), table.intents)
    assert (found.scores.argmax(axis=1) == found.labels).mean() > 0.95


def test_one_fold_is_scored_where_there_are_plenty_of_calls():
    table = clouds()
    assert len(fit_all(table, every_fold=False).held_out.rows) == len(table.labels) // FOLDS


def test_strangers_mean_intents_that_their_head_has_never_met():
    table = clouds()
    strangers = fit_all(table, every_fold=True).strangers
    met = strangers.scores.shape[1]
    assert table.intents - met > 0
    assert table.intents - met >= STRANGE_SHARE * table.intents
    assert strangers.scores[strangers.in_scope].max(axis=1).min() > strangers.scores[~strangers.in_scope].max()


def test_with_a_hundred_labelled_calls_out_of_scope_no_strangers_are_made():
    fits = fit_all(clouds(strays=100), every_fold=False)
    assert fits.strangers is None
    assert fits.held_out.none_scores is not None


def test_centroids_are_unit_mean_vectors_of_the_intents_alone():
    table = clouds(strays=10)
    means = centroids(table)
    assert means.shape == (8, 16)
    np.testing.assert_allclose(np.linalg.norm(means, axis=1), 1, rtol=1e-5)


def test_the_same_calls_are_held_out_and_scored_alike_every_time():
    one, two = (fit_all(clouds(), every_fold=False).held_out for _ in range(2))
    np.testing.assert_array_equal(one.scores, two.scores)
    np.testing.assert_array_equal(one.rows, two.rows)


@given(seed=st.integers(0, 500), intents=st.integers(LEAST_INTENTS_ALONE, 60), outliers=st.integers(0, 3))
def test_however_the_intents_lie_some_are_left_out_and_most_are_met(seed, intents, outliers):
    random = np.random.default_rng(seed)
    means = np.ones(8) + 0.05 * random.normal(size=(intents, 8))
    means[:outliers] = random.normal(size=(outliers, 8))
    met = _met((means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float32))
    assert 1 <= (~met).sum() <= max(1, intents // 2)


@pytest.mark.parametrize("each", [28, 32, 36, 44])
def test_held_out_calls_are_scored_by_the_kind_of_head_that_serves(each):
    table = clouds(intents=6, each=each)
    fits = fit_all(table, every_fold=True)
    final = transform(fits.design, table.reasons, table.vectors) @ fits.head[0] + fits.head[1]
    assert fits.held_out.scores.std() == pytest.approx(final.std(), rel=0.25)
