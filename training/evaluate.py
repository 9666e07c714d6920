"""Score a model on labelled calls, through the same belief and policy that answer real callers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.catalogue import Catalogue
from routing.domain.judgement import Judgement, judge
from routing.hearing import hear
from routing.text.model import Hypothesis, TextModel
from training.calls import LabelledCall

BINS = 10
CONFUSIONS_SHOWN = 15

# What each figure of a report is called, wherever it is shown.
SHARES = {
    "department_accuracy": "department right",
    "intent_accuracy": "intent right",
    "out_of_scope_recall": "out of scope, not transferred",
    "transferred_right": "transfers that reach the right department",
}
ERRORS = {"calibration_error": "calibration error of the department's confidence"}


@dataclass(frozen=True)
class Scored:
    """One labelled call and what the advisor made of it."""

    call: LabelledCall
    department: str
    intent: str
    action: str
    confidence: float
    advised: str

    @property
    def department_right(self) -> bool:
        """Whether the likeliest department is the labelled one."""
        return self.department == self.call.department

    @property
    def intent_right(self) -> bool:
        """Whether the likeliest intent is the labelled one."""
        return self.intent == self.call.intent


def score(
    calls: Sequence[LabelledCall],
    model: TextModel,
    catalogue: Catalogue,
    advance: Callable[[int], None] = lambda done: None,
) -> list[Scored]:
    """Return every call with the likeliest department and intent, and the action the policy takes."""
    scored = []
    for done, call in enumerate(calls, start=1):
        belief = hear(model, catalogue, (Hypothesis(call.reason),)).belief
        judgement = judge(Call("evaluation", call.reason, datetime.now(UTC)), belief, catalogue)
        scored.append(_scored(_labelled(call, catalogue), belief, judgement))
        advance(done)
    return scored


def _labelled(call: LabelledCall, catalogue: Catalogue) -> LabelledCall:
    """Return the call with its department filled in from its intent."""
    if call.department or call.intent not in catalogue.intents:
        return call
    return replace(call, department=catalogue.intents[call.intent].department)


def _scored(call: LabelledCall, belief: Belief, judgement: Judgement) -> Scored:
    department, confidence = next(iter(belief.ranked()), ("", 0.0))
    return Scored(
        call=call,
        department=department,
        intent=belief.best_intent(department) or "",
        action=judgement.decision.action,
        confidence=confidence,
        advised=judgement.decision.department,
    )


def report(scored: Sequence[Scored]) -> dict[str, Any]:
    """Return the figures of an evaluation.

    Rates are shares from 0 to 1. `department_accuracy` and `intent_accuracy` are over calls in scope, whatever the
    action; `out_of_scope_recall` is the share of out-of-scope calls that are not transferred;
    `transferred_right` is the share of transfers of calls in scope that reach the labelled department;
    `calibration_error` is the expected calibration error of the department's confidence over ten equal bins.
    A figure without calls to measure it on is left out.
    """
    inside = [one for one in scored if one.call.in_scope]
    outside = [one for one in scored if not one.call.in_scope]
    named = [one for one in inside if one.call.intent]
    placed = [one for one in inside if one.call.department]
    sent = [one for one in placed if one.action == "transfer"]
    figures: dict[str, Any] = {"calls": len(scored), "in_scope": len(inside), "out_of_scope": len(outside)}
    figures |= _share("department_accuracy", [one.department_right for one in placed])
    figures |= _share("intent_accuracy", [one.intent_right for one in named])
    figures |= _share("out_of_scope_recall", [one.action != "transfer" for one in outside])
    figures |= _share("transferred_right", [one.advised == one.call.department for one in sent])
    if placed:
        right = np.array([one.department_right for one in placed])
        figures["calibration_error"] = calibration_error(np.array([one.confidence for one in placed]), right)
    figures["actions"] = _actions(inside)
    if outside:
        figures["actions_out_of_scope"] = _actions(outside)
    figures |= {"by_style": _by_style(scored), "confusions": _confusions(inside)}
    return figures


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error (Naeini et al., 2015): mean gap of confidence and accuracy, by bins."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)]
    return round(float(sum(gaps)), 4)


def _share(name: str, hits: Sequence[bool]) -> dict[str, float]:
    return {name: round(float(np.mean(hits)), 4)} if hits else {}


def _actions(scored: Sequence[Scored]) -> dict[str, float]:
    counts = Counter(one.action for one in scored)
    return {action: round(counts[action] / len(scored), 4) for action in sorted(counts)}


def _by_style(scored: Sequence[Scored]) -> dict[str, dict[str, float]]:
    styles = sorted({one.call.style for one in scored if one.call.style})
    table = {}
    for style in styles:
        rows = [one for one in scored if one.call.style == style]
        right = [one.department_right if one.call.in_scope else one.action != "transfer" for one in rows]
        table[style] = {"calls": len(rows)} | _share("right", right)
    return table


def _confusions(inside: Sequence[Scored]) -> list[dict[str, Any]]:
    """Return the commonest wrong intents; calls labelled only with a department count by department."""
    wrong = Counter(
        (one.call.intent, one.intent) if one.call.intent else (one.call.department, one.department)
        for one in inside
        if not (one.intent_right if one.call.intent else one.department_right)
    )
    ranked = sorted(wrong.items(), key=lambda item: (-item[1], item[0]))[:CONFUSIONS_SHOWN]
    return [{"expected": expected, "found": found, "calls": count} for (expected, found), count in ranked]
