"""Labelled calls kept beside the model, so that it can show which of them a reason is nearest to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

OUT_OF_SCOPE = "out_of_scope"  # the intent of labelled calls that mean none of the catalogue's
MOST_SHOWN = 5
CHUNK = 4096


@dataclass(frozen=True)
class Example:
    """A labelled call, and how near in meaning it is to a reason: the cosine of their sentence vectors, -1 to 1."""

    reason: str
    intent: str
    similarity: float


@dataclass(frozen=True)
class Examples:
    """Labelled calls with their sentence vectors.

    Attributes
    ----------
    vectors : shape (calls, dimensions), int8
        Directions of the sentence vectors, each scaled so that its largest component is 127; may be memory-mapped.
    labels : shape (calls,), int32
        Place of each call's intent among the model's; one past the last is "none of these".
    reasons
        What the callers said, redacted.
    """

    vectors: NDArray[np.int8]
    labels: NDArray[np.int32]
    reasons: tuple[str, ...]

    def nearest(self, vector: NDArray[np.float32], most: int = MOST_SHOWN) -> list[tuple[int, float]]:
        """Return the rows of the calls nearest to a unit vector, with their cosines, nearest first."""
        cosines = np.empty(len(self.vectors), dtype=np.float32)
        for start in range(0, len(cosines), CHUNK):
            rows = self.vectors[start : start + CHUNK].astype(np.float32)
            cosines[start : start + CHUNK] = rows @ vector / np.linalg.norm(rows, axis=1)
        order = np.argsort(-cosines, kind="stable")[:most]
        return [(int(row), float(cosines[row])) for row in order]


def keep(vectors: NDArray[np.float32], labels: Sequence[int], reasons: Sequence[str]) -> Examples:
    """Return examples of labelled calls.

    Parameters
    ----------
    vectors : shape (calls, dimensions)
        Unit sentence vectors.
    """
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    return Examples(
        np.rint(vectors * (127 / largest)).astype(np.int8), np.array(labels, dtype=np.int32), tuple(reasons)
    )
