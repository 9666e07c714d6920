"""The linear head: one score an intent, and one for "none of these"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.text.features import Vector

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Inputs:
    """What the head reads of one text: two sparse TF-IDF vectors and a unit sentence vector."""

    words: Vector
    characters: Vector
    sentence: Floats


@dataclass(frozen=True)
class LinearHead:
    """Weights of a linear classifier, split by the block of features they belong to.

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

    def scores(self, inputs: Inputs) -> Floats:
        """Return the distance from each class's boundary, shape (classes,); higher is likelier."""
        return (
            self.bias
            + _gather(self.words, inputs.words)
            + _gather(self.characters, inputs.characters)
            + inputs.sentence @ self.sentence
        )


def _gather(weights: NDArray[np.floating], vector: Vector) -> Floats:
    return vector.values @ weights[vector.columns].astype(np.float32, copy=False)


def softmax(scores: NDArray[np.floating], temperature: float) -> NDArray[np.float64]:
    """Return probabilities along the last axis; a temperature above 1 makes them more modest."""
    scaled = np.asarray(scores, dtype=np.float64) / temperature
    exponentials = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    probabilities: NDArray[np.float64] = exponentials / exponentials.sum(axis=-1, keepdims=True)
    return probabilities
