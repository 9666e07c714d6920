"""Intents that too few calls tell of to be learnt yet: they do not stop a training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from routing.domain.catalogue import Catalogue
from routing.text.normalise import normalise
from training.calls import OUT_OF_SCOPE, LabelledCall
from training.fit import LEAST_CALLS_PER_INTENT, LEAST_OUT_OF_SCOPE


def learnable(calls: Sequence[LabelledCall], catalogue: Catalogue) -> tuple[list[LabelledCall], list[str]]:
    """Return the calls without the intents that have fewer than five wordings, and a line about each such intent.

    What the department of such a call was is still known, and is learnt.
    """
    wordings: dict[str, set[str]] = {}
    for call in calls:
        if call.intent:
            wordings.setdefault(call.intent, set()).add(normalise(call.reason))
    rare = {intent: len(texts) for intent, texts in wordings.items() if len(texts) < _least(intent)}
    kept = [replace(call, intent="") if call.intent in rare else call for call in calls]
    lines = [
        f"{intent}: {count} of the {_least(intent)} wordings that an intent is learnt from; left out for now"
        for intent, count in sorted(rare.items())
    ]
    return [call for call in kept if call.intent or call.department in catalogue.departments], lines


def _least(intent: str) -> int:
    return LEAST_OUT_OF_SCOPE if intent == OUT_OF_SCOPE else LEAST_CALLS_PER_INTENT
