"""Whether intents that a model was never told of come back as groups of their own: the sample bank without eight.

Calls of eight intents, 12 to 80 of each, stand among calls that fit nothing and stray calls of all other intents, as
they would among a month's calls that no intent fits. What is found is compared with what they really are.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import HDBSCAN
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import normalize

from benchmarks import record
from routing.catalogue.read import read_catalogue
from routing.settings import Settings
from routing.text.encoder import Encoder
from training.calls import OUT_OF_SCOPE, read_calls
from training.encode import encode_all
from training.encodings import Encodings
from training.publish import CALLS
from training.suggest.groups import (
    APART_IN_DIRECTIONS,
    APART_IN_MEANING,
    LEAST_CALLS,
    MOST_DIRECTIONS,
    cluster,
    directions,
)
from training.suggest.suggest import MOST_SUGGESTIONS

SIZES = (12, 16, 20, 30, 40, 50, 60, 80)
STRANGERS, STRAY = 300, 2
TRIALS = 8
PURE, WHOLE = 0.7, 0.5
NOISE = "noise"

Vectors = NDArray[np.float32]
Clusters = NDArray[np.int64]


@dataclass(frozen=True)
class Trial:
    """Calls that fit nothing, what they are, and the labelled calls of the intents that a model knows."""

    vectors: Vectors
    truth: NDArray[np.str_]
    known: Vectors
    labels: NDArray[np.int32]


def main() -> None:
    """Measure each way of grouping and write the result."""
    settings = Settings()
    catalogue = read_catalogue(settings.catalogue)
    calls = read_calls(settings.catalogue / CALLS, catalogue.intents)
    encoder = Encoder(settings.encoder)
    vectors = encode_all(encoder, [call.reason for call in calls], cache=Encodings(settings.cache_url, encoder))
    labels = np.array([call.intent for call in calls])
    trials = [trial(vectors, labels, seed) for seed in range(TRIALS)]
    figures = {"trials": TRIALS, "intents": len(SIZES), "least_calls": min(SIZES), "most_calls": max(SIZES)}
    figures |= {"others": int((trials[0].truth == NOISE).sum()), "most_suggestions": MOST_SUGGESTIONS}
    rows = {name: measured(trials, way) for name, way in ways().items()}
    chosen = f"average linkage, {APART_IN_DIRECTIONS}, {MOST_DIRECTIONS} directions"
    likeness = {"new": nearness(trials, new=True), "known": nearness(trials, new=False)}
    record.write("suggest", figures | {"chosen": chosen, "rows": rows, "likeness": likeness})


def ways() -> dict[str, Callable[[Trial], Clusters]]:
    """Return the ways of grouping that are compared, by name."""

    def density(place: Callable[[Trial], Vectors], least: int, samples: int) -> Callable[[Trial], Clusters]:
        return lambda trial: HDBSCAN(min_cluster_size=least, min_samples=samples, copy=True).fit_predict(place(trial))

    def linkage(place: Callable[[Trial], Vectors], apart: float) -> Callable[[Trial], Clusters]:
        return lambda trial: cluster(place(trial), apart)

    def plain(trial: Trial) -> Vectors:
        return trial.vectors

    def components(trial: Trial) -> Vectors:
        return np.asarray(normalize(PCA(30, random_state=0).fit_transform(trial.vectors)))

    def told_apart(most: int) -> Callable[[Trial], Vectors]:
        return lambda trial: directions(trial.vectors, trial.known, trial.labels, most)

    chosen = told_apart(MOST_DIRECTIONS)
    return (
        {
            "HDBSCAN, 5 calls, 2 samples": density(plain, 5, 2),
            "HDBSCAN, 8 calls, 3 samples": density(plain, 8, 3),
            "HDBSCAN, 6 calls, 2 samples, 30 principal components": density(components, 6, 2),
            f"HDBSCAN, 6 calls, 2 samples, {MOST_DIRECTIONS} directions": density(chosen, 6, 2),
            f"HDBSCAN, 8 calls, 3 samples, {MOST_DIRECTIONS} directions": density(chosen, 8, 3),
        }
        | {f"average linkage, {apart}": linkage(plain, apart) for apart in (0.55, APART_IN_MEANING, 0.7)}
        | {
            f"average linkage, {apart}, {most} directions": linkage(told_apart(most), apart)
            for most in (MOST_DIRECTIONS, 60, 1000)
            for apart in (0.55, APART_IN_DIRECTIONS, 0.65, 0.7, 0.75)
        }
    )


def trial(vectors: Vectors, labels: NDArray[np.str_], seed: int) -> Trial:
    """Return the calls of one trial; the seed decides which intents are left out."""
    lot = np.random.default_rng(seed)
    intents = lot.permutation(sorted(set(labels.tolist()) - {OUT_OF_SCOPE}))
    left_out, others = intents[: len(SIZES)], intents[len(SIZES) :]

    def some(intent: str, count: int) -> list[int]:
        rows: list[int] = lot.permutation(np.flatnonzero(labels == intent))[:count].tolist()
        return rows

    rows = [row for intent, size in zip(left_out, SIZES, strict=True) for row in some(intent, size)]
    rows += some(OUT_OF_SCOPE, STRANGERS) + [row for intent in others for row in some(intent, STRAY)]
    truth = np.where(np.isin(labels[rows], left_out), labels[rows], NOISE)
    known = np.isin(labels, others)
    places = np.unique(labels[known], return_inverse=True)[1].astype(np.int32)
    return Trial(vectors[rows], truth, vectors[known], places)


def measured(trials: list[Trial], way: Callable[[Trial], Clusters]) -> dict[str, float]:
    """Return the means over the trials of how well a way of grouping finds what was left out."""
    started = time.perf_counter()
    found = [way(each) for each in trials]
    took = (time.perf_counter() - started) / len(trials)
    scores = [score(each.truth, clusters) for each, clusters in zip(trials, found, strict=True)]
    means = {name: round(float(np.mean([one[name] for one in scores])), 3) for name in scores[0]}
    print(means, flush=True)
    return means | {"took_s": round(took, 2)}


def score(truth: NDArray[np.str_], clusters: Clusters) -> dict[str, float]:
    """Return what the largest groups, as many as a person is shown, hold of the intents left out.

    An intent has come back if a group is at least 70 % of it and holds at least half of its calls. For the adjusted
    Rand index each call in no shown group, and each that fits nothing, counts as a group by itself.
    """
    sizes = {int(name): int((clusters == name).sum()) for name in np.unique(clusters) if name >= 0}
    shown = sorted((name for name in sizes if sizes[name] >= LEAST_CALLS), key=lambda name: (-sizes[name], name))
    recalls: dict[str, float] = {}
    purities, groups = [], np.full(len(truth), -1)
    for place, name in enumerate(shown[:MOST_SUGGESTIONS]):
        rows = np.flatnonzero(clusters == name)
        groups[rows] = place
        kinds, counts = np.unique(truth[rows], return_counts=True)
        kind, share = str(kinds[counts.argmax()]), float(counts.max() / len(rows))
        if kind != NOISE:
            purities.append(share)
            if share >= PURE:
                recalls[kind] = max(recalls.get(kind, 0.0), float(counts.max() / (truth == kind).sum()))
    alone = -np.arange(1, len(truth) + 1)
    return {
        "came_back": float(sum(recall >= WHOLE for recall in recalls.values())),
        "groups": float(min(len(shown), MOST_SUGGESTIONS)),
        "of_noise": float(min(len(shown), MOST_SUGGESTIONS) - len(purities)),
        "purity": float(np.mean(purities)) if purities else 0.0,
        "recall": sum(recalls.values()) / len(SIZES),
        "adjusted_rand": float(
            adjusted_rand_score(
                np.where(truth == NOISE, alone, np.unique(truth, return_inverse=True)[1]),
                np.where(groups < 0, alone, groups),
            )
        ),
    }


def nearness(trials: list[Trial], new: bool) -> list[float]:
    """Return the quartiles of how like the nearest known intent a group is: of a new intent, or of a known one's calls.

    A group of a known intent is ten of its calls, which are left out of that intent's mean.
    """
    found = []
    for each in trials:
        means = {int(label): each.known[each.labels == label] for label in np.unique(each.labels)}
        centres = np.array([normalize(rows[10:].mean(axis=0)[None])[0] for rows in means.values()])
        kinds = [each.vectors[each.truth == kind] for kind in np.unique(each.truth) if kind != NOISE]
        groups = kinds if new else [rows[:10] for rows in means.values()]
        found += [float((centres @ normalize(rows.mean(axis=0)[None])[0]).max()) for rows in groups]
    return [round(float(quartile), 2) for quartile in np.quantile(found, (0.25, 0.5, 0.75))]


if __name__ == "__main__":
    main()
