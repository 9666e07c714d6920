"""Confidence against the truth: the reliability of the department's confidence, and what a threshold would buy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from training.evaluate import BINS, Scored
from training.gate import Evidence
from training.gate.rights import TRANSFERS, error_of, placed

POINTS = 60


def reliability(evidence: Evidence) -> dict[str, Any]:
    """Return mean confidence and share right in ten bins of confidence, for each model that was scored."""
    models = {"candidate": evidence.candidate} | ({"live": evidence.live} if evidence.live else {})
    return {
        name: {"error": error_of(scored), "bins": _bins(scored)}
        for name, scored in models.items()
        if any(map(placed, scored))
    }


def _bins(scored: Sequence[Scored]) -> list[dict[str, Any]]:
    ones = [one for one in scored if placed(one)]
    confidence = np.array([one.confidence for one in ones])
    right = np.array([one.department_right for one in ones])
    places = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [
        {
            "from": place / BINS,
            "calls": int((places == place).sum()),
            "confidence": round(float(confidence[places == place].mean()), 4),
            "right": round(float(right[places == place].mean()), 4),
        }
        for place in np.unique(places).tolist()
    ]


def coverage(evidence: Evidence) -> dict[str, Any]:
    """Return for each model how many of its transfers would be right if it made only the surest ones.

    `curve` has one point for each threshold on the department's confidence: the share of calls in scope at least that
    sure, and the share of these with the right department. `point` is what the policy really does, which weighs costs
    and has no threshold.
    """
    models = {"candidate": evidence.candidate} | ({"live": evidence.live} if evidence.live else {})
    return {
        name: {"curve": _curve(ones), **_point(ones)}
        for name, scored in models.items()
        if (ones := [one for one in scored if placed(one)])
    }


def _curve(ones: Sequence[Scored]) -> list[dict[str, float]]:
    """Return at most 60 points, evenly spread over the calls; calls of equal confidence stay together."""
    ranked = sorted(ones, key=lambda one: -one.confidence)
    right = np.cumsum([one.department_right for one in ranked])
    lasts = [
        place
        for place in range(len(ranked))
        if place + 1 == len(ranked) or ranked[place + 1].confidence < ranked[place].confidence
    ]
    chosen = [lasts[place] for place in np.unique(np.linspace(0, len(lasts) - 1, POINTS).round().astype(int))]
    return [
        {
            "threshold": round(ranked[place].confidence, 4),
            "coverage": round((place + 1) / len(ranked), 4),
            "right": round(float(right[place] / (place + 1)), 4),
        }
        for place in chosen
    ]


def _point(ones: Sequence[Scored]) -> dict[str, Any]:
    hits = TRANSFERS.hits(ones)
    if not hits:
        return {}
    return {"point": {"coverage": round(len(hits) / len(ones), 4), "right": round(sum(hits) / len(hits), 4)}}
