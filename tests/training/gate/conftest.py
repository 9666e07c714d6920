"""Calls as two models took them, made up."""

from dataclasses import replace

import pytest

from training.calls import OUT_OF_SCOPE, LabelledCall
from training.evaluate import Scored
from training.gate import Evidence

DEPARTMENTS = ("cards", "fraud", "loans")


def right(call, **found):
    """Return a call that a model is right about, but for what is said otherwise."""
    if not call.in_scope:
        return Scored(**{"call": call, "department": "cards", "intent": "cards_0", "action": "operator",
                         "confidence": 0.3, "advised": "front_desk", **found})  # fmt: skip
    return Scored(**{"call": call, "department": call.department, "intent": call.intent, "action": "transfer",
                     "confidence": 0.95, "advised": call.department, **found})  # fmt: skip


def wrong(one):
    """Return the same call with the model wrong about all that it can be wrong about, as confident as before."""
    if not one.call.in_scope:
        return replace(one, action="transfer", advised="cards")
    other = next(name for name in DEPARTMENTS if name != one.call.department)
    return replace(one, department=other, intent=f"{other}_0", advised=other)


def calls(many=300):
    """Return labelled calls, evenly of three departments of two intents each, and one in six out of scope."""
    made = []
    for number in range(many):
        department = DEPARTMENTS[number % 3]
        intent, department = (OUT_OF_SCOPE, "") if number % 6 == 5 else (f"{department}_{number % 2}", department)
        made.append(LabelledCall(f"call {number}", intent, department))
    return made


def evidence(live, candidate, **other):
    """Return what two models did; each is a list of scored calls."""
    return Evidence(**{"against": "20260101-live", "live": tuple(live), "candidate": tuple(candidate), "new_live": (),
                       "new": (), "by_heart": 0, "golden": (), "latency_ms": (2.0, 2.0), "sizes": (100, 100),
                       **other})  # fmt: skip


@pytest.fixture
def all_right():
    return [right(call) for call in calls()]
