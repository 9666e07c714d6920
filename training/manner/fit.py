"""Fit the manner head: one linear classifier over all manners and "none", and one bar a manner.

The bars are chosen on scores of calls that the head had not seen: as low as the share of ordinary calls and
look-alikes that may raise a false alarm allows. Danger may raise most, as missing it costs most.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from routing.catalogue.read import read_catalogue
from routing.domain.manner import Manner, said_outright
from routing.errors import BadCalls, BadReason
from routing.text.encoder import Encoder
from routing.text.head import LinearHead
from routing.text.manner import MannerHead, margins
from routing.text.normalise import check, normalise
from routing.text.stretches import stretches
from training.calls import csv_rows, read_calls, refuse
from training.encode import encode_all
from training.features import Design, fit_features, transform
from training.publish import CALLS as LABELLED

Ordinary = tuple[list[str], NDArray[np.float32] | None]

CALLS = Path(__file__).parent / "calls.csv"
NONE = "none"
MANNERS = tuple(manner.value for manner in Manner if manner is not Manner.CONCERN)
LABELS = (*MANNERS, NONE)
REGULARISATION_C = 10.0
FOLDS = 5
MOST_ROUNDS = 1000
MOST_ORDINARY = 1500
FALSE_ALARMS = {"danger": 0.03, "abuse": 0.01, "distress": 0.015, "confusion": 0.015, "person": 0.015}
FALSE_CONCERN = 0.1


@dataclass(frozen=True)
class MannerCall:
    """What a caller said, and the manner it was said in: a value of `Manner`, or "none"."""

    reason: str
    manner: str


@dataclass(frozen=True)
class FittedManner:
    """A manner head, and for each manner the share heard and the share of "none" taken for it, cross-validated."""

    head: MannerHead
    metrics: dict[str, dict[str, float]]


def read_manner_calls(path: Path) -> list[MannerCall]:
    """Return the calls of a CSV file with the columns `reason` and `manner`.

    Raises
    ------
    BadCalls
        The file cannot be read, lacks a column, or holds rows that cannot be used; the first ten are named.
    """
    rows = csv_rows(path, "reason and manner", lambda found: {"reason", "manner"} <= set(found), "calls by manner")
    calls = [(line, MannerCall(row["reason"] or "", row["manner"] or "")) for line, row in rows]
    refuse([f"{path.name}:{line}: {fault}" for line, call in calls if (fault := _fault(call))])
    return [call for _, call in calls]


def ordinary_reasons(folder: Path) -> list[str]:
    """Return reasons that a catalogue's callers give in no special manner, and the stretches of the long ones.

    They teach the head how callers ramble. Those for the front desk are left out, as many only want a person, and so
    are those out of scope and those whose own words say a manner.
    """
    catalogue = read_catalogue(folder)
    calls = read_calls(folder / LABELLED, catalogue.intents, catalogue.departments)
    departments = {intent.id: intent.department for intent in catalogue.intents.values()}
    found = [
        call.reason
        for call in calls
        if call.in_scope
        and (call.department or departments[call.intent]) != catalogue.front_desk.id
        and not said_outright(call.reason)
    ]
    kept = found[:: max(1, len(found) // MOST_ORDINARY)]
    return [text for reason in kept for text in (reason, *stretches(normalise(reason))[:2])]


def fit(calls: Sequence[MannerCall], encoder: Encoder, ordinary: Sequence[str] = ()) -> FittedManner:
    """Return the head fitted on `calls`; the same calls always give the same head.

    Parameters
    ----------
    ordinary
        More reasons in no special manner to learn from. They choose no bar: they are easier than look-alikes.

    Raises
    ------
    BadCalls
        There are fewer calls of some manner than folds.
    """
    counts = Counter(call.manner for call in calls)
    few = [f"{label} ({counts[label]})" for label in LABELS if counts[label] < FOLDS]
    if few:
        raise BadCalls(f"expected at least {FOLDS} calls of each manner, found fewer of {', '.join(few)}; add some")
    reasons = [call.reason for call in calls]
    labels = np.array([LABELS.index(call.manner) for call in calls])
    vectors, more = encode_all(encoder, reasons), (list(ordinary), encode_all(encoder, ordinary) if ordinary else None)
    held_out = held_out_margins(reasons, vectors, labels, more)
    unmarked = held_out[labels == len(MANNERS)]
    bars = np.array([_bar(unmarked[:, column], FALSE_ALARMS[manner]) for column, manner in enumerate(MANNERS)])
    concern_bar = _bar(unmarked[:, MANNERS.index(Manner.DANGER)], FALSE_CONCERN)
    design, weights, bias = _fitted(reasons, vectors, labels, more)
    words, characters, directions = np.split(weights, np.cumsum([len(design.words.idf), len(design.characters.idf)]))
    linear = LinearHead(
        words=words.astype(np.float16),
        characters=characters.astype(np.float16),
        sentence=(design.projection @ directions).astype(np.float32),
        bias=bias.astype(np.float32),
    )
    head = MannerHead(MANNERS, design.words, design.characters, linear, bars, concern_bar, encoder.sha256)
    return FittedManner(head, _metrics(held_out > bars, labels))


def held_out_margins(
    reasons: Sequence[str], vectors: NDArray[np.float32], labels: NDArray[np.int64], ordinary: Ordinary = ([], None)
) -> NDArray[np.float64]:
    """Return each manner's margin by a head that had not seen the call, shape (calls, manners)."""
    found = np.empty((len(labels), len(MANNERS)))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for learnt, left in folds.split(vectors, labels):
        design, weights, bias = _fitted([reasons[i] for i in learnt], vectors[learnt], labels[learnt], ordinary)
        scores = transform(design, [reasons[i] for i in left], vectors[left], normalise) @ weights + bias
        found[left] = margins(scores)
    return found


def facts(calls: Sequence[MannerCall], fitted: FittedManner) -> dict[str, Any]:
    """Return what the manifest tells besides the head itself."""
    lines = sorted(f"{call.reason}\0{call.manner}" for call in calls)
    return {
        "calls": dict(sorted(Counter(call.manner for call in calls).items())),
        "data": hashlib.sha256("\n".join(lines).encode()).hexdigest(),
        "metrics": {
            manner: {name: round(value, 4) for name, value in figures.items()}
            for manner, figures in fitted.metrics.items()
        },
    }


def _fitted(
    reasons: Sequence[str], vectors: NDArray[np.float32], labels: NDArray[np.int64], ordinary: Ordinary
) -> tuple[Design, NDArray[np.float64], NDArray[np.float64]]:
    """Return the features, and weights of shape (features, labels) with their biases."""
    texts, more = ordinary
    if more is not None:
        reasons, vectors = [*reasons, *texts], np.vstack((vectors, more))
        labels = np.append(labels, np.full(len(texts), len(MANNERS)))
    design = fit_features(reasons, vectors, directions=vectors.shape[1], prepare=normalise)
    classifier = LogisticRegression(C=REGULARISATION_C, max_iter=MOST_ROUNDS).fit(design.matrix, labels)
    return design, classifier.coef_.T, classifier.intercept_


def _bar(ordinary: NDArray[np.float64], share: float) -> float:
    """Return the lowest bar that at most `share` of the margins of ordinary calls lie above."""
    ranked = np.sort(ordinary)[::-1]
    return float(ranked[int(share * len(ranked))])


def _metrics(heard: NDArray[np.bool_], labels: NDArray[np.int64]) -> dict[str, dict[str, float]]:
    ordinary = labels == len(MANNERS)
    return {
        manner: {
            "recall": float(heard[labels == column, column].mean()),
            "false_alarms": float(heard[ordinary, column].mean()),
        }
        for column, manner in enumerate(MANNERS)
    }


def _fault(call: MannerCall) -> str:
    try:
        check(call.reason)
    except BadReason as bad:
        return f"reason: {bad}"
    if call.manner not in LABELS:
        return f"manner: expected one of {', '.join(LABELS)}, found {call.manner!r}; mend the label"
    return ""
