import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from routing.text.head import softmax

FINITE = st.floats(-100, 100)
SCORES = arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 6)), elements=FINITE)


@pytest.mark.parametrize(
    ("scores", "temperature", "probabilities"),
    [
        ([0.0, np.log(3)], 1.0, [0.25, 0.75]),
        ([0.0, np.log(9)], 2.0, [0.25, 0.75]),
        ([0.0, np.log(3)], 0.5, [0.1, 0.9]),
        ([5.0, 5.0, 5.0, 5.0], 1.0, [0.25] * 4),
        ([1e6, -1e6], 1e-3, [1.0, 0.0]),
        ([7.0], 1.0, [1.0]),
    ],
)
def test_softmax_agrees_with_the_sum_on_paper(scores, temperature, probabilities):
    np.testing.assert_allclose(softmax(np.array(scores), temperature), probabilities)


@given(scores=SCORES, temperature=st.floats(0.01, 20))
def test_probabilities_of_each_text_sum_to_one(scores, temperature):
    probabilities = softmax(scores, temperature)
    assert (probabilities >= 0).all()
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)


@given(scores=SCORES, low=st.floats(0.1, 5), more=st.floats(0, 5))
def test_a_higher_temperature_is_never_surer(scores, low, more):
    assert (softmax(scores, low + more).max(axis=1) <= softmax(scores, low).max(axis=1) + 1e-12).all()
