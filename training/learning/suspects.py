"""Labels that are probably wrong: found by confident learning (Northcutt, Jiang and Chuang, 2021), and told of.

The clearest suspects of the store count for less; all others are only listed, as hard calls look like wrong labels and
are worth most. So are the catalogue's examples, which were written with care (`docs/decisions/020-what-is-learnt.md`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from routing.files.formulas import guarded
from routing.store.redact import redact
from routing.text.encoder import Encoder
from routing.text.head import softmax
from routing.text.normalise import normalise
from training.calibrate import sharpest
from training.calls import OUT_OF_SCOPE, LabelledCall
from training.encode import encode_all
from training.encodings import Kept
from training.fit import folded_calls, tabled
from training.heldout import HeldOut, out_of_fold
from training.report.data import Suspect as Reported

SUSPECTS = "suspects.csv"
COLUMNS = ("place", "reason", "label", "suggested", "score", "done")
KEPT, COUNTS_LESS = "kept", "counts less"
COUNTS_AS = 0.3
CLEAREST = 0.002
MOST_LOOKED_AT = 50_000
_LEAST_IN_A_CLASS = 2


@dataclass(frozen=True)
class Suspect:
    """A label that is probably wrong.

    Attributes
    ----------
    place
        Where it stands: file and line, or call and hop.
    reason
        Redacted.
    score
        How likely the label is to a model that had not seen it, 0 to 1.
    done
        What was done: "kept" or "counts less".
    """

    place: str
    reason: str
    label: str
    suggested: str
    score: float
    done: str

    def reported(self) -> Reported:
        """Return it as the report shows it."""
        return Reported(self.reason, self.label, self.suggested, self.score, self.place)


@dataclass(frozen=True)
class Looked:
    """The calls that are left, with the weights they are left with, and what was found wrong."""

    calls: tuple[LabelledCall, ...]
    suspects: tuple[Suspect, ...]


def looked_at(
    calls: Sequence[LabelledCall],
    encoder: Encoder,
    cache: Kept | None = None,
    advance: Callable[[float], None] = lambda done: None,
) -> Looked:
    """Return the calls, the store's clearest suspects counting for less, and all suspects, least likely labels first.

    Only labels that somebody gave are looked at. Of more than 50,000 wordings a random 50,000 are, others each time
    that calls have come in.
    """
    named = [call for call in calls if call.intent and not call.inferred]
    folded = folded_calls(named)
    _, table = tabled(folded, encode_all(encoder, folded.reasons, cache=cache))
    rows = np.arange(len(folded.labels))
    if len(rows) > MOST_LOOKED_AT:
        rows = np.sort(np.random.default_rng(len(rows)).choice(rows, MOST_LOOKED_AT, replace=False))
        rows = rows[_often_enough(table.labels[rows])]
    held_out = out_of_fold(table.part(rows), advance)
    names = (*sorted({label for label in folded.labels if label != OUT_OF_SCOPE}), OUT_OF_SCOPE)
    found = _issues(held_out)
    doubts = {
        (folded.reasons[rows[held_out.rows[row]]], names[held_out.labels[row]]): (names[best], score)
        for row, best, score in found
    }
    return _handled(calls, doubts)


def _often_enough(labels: NDArray[np.int64]) -> NDArray[np.bool_]:
    return np.bincount(labels)[labels] >= _LEAST_IN_A_CLASS


def _issues(held_out: HeldOut) -> list[tuple[int, int, float]]:
    """Return the rows whose labels are probably wrong, each with the likeliest label and how likely its own is."""
    from cleanlab.filter import find_label_issues  # costs seconds to import, and only training needs it
    from cleanlab.rank import get_label_quality_scores

    probabilities = _probabilities(held_out)
    met, labels = np.unique(held_out.labels, return_inverse=True)
    probabilities = probabilities[:, met] / probabilities[:, met].sum(axis=1, keepdims=True)
    wrong = find_label_issues(labels, probabilities, filter_by="low_self_confidence", n_jobs=1)
    scores = get_label_quality_scores(labels, probabilities, method="self_confidence")
    rows = np.flatnonzero(wrong)
    rows = rows[np.argsort(scores[rows], kind="stable")]
    return [(int(row), int(met[probabilities[row].argmax()]), float(scores[row])) for row in rows]


def _probabilities(held_out: HeldOut) -> NDArray[np.float64]:
    """Return how likely each intent and, in the last column if there is one, "none of these" is, by row."""
    scores = held_out.scores
    if held_out.none_scores is not None:
        scores = np.column_stack([scores, held_out.none_scores])
    return np.asarray(softmax(sharpest(held_out).alone * scores.astype(np.float64), 1.0))


def _handled(calls: Sequence[LabelledCall], doubts: dict[tuple[str, str], tuple[str, float]]) -> Looked:
    kept, suspects = [], []
    for call in calls:
        suggested, score = doubts.get((normalise(call.reason), call.intent), ("", 1.0))
        if not suggested or call.inferred:
            kept.append(call)
            continue
        done = COUNTS_LESS if call.call_id and score < CLEAREST else KEPT
        suspects.append(Suspect(call.place, redact(call.reason), call.intent, suggested, round(score, 4), done))
        kept.append(call if done == KEPT else replace(call, weight=call.weight * COUNTS_AS))
    return Looked(tuple(kept), tuple(sorted(suspects, key=lambda each: each.score)))


def as_csv(suspects: Sequence[Suspect]) -> bytes:
    """Return the suspects as a CSV file; callers' words that a spreadsheet would run as a formula are made harmless."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(vars(each) | {"reason": guarded(each.reason)} for each in suspects)
    return text.getvalue().encode()
