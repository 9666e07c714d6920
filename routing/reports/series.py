"""Quantities of calls by day, as arrays, from what the store counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.reports.days import Windows
from routing.store.advice_days import Tally

INTENT, DEPARTMENT, SHARE, CONFIDENCE, VOLUME = "intent", "department", "share", "confidence", "volume"
CAME_BACK = "came_back"

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Counts:
    """The tallies of both windows as columns, one row a tally.

    Attributes
    ----------
    days
        Of both windows.
    day
        Place of each tally's day among them.
    whole : shape (days,)
        Whether calls a day can be compared: the record had begun and the day is over.
    """

    days: int
    day: NDArray[np.int64]
    intent: NDArray[np.str_]
    department: NDArray[np.str_]
    action: NDArray[np.str_]
    model: NDArray[np.str_]
    calls: Floats
    confidence: Floats
    confidence_squared: Floats
    came_back: Floats
    whole: NDArray[np.bool_]

    def by_day(self, values: Floats, chosen: NDArray[np.bool_] | None = None) -> Floats:
        """Return the sum of `values` on each day, over the `chosen` tallies or all."""
        weights = values if chosen is None else np.where(chosen, values, 0.0)
        return np.bincount(self.day, weights, minlength=self.days).astype(np.float64)


@dataclass(frozen=True)
class Series:
    """A quantity by day: its sum, the sum of its square, and over how many calls (or days), each of shape (days,)."""

    kind: str
    name: str
    sums: Floats
    squares: Floats
    counts: Floats

    @property
    def is_share(self) -> bool:
        """Whether it is a share of calls."""
        return self.kind in (INTENT, DEPARTMENT, SHARE)


def counted(tallies: Sequence[Tally], windows: Windows) -> Counts:
    """Return the tallies as columns."""
    place = {day.date: number for number, day in enumerate(windows.all)}
    day = np.array([place[tally.date] for tally in tallies], dtype=np.int64)
    over = np.array([each.ends <= windows.at for each in windows.all])
    begun = np.arange(len(place)) >= (day.min() if len(day) else 0)

    def names(of: str) -> NDArray[np.str_]:
        return np.array([getattr(tally, of) for tally in tallies], dtype=np.str_)

    def numbers(of: str) -> Floats:
        return np.array([getattr(tally, of) for tally in tallies], dtype=np.float64)

    return Counts(
        days=len(place),
        day=day,
        intent=names("intent"),
        department=names("department"),
        action=names("action"),
        model=names("model"),
        calls=numbers("calls"),
        confidence=numbers("confidence"),
        confidence_squared=numbers("confidence_squared"),
        came_back=numbers("came_back"),
        whole=over & begun,
    )


def every_series(counts: Counts, model: str | None = None) -> list[Series]:
    """Return all that is compared, in one order for all calls and for those that one model version answered."""
    chosen = np.ones(len(counts.day), dtype=bool) if model is None else counts.model == model
    calls = counts.by_day(counts.calls, chosen)

    def hits(kind: str, name: str, values: Floats, where: NDArray[np.bool_]) -> Series:
        found = counts.by_day(values, chosen & where)
        return Series(kind, name, found, found, calls)

    everywhere = np.ones(len(counts.day), dtype=bool)
    squares = counts.by_day(counts.confidence_squared, chosen)
    return [
        *(hits(INTENT, name, counts.calls, counts.intent == name) for name in _each(counts.intent)),
        *(hits(DEPARTMENT, name, counts.calls, counts.department == name) for name in _each(counts.department)),
        *(hits(SHARE, name, counts.calls, counts.action == name) for name in _each(counts.action)),
        hits(SHARE, CAME_BACK, counts.came_back, everywhere),
        Series(CONFIDENCE, "", counts.by_day(counts.confidence, chosen), squares, calls),
        Series(VOLUME, "", calls * counts.whole, calls**2 * counts.whole, counts.whole.astype(np.float64)),
    ]


def _each(column: NDArray[np.str_]) -> list[str]:
    found: list[str] = np.unique(column).tolist()
    return found
