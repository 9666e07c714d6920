import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.text.head import softmax
from routing.text.normalise import normalise
from routing.text.scope import SIGNALS, Scope, has_words, of_one, signals

OTHER_SCRIPTS = st.text(alphabet=st.sampled_from("жцюαβψ銀行カードابجאבג한국ขคง०१२0123456789🙂💳❤.,!?-% \n"))


def test_signals_agree_with_the_sum_on_paper():
    found = signals(
        scores=np.array([[1.0, 4.0, 2.5], [0.0, 0.0, 0.0]]),
        none_score=np.array([-1.0, 2.0]),
        probabilities=np.array([[0.0, 1.0, 0.0], [0.5, 0.25, 0.25]]),
        nearest=np.array([0.75, 0.125]),
        known_words=np.array([1.0, 0.5]),
        tuned_nearest=np.array([0.25, 0.0]),
    )
    expected = {
        "best_score": [4.0, 0.0],
        "margin": [1.5, 0.0],
        "entropy": [0.0, 1.5 * np.log(2)],
        "none_score": [-1.0, 2.0],
        "nearest": [0.75, 0.125],
        "known_words": [1.0, 0.5],
        "tuned_nearest": [0.25, 0.0],
    }
    np.testing.assert_allclose(found, np.column_stack([expected[name] for name in SIGNALS]), atol=1e-12)


def test_the_margin_of_a_lone_intent_is_its_score():
    one = np.ones(1)
    found = signals(np.array([[3.0]]), one, np.array([[1.0]]), one, one, one)
    assert found[0, SIGNALS.index("margin")] == 3.0


@given(
    scores=st.lists(st.floats(-5, 5, width=32), min_size=2, max_size=8),
    temperature=st.floats(0.05, 5),
    nearest=st.floats(-1, 1),
    known=st.floats(0, 1),
    tuned=st.floats(-1, 1),
)
def test_signals_and_probability_of_one_text_are_those_of_many(scores, temperature, nearest, known, tuned):
    row = np.array([scores], dtype=np.float32)
    probabilities = softmax(row[:, :-1], temperature)
    found = signals(row[:, :-1], row[:, -1], probabilities, *(np.array([value]) for value in (nearest, known, tuned)))
    one, signs = of_one(row[0], temperature, nearest, known, tuned)
    scope = Scope((0.5, -1.0, 2.0, 1.5, -3.0, 0.25, 0.75), 0.1)
    np.testing.assert_allclose(one, probabilities[0], atol=1e-9)
    np.testing.assert_allclose(signs, found[0], atol=1e-6)
    assert scope.probability_of_one(signs) == pytest.approx(scope.probability(found)[0])


@pytest.mark.parametrize(("signal", "probability"), [(0.0, 0.5), (np.log(3), 0.75), (-np.log(3), 0.25)])
def test_probability_is_that_of_a_logistic_regression(signal, probability):
    scope = Scope((1.0, 0.0), 0.0)
    np.testing.assert_allclose(scope.probability(np.array([[signal, 7.0]])), [probability])


@given(found=st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=2), bias=st.floats(-10, 10))
def test_probability_stays_between_none_and_one_however_extreme_the_signals(found, bias):
    (probability,) = Scope((3.0, -2.0), bias).probability(np.array([found]))
    assert 0 <= probability <= 1


@pytest.mark.parametrize("text", ["ok", "lost card", "потерял my карту", "don't", "4 pm", "ﬁ", "ｌｏｓｔ", "so… 🙂"])
def test_two_latin_letters_in_one_word_are_a_word(text):
    assert has_words(normalise(text))


@pytest.mark.parametrize(
    "text",
    ["", "a", "I", "x y z", "k.", "1234", "4 5 6", "🙂🙂", "!?", "銀行", "потерял карту", "कार्ड", "a 1 b 2 c", "é"],
)
def test_lone_letters_digits_emoji_and_other_scripts_are_no_words(text):
    assert not has_words(normalise(text))


@given(text=OTHER_SCRIPTS)
def test_no_text_without_latin_letters_has_words(text):
    assert not has_words(normalise(text))
