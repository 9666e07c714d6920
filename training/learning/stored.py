"""From the store's rows to labelled calls: each call that was finished, its first reason with where it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from routing.domain.labelled import CallRow, ended
from routing.text.normalise import normalise
from training.calls import LabelledCall


def stored_calls(
    rows: Iterable[CallRow], first_reasons: Callable[[Sequence[str]], Mapping[str, str]]
) -> tuple[list[LabelledCall], int]:
    """Return the finished calls, oldest first, and how many finished ones nobody knows a reason of.

    Parameters
    ----------
    rows
        Those of one call together.
    first_reasons
        Tells what the earliest advice of calls was asked for, by call id. It is asked only about calls that no row has
        a reason of.
    """
    calls = [call for _, own in groupby(rows, key=lambda row: row.call_id) for call in _finished(list(own))]
    silent = [call.call_id for call in calls if not call.reason]
    found = first_reasons(silent) if silent else {}
    told = [replace(call, reason=call.reason or found.get(call.call_id, "")) for call in calls]
    usable = [call for call in told if normalise(call.reason)]
    return sorted(usable, key=when), len(told) - len(usable)


def when(call: LabelledCall) -> tuple[float, str]:
    """Return what calls are ordered by in time: when they came in, and their id for those of the same moment."""
    return call.at.timestamp() if call.at else float("-inf"), call.call_id


def _finished(rows: Sequence[CallRow]) -> list[LabelledCall]:
    end = ended(rows)
    if end is None:
        return []
    last = max((row for row in rows if row.resolved), key=lambda row: row.hop)
    place = f"call {end.call_id}, hop {last.hop}"
    told: dict[str, Any] = {"call_id": end.call_id, "at": end.occurred_at, "source": last.source, "place": place}
    return [LabelledCall(end.reason, end.intent, end.department, **told)]
