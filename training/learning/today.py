"""Labels of former days brought to today's catalogue, and calls faded by their age."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from routing.domain.catalogue import Catalogue
from training.calls import OUT_OF_SCOPE, LabelledCall

LEAST_WEIGHT = 0.001
_DAY_S = 86_400


def todays_label(call: LabelledCall, catalogue: Catalogue) -> LabelledCall | None:
    """Return the call under the ids that its intent and department have today.

    An intent that is no more leaves the department that the call ended at; a call that is left with neither cannot be
    learnt from, and None is returned.
    """
    if call.intent == OUT_OF_SCOPE:
        return replace(call, department="")
    intent = catalogue.current_intent(call.intent)
    department = catalogue.intents[intent].department if intent else catalogue.current_department(call.department)
    return replace(call, intent=intent, department=department) if intent or department else None


def todays(calls: Iterable[LabelledCall], catalogue: Catalogue) -> tuple[list[LabelledCall], list[str]]:
    """Return the calls under today's ids, and a line for people about each label that is no more."""
    kept, gone = [], dict[str, list[int]]()
    for call in calls:
        today = todays_label(call, catalogue)
        if today:
            kept.append(today)
        if call.intent and not (today and today.intent):
            gone.setdefault(call.intent, [0, 0])[bool(today)] += 1
        elif not today:
            gone.setdefault(call.department, [0, 0])[0] += 1
    return kept, [_line(name, *counts) for name, counts in sorted(gone.items())]


def faded(calls: Iterable[LabelledCall], half_life_days: float | None, now: datetime) -> list[LabelledCall]:
    """Return the calls with the weight that their age leaves: 0.5 ** (age / half-life), and 1 for a time to come.

    Nothing fades below a thousandth, so that an old wording is not forgotten while nothing newer contradicts it.
    """
    if half_life_days is None:
        return list(calls)
    return [
        replace(call, weight=call.weight * max(LEAST_WEIGHT, 0.5 ** (_age_days(call, now) / half_life_days)))
        for call in calls
    ]


def _age_days(call: LabelledCall, now: datetime) -> float:
    return max(0.0, (now - call.at).total_seconds() / _DAY_S) if call.at else 0.0


def _line(name: str, lost: int, placed: int) -> str:
    parts = [f"{placed} learnt by department"] * bool(placed) + [f"{lost} set aside"] * bool(lost)
    return f"{name}: the catalogue has it no longer and moved.yaml does not say where it went: calls {', '.join(parts)}"
