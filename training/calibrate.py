"""From held-out scores to probabilities that mean what they say: temperature, scope and prediction sets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from routing.text.head import softmax
from routing.text.scope import SIGNALS, Scope, signals
from routing.text.sets import Sets, conformal
from training.heldout import HeldOut

COVERAGE = 0.95
TUNED_SHARE = 0.5
LEAST_OUT_OF_SCOPE_SHARE = 0.05


@dataclass(frozen=True)
class Sharpness:
    """What scores are multiplied by before softmax.

    Attributes
    ----------
    alone
        For the linear head's scores by themselves: one over the temperature (Guo et al., 2017).
    head, tuned
        For the head's scores and the cosines of a tuned encoder when they are added; without one, `alone` and 0.
    """

    alone: float
    head: float
    tuned: float

    def probabilities(self, held_out: HeldOut) -> NDArray[np.float64]:
        """Return probabilities of the intents, shape (rows, intents); each row sums to 1."""
        logits = self.head * held_out.scores.astype(np.float64)
        return softmax(logits if held_out.tuned is None else logits + self.tuned * held_out.tuned, 1.0)


@dataclass(frozen=True)
class Calibration:
    """What turns scores into a prediction, and what was measured of it on held-out calls."""

    sharpness: Sharpness
    scope: Scope
    sets: Sets
    metrics: dict[str, float]


def calibrate(held_out: HeldOut, strangers: HeldOut | None, out_of_scope: float) -> Calibration:
    """Return the calibration that fits held-out calls best.

    Parameters
    ----------
    strangers
        Held-out calls of which some mean intents that the head had never met; only where labelled out-of-scope calls
        are too few to learn from.
    out_of_scope
        Share of calls that are out of scope, as far as is known, 0 to 1.
    """
    sharpness = sharpest(held_out)
    inside = held_out.in_scope
    probabilities = sharpness.probabilities(held_out)[inside]
    labels = held_out.labels[inside]
    scope, auroc = _scope(held_out, strangers, sharpness, max(out_of_scope, LEAST_OUT_OF_SCOPE_SHARE))
    metrics = {
        "held_out_calls": len(held_out.labels),
        "held_out_intent_accuracy": round(float((probabilities.argmax(axis=1) == labels).mean()), 4),
        "held_out_scope_auroc": round(auroc, 4),
    }
    return Calibration(sharpness, scope, conformal(probabilities[np.arange(len(labels)), labels], COVERAGE), metrics)


def sharpest(held_out: HeldOut) -> Sharpness:
    """Return the sharpness with the least negative log-likelihood on held-out calls in scope.

    The head and a tuned encoder are each made as sharp as they should be by themselves, then added in shares that are
    fixed, since there may be few calls to learn them from, and the sum is made as sharp as it should be.
    """
    known = held_out.part(held_out.in_scope)
    alone = _sharpest(known.scores, known.labels)
    if known.tuned is None:
        return Sharpness(alone, alone, 0.0)
    head, tuned = (1 - TUNED_SHARE) * alone, TUNED_SHARE * _sharpest(known.tuned, known.labels)
    both = _sharpest(head * known.scores + tuned * known.tuned, known.labels)
    return Sharpness(alone, both * head, both * tuned)


def _sharpest(scores: NDArray[np.floating], labels: NDArray[np.int64]) -> float:
    """Return what to multiply scores by.

    One call more than there are, labelled at random, keeps the likelihood finite when all are right (Platt, 1999).
    """
    rows = np.arange(len(labels))

    def loss(logarithm: float) -> float:
        logs = np.log(np.maximum(softmax(scores, np.exp(-logarithm)), 1e-12))
        return float(-(logs[rows, labels].sum() + logs.mean()) / len(rows))

    return float(np.exp(minimize_scalar(loss, bounds=(-4.0, 5.0), method="bounded").x))


def _scope(
    held_out: HeldOut, strangers: HeldOut | None, sharpness: Sharpness, out_of_scope: float
) -> tuple[Scope, float]:
    """Fit the scope on labelled out-of-scope calls; where they are too few, on strangers beside them."""
    found, inside = _signals(held_out, sharpness), held_out.in_scope
    if strangers:
        found = np.vstack([found[~inside], _signals(strangers, sharpness)])
        # A tuned encoder knows every intent, and the head that met the strangers has no score for "none of these".
        found[:, [SIGNALS.index("tuned_nearest"), SIGNALS.index("none_score")]] = 0.0
        inside = np.append(inside[~inside], strangers.in_scope)
    weights = np.where(inside, (1 - out_of_scope) / inside.sum(), out_of_scope / (~inside).sum()) * len(inside)
    steps = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    steps.fit(found, inside, logisticregression__sample_weight=weights)
    scaler, regression = steps[0], steps[1]
    slopes = regression.coef_[0] / scaler.scale_
    scope = Scope(tuple(map(float, slopes)), float(regression.intercept_[0] - slopes @ scaler.mean_))
    return scope, float(roc_auc_score(inside, scope.probability(found)))


def _signals(held_out: HeldOut, sharpness: Sharpness) -> NDArray[np.float64]:
    nothing = np.zeros(len(held_out.labels))
    return signals(
        held_out.scores,
        nothing if held_out.none_scores is None else held_out.none_scores,
        softmax(held_out.scores, 1 / sharpness.alone),
        held_out.cosines.max(axis=1),
        held_out.known_words,
        nothing if held_out.tuned is None else held_out.tuned.max(axis=1),
    )
