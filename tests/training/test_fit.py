import numpy as np
import pytest

from routing.errors import BadCalls
from routing.text.model import Hypothesis
from training.calls import OUT_OF_SCOPE, LabelledCall
from training.fit import LEAST_CALLS_PER_INTENT, LEAST_OUT_OF_SCOPE, fit


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


ENOUGH = some(OUT_OF_SCOPE, LEAST_OUT_OF_SCOPE)


@pytest.mark.parametrize(
    ("calls", "fault"),
    [
        ([], "at least two intents, found 0"),
        (some("one", 5) + some("two", 5) + ENOUGH[:-1], "no call with the intent out_of_scope or at least 5, found 4"),
        (
            some("one", 5) + some("two", 5) + some("three", 5),
            "at least 5 calls with the intent out_of_scope, found none",
        ),
        (some("one", 5) + some("two", 4) + ENOUGH, r"of each intent, found fewer of two \(4\); add some"),
        (some("b", 1) + some("a", 2) + ENOUGH, r"found fewer of a \(2\), b \(1\); add some"),
        (some("one", 50) + ENOUGH, "at least two intents, found 1"),
        (ENOUGH, "at least two intents, found 0"),
        (some("one", 5) + some("two", 4) * 9 + ENOUGH, r"of each intent, found fewer of two \(4\); add some"),
        ([LabelledCall("a gas bill", "", "cards"), *ENOUGH], "an intent for every call, found none for 'a gas bill'"),
    ],
)
def test_too_few_calls_are_refused_before_anything_is_fitted(calls, fault):
    with pytest.raises(BadCalls, match=fault):
        fit(calls, Untouched(), "none")


def test_the_fewest_calls_that_are_accepted_can_be_fitted(encoder):
    calls = some("lost", LEAST_CALLS_PER_INTENT) + some("mortgage", LEAST_CALLS_PER_INTENT) + ENOUGH
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


def test_of_few_calls_every_one_is_held_out_once(small_fit, small_calls):
    assert small_fit.metrics["held_out_calls"] == len(small_calls)
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


def test_without_calls_out_of_scope_the_model_still_knows_what_is_strange_to_it(small_calls, encoder):
    inside = [call for call in small_calls if call.in_scope]
    model = fit(inside, encoder, "alone").model
    own, strange = (
        np.mean([model.predict((Hypothesis(call.reason),)).in_scope for call in small_calls if call.in_scope == side])
        for side in (True, False)
    )
    assert own > 0.8 > 0.6 > strange


def test_the_promised_share_of_calls_has_its_intent_among_the_plausible(small_fit, small_calls):
    inside = [call for call in small_calls if call.in_scope]
    found = [call.intent in small_fit.model.predict((Hypothesis(call.reason),)).plausible for call in inside]
    assert np.mean(found) >= small_fit.model.sets.coverage


def test_where_calls_are_few_an_intent_is_known_by_its_name_too(small_calls, encoder):
    names = {"pin_forgotten": "zwickel", "branch_hours": "opening hours"}
    without, named = (fit(small_calls, encoder, "named", names=given).model for given in (None, names))
    pin = named.intents.index("pin_forgotten")
    before, after = (model.predict((Hypothesis("zwickel"),)).probabilities[pin] for model in (without, named))
    assert after > 0.9 > before
