"""Which labelled calls a model keeps to show: distinct ones, redacted, as many of each intent as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from routing.store.redact import redact
from routing.text.examples import Examples, keep
from routing.text.normalise import normalise

MOST_KEPT = 50_000


def kept_examples(
    reasons: Sequence[str], vectors: NDArray[np.float32], labels: NDArray[np.int64], most: int = MOST_KEPT
) -> Examples:
    """Return the calls to show, at most `most`: 19 MB of vectors for 50,000.

    When there are more, small intents are kept whole and large ones thinned evenly over their order, all to the same
    number.
    """
    distinct: dict[tuple[str, int], int] = {}
    for row, (reason, label) in enumerate(zip(reasons, labels, strict=True)):
        distinct.setdefault((normalise(reason), int(label)), row)
    rows = np.array(list(distinct.values()))
    of_each = [rows[labels[rows] == label] for label in np.unique(labels)]
    room = _room_for_each([len(each) for each in of_each], most)
    chosen = np.sort(np.concatenate([_thinned(each, room) for each in of_each]))
    return keep(vectors[chosen], labels[chosen].tolist(), [redact(reasons[row]) for row in chosen])


def _room_for_each(counts: Sequence[int], most: int) -> int:
    """Return the largest number such that taking at most that many of each stays within `most`."""
    left, room = most, 0
    for done, count in enumerate(sorted(counts)):
        room = left // (len(counts) - done)
        if count > room:
            return room
        left -= count
    return max(counts)


def _thinned(rows: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    places = np.linspace(0, len(rows) - 1, min(len(rows), most))
    return np.take(rows, places.round().astype(np.int64))
