from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from routing.text.features import (
    CHARACTER_NGRAMS,
    WORD_NGRAMS,
    WORD_PATTERN,
    Tfidf,
    character_ngrams,
    word_ngrams,
    words,
)
from routing.text.normalise import normalise

CORPUS = [
    "i have lost my card, my only card",
    "i can't find my card",
    "don't ask me, don't ask the card",
    "what is a pin",
    "mortgage rate 4.5 %",
    "a",
]
SENTENCES = st.lists(st.sampled_from(sorted({word for text in CORPUS for word in text.split()}))).map(" ".join)
TEXTS = st.one_of(st.text(), SENTENCES, st.text(alphabet="caritd' .\n")).map(normalise)


def native(analyzer, **options):
    """Return scikit-learn's own vectoriser for what `analyzer` names, without any of our code in it."""
    if analyzer == "word":
        options |= {"ngram_range": WORD_NGRAMS, "token_pattern": WORD_PATTERN}
    else:
        options |= {"ngram_range": CHARACTER_NGRAMS}
    return TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, **options)


CUTS = [("word", word_ngrams), ("char_wb", character_ngrams)]


@pytest.mark.parametrize(("analyzer", "cut"), CUTS)
@given(text=TEXTS)
def test_texts_are_cut_as_scikit_learn_cuts_them(analyzer, cut, text):
    assert Counter(cut(text)) == Counter(native(analyzer).build_analyzer()(text))


@pytest.mark.parametrize(("analyzer", "cut"), CUTS)
@given(text=TEXTS, more=st.lists(TEXTS, max_size=3))
def test_tfidf_by_hand_equals_scikit_learns(analyzer, cut, text, more):
    vectoriser = native(analyzer).fit(CORPUS + more)
    block = Tfidf(vectoriser.vocabulary_, vectoriser.idf_.astype(np.float32), cut)
    vector = block.transform(text)
    dense = np.zeros(len(block.idf))
    dense[vector.columns] = vector.values
    np.testing.assert_allclose(dense, vectoriser.transform([text]).toarray()[0], atol=1e-5)


@given(text=TEXTS)
def test_columns_ascend_and_the_vector_has_unit_length_or_is_empty(text):
    vectoriser = native("char_wb").fit(CORPUS)
    vector = Tfidf(vectoriser.vocabulary_, vectoriser.idf_.astype(np.float32), character_ngrams).transform(text)
    assert vector.columns.dtype == np.int64
    assert vector.values.dtype == np.float32
    assert (np.diff(vector.columns) > 0).all()
    assert np.linalg.norm(vector.values) == pytest.approx(1.0 if len(vector.columns) else 0.0, abs=1e-5)


def test_a_text_of_unknown_words_has_an_empty_vector():
    vector = Tfidf({"card": 0}, np.ones(1, dtype=np.float32), word_ngrams).transform("nothing of the kind")
    assert vector.columns.tolist() == []
    assert vector.values.tolist() == []


def test_the_weight_of_a_word_is_one_plus_the_logarithm_of_its_count_times_its_rarity():
    block = Tfidf({"card": 0, "lost": 1}, np.array([1.0, 2.0], dtype=np.float32), word_ngrams)
    vector = block.transform("card card card lost")
    weights = np.array([1 + np.log(3), 2.0])
    np.testing.assert_allclose(vector.values, weights / np.linalg.norm(weights), rtol=1e-6)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("don't pay", ["don't", "pay"]),
        ("card, pin and i", ["card", "pin", "and", "i"]),
        ("the caller's card'", ["the", "caller's", "card"]),
        ("50 pounds", ["50", "pounds"]),
        ("!?…", []),
        ("", []),
    ],
)
def test_words_are_runs_of_letters_and_digits_with_their_apostrophe(text, found):
    assert words(text) == found
