"""The text model: one reason in, one `Prediction` out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from routing.text import scope
from routing.text.encoder import Encoder
from routing.text.features import Tfidf, Vector, character_ngrams, words
from routing.text.head import Inputs, LinearHead, softmax
from routing.text.negation import MARK, mark_denied
from routing.text.normalise import normalise
from routing.text.sets import Sets
from routing.text.tuned import Tuned

REASONS_SHOWN = 5
LEAST_SHARE_SHOWN = 0.05
LEAST_LETTERS_SHOWN = 3


@dataclass(frozen=True)
class Weighed:
    """A word of the reason and how strongly it spoke for the chosen intents (its share of the score)."""

    text: str
    weight: float


@dataclass(frozen=True)
class Prediction:
    """What the model believes of one reason.

    Attributes
    ----------
    intents
        The intent ids, in the model's order.
    probabilities : shape (intents,)
        Of each intent; they sum to `in_scope`, not to 1: the rest is "none of these".
    in_scope
        Probability that the reason is any of the intents, 0 to 1.
    plausible
        The prediction set, likeliest first: if the reason is in scope, the right intent is among these as often as
        the model promises (`routing/text/sets.py`).
    """

    intents: tuple[str, ...]
    probabilities: NDArray[np.float64]
    in_scope: float
    plausible: tuple[str, ...] = ()

    def pairs(self) -> list[tuple[str, float]]:
        """Return each intent with its probability."""
        return list(zip(self.intents, self.probabilities.tolist(), strict=True))


def mixed(predictions: Sequence[Prediction], weights: Sequence[float] | NDArray[np.float64]) -> Prediction:
    """Return the mean of predictions of one model, weighed; the weights must not all be 0.

    What is plausible under any of them with a weight stays plausible.
    """
    shares = np.asarray(weights, dtype=np.float64) / np.sum(weights)
    probabilities = shares @ np.array([one.probabilities for one in predictions])
    intents = predictions[0].intents
    united = {name for one, share in zip(predictions, shares, strict=True) if share for name in one.plausible}
    return Prediction(
        intents=intents,
        probabilities=probabilities,
        in_scope=float(shares @ np.array([one.in_scope for one in predictions])),
        plausible=tuple(intents[i] for i in np.argsort(-probabilities, kind="stable") if intents[i] in united),
    )


@dataclass(frozen=True)
class Hypothesis:
    """One reading of what the caller said, with the recogniser's confidence in it (0 to 1)."""

    text: str
    confidence: float = 1.0


@dataclass(frozen=True)
class TextModel:
    """A fitted model. Every array may be memory-mapped and shared between processes; none is ever changed.

    Attributes
    ----------
    version
        Names the artefact it came from.
    intents
        Class labels of the head's columns, all but the last, which is "none of these".
    temperature
        Divides the scores before softmax; fitted on out-of-fold scores (Guo et al., 2017).
    sets
        Which intents are worth considering, with a promised coverage.
    tuned
        A second encoder, fine-tuned on the organisation's calls, whose scores are added; None without one.
    centroids : shape (intents, dimensions)
        Unit mean vector of each intent's labelled calls, for the distance to the nearest.
    """

    version: str
    intents: tuple[str, ...]
    encoder: Encoder
    words: Tfidf
    characters: Tfidf
    head: LinearHead
    temperature: float
    scope: scope.Scope
    sets: Sets
    centroids: NDArray[np.float32]
    tuned: Tuned | None = None

    def predict(self, hypotheses: Sequence[Hypothesis]) -> Prediction:
        """Return the mean belief over what the recogniser may have heard, weighed by its confidence.

        Parameters
        ----------
        hypotheses
            At least one. Confidences need not sum to 1; if all are 0 they count alike.
        """
        weights = np.array([hypothesis.confidence for hypothesis in hypotheses], dtype=np.float64)
        each = [self._predict_one(normalise(hypothesis.text)) for hypothesis in hypotheses]
        return mixed(each, weights if weights.any() else np.ones(len(weights)))

    def because(self, reason: str, intents: Sequence[str]) -> tuple[Weighed, ...]:
        """Return the words of `reason` that spoke most for `intents` and against all others: at most five, strongest
        first, none shorter than three letters.

        A word's weight is what it adds to the mean score of `intents` over the mean score of the rest, as a share of
        all positive weight (0 to 1): by itself, by its pieces, and by the pairs in which it is the stronger word. The
        sentence vector cannot be shared out among words and is left out.
        """
        text = mark_denied(normalise(reason))
        chosen = np.array([intent in intents for intent in self.intents])
        if not chosen.any() or chosen.all():
            return ()
        contrast = np.append(chosen / chosen.sum() - ~chosen / (~chosen).sum(), 0.0).astype(np.float32)
        weights = self._word_weights(text, contrast)
        positive = sum(weight for weight in weights.values() if weight > 0) or 1.0
        shares = {word: weight / positive for word, weight in weights.items() if len(word) >= LEAST_LETTERS_SHOWN}
        strongest = sorted(shares.items(), key=lambda item: -item[1])[:REASONS_SHOWN]
        return tuple(
            Weighed(word.replace(MARK, "not "), round(share, 3))
            for word, share in strongest
            if share >= LEAST_SHARE_SHOWN
        )

    def _word_weights(self, text: str, contrast: NDArray[np.float32]) -> dict[str, float]:
        weights: dict[str, float] = defaultdict(float)
        found = words(text)
        gains = _gains(self.words.transform(text), self.head.words, contrast)

        def gain(gram: str) -> float:
            return gains.get(self.words.vocabulary.get(gram, -1), 0.0)

        for word in set(found):
            weights[word] += gain(word)
        for one, two in set(pairwise(found)):
            weights[max(one, two, key=gain)] += gain(f"{one} {two}")
        character_gains = _gains(self.characters.transform(text), self.head.characters, contrast)
        pieces = {word: set(character_ngrams(word)) for word in set(found)}
        owned: dict[str, int] = defaultdict(int)
        for grams in pieces.values():
            for gram in grams:
                owned[gram] += 1
        for word, grams in pieces.items():
            for gram in grams:
                weights[word] += character_gains.get(self.characters.vocabulary.get(gram, -1), 0.0) / owned[gram]
        return weights

    def _predict_one(self, text: str) -> Prediction:
        if not scope.has_words(text):
            return Prediction(self.intents, np.full(len(self.intents), 0.0), 0.0)
        marked = mark_denied(text)
        inputs = Inputs(self.words.transform(marked), self.characters.transform(marked), self.encoder.encode(text))
        scores = self.head.scores(inputs)
        probabilities = by_head = softmax(scores[None, :-1], self.temperature)
        tuned_nearest = 0.0
        if self.tuned:
            cosines = self.tuned.cosines(text)
            tuned_nearest = float(cosines.max())
            probabilities = softmax(scores[None, :-1] / self.temperature + self.tuned.sharpness * cosines, 1.0)
        found = scope.signals(
            scores[None, :-1],
            scores[-1:],
            by_head,
            np.array([np.max(self.centroids @ inputs.sentence)]),
            np.array([scope.known_share(marked, self.words.vocabulary)]),
            np.array([tuned_nearest]),
        )
        in_scope = float(self.scope.probability(found)[0])
        plausible = tuple(self.intents[column] for column in self.sets.members(probabilities[0]))
        return Prediction(self.intents, in_scope * probabilities[0], in_scope, plausible)


def _gains(vector: Vector, weights: NDArray[np.floating], contrast: NDArray[np.float32]) -> dict[int, float]:
    gains = vector.values * (weights[vector.columns].astype(np.float32, copy=False) @ contrast)
    return dict(zip(vector.columns.tolist(), gains.tolist(), strict=True))
