"""Prediction sets: the few intents among which the right one is, with a promised coverage.

Split conformal prediction (Vovk et al., 2005) with the score "one minus the probability of the label" (Sadinle et
al., 2019), which gives the smallest sets on average. Three lines of arithmetic, so no library is asked
(`docs/decisions/010-knowing-what-it-does-not-know.md`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Sets:
    """Which intents are still worth considering.

    Attributes
    ----------
    coverage
        Promised share of in-scope reasons whose right intent is in the set, 0 to 1.
    least
        An intent belongs to the set if its probability, given that the reason is in scope, is at least this.
    """

    coverage: float
    least: float

    def members(self, probabilities: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the columns of the set, likeliest first.

        Parameters
        ----------
        probabilities : shape (intents,)
            Given that the reason is in scope; they sum to 1. The likeliest intent always belongs.
        """
        likeliest_first = np.argsort(-probabilities, kind="stable")
        kept = int((probabilities >= self.least).sum())
        return likeliest_first[: max(kept, 1)]


def conformal(given: NDArray[np.float64], coverage: float) -> Sets:
    """Return sets that hold the right intent of a new reason with at least the promised probability.

    Parameters
    ----------
    given : shape (calls,)
        Probability that the model gave the right intent of each held-out call in scope.
    coverage
        The promise, 0 to 1. It holds on average over calls that are exchangeable with the held-out ones: calls like
        them, in any order. With fewer than `coverage / (1 - coverage)` held-out calls every intent is kept.
    """
    rank = math.floor((1 - coverage) * (len(given) + 1) + 1e-9)
    least = float(np.partition(given, rank - 1)[rank - 1]) if rank >= 1 else 0.0
    return Sets(coverage, least)
