import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from routing.text.features import Vector
from routing.text.head import Inputs, LinearHead, softmax

FINITE = st.floats(-100, 100)
SCORES = arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 6)), elements=FINITE)
SMALL = st.integers(-8, 8).map(float)
GRAMS, DIMENSIONS, CLASSES = 7, 3, 4


def sparse(dense):
    columns = np.flatnonzero(dense)
    return Vector(columns, dense[columns].astype(np.float32))


@given(
    words=arrays(np.float16, (GRAMS, CLASSES), elements=SMALL),
    characters=arrays(np.float16, (GRAMS, CLASSES), elements=SMALL),
    sentence=arrays(np.float32, (DIMENSIONS, CLASSES), elements=SMALL),
    bias=arrays(np.float32, CLASSES, elements=SMALL),
    found=arrays(np.float32, 2 * GRAMS + DIMENSIONS, elements=SMALL),
)
def test_scores_are_those_of_one_linear_map_over_all_features(words, characters, sentence, bias, found):
    inputs = Inputs(sparse(found[:GRAMS]), sparse(found[GRAMS : 2 * GRAMS]), found[2 * GRAMS :])
    joined = np.vstack([words, characters, sentence]).astype(np.float64)
    scores = LinearHead(words, characters, sentence, bias).scores(inputs)
    np.testing.assert_allclose(scores, found @ joined + bias, atol=1e-4)


def test_a_text_without_known_ngrams_is_scored_by_its_sentence_vector_alone():
    head = LinearHead(np.ones((2, 2)), np.ones((2, 2)), np.eye(2, dtype=np.float32), np.array([0.5, 0.25]))
    nothing = sparse(np.zeros(2))
    scores = head.scores(Inputs(nothing, nothing, np.array([1.0, 2.0], dtype=np.float32)))
    np.testing.assert_allclose(scores, [1.5, 2.25])


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
