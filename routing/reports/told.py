"""Changes in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from routing.reports.changes import LEAST_CALLS, MODEL, UNKNOWN, Change
from routing.reports.drift import Drift
from routing.reports.series import CAME_BACK, CONFIDENCE, DEPARTMENT, INTENT, VOLUME

_SHARES: Mapping[str, str] = {
    "operator": "Calls given to a person at the front desk",
    "ask": "Calls answered by a question",
    "transfer": "Calls put through at once",
    "callback": "Calls rung back later",
    "urgent": "Calls in which a life may be in danger",
    "end": "Calls ended for abuse",
    CAME_BACK: "Callers who came back after a transfer",
}


def sentence(change: Change, names: Mapping[str, str] | None = None) -> str:
    """Return a change as one sentence, and a second one if a new model may be behind it.

    Parameters
    ----------
    names
        What departments are called, by id.
    """
    verb = "rose" if change.now > change.before else "fell"
    since = f"most likely since {in_words(change.since)}"
    if change.kind == VOLUME:
        return f"Calls {verb} from {change.before:,.0f} to {change.now:,.0f} a day, {since}."
    if change.kind == CONFIDENCE:
        told = f"The mean confidence of the first advice {verb} from {change.before:.2f} to {change.now:.2f}, {since}."
    else:
        told = (
            f"{_who(change, names or {})} {verb} from {100 * change.before:.1f} % to {100 * change.now:.1f} % of calls "
            f"({change.hits:,} of {change.calls:,}), {since}."
        )
    return told + _caution(change)


def summary(drift: Drift, days: int) -> str:
    """Return in one sentence whether anything has changed, or why nobody can tell."""
    calls = f"{drift.calls_now:,} calls in {days} days, {drift.calls_before:,} in the {days} days before"
    if not drift.enough:
        return f"{calls}: too few to tell a change from chance; it takes {LEAST_CALLS} in each."
    if not drift.changes:
        return f"{calls}: nothing has changed more than by chance."
    return f"{calls}: {len(drift.changes)} changes that chance does not explain."


def in_words(day: date) -> str:
    """Return a date as it is said: 12 November."""
    return f"{day.day} {day:%B}"


def _who(change: Change, names: Mapping[str, str]) -> str:
    if change.kind == INTENT:
        return f"'{change.name}'" if change.name else "Calls that meant no intent of the catalogue"
    if change.kind == DEPARTMENT:
        return f"Calls for {names.get(change.name, change.name)}"
    return _SHARES.get(change.name, f"Calls answered with '{change.name}'")


def _caution(change: Change) -> str:
    if change.cause == MODEL:
        return " It shows only from one model version to another: the model may have changed, not the callers."
    if change.cause == UNKNOWN:
        return " A new model version answered in that time, so it may be the model or the callers."
    return ""
