"""What a model would have said of labelled calls it was not fitted on: the ground of every calibrated figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import joblib
import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from routing.text.scope import known_share
from training.features import DIRECTIONS, FEW_SCALE, SENTENCE_SCALE, Design, fit_features, prepared, transform
from training.solver import SEED, Head, Solver, fit_head, solver_for

FOLDS = 5
EVERY_FOLD_UP_TO = 6_000
MOST_HELD_OUT = 20_000
ENOUGH_OUT_OF_SCOPE = 100
LEAST_INTENTS_ALONE = 4
STRANGE_SHARE = 0.2


@dataclass(frozen=True)
class Table:
    """Labelled calls as arrays, a row each.

    Attributes
    ----------
    vectors : shape (rows, dimensions)
        Unit sentence vectors.
    labels : shape (rows,)
        0 to `intents` - 1; out-of-scope calls have the label `intents`.
    weights : shape (rows,)
        How many calls a row stands for.
    told : shape (rows,)
        Which rows somebody labelled; None for all. Only these are held out, and only these say what is typical.
    """

    reasons: Sequence[str]
    vectors: NDArray[np.float32]
    labels: NDArray[np.int64]
    weights: NDArray[np.float64]
    intents: int
    told: NDArray[np.bool_] | None = None

    @property
    def in_scope(self) -> NDArray[np.bool_]:
        """Which rows mean any of the intents."""
        return np.asarray(self.labels < self.intents)

    @property
    def out_of_scope(self) -> float:
        """Share of the calls that mean none of the intents, 0 to 1."""
        return float(self.weights[~self.in_scope].sum() / self.weights.sum())

    def part(self, rows: NDArray[np.int64]) -> Table:
        """Return some of the rows."""
        reasons = [self.reasons[row] for row in rows.tolist()]
        told = None if self.told is None else self.told[rows]
        return Table(reasons, self.vectors[rows], self.labels[rows], self.weights[rows], self.intents, told)


@dataclass(frozen=True)
class HeldOut:
    """Rows that were held out, and what a head that had not seen them made of them.

    Attributes
    ----------
    labels : shape (rows,)
        0 to `intents` - 1; calls that mean none of the head's intents have the label `intents`.
    scores : shape (rows, intents)
    none_scores : shape (rows,)
        Scores of "none of these"; None if there were no out-of-scope calls to learn it from.
    cosines : shape (rows, intents)
        To the mean vector of each intent's kept calls.
    known_words : shape (rows,)
        Share of the row's words that the kept calls hold.
    tuned : shape (rows, intents)
        Cosines to the classes of a tuned encoder; None without one.
    """

    rows: NDArray[np.int64]
    labels: NDArray[np.int64]
    scores: NDArray[np.float32]
    none_scores: NDArray[np.float32] | None
    cosines: NDArray[np.float32]
    known_words: NDArray[np.float32]
    tuned: NDArray[np.float32] | None = None

    @property
    def in_scope(self) -> NDArray[np.bool_]:
        """Which rows mean any of the head's intents."""
        return np.asarray(self.labels < self.scores.shape[1])

    def part(self, places: NDArray[Any]) -> HeldOut:
        """Return some of the rows, by position or by mask."""
        chosen: dict[str, Any] = {name: None if array is None else array[places] for name, array in vars(self).items()}
        return HeldOut(**chosen)


def folds_of(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the fold of each row, 0 to 4: every label spread over the folds as evenly as its count allows."""
    shuffled = np.random.default_rng(SEED).permutation(len(labels))
    by_label = shuffled[np.argsort(labels[shuffled], kind="stable")]
    folds = np.empty(len(labels), dtype=np.int64)
    folds[by_label] = np.arange(len(labels)) % FOLDS
    return folds


@dataclass(frozen=True)
class Fits:
    """The final head with its features, and what the others made of calls they had not seen.

    Attributes
    ----------
    strangers
        Calls among which some mean intents that their head had never met, or None if labelled out-of-scope calls are
        enough to know a stranger by, or there are too few intents to leave any out.
    """

    design: Design
    head: Head
    held_out: HeldOut
    strangers: HeldOut | None


def fit_all(table: Table, every_fold: bool, advance: Callable[[float], None] = lambda done: None) -> Fits:
    """Fit the final head and the heads that score held-out calls.

    Parameters
    ----------
    every_fold
        Hold out each of the five folds in turn, so that every row is scored; otherwise the first one only. Small data
        needs all its rows to calibrate on.
    advance
        Told the share done, 0 to 1.

    Notes
    -----
    Heads of one process each are fitted beside each other; those that use all cores, one after the other. All are of
    the kind that suits the whole table, so that what is calibrated is what is served.
    """
    solver = solver_for(table.labels)
    design = designed(table, solver)
    splits = _splits(table, every_fold)
    jobs: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
        (fit_head, (design.matrix, table.labels, table.weights, solver)),
        *((_score_fold, (table, kept, held, solver)) for kept, held in splits),
    ]
    if (~table.in_scope).sum() < ENOUGH_OUT_OF_SCOPE and table.intents >= LEAST_INTENTS_ALONE:
        jobs.append((_score_strangers, (table, *splits[0], solver)))
    done: list[Any] = []
    if solver != "rivals":
        parallel = joblib.Parallel(n_jobs=-1, return_as="generator")
        for result in parallel(joblib.delayed(job)(*given) for job, given in jobs):
            done.append(result)
            advance(len(done) / len(jobs))
    else:
        for step, (job, given) in enumerate(jobs):
            done.append(job(*given, -1, _after(step, len(jobs), advance)))
    head, parts, strangers = done[0], done[1 : len(splits) + 1], done[len(splits) + 1 :]
    return Fits(design, head, _joined(parts), strangers[0] if strangers else None)


def _splits(table: Table, every_fold: bool) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Return what is kept and what is held out, by fold."""
    told = np.ones(len(table.labels), dtype=bool) if table.told is None else table.told
    folds = np.full(len(table.labels), -1)
    folds[told] = folds_of(table.labels[told])
    splits = [(np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)) for fold in range(FOLDS)]
    if every_fold:
        return splits
    kept, held = splits[0]
    return [(kept, np.sort(np.random.default_rng(SEED).permutation(held)[:MOST_HELD_OUT]))]


def out_of_fold(table: Table, advance: Callable[[float], None] = lambda done: None) -> HeldOut:
    """Return what heads that had not seen them make of all the table's told rows, each fold held out in turn."""
    solver = solver_for(table.labels)
    parts = []
    jobs = ((table, kept, held, solver) for kept, held in _splits(table, every_fold=True))
    if solver == "rivals":
        results = (_score_fold(*job, -1) for job in jobs)
    else:
        results = joblib.Parallel(n_jobs=-1, return_as="generator")(joblib.delayed(_score_fold)(*job) for job in jobs)
    for part in results:
        parts.append(part)
        advance(len(parts) / FOLDS)
    return _joined(parts)


def _score_strangers(
    table: Table,
    kept: NDArray[np.int64],
    held: NDArray[np.int64],
    solver: Solver,
    n_jobs: int = 1,
    advance: Callable[[float], None] = lambda done: None,
) -> HeldOut:
    """Return held-out rows as a head sees them that has never met one neighbourhood of intents.

    Strangers to an organisation are no neighbours of its intents. Whole neighbourhoods left out resemble them better
    than intents picked at random, whose nearest neighbours stay.
    """
    met = _met(centroids(table))
    place = np.full(table.intents + 1, met.sum())
    place[np.flatnonzero(met)] = np.arange(met.sum())
    known = np.append(met, False)
    mapped = Table(table.reasons, table.vectors, place[table.labels], table.weights, int(met.sum()))
    learnt, asked = kept[known[table.labels[kept]]], held[table.labels[held] < table.intents]
    return _score_fold(mapped, learnt, asked, solver, n_jobs, advance)


def _met(means: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which intents stay when neighbourhoods of about a fifth of all, at most half, are left out.

    Where no neighbourhood is small enough, the intents farthest from the middle go.
    """
    groups = KMeans(max(2, len(means) // 15), n_init=3, random_state=SEED).fit_predict(means)
    sizes = np.bincount(groups)
    left_out = np.zeros(len(means), dtype=bool)
    for group in np.argsort(sizes, kind="stable"):
        if left_out.sum() < STRANGE_SHARE * len(means) and left_out.sum() + sizes[group] <= len(means) // 2:
            left_out |= groups == group
    if not left_out.any():
        farthest = np.argsort(means @ means.mean(axis=0), kind="stable")
        left_out[farthest[: max(1, round(STRANGE_SHARE * len(means)))]] = True
    return ~left_out


def designed(table: Table, solver: Solver) -> Design:
    """Return the features of the table's calls; where there are few, their meaning counts for more than their words."""
    few = solver == "few"
    directions, scale = (table.vectors.shape[1], FEW_SCALE) if few else (DIRECTIONS, SENTENCE_SCALE)
    return fit_features(table.reasons, table.vectors, directions, scale=scale)


def _after(step: int, steps: int, advance: Callable[[float], None]) -> Callable[[float], None]:
    """Return what tells the share done of all steps from the share done of one."""
    return lambda done: advance((step + done) / steps)


def centroids(table: Table) -> NDArray[np.float32]:
    """Return the unit mean vector of each intent's calls, shape (intents, dimensions)."""
    labels = table.labels if table.told is None else np.where(table.told, table.labels, -1)
    means = np.array([table.vectors[labels == label].mean(axis=0) for label in range(table.intents)])
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), dtype=np.float32)


def _joined(parts: Sequence[HeldOut]) -> HeldOut:
    joined: dict[str, Any] = {
        name: None if array is None else np.concatenate([vars(part)[name] for part in parts])
        for name, array in vars(parts[0]).items()
    }
    return HeldOut(**joined)


def _score_fold(
    table: Table,
    kept: NDArray[np.int64],
    held: NDArray[np.int64],
    solver: Solver,
    n_jobs: int = 1,
    advance: Callable[[float], None] = lambda done: None,
) -> HeldOut:
    learnt, asked = table.part(kept), table.part(held)
    design = designed(learnt, solver)
    weights, bias = fit_head(design.matrix, learnt.labels, learnt.weights, solver, n_jobs, advance)
    scores = (transform(design, asked.reasons, asked.vectors) @ weights + bias).astype(np.float32)
    known = [known_share(prepared(text), design.words.vocabulary) for text in asked.reasons]
    return HeldOut(
        rows=held,
        labels=asked.labels,
        scores=scores[:, : table.intents],
        none_scores=scores[:, table.intents] if scores.shape[1] > table.intents else None,
        cosines=asked.vectors @ centroids(learnt).T,
        known_words=np.array(known, dtype=np.float32),
    )
