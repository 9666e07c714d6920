"""Calls that are alike: agglomerative clustering of sentence vectors, in the directions that tell known intents apart.

Why not HDBSCAN, and what the directions are worth: `docs/decisions/024-suggested-intents.md`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

MOST_DIRECTIONS = 40
LEAST_INTENTS = MOST_DIRECTIONS + 1  # fewer leave too few directions to tell new kinds of reasons apart
NOISE_SHRINKAGE = 0.5
APART_IN_DIRECTIONS, APART_IN_MEANING = 0.6, 0.62
LEAST_CALLS = 5

Vectors = NDArray[np.float32]


def groups(vectors: Vectors, known: Vectors, labels: NDArray[np.int32]) -> list[NDArray[np.int64]]:
    """Return the rows of each group of alike calls, largest group first, the most typical row of each first.

    Parameters
    ----------
    vectors : shape (calls, dimensions)
        Unit sentence vectors, of distinct texts.
    known, labels : shape (labelled calls, dimensions), (labelled calls,)
        Unit sentence vectors of labelled calls in scope, and their intents.

    Notes
    -----
    Average linkage on the cosine distance. Groups of fewer than 5 calls are left out.
    """
    if len(vectors) < LEAST_CALLS:
        return []
    enough = len(np.unique(labels)) >= LEAST_INTENTS
    placed = directions(vectors, known, labels) if enough else vectors
    found = cluster(placed, APART_IN_DIRECTIONS if enough else APART_IN_MEANING)
    return sorted(_members(placed, found), key=lambda rows: (-len(rows), int(rows[0])))


def cluster(vectors: Vectors, apart: float) -> NDArray[np.int64]:
    """Return the cluster of each row: average linkage until clusters are `apart` by their cosine distance."""
    from sklearn.cluster import AgglomerativeClustering

    clustering = AgglomerativeClustering(None, metric="cosine", linkage="average", distance_threshold=apart)
    found: NDArray[np.int64] = clustering.fit_predict(vectors)
    return found


def directions(vectors: Vectors, known: Vectors, labels: NDArray[np.int32], most: int = MOST_DIRECTIONS) -> Vectors:
    """Return `vectors` in the directions that tell the known intents apart, again of length 1.

    Notes
    -----
    Linear discriminant analysis (Rao, 1948): what varies between calls of one intent is made equally large in all
    directions, and only those directions are kept, `most` at most, in which the intents' means differ most. The
    scatter within intents is shrunk by half towards its mean, so that directions with little of it are not blown up.
    """
    intents, places = np.unique(labels, return_inverse=True)
    counts = np.bincount(places)[:, None]
    means = np.zeros((len(intents), known.shape[1]))
    np.add.at(means, places, known)
    means /= counts
    scatter = (known - means[places]).T @ (known - means[places]) / len(known)
    variances, axes = np.linalg.eigh(scatter)
    shrunk = (1 - NOISE_SHRINKAGE) * variances + NOISE_SHRINKAGE * variances.mean()
    whitened = axes / np.sqrt(shrunk)
    centre = means.mean(axis=0)
    _, _, span = np.linalg.svd((means - centre) @ whitened, full_matrices=False)
    placed = (vectors - centre) @ whitened @ span[: min(most, len(intents) - 1)].T
    lengths = np.linalg.norm(placed, axis=1, keepdims=True)
    return np.asarray(placed / np.maximum(lengths, 1e-12), dtype=np.float32)


def _members(placed: Vectors, found: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    order = np.argsort(found, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(found[order])) + 1):
        if len(rows) >= LEAST_CALLS:
            middle = placed[rows].mean(axis=0)
            yield rows[np.argsort(-(placed[rows] @ middle), kind="stable")]
