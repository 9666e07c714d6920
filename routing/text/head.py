"""The linear head: one score an intent, and one for "none of these"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class LinearHead:
    """Weights of a linear classifier, split by the block of features they belong to.

    The score of a class is its bias plus what each block adds: `Reading.scores` for the two sparse ones.

    Attributes
    ----------
    words, characters : shape (n-grams, classes), float16 or float32
        May be memory-mapped; only the rows of the text's own n-grams are read.
    sentence : shape (dimensions, classes), float32
        Already multiplied by the scale that training gave the sentence vector.
    bias : shape (classes,), float32
    """

    words: NDArray[np.floating]
    characters: NDArray[np.floating]
    sentence: Floats
    bias: Floats


def softmax(scores: NDArray[np.floating], temperature: float) -> NDArray[np.float64]:
    """Return probabilities along the last axis; a temperature above 1 makes them more modest."""
    scaled = np.asarray(scores, dtype=np.float64) / temperature
    exponentials = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    probabilities: NDArray[np.float64] = exponentials / exponentials.sum(axis=-1, keepdims=True)
    return probabilities
