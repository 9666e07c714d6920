import numpy as np
import pytest
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from training import solver
from training.solver import FEW_CALLS_PER_INTENT, fit_head, likeliest, with_every_call

CLASSES, FEATURES = 12, 40


def rows(count, seed=0):
    """Return rows scattered around one direction a class, and their labels; a few lie across the border."""
    chance = np.random.default_rng(seed)
    middles = np.random.default_rng(99).normal(size=(CLASSES, FEATURES))
    labels = np.concatenate([np.arange(CLASSES), chance.integers(CLASSES, size=count - CLASSES)])
    found = middles[labels] + chance.normal(scale=1.6, size=(count, FEATURES))
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return scipy.sparse.csr_matrix(found.astype(np.float32)), labels


def right(head, matrix, labels):
    weights, bias = head
    return float(((matrix @ weights + bias).argmax(axis=1) == labels).mean())


@pytest.mark.parametrize(
    ("size", "every_call"),
    [
        ((16_000, 150), True),
        ((10_000, 77), True),
        ((50_000, 100), True),
        ((50_001, 100), False),
        ((300_000, 301), False),
    ],
)
def test_the_solver_is_chosen_by_rows_times_intents(size, every_call):
    assert with_every_call(*size) == every_call


def test_up_to_that_size_the_head_is_that_of_linear_svc_on_every_call():
    matrix, labels = rows(FEW_CALLS_PER_INTENT * CLASSES)
    machine = LinearSVC(C=0.5, class_weight="balanced", tol=0.1, random_state=0).fit(matrix, labels)
    weights, bias = fit_head(matrix, labels)
    np.testing.assert_array_equal(weights, machine.coef_.T)
    np.testing.assert_array_equal(bias, machine.intercept_)


def test_with_few_calls_an_intent_the_head_is_that_of_softmax_regression():
    matrix, labels = rows(FEW_CALLS_PER_INTENT * CLASSES - 1)
    machine = LogisticRegression(class_weight="balanced", tol=1e-3, max_iter=1000).fit(matrix.astype(float), labels)
    weights, bias = fit_head(matrix, labels)
    np.testing.assert_allclose(weights, machine.coef_.T, atol=1e-6)
    np.testing.assert_allclose(bias, machine.intercept_, atol=1e-6)


@pytest.mark.parametrize("few", [0, FEW_CALLS_PER_INTENT])
@pytest.mark.parametrize("every_call_up_to", [solver.EVERY_CALL_UP_TO, 0])
@settings(max_examples=5)
@given(seed=st.integers(0, 1000))
def test_fitting_on_weighted_rows_is_fitting_on_the_repeated_ones(few, every_call_up_to, seed):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver, "TOLERANCE", 1e-7)
        patch.setattr(solver, "FEW_TOLERANCE", 1e-9)
        patch.setattr(solver, "FEW_CALLS_PER_INTENT", few)
        patch.setattr(solver, "EVERY_CALL_UP_TO", every_call_up_to)
        matrix, labels = rows(60, seed)
        counts = np.random.default_rng(seed).integers(1, 5, size=60)
        repeated = np.repeat(np.arange(60), counts)
        folded = fit_head(matrix, labels, counts.astype(float))
        unfolded = fit_head(matrix[repeated], labels[repeated])
    for one, other in zip(folded, unfolded, strict=True):
        np.testing.assert_allclose(one, other, atol=2e-4)


def test_a_text_labelled_in_two_ways_is_taken_for_what_more_callers_meant():
    matrix = scipy.sparse.csr_matrix(np.eye(3, dtype=np.float32)[[0, 0, 1, 2]])
    labels = np.array([0, 1, 1, 0])
    for counts in ([9, 2, 2, 2], [2, 9, 2, 2]):
        weights, bias = fit_head(matrix, labels, np.array(counts, dtype=float))
        scores = (matrix[0] @ weights + bias)[0]
        assert scores.shape == (2,)
        assert (scores[0] > scores[1]) == (counts[0] > counts[1])


def test_above_that_size_the_head_is_as_good_though_it_sees_a_part_of_the_rows(monkeypatch):
    matrix, labels = rows(3000)
    unseen, meant = rows(3000, seed=1)
    whole = right(fit_head(matrix, labels), unseen, meant)
    monkeypatch.setattr(solver, "EVERY_CALL_UP_TO", 0)
    monkeypatch.setattr(solver, "RIVALS", 4)
    monkeypatch.setattr(solver, "FEWEST_OTHERS", 100)
    told = []
    head = fit_head(matrix, labels, advance=told.append)
    assert right(head, unseen, meant) >= whole - 0.01 > 0.5
    assert told == [4 / 12, 8 / 12, 1.0]


def test_the_same_rows_give_the_same_head_on_any_number_of_processes(monkeypatch):
    monkeypatch.setattr(solver, "EVERY_CALL_UP_TO", 0)
    monkeypatch.setattr(solver, "RIVALS", 4)
    matrix, labels = rows(500)
    for one, two in zip(fit_head(matrix, labels, n_jobs=1), fit_head(matrix, labels, n_jobs=2), strict=True):
        np.testing.assert_array_equal(one, two)


def test_the_rivals_of_a_row_are_the_classes_whose_means_are_nearest():
    matrix, labels = rows(200)
    found = likeliest(matrix, labels, np.ones(200), 3)
    dense = matrix.toarray()
    means = np.array([dense[labels == label].mean(axis=0) for label in range(CLASSES)])
    cosines = dense @ (means / np.linalg.norm(means, axis=1, keepdims=True)).T
    np.testing.assert_array_equal(np.sort(found, axis=1), np.sort(np.argsort(-cosines, axis=1)[:, :3], axis=1))
