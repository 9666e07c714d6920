"""Variants of the linear head, by three-fold cross-validation on the sample bank's labelled calls."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from benchmarks import record
from routing.catalogue.read import read_catalogue
from routing.settings import Settings
from routing.text.encoder import Encoder
from training import features
from training.calls import read_calls
from training.encode import encode_all
from training.publish import CALLS


def heads() -> dict[str, tuple[int, Any]]:
    """Return the variants: directions of the sentence vector, and the classifier."""
    svc = {"class_weight": "balanced", "random_state": 0}
    return {
        "LinearSVC C=0.5, 384 dimensions": (384, LinearSVC(C=0.5, **svc)),
        "LinearSVC C=0.5, 128 directions": (128, LinearSVC(C=0.5, **svc)),
        "LinearSVC C=0.5, 128 directions, tolerance 0.1": (128, LinearSVC(C=0.5, tol=0.1, **svc)),
        "LinearSVC C=0.3, 128 directions, tolerance 0.1": (128, LinearSVC(C=0.3, tol=0.1, **svc)),
        "LinearSVC C=1, 128 directions, tolerance 0.1": (128, LinearSVC(C=1.0, tol=0.1, **svc)),
        "LinearSVC C=0.5, 64 directions, tolerance 0.1": (64, LinearSVC(C=0.5, tol=0.1, **svc)),
        "multinomial logistic regression, sentence vector alone": (0, LogisticRegression(C=10.0, max_iter=200)),
    }


def main() -> None:
    """Measure every variant and write the result."""
    settings = Settings()
    catalogue = read_catalogue(settings.catalogue)
    calls = [call for call in read_calls(settings.catalogue / CALLS, catalogue.intents) if call.in_scope]
    reasons = [call.reason for call in calls]
    labels = np.array([call.intent for call in calls])
    departments = np.array([catalogue.intents[intent].department for intent in labels])
    vectors = encode_all(Encoder(settings.encoder), reasons)
    figures = {}
    for name, (directions, head) in heads().items():
        found, seconds = cross_validated(reasons, vectors, labels, directions, head)
        placed = np.array([catalogue.intents[intent].department for intent in found])
        figures[name] = {
            "intent_accuracy": round(float((found == labels).mean()), 4),
            "department_accuracy": round(float((placed == departments).mean()), 4),
            "fit_s": round(seconds, 1),
        }
        print(name, figures[name], flush=True)
    record.write("head", {"calls": len(calls), "intents": len(set(labels)), "folds": 3, "heads": figures})


def cross_validated(
    reasons: list[str], vectors: NDArray[np.float32], labels: NDArray[np.str_], directions: int, head: Any
) -> tuple[NDArray[np.str_], float]:
    """Return the label found for each call by a head that had not seen it, and the mean seconds of one fit."""
    found, seconds = np.empty_like(labels), []
    for kept, held, train, test in folds(reasons, vectors, labels, directions):
        started = time.perf_counter()
        head.fit(train, labels[kept])
        seconds.append(time.perf_counter() - started)
        found[held] = head.predict(test)
    return found, float(np.mean(seconds))


def folds(
    reasons: list[str], vectors: NDArray[np.float32], labels: NDArray[np.str_], directions: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], Any, Any]]:
    """Yield rows to fit on, rows held out, and the features of both."""
    for kept, held in StratifiedKFold(3, shuffle=True, random_state=0).split(reasons, labels):
        if not directions:
            yield kept, held, vectors[kept], vectors[held]
            continue
        design = features.fit_features([reasons[row] for row in kept], vectors[kept], directions)
        yield kept, held, design.matrix, features.transform(design, [reasons[row] for row in held], vectors[held])


if __name__ == "__main__":
    main()
