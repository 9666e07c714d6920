"""The words and phrases that spoke for the choice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.text.because import MOST_SHOWN, MOST_WORDS_IN_PHRASE, contrast, shares, weighed
from routing.text.features import Tfidf, character_ngrams, word_ngrams
from routing.text.head import LinearHead
from routing.text.negation import mark_denied
from routing.text.normalise import normalise
from routing.text.reading import Reader

FEWER = settings(max_examples=60)
WORDS = (
    "i",
    "have",
    "lost",
    "my",
    "card",
    "card,",
    "don't",
    "mortgage",
    "rate",
    "e-mail",
    "savings",
    "zebra",
    "-",
    "£",
)
ANYTHING = st.one_of(st.lists(st.sampled_from(WORDS)).map(" ".join), st.text(max_size=100))


def shown(text, weights):
    """Return what is shown of a text under a reader whose words and pairs weigh what is told, its pieces nothing."""
    rows = np.array([[weight, 0.0, 0.0] for weight in weights.values()], dtype=np.float32)
    nothing = np.empty((0, 3), dtype=np.float32)
    reader = Reader(
        Tfidf({gram: column for column, gram in enumerate(weights)}, np.ones(len(rows), np.float32), word_ngrams),
        Tfidf({}, np.empty(0, np.float32), character_ngrams),
        LinearHead(rows, nothing, nothing, np.zeros(3, np.float32)),
    )
    spans = weighed(reader.read(mark_denied(text)), np.array([1, -1, 0], dtype=np.float32))
    return {span.worded(text.split()).text: span.weight for span in spans}


def test_a_pair_that_weighs_by_itself_is_shown_as_a_phrase():
    found = shown("stop that direct debit now", {"direct": 1, "debit": 1, "direct debit": 2, "stop": 1})
    assert found == {"direct debit": 0.8, "stop": 0.2}


def test_a_pair_that_adds_little_leaves_its_words_apart_and_counts_for_the_stronger():
    assert shown("direct debit", {"direct": 2, "debit": 1, "direct debit": 0.25}) == pytest.approx(
        {"direct": 0.692, "debit": 0.308}, abs=0.001
    )


def test_a_word_that_does_not_count_itself_makes_no_phrase():
    assert set(shown("the card", {"the": 0.01, "card": 2, "the card": 1})) == {"card"}


def test_words_on_both_sides_of_a_mark_make_no_phrase():
    assert set(shown("direct, debit", {"direct": 1, "debit": 1, "direct debit": 2})) == {"direct", "debit"}


def test_a_phrase_grows_to_three_words_and_no_further():
    found = shown("one two six ten", {"one": 1, "two": 1, "six": 1, "ten": 1, "one two": 3, "two six": 2, "six ten": 1})
    assert set(found) == {"one two six", "ten"}


def test_a_word_said_twice_is_shown_once_with_all_its_weight():
    assert shown("card and card", {"card": 3, "card and": 1}) == {"card": 1.0}


def test_a_denied_phrase_says_so_once():
    found = shown("it is not direct debit", {"not_direct": 1, "not_debit": 1, "not_direct not_debit": 2})
    assert found == {"not direct debit": 1.0}


@FEWER
@given(text=ANYTHING, data=st.data())
def test_what_the_words_and_pairs_weigh_is_all_that_the_text_adds(small_model, text, data):
    chosen = data.draw(st.sets(st.sampled_from(small_model.intents), min_size=1, max_size=4))
    against = contrast(small_model.intents, sorted(chosen))
    reading = small_model.reader.read(mark_denied(normalise(text)))
    words, pairs = shares(reading, against)
    assert sum(words) + sum(pairs.values()) == pytest.approx(float(reading.scores() @ against), abs=1e-4)


@FEWER
@given(text=ANYTHING, data=st.data())
def test_reasons_given_are_words_of_the_text_strongest_first(small_model, text, data):
    chosen = data.draw(st.sets(st.sampled_from(small_model.intents), max_size=4))
    because = small_model.because(text, sorted(chosen))
    weights = [one.weight for one in because]
    assert all(one.text.removeprefix("not ") in normalise(text) for one in because)
    assert all(len(one.text.removeprefix("not ").split()) <= MOST_WORDS_IN_PHRASE for one in because)
    assert len(because) <= MOST_SHOWN
    assert weights == sorted(weights, reverse=True)
    assert all(0 <= weight <= 1 for weight in weights)
    assert sum(weights) <= 1 + 0.001 * MOST_SHOWN


@FEWER
@given(text=ANYTHING)
def test_reasons_asked_for_after_a_prediction_are_those_asked_for_alone(small_model, text):
    chosen = small_model.intents[:2]
    small_model.reader.read("something else in between")
    alone = small_model.because(text, chosen)
    small_model.reader.read(mark_denied(normalise(text)))
    assert small_model.because(text, chosen) == alone


def test_the_word_that_tells_the_intents_apart_weighs_most(small_model):
    because = small_model.because("hello I need the rate of my mortgage", ["mortgage_rate"])
    assert because[0].text == "mortgage"


@pytest.mark.parametrize("chosen", [(), ("no_such_intent",)])
def test_no_reason_is_given_for_intents_the_model_does_not_have(small_model, chosen):
    assert small_model.because("I have lost my card", chosen) == ()


def test_no_reason_is_given_when_every_intent_is_meant(small_model):
    assert small_model.because("I have lost my card", small_model.intents) == ()
