"""An insight as the API shows it; the command line shows the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routing.domain.catalogue import Catalogue
from routing.domain.suggestion import Suggestion
from routing.reports.changes import Change
from routing.reports.drift import DayFigures, Mix
from routing.reports.insights import Insight
from routing.reports.told import sentence, summary

EXAMPLES_SHOWN = 5


def insight_fields(insight: Insight, catalogue: Catalogue) -> dict[str, Any]:
    """Return an insight as the fields of `InsightsSchema`; what does not apply is left out."""
    drift, names = insight.drift, {department.id: department.name for department in catalogue.departments.values()}
    fields: dict[str, Any] = {
        "days": insight.days,
        "time_zone": catalogue.organisation.time_zone,
        "summary": summary(drift, insight.days),
        "enough_calls": drift.enough,
        "calls": drift.calls_now,
        "calls_before": drift.calls_before,
    }
    for name, mix in (("intents", drift.intents), ("departments", drift.departments)):
        if mix:
            fields[name] = _mix(mix)
    return fields | {
        "findings": [_change(change, names) for change in drift.changes],
        "model_changes": [{"model": model, "since": since} for model, since in drift.model_changes],
        "by_day": [_day(day) for day in drift.days],
        "by_day_before": [_day(day) for day in drift.days_before],
        "suggestions": [_suggestion(each) for each in insight.suggestions],
    }


def _mix(mix: Mix) -> dict[str, float]:
    return {"distance": round(mix.distance, 4), "by_chance": round(mix.by_chance, 4)}


def _change(change: Change, names: Mapping[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = {"text": sentence(change, names), "kind": change.kind}
    if change.name:
        fields["name"] = change.name
    return fields | {
        "before": round(change.before, 4),
        "now": round(change.now, 4),
        "interval": [round(change.low, 4), round(change.high, 4)],
        "since": change.since,
        "p_value": float(f"{change.p_value:.2g}"),
        "cause": change.cause,
    }


def _day(day: DayFigures) -> dict[str, Any]:
    fields: dict[str, Any] = {"date": day.date, "calls": day.calls}
    if day.confidence is not None:
        fields["confidence"] = round(day.confidence, 4)
    shares = {name: round(share, 4) for name, share in day.shares.items()}
    return fields | {"shares": shares, "models": dict(day.models)}


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": suggestion.id,
        "name": suggestion.name,
        "found_at": suggestion.found_at,
        "calls": suggestion.calls,
        "share": round(suggestion.share, 5),
        "words": list(suggestion.words),
        "examples": list(suggestion.examples[:EXAMPLES_SHOWN]),
    }
    if suggestion.department:
        fields["ended_at" if suggestion.ended else "sent_to"] = suggestion.department
    if suggestion.nearest:
        fields["nearest"] = {"intent": suggestion.nearest, "likeness": round(suggestion.likeness, 3)}
    return fields
