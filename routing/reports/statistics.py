"""Tell a change from the noise between days, with no more than the normal distribution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

FALSE_NEWS = 0.05  # of the changes reported, at most this share is expected to be none
INTERVAL = NormalDist().inv_cdf(0.975)
REARRANGEMENTS = 400
LEAST_HITS = 10  # below, the normal distribution says nothing of a share


@dataclass(frozen=True)
class Estimate:
    """A mean or a share over some days, and its variance."""

    value: float
    variance: float


def ratio(sums: NDArray[np.float64], counts: NDArray[np.float64], squares: NDArray[np.float64]) -> Estimate:
    """Return the mean of a quantity over the calls of some days.

    Parameters
    ----------
    sums, squares : shape (days,)
        Of the quantity and of its square over each day's calls; for a share both are the number of hits.
    counts : shape (days,)
        Calls a day, not all 0.

    Notes
    -----
    The variance is the larger of two: that of independent calls, and that of a ratio estimated from days, which are
    not alike (W. G. Cochran, *Sampling Techniques*, 3rd ed., 1977, section 6.4). One busy Monday is thereby no trend.
    """
    calls, days = counts.sum(), int((counts > 0).sum())
    mean = float(sums.sum() / calls)
    alone = max(float(squares.sum() / calls) - mean**2, 0.0) / calls
    between = float(((sums - mean * counts) ** 2).sum()) / calls**2
    return Estimate(mean, max(alone, between * days / (days - 1) if days > 1 else 0.0))


def difference(before: Estimate, now: Estimate) -> tuple[float, float, float]:
    """Return by how much a value rose, and its 95 % interval."""
    change, margin = now.value - before.value, INTERVAL * math.sqrt(before.variance + now.variance)
    return change, change - margin, change + margin


def p_value(before: Estimate, now: Estimate) -> float:
    """Return how likely so large a difference is if nothing has changed."""
    spread = math.sqrt(before.variance + now.variance)
    change = abs(now.value - before.value)
    if not spread:
        return 1.0 if not change else 0.0
    return math.erfc(change / spread / math.sqrt(2))


def surprising(p_values: Sequence[float], rate: float = FALSE_NEWS) -> list[bool]:
    """Tell which of several tests found something, with at most `rate` of them expected to be wrong.

    After Benjamini and Hochberg (1995): the more is tested, the more it takes.
    """
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    passed = [rank for rank, place in enumerate(order, start=1) if p_values[place] <= rate * rank / len(order)]
    kept = set(order[: max(passed, default=0)])
    return [place in kept for place in range(len(p_values))]


def effect(before: float, now: float) -> float:
    """Return how far apart two shares are, Cohen's h: a point more is more for a rare thing than for a common one."""
    return 2 * (math.asin(math.sqrt(now)) - math.asin(math.sqrt(before)))


def began(hits: NDArray[np.float64], counts: NDArray[np.float64]) -> int:
    """Return the place of the day from which a share was most likely another one, at least 1.

    Parameters
    ----------
    hits, counts : shape (days,)
        At least two days.
    """
    before, calls_before = np.cumsum(hits)[:-1], np.cumsum(counts)[:-1]
    after, calls_after = hits.sum() - before, counts.sum() - calls_before
    likelihood = _log_likelihood(before, calls_before) + _log_likelihood(after, calls_after)
    return int(likelihood.argmax()) + 1


def _log_likelihood(hits: NDArray[np.float64], calls: NDArray[np.float64]) -> NDArray[np.float64]:
    share = np.clip(hits / np.maximum(calls, 1), 1e-12, 1 - 1e-12)
    return np.asarray(hits * np.log(share) + (calls - hits) * np.log(1 - share))


def distance(before: NDArray[np.float64], now: NDArray[np.float64]) -> float:
    """Return the Jensen-Shannon distance of two mixes of calls, 0 for the same, 1 for nothing in common.

    Parameters
    ----------
    before, now : shape (kinds,)
        Calls of each kind, not all 0 in either.
    """
    return float(_distances(before[None, :], now[None, :])[0])


def distance_by_chance(counts: NDArray[np.float64], days_before: int) -> float:
    """Return the distance that 95 % of mixes stay under when the days are dealt into two windows by lot.

    Parameters
    ----------
    counts : shape (days, kinds)
        Calls of each kind a day, all days of both windows.
    days_before
        How many of the days one window has.
    """
    lot = np.random.default_rng(0)
    chosen = np.zeros((REARRANGEMENTS, len(counts)))
    for row in chosen:
        row[lot.permutation(len(counts))[:days_before]] = 1
    one, other = chosen @ counts, (1 - chosen) @ counts
    filled = (one.sum(axis=1) > 0) & (other.sum(axis=1) > 0)
    return float(np.quantile(_distances(one[filled], other[filled]), 0.95))


def _distances(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    p, q = one / one.sum(axis=1, keepdims=True), other / other.sum(axis=1, keepdims=True)
    middle = (p + q) / 2
    divergence = (_entropy(middle) - (_entropy(p) + _entropy(q)) / 2).clip(0, 1)
    return np.asarray(np.sqrt(divergence))


def _entropy(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the entropy of each row in bits."""
    logs = np.log2(shares, out=np.zeros_like(shares), where=shares > 0)
    return np.asarray(-(shares * logs).sum(axis=1))
