"""Whether one of two judges of the same cases is better than the other, or was only luckier."""

from __future__ import annotations

from math import exp, fsum, lgamma, log


def mcnemar(only_one: int, only_other: int) -> float:
    """Return the two-sided p-value of McNemar's exact test.

    Cases that both judges got right, or both wrong, tell nothing. If the two were equally good, each of the others
    would fall to either judge like a coin; the value is how likely a fall at least as lopsided as this one is.

    Parameters
    ----------
    only_one, only_other
        Cases that only the one, and only the other, got right; 0 or more.
    """
    decided, fewer = only_one + only_other, min(only_one, only_other)
    if 2 * fewer >= decided:
        return 1.0
    chances = (lgamma(decided + 1) - lgamma(k + 1) - lgamma(decided - k + 1) for k in range(fewer + 1))
    return min(1.0, 2 * fsum(exp(chance - decided * log(2)) for chance in chances))
