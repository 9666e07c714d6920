"""The figures at the top: the candidate, the live model, and whether chance explains the difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from training.evaluate import ERRORS, Scored, calibration_error
from training.gate import Evidence
from training.gate.checks import MIB, pairs_of
from training.gate.rights import SAME_CALLS, TRANSFERS, Figure, placed

RESAMPLES = 1000
SEED = 0
Statistic = Callable[[NDArray[np.int64]], float]


@dataclass(frozen=True)
class Measure:
    """A figure that is measured over calls, both models' calls being drawn together.

    Attributes
    ----------
    more_is_better
        Whether a higher figure is the better one.
    of
        Makes the figure a function of the places of the calls that count.
    """

    name: str
    label: str
    more_is_better: bool
    kind: str
    of: Callable[[Sequence[Scored]], Statistic]


def headline(evidence: Evidence) -> list[dict[str, Any]]:
    """Return the headline figures, the most telling first, those without calls to measure them on left out."""
    shares = [_share(figure, evidence) for figure in SAME_CALLS if figure.hits(evidence.candidate)]
    others = [_measured(measure, evidence) for measure in MEASURES if any(map(placed, evidence.candidate))]
    return [*shares, *others, *_costs(evidence)]


def _share(figure: Figure, evidence: Evidence) -> dict[str, Any]:
    hits = figure.hits(evidence.candidate)
    row = {"name": figure.name, "label": figure.label, "kind": "share", "calls": len(hits)}
    if not evidence.live:
        interval = binomtest(sum(hits), len(hits)).proportion_ci(method="wilson")
        ends = {"low": _rounded(interval.low), "high": _rounded(interval.high)}
        return row | {"candidate": _rounded(sum(hits) / len(hits)), **ends}
    found = pairs_of(figure, evidence.live, evidence.candidate)
    low, high = found.interval
    return row | {
        "candidate": _rounded(found.candidate),
        "live": _rounded(found.live),
        "difference": _rounded(found.difference),
        "low": _rounded(low),
        "high": _rounded(high),
        "p": float(f"{found.p:.3g}"),
        "word": _word(found.difference, found.by_chance()),
    }


def _measured(measure: Measure, evidence: Evidence) -> dict[str, Any]:
    """Return a figure with the interval of its difference: 95 % of a bootstrap over calls, the same for both models."""
    places = np.array([place for place, one in enumerate(evidence.candidate) if placed(one)])
    row: dict[str, Any] = {"name": measure.name, "label": measure.label, "kind": measure.kind, "calls": len(places)}
    new = measure.of(evidence.candidate)
    random = np.random.default_rng(SEED)
    draws = [random.choice(places, len(places)) for _ in range(RESAMPLES)]
    if not evidence.live:
        low, high = np.quantile([new(draw) for draw in draws], (0.025, 0.975))
        return row | {"candidate": _rounded(new(places)), "low": _rounded(low), "high": _rounded(high)}
    old = measure.of(evidence.live)
    low, high = np.quantile([new(draw) - old(draw) for draw in draws], (0.025, 0.975))
    difference = new(places) - old(places)
    return row | {
        "candidate": _rounded(new(places)),
        "live": _rounded(old(places)),
        "difference": _rounded(difference),
        "low": _rounded(low),
        "high": _rounded(high),
        "word": _word(difference if measure.more_is_better else -difference, low <= 0 <= high),
    }


def _costs(evidence: Evidence) -> Iterator[dict[str, Any]]:
    """Yield what the candidate costs: time, and room on disk."""
    if evidence.latency_ms:
        live, candidate = evidence.latency_ms
        yield _cost("latency", "median time of a prediction", "ms", candidate, live)
    if evidence.sizes:
        size, live_size = evidence.sizes
        yield _cost("size", "size on disk", "MiB", size / MIB, live_size / MIB if live_size is not None else None)


def _cost(name: str, label: str, kind: str, candidate: float, live: float | None) -> dict[str, Any]:
    row: dict[str, Any] = {"name": name, "label": label, "kind": kind, "candidate": round(candidate, 2)}
    if live is not None:
        row |= {"live": round(live, 2), "difference": round(candidate - live, 2)}
    return row


def _word(gain: float, chance: bool) -> str:
    if gain == 0:
        return "the same"
    if chance:
        return "the same within chance"
    return "better" if gain > 0 else "worse"


def _calibration(scored: Sequence[Scored]) -> Statistic:
    confidence = np.array([one.confidence for one in scored])
    right = np.array([one.department_right for one in scored])
    return lambda places: calibration_error(confidence[places], right[places])


def _transfers(scored: Sequence[Scored]) -> Statistic:
    sent = np.array([TRANSFERS.counts(one) for one in scored])
    right = np.array([TRANSFERS.right(one) for one in scored])
    return lambda places: float((sent & right)[places].sum() / max(1, sent[places].sum()))


def _action(action: str) -> Callable[[Sequence[Scored]], Statistic]:
    def of(scored: Sequence[Scored]) -> Statistic:
        taken = np.array([one.action == action for one in scored])
        return lambda places: float(taken[places].mean())

    return of


def _rounded(figure: float) -> float:
    return round(float(figure), 6)


MEASURES = (
    Measure(TRANSFERS.name, TRANSFERS.label, True, "share", _transfers),
    Measure("transferred", "calls in scope transferred at once", True, "share", _action("transfer")),
    Measure("questions", "calls in scope answered with a question", False, "share", _action("ask")),
    Measure("operator", "calls in scope sent to the operator", False, "share", _action("operator")),
    Measure("calibration", ERRORS["calibration_error"], False, "error", _calibration),
)
