"""Where the candidate goes wrong: by department, by intent, and call by call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from routing.domain.catalogue import Catalogue
from routing.store.redact import redact
from training.calls import OUT_OF_SCOPE
from training.evaluate import Scored
from training.gate import Evidence
from training.gate.rights import placed

PAIRS_SHOWN = 8
MISTAKES_SHOWN = 25
NOWHERE = "none"


def departments(evidence: Evidence, catalogue: Catalogue) -> dict[str, Any]:
    """Return how often calls of each department were taken for each, rows labelled and columns found."""
    scored = [one for one in (*evidence.candidate, *evidence.new) if placed(one)]
    pairs = Counter((one.call.department, one.department or NOWHERE) for one in scored)
    named = {name for pair in pairs for name in pair}
    in_order = [*(name for name in catalogue.departments if name in named), *([NOWHERE] if NOWHERE in named else [])]
    totals = Counter(one.call.department for one in scored)
    wrong = sorted((-calls, pair) for pair, calls in pairs.items() if pair[0] != pair[1])
    return {
        "names": in_order,
        "matrix": [[pairs[labelled, found] for found in in_order] for labelled in in_order],
        "worst": [
            {"labelled": labelled, "found": found, "calls": -calls, "of": totals[labelled]}
            for calls, (labelled, found) in wrong[:PAIRS_SHOWN]
        ],
    }


def intents(evidence: Evidence, catalogue: Catalogue, learnt: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return precision, recall and F1 of every intent, all from 0 to 1, the worst first.

    Calls out of scope are no intent's; an intent without held-out calls has no figures but how many calls it learnt
    from.
    """
    now = _scores((*evidence.candidate, *evidence.new))
    before = _scores((*evidence.live, *evidence.new_live))
    new = {one.call.intent for one in evidence.new}
    rows = []
    for intent in catalogue.intents.values():
        row: dict[str, Any] = {"id": intent.id, "label": intent.label, "department": intent.department}
        row |= {"learnt": learnt.get(intent.id, 0)} | now.get(intent.id, {"calls": 0})
        if intent.id in new:
            row["new"] = True
        elif "f1" in row and evidence.live:
            row["change"] = round(row["f1"] - before.get(intent.id, {}).get("f1", 0.0), 4)
        rows.append(row)
    return sorted(rows, key=lambda row: (row.get("f1", 2.0), row["id"]))


def _scores(scored: Sequence[Scored]) -> dict[str, dict[str, Any]]:
    inside = [one for one in scored if one.call.in_scope and one.call.intent]
    calls, found = Counter(one.call.intent for one in inside), Counter(one.intent for one in inside)
    hits = Counter(one.intent for one in inside if one.intent_right)
    return {
        intent: {
            "calls": calls[intent],
            "precision": round(hits[intent] / found[intent], 4) if found[intent] else 0.0,
            "recall": round(hits[intent] / calls[intent], 4),
            "f1": round(2 * hits[intent] / (found[intent] + calls[intent]), 4),
        }
        for intent in calls
    }


def mistakes(evidence: Evidence) -> list[dict[str, Any]]:
    """Return the calls that the candidate was surest of and sent wrong or would have, redacted, the surest first."""
    live = {id(new): old.department_right for new, old in zip(evidence.candidate, evidence.live, strict=False)}
    wrong = [
        one
        for one in (*evidence.candidate, *evidence.new)
        if (placed(one) and not one.department_right) or (not one.call.in_scope and one.action == "transfer")
    ]
    ranked = sorted(wrong, key=lambda one: (-one.confidence, one.call.reason))[:MISTAKES_SHOWN]
    return [_mistake(one, live.get(id(one))) for one in ranked]


def _mistake(one: Scored, live_right: bool | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "reason": redact(one.call.reason),
        "labelled": one.call.department or OUT_OF_SCOPE,
        "found": one.department,
        "confidence": round(one.confidence, 4),
        "action": one.action,
    }
    row |= {"labelled_intent": one.call.intent} if one.call.intent not in ("", OUT_OF_SCOPE) else {}
    row |= {"found_intent": one.intent} if one.intent else {}
    return row | ({"live_right": live_right} if live_right is not None and one.call.in_scope else {})
