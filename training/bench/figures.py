"""The figures of a benchmark, from what the advisor answered to each test text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

from training.calls import LabelledCall
from training.evaluate import calibration_error

FALSE_REJECTS = 0.05
SUREST = 0.9


@dataclass(frozen=True)
class Answer:
    """What the advisor made of one test text.

    Attributes
    ----------
    wanted
        The department of the labelled intent; empty when the text is out of scope.
    label, confidence
        The likeliest label and its probability as served: that of being in scope is a factor of it.
    in_scope
        Probability that the text is any of the labels.
    department
        The likeliest department.
    action, advised
        What the policy does, and with which department.
    plausible
        The labels of the prediction set; None from a model without sets.
    """

    call: LabelledCall
    wanted: str
    label: str
    confidence: float
    in_scope: float
    department: str
    action: str
    advised: str
    plausible: tuple[str, ...] | None = None


def figures(answers: Sequence[Answer], departments: bool) -> dict[str, float]:
    """Return the figures of an evaluation; shares are from 0 to 1, and what cannot be measured is left out.

    Over the test texts in scope, at least one:

    - `accuracy`: the likeliest label is the right one, whatever the action
    - `macro_f1`: mean F1 over the labels that the test texts have
    - `department_accuracy`: the likeliest department is the right one; only if `departments`
    - `ece`: expected calibration error of the likeliest label's served probability, ten bins
    - `accuracy_of_surest_90pct`: accuracy over the nine tenths with the highest such probability
    - `coverage`, `mean_set_size`: of the prediction sets: the right label is in it; labels in it
    - `answered_without_asking`: the policy transfers at once, with no question and no operator
    - `transferred_right`: of these transfers, those to the right department

    Over both kinds of test texts, if there are any out of scope:

    - `oos_auroc`: area under the curve of the probability of being in scope
    - `oos_recall_at_5pct_false_rejects`: share of texts out of scope below the highest bar under which at most 5 % of
      those in scope fall
    - `out_of_scope_recall`: share of texts out of scope that are not transferred
    """
    inside = [answer for answer in answers if answer.call.in_scope]
    outside = [answer for answer in answers if not answer.call.in_scope]
    found = _in_scope(inside) | _sets(inside)
    if departments:
        found["department_accuracy"] = _share([answer.department == answer.wanted for answer in inside])
    if outside:
        found |= _out_of_scope(inside, outside)
    return {name: round(float(value), 4) for name, value in found.items()}


def _in_scope(inside: Sequence[Answer]) -> dict[str, float]:
    labels, found = ([answer.call.intent for answer in inside], [answer.label for answer in inside])
    right = np.array(labels) == np.array(found)
    confidence = np.array([answer.confidence for answer in inside])
    surest = np.argsort(-confidence, kind="stable")[: max(round(SUREST * len(inside)), 1)]
    sent = [answer for answer in inside if answer.action == "transfer"]
    shares = {
        "accuracy": right.mean(),
        "macro_f1": f1_score(labels, found, labels=sorted(set(labels)), average="macro", zero_division=0),
        "ece": calibration_error(confidence, right),
        "accuracy_of_surest_90pct": right[surest].mean(),
        "answered_without_asking": len(sent) / len(inside),
    }
    if sent:
        shares["transferred_right"] = _share([answer.advised == answer.wanted for answer in sent])
    return shares


def _sets(inside: Sequence[Answer]) -> dict[str, float]:
    sets = [(answer.call.intent, answer.plausible) for answer in inside if answer.plausible is not None]
    if not sets:
        return {}
    return {
        "coverage": _share([label in plausible for label, plausible in sets]),
        "mean_set_size": float(np.mean([len(plausible) for _, plausible in sets])),
    }


def _out_of_scope(inside: Sequence[Answer], outside: Sequence[Answer]) -> dict[str, float]:
    scores, strays = (np.array([answer.in_scope for answer in part]) for part in (inside, outside))
    return {
        "oos_auroc": roc_auc_score([1] * len(scores) + [0] * len(strays), np.concatenate([scores, strays])),
        "oos_recall_at_5pct_false_rejects": float((strays < bar(scores)).mean()),
        "out_of_scope_recall": _share([answer.action != "transfer" for answer in outside]),
    }


def bar(scores: NDArray[np.float64], false_rejects: float = FALSE_REJECTS) -> float:
    """Return the highest score under which at most a share of `false_rejects` of `scores` falls."""
    return float(np.sort(scores)[floor(false_rejects * len(scores) + 1e-9)])


def _share(hits: Sequence[bool]) -> float:
    return float(np.mean(hits))
