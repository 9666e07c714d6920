import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.calibrate import Sharpness, calibrate, sharpest
from training.heldout import HeldOut


def held_out(scores, labels, tuned=None, none_scores=None):
    """Held-out calls whose other signs of scope say nothing."""
    scores = np.asarray(scores, dtype=np.float32)
    rows = np.arange(len(scores))
    return HeldOut(rows, np.asarray(labels), scores, none_scores, scores * 0, np.ones(len(scores)), tuned)


@pytest.mark.parametrize(("right", "wrong"), [(3, 1), (9, 1), (99, 1), (20, 0)])
def test_the_confidence_is_the_share_that_is_right_counting_one_call_more_labelled_at_random(right, wrong):
    calls = held_out(np.tile([1.0, 0.0], (right + wrong, 1)), [0] * right + [1] * wrong)
    confidence = sharpest(calls).probabilities(calls)[0, 0]
    assert confidence == pytest.approx((right + 0.5) / (right + wrong + 1), abs=1e-3)


@given(factor=st.floats(0.2, 5))
def test_scores_of_another_scale_give_the_same_probabilities(factor):
    scores = np.array([[2, 0, 1], [0, 3, 0], [1, 0, 2], [0, 2, 1]], dtype=np.float32)
    plain, scaled = held_out(scores, [0, 1, 0, 1]), held_out(factor * scores, [0, 1, 0, 1])
    np.testing.assert_allclose(sharpest(plain).probabilities(plain), sharpest(scaled).probabilities(scaled), atol=0.01)


def test_calls_out_of_scope_do_not_change_the_sharpness():
    scores = [[1, 0], [1, 0], [1, 0], [1, 0], [9, 0], [0, 9]]
    everything, inside = held_out(scores, [0, 0, 0, 1, 2, 2]), held_out(scores[:4], [0, 0, 0, 1])
    assert sharpest(everything) == sharpest(inside)


def test_each_kind_of_scores_weighs_as_much_as_it_tells():
    random = np.random.default_rng(0)
    labels = random.integers(0, 4, 400)
    noise, told = random.normal(size=(400, 4)), np.eye(4)[labels] + 0.5 * random.normal(size=(400, 4))
    found = sharpest(held_out(noise, labels, tuned=told))
    assert found.tuned > 10 * found.head


def test_the_sum_of_both_kinds_is_as_sure_as_it_is_right():
    random = np.random.default_rng(0)
    labels = random.integers(0, 4, 2000)
    one, two = (np.eye(4)[labels] + random.normal(size=(2000, 4)) for _ in range(2))
    calls = held_out(one, labels, tuned=two)
    probabilities = sharpest(calls).probabilities(calls)
    assert probabilities.max(axis=1).mean() == pytest.approx((probabilities.argmax(axis=1) == labels).mean(), abs=0.02)


def test_scores_of_both_kinds_are_added():
    calls = held_out([[1.0, 0.0]], [0], tuned=np.array([[0.0, 1.0]]))
    np.testing.assert_allclose(Sharpness(9.0, 2.0, 2.0).probabilities(calls), [[0.5, 0.5]])


def some_calls(strange_score):
    random = np.random.default_rng(1)
    inside = np.eye(3)[random.integers(0, 3, 300)] * 2 + 0.1 * random.normal(size=(300, 3))
    outside = strange_score + 0.1 * random.normal(size=(60, 3))
    return held_out(np.vstack([inside, outside]), np.append(inside.argmax(axis=1), np.full(60, 3)))


def test_what_is_out_of_scope_is_learnt_from_labelled_calls():
    found = calibrate(some_calls(0.0), None, 60 / 360)
    assert found.metrics["held_out_scope_auroc"] == 1.0


def test_what_is_out_of_scope_is_learnt_from_strangers_where_no_call_is_labelled_so():
    labelled = some_calls(0.0)
    inside = labelled.part(labelled.in_scope)
    assert calibrate(inside, labelled, 0.0).metrics["held_out_scope_auroc"] == 1.0
