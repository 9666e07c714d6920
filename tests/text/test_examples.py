"""The labelled calls nearest in meaning."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from routing.text.examples import MOST_SHOWN, keep
from routing.text.model import Hypothesis
from training.calls import OUT_OF_SCOPE

VECTORS = arrays(np.float32, (20, 16), elements=st.floats(-1, 1, width=32)).map(
    lambda found: (found + 0.01) / np.linalg.norm(found + 0.01, axis=1, keepdims=True)
)


@settings(max_examples=60)
@given(vectors=VECTORS.filter(lambda found: np.isfinite(found).all()), row=st.integers(0, 19))
def test_cosines_are_those_of_the_vectors_to_two_digits_nearest_first(vectors, row):
    found = keep(vectors, [0] * 20, ["x"] * 20).nearest(vectors[row], 20)
    cosines = [cosine for _, cosine in found]
    np.testing.assert_allclose(cosines, [vectors[other] @ vectors[row] for other, _ in found], atol=0.02)
    assert cosines == sorted(cosines, reverse=True)
    assert cosines[0] >= 0.99


def test_the_nearest_to_a_labelled_call_is_that_call_itself(small_model, small_calls):
    for call in small_calls[::5]:
        first, *others = small_model.nearest(call.reason)
        assert (first.reason, first.intent) == (call.reason, call.intent)
        assert first.similarity == pytest.approx(1, abs=0.01)
        assert len(others) == MOST_SHOWN - 1


def test_calls_near_in_meaning_are_found_whatever_their_words(small_model):
    nearest = small_model.nearest("my bank card is missing since this morning")
    assert nearest[0].intent == "card_lost_or_stolen"


def test_a_call_out_of_scope_can_be_the_nearest(small_model):
    assert small_model.nearest("a pizza with olives")[0].intent == OUT_OF_SCOPE


def test_asking_for_the_nearest_changes_no_prediction(small_model):
    before = small_model.predict((Hypothesis("lost my pin"),)).probabilities.tolist()
    small_model.nearest("lost my pin")
    assert small_model.predict((Hypothesis("lost my pin"),)).probabilities.tolist() == before
