"""What a version learnt from, and how that differs from what the live version learnt from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from routing.store.redact import redact
from training.calls import OUT_OF_SCOPE

SHIFTS_SHOWN = 12
SUSPECTS_SHOWN = 50


@dataclass(frozen=True)
class Learnt:
    """The labelled calls that a version learnt from, counted.

    Attributes
    ----------
    by_intent
        Calls of each intent; `out_of_scope` is one of them.
    by_source
        Calls of each source, such as the catalogue's examples or a system that posts calls.
    erased
        Calls that the live version learnt from or may quote, and that were erased since.
    """

    by_intent: Mapping[str, int]
    by_source: Mapping[str, int] = field(default_factory=dict)
    erased: int = 0


@dataclass(frozen=True)
class Suspect:
    """A labelled call whose label is likely wrong.

    Attributes
    ----------
    labelled, suggested
        Intents.
    probability
        Of the label, by a model that had not seen the call; 0 to 1.
    where
        The call's id, or its place in a file; may be empty.
    """

    reason: str
    labelled: str
    suggested: str
    probability: float
    where: str = ""


def learnt_of(report: Mapping[str, Any]) -> Learnt:
    """Return what a version learnt from, as its `report.json` has it."""
    data = report["data"]
    return Learnt(data["by_intent"], data["by_source"], data["erased"])


def changed(learnt: Learnt, before: Learnt | None) -> dict[str, Any]:
    """Return what was learnt from and, where the live version's is known, what is different."""
    found: dict[str, Any] = {
        "calls": sum(learnt.by_intent.values()),
        "by_intent": dict(sorted(learnt.by_intent.items())),
        "by_source": dict(sorted(learnt.by_source.items())),
        "erased": learnt.erased,
    }
    if before is None:
        return found
    now, then = (set(ones.by_intent) - {OUT_OF_SCOPE} for ones in (learnt, before))
    return found | {
        "calls_before": sum(before.by_intent.values()),
        "added_by_source": [
            {"source": name, "before": before.by_source.get(name, 0), "now": learnt.by_source.get(name, 0)}
            for name in sorted({*before.by_source, *learnt.by_source})
        ],
        "intents_added": sorted(now - then),
        "intents_removed": sorted(then - now),
        "shifts": _shifts(learnt.by_intent, before.by_intent),
    }


def _shifts(now: Mapping[str, int], before: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the intents whose share of all calls changed most, as shares from 0 to 1."""
    total, former = sum(now.values()) or 1, sum(before.values()) or 1
    shares = {name: (before.get(name, 0) / former, now.get(name, 0) / total) for name in {*now, *before}}
    ranked = sorted(shares.items(), key=lambda item: (-abs(item[1][1] - item[1][0]), item[0]))
    return [
        {"intent": name, "before": round(then, 4), "now": round(share, 4)}
        for name, (then, share) in ranked[:SHIFTS_SHOWN]
        if round(then, 4) != round(share, 4)
    ]


def suspected(suspects: Sequence[Suspect]) -> dict[str, Any]:
    """Return the suspected labels to show, redacted, and how many there are in all."""
    rows = [
        {
            "reason": redact(each.reason),
            "labelled": each.labelled,
            "suggested": each.suggested,
            "probability": round(each.probability, 4),
            **({"where": each.where} if each.where else {}),
        }
        for each in suspects[:SUSPECTS_SHOWN]
    ]
    return {"found": len(suspects), "shown": rows}
