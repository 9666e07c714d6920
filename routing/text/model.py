"""The text model: one reason in, one `Prediction` out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from routing.text import scope
from routing.text.because import Span, Weighed, contrast, weighed
from routing.text.cache import Recent
from routing.text.encoder import Encoder
from routing.text.examples import OUT_OF_SCOPE, Example, Examples
from routing.text.features import Tfidf
from routing.text.head import LinearHead
from routing.text.literal import Literal
from routing.text.manner import MannerHead
from routing.text.negation import mark_denied
from routing.text.normalise import normalise
from routing.text.reading import Reader
from routing.text.sets import Sets
from routing.text.tuned import Tuned

CONTRASTS_KEPT = 256


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
    manner
        How likely the caller shows each manner, 0.5 being where it counts (`routing/text/manner.py`); empty without a
        manner head, and for a text without words.
    """

    intents: tuple[str, ...]
    probabilities: NDArray[np.float64]
    in_scope: float
    plausible: tuple[str, ...] = ()
    manner: Mapping[str, float] = field(default_factory=dict)

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
    manners = dict.fromkeys(name for one in predictions for name in one.manner)
    return Prediction(
        intents=intents,
        probabilities=probabilities,
        in_scope=float(shares @ np.array([one.in_scope for one in predictions])),
        plausible=tuple(intents[i] for i in np.argsort(-probabilities, kind="stable") if intents[i] in united),
        manner={name: float(shares @ np.array([one.manner.get(name, 0.0) for one in predictions])) for name in manners},
    )


def _settled(prediction: Prediction, label: int, certainty: float) -> Prediction:
    """Return the prediction with at least `certainty` on one label, the rest shared out as it was before."""
    held = np.append(prediction.probabilities, 1.0 - prediction.in_scope)
    if held[label] >= certainty:
        return prediction
    held *= (1.0 - certainty) / (1.0 - held[label])
    held[label] = certainty
    named = prediction.intents[label : label + 1]
    plausible = (*named, *(intent for intent in prediction.plausible if intent not in named))
    return replace(prediction, probabilities=held[:-1], in_scope=float(1.0 - held[-1]), plausible=plausible)


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
    manner
        Hears how a caller speaks; None without one. It comes from elsewhere than the version, like the encoder.
    centroids : shape (intents, dimensions)
        Unit mean vector of each intent's labelled calls, for the distance to the nearest.
    examples, literal
        Labelled calls to show beside a reason, and what labelled calls mean word for word.
    predictions, reasons
        What is kept of reasons said before; nothing unless the process that serves says so.
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
    examples: Examples
    literal: Literal
    tuned: Tuned | None = None
    manner: MannerHead | None = None
    predictions: Recent[Prediction] = field(default_factory=lambda: Recent(0), compare=False)
    reasons: Recent[tuple[Span, ...]] = field(default_factory=lambda: Recent(0), compare=False)

    def predict(self, hypotheses: Sequence[Hypothesis]) -> Prediction:
        """Return the mean belief over what the recogniser may have heard, weighed by its confidence.

        Parameters
        ----------
        hypotheses
            At least one. Confidences need not sum to 1; if all are 0 they count alike.
        """
        each = [self._recalled(normalise(hypothesis.text)) for hypothesis in hypotheses]
        if len(each) == 1:
            return each[0]
        weights = np.array([hypothesis.confidence for hypothesis in hypotheses], dtype=np.float64)
        return mixed(each, weights if weights.any() else np.ones(len(weights)))

    def because(self, reason: str, intents: Sequence[str]) -> tuple[Weighed, ...]:
        """Return the words and phrases of `reason` that spoke most for `intents` and against all others.

        At most five, strongest first; how they are weighed is told in `routing/text/because.py`.
        """
        text = normalise(reason)
        spans = self.reasons.get((self.version, *intents, text), lambda: self._because(text, tuple(intents)))
        tokens = text.split()
        return tuple(span.worded(tokens) for span in spans)

    def forget(self) -> None:
        """Drop the words that this thread read last; to be called when a caller has been answered."""
        self.reader.forget()
        if self.manner:
            self.manner.forget()

    def nearest(self, reason: str) -> tuple[Example, ...]:
        """Return the labelled calls nearest in meaning to `reason`, at most five, nearest first.

        Takes some milliseconds for each ten thousand calls kept; for those who ask, not for every call.
        """
        found = self.examples.nearest(self.encoder.encode(normalise(reason)))
        names = (*self.intents, OUT_OF_SCOPE)
        return tuple(
            Example(self.examples.reasons[row], names[self.examples.labels[row]], round(cosine, 4))
            for row, cosine in found
        )

    def _because(self, text: str, intents: tuple[str, ...]) -> tuple[Span, ...]:
        against = self._contrasts(intents)
        return () if against is None else weighed(self.reader.read(mark_denied(text)), against)

    def _recalled(self, text: str) -> Prediction:
        return self.predictions.get((self.version, text), lambda: self._predict_one(text))

    def _predict_one(self, text: str) -> Prediction:
        """Return what the classifier believes of a normalised text, settled by a labelled call of the same words."""
        prediction, labelled = self._classified(text), self.literal.find(text)
        return prediction if labelled is None else _settled(prediction, *labelled)

    def _classified(self, text: str) -> Prediction:
        if not scope.has_words(text):
            return Prediction(self.intents, np.full(len(self.intents), 0.0), 0.0)
        reading = self.reader.read(mark_denied(text))
        vector = self.encoder.encode(text)
        found = vector @ self._sentence_weights
        scores = found[: len(self.head.bias)] + self.head.bias + reading.scores()
        nearest = float(found[len(self.head.bias) :].max())
        cosines = self.tuned.cosines(text) if self.tuned else None
        tuned_nearest = 0.0 if cosines is None else float(cosines.max())
        probabilities, signals = scope.of_one(scores, self.temperature, nearest, reading.known_share, tuned_nearest)
        if self.tuned and cosines is not None:
            probabilities = self.tuned.probabilities(scores[:-1], cosines)
        in_scope = self.scope.probability_of_one(signals)
        plausible = tuple(self.intents[column] for column in self.sets.members(probabilities))
        manner = self.manner.probabilities(text, vector) if self.manner else {}
        return Prediction(self.intents, in_scope * probabilities, in_scope, plausible, manner)

    @cached_property
    def reader(self) -> Reader:
        """What reads the words and pieces of a text; it keeps what it worked out for frequent words."""
        return Reader(self.words, self.characters, self.head)

    @cached_property
    def _sentence_weights(self) -> NDArray[np.float32]:
        """The head's part for the sentence vector, and the centroids, shape (dimensions, classes + intents)."""
        return np.hstack((self.head.sentence, self.centroids.T))

    @cached_property
    def _contrasts(self) -> Callable[[tuple[str, ...]], NDArray[np.float32] | None]:
        return lru_cache(CONTRASTS_KEPT)(partial(contrast, self.intents))  # no reference to this model: a swap frees it
