"""Near-duplicates among labelled calls: repeats that teach nothing, or that let a test be passed by memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from routing.text.normalise import normalise
from training.calls import LabelledCall

ALIKE = 0.85
_ROWS_AT_ONCE = 2000


@dataclass(frozen=True)
class Pair:
    """Two calls in nearly the same words, and their cosine over pieces of 3 to 5 characters, 0 to 1."""

    one: LabelledCall
    other: LabelledCall
    alike: float


def near_duplicates(
    calls: Sequence[LabelledCall], others: Sequence[LabelledCall] | None = None, alike: float = ALIKE
) -> list[Pair]:
    """Return pairs of calls at least `alike`, most alike first: within `calls`, or between `calls` and `others`."""
    beside = calls if others is None else others
    texts = [" ".join(normalise(call.reason).split()) for call in (*calls, *(others or ()))]
    matrix = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), use_idf=False, dtype=np.float32).fit_transform(texts)
    left, right = matrix[: len(calls)], matrix[len(texts) - len(beside) :]
    pairs = []
    for start in range(0, left.shape[0], _ROWS_AT_ONCE):
        near = (left[start : start + _ROWS_AT_ONCE] @ right.T).tocoo()
        for row, column, cosine in zip(near.row + start, near.col, near.data, strict=True):
            if cosine >= alike and (others is not None or row < column):
                pairs.append(Pair(calls[row], beside[column], round(float(np.clip(cosine, 0, 1)), 3)))
    return sorted(pairs, key=lambda pair: (-pair.alike, pair.one.reason, pair.other.reason))
