import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import BadCalls
from routing.text.model import Hypothesis
from training.calls import OUT_OF_SCOPE, LabelledCall
from training.fit import LEAST_CALLS_PER_INTENT, LEAST_OUT_OF_SCOPE, _temperature, fit


class Untouched:
    """An encoder that is never asked for anything."""


class Listener:
    """Keeps what it is told of the steps."""

    def __init__(self):
        self.told = []

    def __call__(self, name, done):
        self.told.append((name, done))


def some(intent, count):
    return [LabelledCall(f"{intent} call number {number}", intent) for number in range(count)]


PLENTY = some(OUT_OF_SCOPE, LEAST_OUT_OF_SCOPE)


@pytest.mark.parametrize(
    ("calls", "fault"),
    [
        ([], f"at least {LEAST_OUT_OF_SCOPE} calls with the intent out_of_scope, found 0"),
        (some("one", 5) + some("two", 5) + PLENTY[:-1], "out_of_scope, found 19; add some"),
        (some("one", 5) + some("two", 4) + PLENTY, r"of each intent, found fewer of two \(4\); add some"),
        (some("b", 1) + some("a", 2) + PLENTY, r"found fewer of a \(2\), b \(1\); add some"),
        (some("one", 50) + PLENTY, "at least two intents, found 1"),
        (PLENTY, "at least two intents, found 0"),
        (some("one", 5) + some("two", 4) * 9 + PLENTY, r"of each intent, found fewer of two \(4\); add some"),
        ([LabelledCall("a gas bill", "", "cards"), *PLENTY], "an intent for every call, found none for 'a gas bill'"),
    ],
)
def test_too_few_calls_are_refused_before_anything_is_fitted(calls, fault):
    with pytest.raises(BadCalls, match=fault):
        fit(calls, Untouched(), "none")


def test_the_fewest_calls_that_are_accepted_can_be_fitted(encoder):
    calls = some("lost", LEAST_CALLS_PER_INTENT) + some("mortgage", LEAST_CALLS_PER_INTENT) + PLENTY
    model = fit(calls, encoder, "least").model
    prediction = model.predict((Hypothesis("mortgage call"),))
    assert model.intents == ("lost", "mortgage")
    assert prediction.probabilities[1] > prediction.probabilities[0]


def test_the_model_has_the_intents_of_the_calls_in_order_and_none_for_out_of_scope(small_fit, small_calls):
    assert small_fit.model.intents == tuple(sorted({call.intent for call in small_calls} - {OUT_OF_SCOPE}))
    assert small_fit.model.version == "small"


def test_the_calls_it_learnt_from_are_understood(small_fit, small_calls):
    inside = [call for call in small_calls if call.in_scope]
    predictions = [small_fit.model.predict((Hypothesis(call.reason),)) for call in inside]
    found = [one.intents[one.probabilities.argmax()] for one in predictions]
    assert np.mean([one == call.intent for one, call in zip(found, inside, strict=True)]) >= 0.95


def test_calls_out_of_scope_are_believed_less_than_calls_in_scope(small_fit, small_calls):
    inside, outside = (
        np.mean([small_fit.model.predict((Hypothesis(c.reason),)).in_scope for c in small_calls if c.in_scope == side])
        for side in (True, False)
    )
    assert inside > 0.7 > 0.3 > outside


def test_centroids_are_the_unit_mean_vectors_of_each_intents_calls(small_fit, small_calls, encoder):
    model = small_fit.model
    assert model.centroids.shape == (len(model.intents), 384)
    np.testing.assert_allclose(np.linalg.norm(model.centroids, axis=1), 1, atol=1e-5)
    pins = [encoder.encode(call.reason.lower()) for call in small_calls if call.intent == "pin_forgotten"]
    own = model.centroids[model.intents.index("pin_forgotten")]
    np.testing.assert_allclose(own, np.mean(pins, axis=0) / np.linalg.norm(np.mean(pins, axis=0)), atol=1e-5)


def test_what_was_measured_was_measured_on_a_fifth_of_the_calls(small_fit, small_calls):
    assert small_fit.metrics["held_out_calls"] == len(small_calls) // 5
    assert 0.6 <= small_fit.metrics["held_out_intent_accuracy"] <= 1
    assert 0.6 <= small_fit.metrics["held_out_scope_auroc"] <= 1


def test_the_same_calls_give_the_same_model_and_every_step_is_told(small_fit, small_calls, encoder):
    listener = Listener()
    again = fit(small_calls, encoder, "small", listener)
    assert again.metrics == small_fit.metrics
    assert again.model.temperature == small_fit.model.temperature
    assert again.model.scope == small_fit.model.scope
    np.testing.assert_array_equal(again.model.head.words, small_fit.model.head.words)
    np.testing.assert_array_equal(again.model.head.sentence, small_fit.model.head.sentence)
    assert list(dict.fromkeys(name for name, _ in listener.told)) == ["encoding", "fitting", "calibrating"]
    for step in ("encoding", "fitting", "calibrating"):
        shares = [done for name, done in listener.told if name == step]
        assert shares == sorted(shares)
        assert shares[-1] == 1.0


@pytest.mark.parametrize(
    ("right", "wrong", "temperature"),
    [
        (3, 1, 1 / np.log(3)),
        (9, 1, 1 / np.log(9)),
        (99, 1, 1 / np.log(99)),
    ],
)
def test_the_temperature_makes_the_confidence_the_share_that_is_right(right, wrong, temperature):
    scores = np.tile(np.array([1.0, 0.0], dtype=np.float32), (right + wrong, 1))
    labels = np.array([0] * right + [1] * wrong)
    assert _temperature(scores, labels) == pytest.approx(temperature, rel=1e-3)


@given(factor=st.floats(0.2, 5))
def test_the_temperature_grows_with_the_scale_of_the_scores(factor):
    scores = factor * np.array([[2, 0, 1], [0, 3, 0], [1, 0, 2], [0, 2, 1]], dtype=np.float32)
    assert _temperature(scores, np.array([0, 1, 0, 1])) == pytest.approx(
        factor * _temperature(scores / factor, np.array([0, 1, 0, 1])), rel=1e-2
    )


def test_calls_out_of_scope_do_not_change_the_temperature():
    scores = np.array([[1, 0], [1, 0], [1, 0], [1, 0], [9, 0], [0, 9]], dtype=np.float32)
    labels = np.array([0, 0, 0, 1, 2, 2])
    assert _temperature(scores, labels) == pytest.approx(1 / np.log(3), rel=1e-3)
