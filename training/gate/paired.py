"""Two models on the same calls: how much they differ, and whether chance alone would explain it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import copysign, inf, sqrt

from scipy.optimize import brentq

from routing.domain.paired import mcnemar
from routing.text.normalise import normalise

SIGNIFICANT = 0.05
Z = 1.959963984540054  # 97.5 % of a normal distribution lie below


@dataclass(frozen=True)
class Paired:
    """On how many calls each of two models was right.

    Attributes
    ----------
    gained, lost
        Calls on which only the candidate was right, and only the live model.
    both
        Calls on which both were.
    wordings_gained, wordings_lost
        Wordings of which the candidate was right about more calls, and of which the live model was. Callers repeat
        what is asked often, and both models answer the same words alike, so calls of one wording tell as much of
        chance as one of them.
    """

    calls: int
    both: int
    gained: int
    lost: int
    wordings_gained: int
    wordings_lost: int

    @property
    def live(self) -> float:
        """The live model's share of right answers, 0 to 1; there must be a call."""
        return (self.both + self.lost) / self.calls

    @property
    def candidate(self) -> float:
        """The candidate's share of right answers, 0 to 1."""
        return (self.both + self.gained) / self.calls

    @property
    def difference(self) -> float:
        """How much better the candidate is, -1 to 1."""
        return (self.gained - self.lost) / self.calls

    @property
    def p(self) -> float:
        """How likely chance alone makes wordings differ at least as much: McNemar's test (1947), exact, two-sided."""
        return mcnemar(self.wordings_gained, self.wordings_lost)

    @property
    def repeated(self) -> bool:
        """Whether the calls on which the models differ are more than the wordings that the test counts."""
        return self.gained + self.lost > self.wordings_gained + self.wordings_lost

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the difference: Tango's score interval for paired shares (1998)."""
        observed = self.difference
        low = -1.0 if observed <= -1 else _crossing(self, Z, -1.0, observed)
        high = 1.0 if observed >= 1 else _crossing(self, -Z, observed, 1.0)
        return low, high

    def surely_worse(self, p: float | None = None) -> bool:
        """Tell whether the candidate is worse beyond chance, by its own test or by a corrected `p`."""
        return self.lost > self.gained and not self.by_chance(p)

    def by_chance(self, p: float | None = None) -> bool:
        """Tell whether chance could explain the difference, or calls and wordings speak for different models."""
        agree = (self.gained - self.lost) * (self.wordings_gained - self.wordings_lost) > 0
        return not agree or (self.p if p is None else p) >= SIGNIFICANT


def paired(live: Sequence[bool], candidate: Sequence[bool], reasons: Sequence[str]) -> Paired:
    """Return the counts of two models' right answers to the same calls and what was said in them, in the same order."""
    pairs = list(zip(live, candidate, strict=True))
    ahead = Counter[str]()
    for (before, now), reason in zip(pairs, reasons, strict=True):
        if before != now:
            ahead[normalise(reason)] += now - before
    return Paired(
        len(pairs),
        pairs.count((True, True)),
        pairs.count((False, True)),
        pairs.count((True, False)),
        sum(calls > 0 for calls in ahead.values()),
        sum(calls < 0 for calls in ahead.values()),
    )


def _crossing(counts: Paired, height: float, low: float, high: float) -> float:
    """Return where the score statistic, which falls from `low` to `high`, has the wanted height."""
    edge = 1e-12
    low, high = low + edge, high - edge
    return float(brentq(lambda difference: score(counts, difference) - height, low, high)) if low < high else high


def score(counts: Paired, difference: float) -> float:
    """Return how many standard errors the counts lie above a true `difference` (Tango, 1998, formulas 3 to 5)."""
    n, gained, lost = counts.calls, counts.gained, counts.lost
    linear = (2 * n - gained + lost) * difference - gained - lost
    constant = -lost * difference * (1 - difference)
    only_live = (sqrt(max(linear**2 - 8 * n * constant, 0.0)) - linear) / (4 * n)
    variance = n * (2 * only_live + difference * (1 - difference))
    above = gained - lost - n * difference
    if variance <= 0:
        return copysign(inf, above) if above else 0.0
    return above / sqrt(variance)


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values corrected for their number, in the same order (Holm, 1979)."""
    in_order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    corrected, highest = [0.0] * len(p_values), 0.0
    for rank, place in enumerate(in_order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        corrected[place] = highest
    return corrected
