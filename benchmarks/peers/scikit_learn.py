"""A plain baseline: TF-IDF of words and pairs of words under logistic regression."""

from __future__ import annotations

from collections.abc import Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from benchmarks.peers import measure

SETTINGS = "TfidfVectorizer of words and pairs, sublinear; LogisticRegression with C=10"


def fit(rows: Sequence[measure.Row]) -> measure.Answer:
    """Return the fitted baseline."""
    texts, labels = zip(*rows, strict=True)
    steps = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(C=10.0, max_iter=1000)
    ).fit(texts, labels)
    return lambda text: str(steps.predict([text])[0])


if __name__ == "__main__":
    measure.run(fit, SETTINGS, measure.version_of("scikit-learn"))
