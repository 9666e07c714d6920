"""Fit a text model: features, linear head, temperature, scope score.

Temperature and scope are fitted on scores of calls that the head had not seen. One of five folds gives such scores
for one call in five, which is plenty for eight numbers, in a fifth of the time that all five folds would take.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import joblib
import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

from routing.errors import BadCalls
from routing.text import literal
from routing.text.encoder import Encoder
from routing.text.head import LinearHead, softmax
from routing.text.model import TextModel
from routing.text.normalise import normalise
from routing.text.scope import Scope, known_share, signals
from training.calls import OUT_OF_SCOPE, LabelledCall
from training.encode import encode_all
from training.examples import kept_examples
from training.features import Design, fit_features, prepared, transform

REGULARISATION_C = 0.5
TOLERANCE = 0.1
FOLDS = 5
LEAST_CALLS_PER_INTENT = 5
LEAST_OUT_OF_SCOPE = 20
SEED = 0


@dataclass(frozen=True)
class HeldOut:
    """What the model would have said of calls it was not fitted on."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]
    nearest: NDArray[np.float32]
    known_words: NDArray[np.float32]


@dataclass(frozen=True)
class Fitted:
    """A text model and what was measured on held-out calls while fitting it."""

    model: TextModel
    metrics: dict[str, float]


def fit(
    calls: Sequence[LabelledCall],
    encoder: Encoder,
    version: str,
    stage: Callable[[str, float], None] = lambda name, done: None,
) -> Fitted:
    """Return a model fitted on labelled calls.

    Parameters
    ----------
    calls
        Each with an intent; at least 5 of each intent, two intents, and 20 with the intent `out_of_scope`.
    encoder
        Makes the sentence vectors; the model is bound to it.
    version
        Name of the model version.
    stage
        Told the name of the step under way and its share done, 0 to 1.

    Raises
    ------
    BadCalls
        There are too few calls of some intent.
    """
    _check(calls)
    reasons = [call.reason for call in calls]
    vectors = encode_all(encoder, reasons, lambda done: stage("encoding", done / len(reasons)))
    intents = tuple(sorted({call.intent for call in calls if call.in_scope}))
    classes = (*intents, OUT_OF_SCOPE)
    labels = np.array([classes.index(call.intent) for call in calls])

    stage("fitting", 0.0)
    design, (weights, bias), held_out = _fit_all(reasons, vectors, labels, lambda done: stage("fitting", done))
    stage("calibrating", 0.0)
    temperature = _temperature(held_out.scores[:, :-1], labels[held_out.rows])
    scope, found = _scope(held_out, labels[held_out.rows] < len(intents), temperature)
    model = TextModel(
        version=version,
        intents=intents,
        encoder=encoder,
        words=design.words,
        characters=design.characters,
        head=_served(design, weights, bias),
        temperature=temperature,
        scope=scope,
        centroids=_centroids(vectors, labels),
        examples=kept_examples(reasons, vectors, labels),
        literal=literal.learn([normalise(reason) for reason in reasons], labels.tolist()),
    )
    stage("calibrating", 1.0)
    return Fitted(model, _metrics(held_out, labels[held_out.rows], scope.probability(found)))


def _check(calls: Sequence[LabelledCall]) -> None:
    counts: dict[str, int] = {}
    for call in calls:
        if not call.intent:
            raise BadCalls(f"expected an intent for every call, found none for {call.reason[:60]!r}; label it")
        counts[call.intent] = counts.get(call.intent, 0) + 1
    spare = counts.pop(OUT_OF_SCOPE, 0)
    if spare < LEAST_OUT_OF_SCOPE:
        raise BadCalls(
            f"expected at least {LEAST_OUT_OF_SCOPE} calls with the intent {OUT_OF_SCOPE}, found {spare}; add some"
        )
    few = [f"{intent} ({count})" for intent, count in sorted(counts.items()) if count < LEAST_CALLS_PER_INTENT]
    if few:
        raise BadCalls(
            f"expected at least {LEAST_CALLS_PER_INTENT} calls of each intent, found fewer of {', '.join(few)}; "
            "add some"
        )
    if len(counts) < 2:
        raise BadCalls(f"expected calls of at least two intents, found {len(counts)}")


def _fit_all(
    reasons: Sequence[str], vectors: NDArray[np.float32], labels: NDArray[np.int64], advance: Callable[[float], None]
) -> tuple[Design, tuple[NDArray[np.float64], NDArray[np.float64]], HeldOut]:
    """Fit the final head and, beside it on the other core, the heads that score held-out calls."""
    design = fit_features(reasons, vectors)
    fold = next(StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(reasons, labels))
    jobs = [joblib.delayed(_head)(design.matrix, labels), joblib.delayed(_score_fold)(reasons, vectors, labels, *fold)]
    done: list[Any] = []
    for result in joblib.Parallel(n_jobs=-1, return_as="generator")(jobs):
        done.append(result)
        advance(len(done) / len(jobs))
    final, held_out = done
    return design, final, held_out


def _head(
    matrix: scipy.sparse.csr_matrix, labels: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    machine = LinearSVC(C=REGULARISATION_C, class_weight="balanced", tol=TOLERANCE, random_state=SEED).fit(
        matrix, labels
    )
    return machine.coef_.T, machine.intercept_


def _served(design: Design, weights: NDArray[np.float64], bias: NDArray[np.float64]) -> LinearHead:
    """Return the fitted head as serving reads it: split by block, the projection of sentence vectors folded in."""
    words, characters, directions = np.split(weights, np.cumsum([len(design.words.idf), len(design.characters.idf)]))
    return LinearHead(
        words=words.astype(np.float16),
        characters=characters.astype(np.float16),
        sentence=(design.projection @ directions).astype(np.float32),
        bias=bias.astype(np.float32),
    )


def _score_fold(
    reasons: Sequence[str],
    vectors: NDArray[np.float32],
    labels: NDArray[np.int64],
    kept: NDArray[np.int64],
    held: NDArray[np.int64],
) -> HeldOut:
    design = fit_features([reasons[row] for row in kept], vectors[kept])
    weights, bias = _head(design.matrix, labels[kept])
    texts = [reasons[row] for row in held]
    scores = transform(design, texts, vectors[held]) @ weights + bias
    nearest = (vectors[held] @ _centroids(vectors[kept], labels[kept]).T).max(axis=1)
    known = [known_share(prepared(text), design.words.vocabulary) for text in texts]
    return HeldOut(held, scores.astype(np.float32), nearest, np.array(known, dtype=np.float32))


def _centroids(vectors: NDArray[np.float32], labels: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the unit mean vector of each intent, shape (intents, dimensions); the last label is "none of these"."""
    means = np.array([vectors[labels == label].mean(axis=0) for label in range(labels.max())])
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), dtype=np.float32)


def _temperature(scores: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """Return the temperature with the least negative log-likelihood on held-out calls in scope."""
    rows = labels < scores.shape[1]

    def loss(log_temperature: float) -> float:
        p = softmax(scores[rows], np.exp(log_temperature))
        return float(-np.log(np.maximum(p[np.arange(rows.sum()), labels[rows]], 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-5, 3), method="bounded").x))


def _scope(held_out: HeldOut, in_scope: NDArray[np.bool_], temperature: float) -> tuple[Scope, NDArray[np.float64]]:
    intents = held_out.scores[:, :-1]
    found = signals(
        intents, held_out.scores[:, -1], softmax(intents, temperature), held_out.nearest, held_out.known_words
    )
    steps = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)).fit(found, in_scope)
    scaler, regression = steps[0], steps[1]
    weights = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - weights @ scaler.mean_)
    return Scope(tuple(float(weight) for weight in weights), bias), found


def _metrics(held_out: HeldOut, labels: NDArray[np.int64], scope: NDArray[np.float64]) -> dict[str, float]:
    in_scope = labels < held_out.scores.shape[1] - 1
    right = held_out.scores[in_scope, :-1].argmax(axis=1) == labels[in_scope]
    return {
        "held_out_calls": len(labels),
        "held_out_intent_accuracy": round(float(right.mean()), 4),
        "held_out_scope_auroc": round(float(roc_auc_score(in_scope, scope)), 4),
    }
