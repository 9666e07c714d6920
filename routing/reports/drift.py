"""How the calls of some days differ from those of as many days before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from routing.reports import statistics
from routing.reports.changes import LEAST_CALLS, Change, changes, model_changes
from routing.reports.days import Windows
from routing.reports.series import CONFIDENCE, SHARE, VOLUME, Counts, counted, every_series
from routing.store.advice_days import Tally


@dataclass(frozen=True)
class DayFigures:
    """The calls that began on one day.

    Attributes
    ----------
    confidence
        Mean of the first advice; None without calls.
    shares
        Of its calls, by action of the first advice, and of callers who `came_back`; empty without calls.
    models
        Calls by the model version that answered first.
    """

    date: date
    calls: int
    confidence: float | None
    shares: Mapping[str, float]
    models: Mapping[str, int]


@dataclass(frozen=True)
class Mix:
    """How far a mix of calls has moved.

    Attributes
    ----------
    distance, by_chance
        Jensen-Shannon distance between the windows, 0 to 1, and what it stays under 19 times in 20 when the same
        days are dealt into two windows by lot.
    """

    distance: float
    by_chance: float


@dataclass(frozen=True)
class Drift:
    """The comparison of two windows of days.

    Attributes
    ----------
    calls_before, calls_now
        Calls that began in each window. Under `LEAST_CALLS` in either, nothing is compared.
    intents, departments
        None when there are too few calls.
    changes
        What noise does not explain, what moved most first.
    model_changes
        Model versions that began to answer in that time, and when.
    """

    calls_before: int
    calls_now: int
    days_before: tuple[DayFigures, ...]
    days: tuple[DayFigures, ...]
    intents: Mix | None
    departments: Mix | None
    changes: tuple[Change, ...]
    model_changes: tuple[tuple[str, date], ...]

    @property
    def enough(self) -> bool:
        """Whether there are enough calls to tell a change from noise."""
        return min(self.calls_before, self.calls_now) >= LEAST_CALLS


def drift(tallies: Sequence[Tally], days: Windows) -> Drift:
    """Return what has changed from the days before to the days now."""
    counts, parts = counted(tallies, days), len(days.before)
    calls = counts.by_day(counts.calls)
    before, now = round(calls[:parts].sum()), round(calls[parts:].sum())
    enough = min(before, now) >= LEAST_CALLS
    figures = _figures(counts, days)
    return Drift(
        calls_before=before,
        calls_now=now,
        days_before=figures[:parts],
        days=figures[parts:],
        intents=_mix(counts, counts.intent, parts) if enough else None,
        departments=_mix(counts, counts.department, parts) if enough else None,
        changes=tuple(changes(counts, days)) if enough else (),
        model_changes=model_changes(counts, days),
    )


def _figures(counts: Counts, days: Windows) -> tuple[DayFigures, ...]:
    calls = counts.by_day(counts.calls)
    series = {(each.kind, each.name): each for each in every_series(counts) if each.kind != VOLUME}
    confidence = series[CONFIDENCE, ""].sums
    shares = {name: each.sums for (kind, name), each in series.items() if kind == SHARE}
    models = {name: counts.by_day(counts.calls, counts.model == name) for name in sorted(set(counts.model.tolist()))}
    return tuple(
        DayFigures(
            date=day.date,
            calls=round(calls[place]),
            confidence=float(confidence[place] / calls[place]) if calls[place] else None,
            shares={name: float(hits[place] / calls[place]) for name, hits in shares.items()} if calls[place] else {},
            models={name: round(hits[place]) for name, hits in models.items() if hits[place]},
        )
        for place, day in enumerate(days.all)
    )


def _mix(counts: Counts, kinds: NDArray[np.str_], parts: int) -> Mix:
    table = np.array([counts.by_day(counts.calls, kinds == kind) for kind in np.unique(kinds)]).T
    before, now = table[:parts].sum(axis=0), table[parts:].sum(axis=0)
    return Mix(statistics.distance(before, now), statistics.distance_by_chance(table, parts))
