"""Fit the linear head by the means that suit its size.

With few calls an intent, one softmax regression over all intents; above, one classifier an intent against all others.
Up to `EVERY_CALL_UP_TO` rows times intents, each intent is told apart from every other row (`LinearSVC`). Above that,
from the rows that it could be mistaken for, its rivals, and from a sample of the others that stands for the rest. The
loss and the solver are the same; the work grows with the rows instead of the rows times the intents. What that costs
in accuracy, and what was tried beside it: `docs/decisions/009-a-million-calls.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import joblib
import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

REGULARISATION_C = 0.5
TOLERANCE = 0.1
FEW_TOLERANCE = 1e-3
SEED = 0
EVERY_CALL_UP_TO = 5_000_000
FEW_CALLS_PER_INTENT = 30
RIVALS = 20
FEWEST_OTHERS = 1000
OTHERS_SHARE = 1 / 50
_ROWS_AT_ONCE = 10_000
_CLASSES_AT_ONCE = 4

Solver = Literal["few", "every call", "rivals"]
Head = tuple[NDArray[np.floating], NDArray[np.floating]]


def solver_for(labels: NDArray[np.int64]) -> Solver:
    """Return what suits labels from 0 up: "few", "every call" or "rivals"."""
    if few_calls(labels):
        return "few"
    return "every call" if with_every_call(len(labels), int(labels.max()) + 1) else "rivals"


def few_calls(labels: NDArray[np.int64]) -> bool:
    """Tell whether there are so few rows a class that softmax regression does better (`docs/decisions/004-head.md`)."""
    return len(labels) < FEW_CALLS_PER_INTENT * (int(labels.max()) + 1)


def with_every_call(rows: int, classes: int) -> bool:
    """Tell whether a head of that size is fitted on every row for every class; otherwise on rivals and a sample."""
    return rows * classes <= EVERY_CALL_UP_TO


def fit_head(
    matrix: scipy.sparse.csr_matrix,
    labels: NDArray[np.int64],
    weights: NDArray[np.float64] | None = None,
    solver: Solver | None = None,
    n_jobs: int = 1,
    advance: Callable[[float], None] = lambda done: None,
) -> Head:
    """Return the weights, shape (features, classes), and the bias, shape (classes,), of a linear head.

    Parameters
    ----------
    matrix : shape (rows, features)
    labels : shape (rows,)
        0 to classes - 1, each at least once.
    weights : shape (rows,)
        How many calls a row stands for; 1 each by default. Classes are balanced by their sums.
    solver
        Which to use; None for the one that suits the rows.
    n_jobs
        Processes for the larger sizes, -1 for one a core; a head of every call is fitted by one.
    advance
        Told the share done, 0 to 1.
    """
    counted = np.ones(len(labels)) if weights is None else np.asarray(weights, dtype=np.float64)
    solver = solver or solver_for(labels)
    if solver == "few":
        machine = LogisticRegression(class_weight="balanced", tol=FEW_TOLERANCE, max_iter=1000)
        machine.fit(matrix.astype(np.float64), labels, sample_weight=counted)
        advance(1.0)
        return _of_each_class(machine)
    if solver == "every call":
        machine = LinearSVC(C=REGULARISATION_C, class_weight="balanced", tol=TOLERANCE, random_state=SEED)
        machine.fit(matrix, labels, sample_weight=counted)
        advance(1.0)
        return _of_each_class(machine)
    return against_rivals(matrix, labels, counted, min(RIVALS, int(labels.max()) + 1), n_jobs, advance)


def _of_each_class(machine: LinearSVC | LogisticRegression) -> Head:
    if len(machine.coef_) == 1:  # of two classes scikit-learn gives the second only
        return np.hstack([-machine.coef_.T, machine.coef_.T]), np.hstack([-machine.intercept_, machine.intercept_])
    return machine.coef_.T, machine.intercept_


def against_rivals(
    matrix: scipy.sparse.csr_matrix,
    labels: NDArray[np.int64],
    weights: NDArray[np.float64],
    most: int,
    n_jobs: int = 1,
    advance: Callable[[float], None] = lambda done: None,
) -> Head:
    """Return a head whose classes are told apart from the rows that have them among their `most` likeliest ones."""
    classes = int(labels.max()) + 1
    rivals = likeliest(matrix, labels, weights, most)
    head = np.empty((matrix.shape[1], classes), dtype=np.float32)
    bias = np.empty(classes, dtype=np.float32)
    groups = [range(start, min(start + _CLASSES_AT_ONCE, classes)) for start in range(0, classes, _CLASSES_AT_ONCE)]
    fitted = joblib.Parallel(n_jobs=n_jobs, return_as="generator", pre_dispatch="n_jobs")(
        joblib.delayed(_fit_group)(matrix, labels, weights, rivals, group) for group in groups
    )
    for group, (columns, biases) in zip(groups, fitted, strict=True):
        head[:, group.start : group.stop], bias[group.start : group.stop] = columns, biases
        advance(group.stop / classes)
    return head, bias


def likeliest(
    matrix: scipy.sparse.csr_matrix, labels: NDArray[np.int64], weights: NDArray[np.float64], most: int
) -> NDArray[np.int16]:
    """Return for each row the `most` classes whose mean rows are nearest by cosine, shape (rows, most), unordered."""
    classes = int(labels.max()) + 1
    shares = scipy.sparse.csr_matrix(
        (weights.astype(np.float32), (labels, np.arange(len(labels)))), shape=(classes, len(labels))
    )
    means = (shares @ matrix).toarray()
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    directions = np.ascontiguousarray(means.T)
    found = np.empty((len(labels), most), dtype=np.int16)
    for start in range(0, len(labels), _ROWS_AT_ONCE):
        cosines = matrix[start : start + _ROWS_AT_ONCE] @ directions
        found[start : start + _ROWS_AT_ONCE] = np.argpartition(-cosines, most - 1, axis=1)[:, :most]
    return found


def _fit_group(
    matrix: scipy.sparse.csr_matrix,
    labels: NDArray[np.int64],
    weights: NDArray[np.float64],
    rivals: NDArray[np.int16],
    group: range,
) -> Head:
    total, classes = weights.sum(), int(labels.max()) + 1
    columns = np.empty((matrix.shape[1], len(group)), dtype=np.float32)
    bias = np.empty(len(group), dtype=np.float32)
    for place, label in enumerate(group):
        own = labels == label
        rows, counted = _told_apart(own, (rivals == label).any(axis=1), weights, label)
        counted[own[rows]] *= total / (classes * weights[own].sum())
        machine = LinearSVC(C=REGULARISATION_C, tol=TOLERANCE, random_state=SEED)
        machine.fit(matrix[rows], own[rows], sample_weight=counted)
        columns[:, place], bias[place] = machine.coef_[0], machine.intercept_[0]
    return columns, bias


def _told_apart(
    own: NDArray[np.bool_], near: NDArray[np.bool_], weights: NDArray[np.float64], label: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the rows one class is fitted on, ascending, and their weights.

    They are its own rows, the rows it is a rival for, and a sample of the others whose weight is that of all others.
    """
    others = np.flatnonzero(~(own | near))
    many = min(len(others), max(FEWEST_OTHERS, round(len(own) * OTHERS_SHARE)))
    sample = np.random.default_rng([SEED, label]).choice(others, many, replace=False)
    rows = np.sort(np.concatenate([np.flatnonzero(own | near), sample]))
    counted = weights.copy()
    if many:
        counted[sample] *= weights[others].sum() / weights[sample].sum()
    return rows, counted[rows]
