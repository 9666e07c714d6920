"""Does this text mean any of the intents at all? Several weak signs, weighed by a logistic regression."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.text.features import words

SIGNALS = ("best_score", "margin", "entropy", "none_score", "nearest", "known_words", "tuned_nearest")

_TWO_LETTERS = re.compile("[a-z]{2}")


def signals(
    scores: NDArray[np.floating],
    none_score: NDArray[np.floating],
    probabilities: NDArray[np.floating],
    nearest: NDArray[np.floating],
    known_words: NDArray[np.floating],
    tuned_nearest: NDArray[np.floating],
) -> NDArray[np.float64]:
    """Return the signs of scope, in the order of `SIGNALS`, shape (texts, signals).

    Parameters
    ----------
    scores : shape (texts, intents)
        The head's scores of the intents.
    none_score : shape (texts,)
        The head's score of "none of these", learnt from out-of-scope calls; 0 if there were none.
    probabilities : shape (texts, intents)
        Softmax of `scores` at the model's temperature.
    nearest : shape (texts,)
        Cosine to the mean vector of the nearest intent, -1 to 1.
    known_words : shape (texts,)
        Share of the text's words that training has seen, 0 to 1.
    tuned_nearest : shape (texts,)
        Cosine to the nearest intent under a tuned encoder, -1 to 1; 0 without one.
    """
    ordered = np.sort(scores, axis=1)
    best = ordered[:, -1]
    margin = best - (ordered[:, -2] if scores.shape[1] > 1 else 0.0)
    entropy = -(probabilities * np.log(np.maximum(probabilities, 1e-12))).sum(axis=1)
    return np.column_stack([best, margin, entropy, none_score, nearest, known_words, tuned_nearest]).astype(np.float64)


def of_one(
    scores: NDArray[np.float32], temperature: float, nearest: float, known_words: float, tuned_nearest: float
) -> tuple[NDArray[np.float64], tuple[float, ...]]:
    """Return the softmax over the intents and the signs of scope of one text: what `softmax` and `signals` return of
    many, in a few steps.

    Parameters
    ----------
    scores : shape (intents + 1,)
        The head's scores, that of "none of these" last.
    """
    intents = scores[:-1].astype(np.float64)
    ordered = intents.copy()
    ordered.partition(-min(2, len(ordered)))
    best = float(ordered[-1])
    second = float(ordered[-2]) if len(ordered) > 1 else 0.0
    intents -= best
    intents /= temperature
    exponentials = np.exp(intents)
    total = float(exponentials.sum())
    exponentials /= total
    entropy = math.log(total) - float(exponentials @ intents)
    return exponentials, (best, best - second, entropy, float(scores[-1]), nearest, known_words, tuned_nearest)


@dataclass(frozen=True)
class Scope:
    """A fitted logistic regression over the signals: `probability = 1 / (1 + exp(-(signals @ weights + bias)))`."""

    weights: tuple[float, ...]
    bias: float

    def probability(self, found: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability that each text is in scope, shape (texts,)."""
        logit: NDArray[np.float64] = found @ np.array(self.weights) + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logit, -40.0, 40.0))))

    def probability_of_one(self, found: Sequence[float]) -> float:
        """Return the same for the signs of one text."""
        logit = sum([weight * sign for weight, sign in zip(self.weights, found, strict=True)]) + self.bias
        return 1.0 / (1.0 + math.exp(-min(max(logit, -40.0), 40.0)))


def has_words(text: str) -> bool:
    """Tell whether a normalised text holds at least one word of two letters of the Latin alphabet.

    A lone letter, digits, emoji and other scripts tell an English model nothing, whatever it answers.
    """
    if _TWO_LETTERS.search(text):
        return True
    return any(sum("a" <= letter <= "z" for letter in word) >= 2 for word in words(text))


def known_share(text: str, vocabulary: Mapping[str, int]) -> float:
    """Return the share of a normalised text's words that training has seen, 0 to 1."""
    found = words(text)
    return sum(word in vocabulary for word in found) / max(len(found), 1)
