"""Changes from one window of days to the next that the noise between days does not explain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from routing.reports import statistics
from routing.reports.days import Windows
from routing.reports.series import CONFIDENCE, VOLUME, Counts, Series, every_series
from routing.reports.statistics import Estimate

LEAST_CALLS = 200
LEAST_EFFECT = 0.05  # Cohen's h: from 1 to 1.6 %, from 10 to 11.6 %; less is of no use to a person
LEAST_CONFIDENCE_CHANGE = 0.01
LEAST_VOLUME_CHANGE = 0.1  # of the calls a day before
LEAST_WHOLE_DAYS = 5
CALLERS, MODEL, UNKNOWN = "callers", "model", "unknown"


@dataclass(frozen=True)
class Change:
    """One change that noise does not explain.

    Attributes
    ----------
    kind, name
        `intent`, `department`, `share` (of an action, or `came_back`), `confidence` or `volume`; and which one. The
        intent without a name is that of callers who meant none of the catalogue's.
    before, now
        Shares of calls or mean confidence, 0 to 1; calls a day for `volume`.
    low, high
        95 % interval of the change from `before` to `now`.
    hits, calls
        Now: of the calls, how many it concerns.
    since
        The day from which the calls were most likely other than before.
    p_value
        How likely so large a change is by chance.
    cause
        `callers` if it shows between calls that one model version answered, or if that never changed; `model` if it
        shows only between versions; `unknown` if no version answered enough calls in both windows to tell.
    """

    kind: str
    name: str
    before: float
    now: float
    low: float
    high: float
    hits: int
    calls: int
    since: date
    p_value: float
    cause: str


@dataclass(frozen=True)
class _Tested:
    series: Series
    before: Estimate
    now: Estimate


def changes(counts: Counts, days: Windows) -> list[Change]:
    """Return what has changed, what moved most first.

    Tested together are the share of every intent, department and action, of callers who came back, mean confidence
    and calls a day; of all that is reported, one in twenty is expected to be chance.
    """
    parts = len(days.before)
    tested = [each for series in every_series(counts) if (each := _tested(series, parts))]
    news = statistics.surprising([statistics.p_value(each.before, each.now) for each in tested])
    found = [each for each, surprising in zip(tested, news, strict=True) if surprising and _matters(each)]
    shared = _shared_model(counts, parts)
    under_one = {(each.kind, each.name): each for each in every_series(counts, shared)} if shared else {}
    told = [_change(each, under_one.get((each.series.kind, each.series.name)), counts, days) for each in found]
    return sorted(told, key=_rank)


def _rank(change: Change) -> tuple[bool, float]:
    return change.kind == VOLUME, -abs(change.now - change.before)


def _tested(series: Series, parts: int) -> _Tested | None:
    """Return the estimates of both windows; None where there is too little to estimate."""
    before, now = slice(None, parts), slice(parts, None)
    least = LEAST_WHOLE_DAYS if series.kind == VOLUME else 1
    if min(series.counts[before].sum(), series.counts[now].sum()) < least:
        return None
    if series.is_share and series.sums.sum() < statistics.LEAST_HITS:
        return None
    estimates = [statistics.ratio(series.sums[w], series.counts[w], series.squares[w]) for w in (before, now)]
    return _Tested(series, *estimates)


def _matters(tested: _Tested) -> bool:
    before, now = tested.before.value, tested.now.value
    if tested.series.kind == VOLUME:
        return abs(now - before) >= LEAST_VOLUME_CHANGE * before
    if tested.series.kind == CONFIDENCE:
        return abs(now - before) >= LEAST_CONFIDENCE_CHANGE
    return abs(statistics.effect(before, now)) >= LEAST_EFFECT


def _change(tested: _Tested, under_one: Series | None, counts: Counts, days: Windows) -> Change:
    series, parts = tested.series, len(days.before)
    _, low, high = statistics.difference(tested.before, tested.now)
    return Change(
        kind=series.kind,
        name=series.name,
        before=tested.before.value,
        now=tested.now.value,
        low=low,
        high=high,
        hits=round(series.sums[parts:].sum()),
        calls=round(counts.by_day(counts.calls)[parts:].sum()),
        since=days.all[_began(series)].date,
        p_value=statistics.p_value(tested.before, tested.now),
        cause=_cause(tested, under_one, counts, parts),
    )


def _began(series: Series) -> int:
    if series.kind == VOLUME:
        most = max(series.sums.max(), 1.0)
        return statistics.began(series.sums, series.counts * most)
    return statistics.began(series.sums, series.counts)


def _cause(tested: _Tested, under_one: Series | None, counts: Counts, parts: int) -> str:
    """Return what the change comes from, as far as calls that one model version answered in both windows tell."""
    if tested.series.kind == VOLUME or len(np.unique(counts.model)) == 1:
        return CALLERS
    same = _tested(under_one, parts) if under_one else None
    if same is None:
        return UNKNOWN
    change = tested.now.value - tested.before.value
    _, low, high = statistics.difference(same.before, same.now)
    if (low > 0 and change > 0) or (high < 0 and change < 0):
        return CALLERS
    return UNKNOWN if low <= change <= high else MODEL


def _shared_model(counts: Counts, parts: int) -> str | None:
    """Return the model version that answered most calls in the window where it answered fewer; None for too few."""
    least = {model: _least(counts, model, parts) for model in sorted(set(counts.model.tolist()))}
    best = max(least, key=lambda model: least[model], default=None)
    return best if best is not None and least[best] >= LEAST_CALLS else None


def _least(counts: Counts, model: str, parts: int) -> float:
    calls = counts.by_day(counts.calls, counts.model == model)
    return float(min(calls[:parts].sum(), calls[parts:].sum()))


def model_changes(counts: Counts, days: Windows) -> tuple[tuple[str, date], ...]:
    """Return the model versions that began to answer after the first day with calls, and on which day."""
    if not len(counts.day):
        return ()
    first = {model: int(counts.day[counts.model == model].min()) for model in sorted(set(counts.model.tolist()))}
    began = int(counts.day.min())
    later: Sequence[tuple[str, int]] = sorted(first.items(), key=lambda item: (item[1], item[0]))
    return tuple((model, days.all[day].date) for model, day in later if day > began)
