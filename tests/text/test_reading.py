"""The fast reading of a text gives the numbers of scikit-learn, whatever the text."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from routing.text import reading
from routing.text.features import Tfidf, character_ngrams, word_ngrams, words
from routing.text.head import LinearHead
from routing.text.reading import Reader

TEXTS = [
    "i have lost my card, my only card",
    "i can't find my card anywhere",
    "don't ask me, don't ask the card",
    "what is a pin and what is a card",
    "mortgage rate 4.5 % today",
    "the mortgage rate, please!",
    "an e-mail about the pin - my pin",
    "bananarama anana nana",
]
LABELS = [0, 0, 2, 1, 3, 3, 1, 2]
KNOWN = sorted({word for text in TEXTS for word in text.split()})
ANYTHING = st.one_of(
    st.text(max_size=80), st.lists(st.sampled_from([*KNOWN, "zebra", "-", "card?", "%"]), max_size=30).map(" ".join)
)


@pytest.fixture(scope="module")
def blocks():
    """Both blocks as scikit-learn fits them."""
    return [
        TfidfVectorizer(analyzer=cut, sublinear_tf=True, dtype=np.float32).fit(TEXTS)
        for cut in (word_ngrams, character_ngrams)
    ]


@pytest.fixture(scope="module")
def machine(blocks):
    """scikit-learn's linear classifier over both blocks."""
    return LinearSVC(random_state=0).fit(scipy.sparse.hstack([block.transform(TEXTS) for block in blocks]), LABELS)


@pytest.fixture(scope="module")
def make(blocks, machine):
    """Return a function that makes a reader over what scikit-learn fitted, its weights in a form of one's choice."""

    def make(form=np.float32):
        tfidf = [
            Tfidf(block.vocabulary_, block.idf_.astype(np.float32), cut)
            for block, cut in zip(blocks, (word_ngrams, character_ngrams), strict=True)
        ]
        weights = np.split(machine.coef_.T.astype(form), [len(tfidf[0].idf)])
        bias = machine.intercept_.astype(np.float32)
        return Reader(*tfidf, LinearHead(*weights, np.empty((0, len(bias)), dtype=np.float32), bias))

    return make


@pytest.fixture(scope="module")
def reader(make):
    return make()


def by_scikit_learn(blocks, machine, text):
    found = machine.decision_function(scipy.sparse.hstack([block.transform([text]) for block in blocks]))
    return found[0] - machine.intercept_


@settings(max_examples=300)
@given(text=ANYTHING)
def test_scores_equal_those_of_scikit_learn(reader, blocks, machine, text):
    np.testing.assert_allclose(reader.read(text).scores(), by_scikit_learn(blocks, machine, text), atol=1e-5)


@given(text=ANYTHING)
def test_scores_of_a_text_seen_for_the_first_time_equal_those_of_a_text_seen_before(make, reader, text):
    reader.read(text)
    reader.read("another text in between")
    np.testing.assert_allclose(make().read(text).scores(), reader.read(text).scores(), atol=1e-5)


@given(text=ANYTHING)
def test_weights_kept_in_half_precision_move_a_score_by_less_than_a_hundredth(make, reader, text):
    np.testing.assert_allclose(make(np.float16).read(text).scores(), reader.read(text).scores(), atol=0.01)


@given(text=ANYTHING)
def test_scores_stay_the_same_when_there_is_no_room_to_keep_anything(make, reader, text):
    cramped = make()
    cramped._used = len(cramped._rows)
    for _ in range(2):
        np.testing.assert_allclose(cramped.read(text).scores(), reader.read(text).scores(), atol=1e-5)
        cramped.read("another text in between")
    assert not cramped._tokens


@given(text=ANYTHING)
def test_the_known_share_is_that_of_the_words_in_the_vocabulary(reader, blocks, text):
    found = words(text)
    share = sum(word in blocks[0].vocabulary_ for word in found) / max(len(found), 1)
    assert reader.read(text).known_share == pytest.approx(share)


def test_only_words_that_training_has_seen_are_kept(make):
    reader = make()
    reader.read("my name is okafor, i lost my card, what a zebra! card.")
    assert set(reader._tokens) == {"my", "is", "i", "lost", "card,", "what", "a", "card."}


def test_rows_kept_never_grow_past_their_bound(make, monkeypatch):
    monkeypatch.setattr(reading, "KEPT_BYTES", 4 * 4 * 5)
    small = make()
    for text in TEXTS:
        small.read(text)
    assert len(small._rows) == small._used == 5


def test_many_threads_that_read_at_once_get_the_scores_of_one(make):
    texts = [f"{one} {two}" for one in KNOWN for two in KNOWN]
    alone, shared = make(), make()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: shared.read(text).scores(), texts))
    np.testing.assert_allclose(found, [alone.read(text).scores() for text in texts], atol=1e-5)
