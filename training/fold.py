"""Fold calls that say the same into one row with a weight, so that a million calls cost what their wordings cost.

A weight is the number of calls, where a call that has faded counts as less than one. To fit on weighted rows is then to
fit on the repeated ones: the same sums, fewer terms. A text that was labelled in two ways stays as two rows, each with
its own count. The classifier of either intent meets it on both sides and follows the larger count, as it would have on
the repeated rows; to drop the smaller count would hide that the words are ambiguous. Weaker weights were measured
(`docs/decisions/009-a-million-calls.md`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

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
        How many calls said so; their sum is that of the calls' weights.
    told : shape (reasons,)
        Whether at least one of these calls was labelled so by somebody, and not by inference.
    """

    reasons: tuple[str, ...]
    wordings: tuple[str, ...]
    labels: tuple[str, ...]
    weights: NDArray[np.float64]
    told: NDArray[np.bool_]


def fold(
    reasons: Sequence[str],
    labels: Sequence[str],
    weights: Sequence[float] | None = None,
    inferred: Sequence[bool] | None = None,
) -> Folded:
    """Return each distinct pair of normalised reason and label once, with the number of calls that it stands for.

    Parameters
    ----------
    weights
        How many calls each stands for; 1 by default.
    inferred
        Which labels nobody told; none by default.
    """
    counts: dict[tuple[str, str], float] = defaultdict(float)
    told: dict[tuple[str, str], bool] = defaultdict(bool)
    wordings: dict[tuple[str, str], str] = {}
    rows = zip(reasons, labels, weights or repeat(1.0), inferred or repeat(False))  # noqa: B905 -- repeat() never ends
    for wording, label, weight, guess in rows:
        said = normalise(wording), label
        counts[said] += weight
        told[said] |= not guess
        wordings.setdefault(said, wording)
    return Folded(
        reasons=tuple(reason for reason, _ in counts),
        wordings=tuple(wordings.values()),
        labels=tuple(label for _, label in counts),
        weights=np.fromiter(counts.values(), dtype=np.float64, count=len(counts)),
        told=np.fromiter(told.values(), dtype=np.bool_, count=len(told)),
    )
