"""Feature matrices for fitting: scikit-learn's TF-IDF over the very n-grams that serving cuts, and sentence vectors.

The head is fitted on 128 directions of the sentence vectors instead of all 384: the same accuracy in 60 % of the time
(`docs/decisions/004-head.md`). The projection is linear, so it is folded into the weights and serving never sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from routing.errors import BadCalls
from routing.text.features import Tfidf, character_ngrams, word_ngrams
from routing.text.negation import mark_denied
from routing.text.normalise import normalise

SENTENCE_SCALE = 1.5
FEW_SCALE = 5.5
DIRECTIONS = 128
LEAST_TEXTS_PER_NGRAM = 2
MOST_NGRAMS = {word_ngrams: 50_000, character_ngrams: 100_000}


@dataclass(frozen=True)
class Design:
    """The joined feature matrix of some texts, and what it was made with.

    Attributes
    ----------
    projection : shape (dimensions, directions)
        Takes a sentence vector to the columns it has in the matrix.
    """

    words: Tfidf
    characters: Tfidf
    projection: NDArray[np.float32]
    matrix: scipy.sparse.csr_matrix


def prepared(reason: str) -> str:
    """Return the text that TF-IDF reads of a reason, as `TextModel` prepares it."""
    return mark_denied(normalise(reason))


def fit_features(
    reasons: Sequence[str],
    vectors: NDArray[np.float32],
    directions: int = DIRECTIONS,
    prepare: Callable[[str], str] = prepared,
    scale: float = SENTENCE_SCALE,
) -> Design:
    """Learn both vocabularies and return the matrix (texts, word n-grams + character n-grams + directions).

    Of each kind the commonest n-grams are learnt, up to `MOST_NGRAMS`: a served model of 300 intents is then 90 MB at
    most, whatever the number of calls. The sentence vectors count `scale` times as much as each of the two blocks.
    """
    texts = [prepare(reason) for reason in reasons]
    blocks, matrices = [], []
    for cut in (word_ngrams, character_ngrams):
        vectoriser = TfidfVectorizer(
            analyzer=cut,
            sublinear_tf=True,
            min_df=LEAST_TEXTS_PER_NGRAM,
            max_features=MOST_NGRAMS[cut],
            dtype=np.float32,
        )
        try:
            matrices.append(vectoriser.fit_transform(texts))
        except ValueError:
            raise BadCalls(
                f"expected calls that share words, found no word in {LEAST_TEXTS_PER_NGRAM} of them; add more calls"
            ) from None
        vocabulary = {str(gram): int(column) for gram, column in vectoriser.vocabulary_.items()}
        blocks.append(Tfidf(vocabulary, vectoriser.idf_.astype(np.float32), cut))
    words, characters = blocks
    projection = scale * _directions(vectors, directions)
    return Design(words, characters, projection, _join(matrices[0], matrices[1], vectors @ projection))


def transform(
    design: Design,
    reasons: Sequence[str],
    vectors: NDArray[np.float32],
    prepare: Callable[[str], str] = prepared,
) -> scipy.sparse.csr_matrix:
    """Return the matrix of other texts under the vocabularies of `design`."""
    texts = [prepare(reason) for reason in reasons]
    return _join(_rows(design.words, texts), _rows(design.characters, texts), vectors @ design.projection)


def _directions(vectors: NDArray[np.float32], most: int) -> NDArray[np.float32]:
    """Return the directions in which the vectors spread most, shape (dimensions, at most `most`)."""
    rank = min(most, *vectors.shape)
    decomposition = TruncatedSVD(rank, algorithm="randomized", random_state=0).fit(vectors)
    return np.asarray(decomposition.components_.T, dtype=np.float32)


def _rows(block: Tfidf, texts: Sequence[str]) -> scipy.sparse.csr_matrix:
    each = [block.transform(text) for text in texts]
    ends = np.cumsum([0, *(len(vector.columns) for vector in each)])
    columns = np.concatenate([vector.columns for vector in each])
    values = np.concatenate([vector.values for vector in each])
    return scipy.sparse.csr_matrix((values, columns, ends), shape=(len(texts), len(block.idf)))


def _join(
    words: scipy.sparse.spmatrix, characters: scipy.sparse.spmatrix, sentences: NDArray[np.float32]
) -> scipy.sparse.csr_matrix:
    return scipy.sparse.hstack([words, characters, scipy.sparse.csr_matrix(sentences)], format="csr")
