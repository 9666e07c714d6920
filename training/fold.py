"""Fold calls that say the same into one row with a weight, so that a million calls cost what their wordings cost.

A weight is the plain number of calls. To fit on weighted rows is then to fit on the repeated ones: the same sums, fewer
terms. A text that was labelled in two ways stays as two rows, each with its own count. The classifier of either intent
meets it on both sides and follows the larger count, as it would have on the repeated rows; to drop the smaller count
would hide that the words are ambiguous. Weaker weights were measured (`docs/decisions/009-a-million-calls.md`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.text.normalise import normalise


@dataclass(frozen=True)
class Folded:
    """Distinct pairs of text and label, in the order of their first call.

    Attributes
    ----------
    reasons
        Normalised texts; the same text stands once for each label it was given.
    wordings
        How the first call that said so was written, for people to read.
    labels
        One for each reason.
    weights : shape (reasons,)
        How many calls said so, 1 or more; their sum is the number of calls.
    """

    reasons: tuple[str, ...]
    wordings: tuple[str, ...]
    labels: tuple[str, ...]
    weights: NDArray[np.float64]


def fold(reasons: Sequence[str], labels: Sequence[str]) -> Folded:
    """Return each distinct pair of normalised reason and label once, with the number of calls that it stands for."""
    counts: Counter[tuple[str, str]] = Counter()
    wordings: dict[tuple[str, str], str] = {}
    for wording, label in zip(reasons, labels, strict=True):
        said = normalise(wording), label
        counts[said] += 1
        wordings.setdefault(said, wording)
    return Folded(
        reasons=tuple(reason for reason, _ in counts),
        wordings=tuple(wordings.values()),
        labels=tuple(label for _, label in counts),
        weights=np.fromiter(counts.values(), dtype=np.float64, count=len(counts)),
    )
