"""Means over calls, and how far they could be off: bootstrap over calls, the same resamples for every policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.switchboard.play import PARTS, Played

RESAMPLES = 2000
TAILS = (2.5, 97.5)

SECONDS = "caller_seconds_per_call"
FIGURES = ("transfers_per_call", "first_transfer_right", "questions_per_call", "operator_share", SECONDS)


@dataclass(frozen=True)
class Sums:
    """What became of every call under one policy, as a mean over its repeats.

    Attributes
    ----------
    figures
        Shape (calls, figures), in the order of `FIGURES`.
    parts
        Seconds by part, shape (calls, parts), in the order of `PARTS`.
    """

    figures: NDArray[np.float64]
    parts: NDArray[np.float64]


def sums_of(played: Sequence[Sequence[Played]], front_desk: str) -> Sums:
    """Return the sums of one policy, from its repeats of all calls."""
    figures = np.mean([[_row(one, front_desk) for one in repeat] for repeat in played], axis=0)
    parts = np.mean([[[one.seconds[part] for part in PARTS] for one in repeat] for repeat in played], axis=0)
    return Sums(figures, parts)


def _row(one: Played, front_desk: str) -> tuple[float, ...]:
    return (
        len(one.reached),
        one.right_first,
        one.questions,
        front_desk in one.reached,
        sum(one.seconds.values()),
    )


@dataclass(frozen=True)
class Resamples:
    """How often each call counts in each resample, shape (resamples, calls); rows sum to 1."""

    weights: NDArray[np.float64]

    def interval(self, values: NDArray[np.float64]) -> tuple[float, float]:
        """Return the 95 % interval of the mean of one value a call."""
        low, high = np.percentile(self.weights @ values, TAILS)
        return float(low), float(high)


def resamples(calls: int, seed: int) -> Resamples:
    """Return resamples of so many calls, drawn with replacement."""
    counts = np.random.default_rng((seed, calls)).multinomial(calls, np.full(calls, 1 / calls), size=RESAMPLES)
    return Resamples(counts / calls)


def mean_seconds(sums: Sums) -> float:
    """Return the seconds a call costs its caller, as a mean over calls."""
    return float(sums.figures[:, FIGURES.index(SECONDS)].mean())


def row_of(name: str, sums: Sums, drawn: Resamples) -> dict[str, object]:
    """Return the figures of one policy with their intervals, and where its seconds go."""
    means = sums.figures.mean(axis=0)
    intervals = {figure: _rounded(drawn.interval(sums.figures[:, place])) for place, figure in enumerate(FIGURES)}
    return {
        "policy": name,
        **{figure: round(float(mean), 4) for figure, mean in zip(FIGURES, means, strict=True)},
        "intervals": intervals,
        "seconds": {part: round(float(mean), 4) for part, mean in zip(PARTS, sums.parts.mean(axis=0), strict=True)},
    }


def saved(ours: Sums, others: Mapping[str, Sums], drawn: Resamples) -> list[dict[str, object]]:
    """Return the seconds a call that ours saves beside each other policy, the best of them first."""
    place = FIGURES.index(SECONDS)
    rows: list[dict[str, object]] = []
    for name in sorted(others, key=lambda name: mean_seconds(others[name])):
        fewer = others[name].figures[:, place] - ours.figures[:, place]
        interval = _rounded(drawn.interval(fewer))
        rows.append({"beside": name, SECONDS: round(float(fewer.mean()), 4), "interval": interval})
    return rows


def _rounded(interval: tuple[float, float]) -> list[float]:
    return [round(end, 4) for end in interval]
