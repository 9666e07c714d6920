"""A report of a made-up version against a made-up live one, over the sample bank."""

from dataclasses import dataclass
from typing import Any

import pytest

from routing.text.examples import OUT_OF_SCOPE
from training.calls import LabelledCall
from training.evaluate import Scored
from training.gate import Evidence, judged
from training.report import Learnt, Suspect, report_files

FACTS = {
    "created": "2026-11-28T12:00:00+00:00",
    "catalogue": "c" * 64,
    "data": "d" * 64,
    "counts": {"calls": 1234, "intents": 100},
    "libraries": {"python": "3.12.1", "numpy": "2.3.0"},
    "took_s": {"encoding": 12.34},
    "encoder": "not shown",
}


def scored(call, right=True, **found):
    """Return a call as a model took it; wrong means cards, whose intent is a lost card."""
    answer = {"department": call.department, "intent": call.intent, "advised": call.department}
    if not right or not call.in_scope:
        answer = {"department": "cards", "intent": "card_order", "advised": "cards"}
    return Scored(**{"call": call, "action": "transfer", "confidence": 0.9, **answer, **found})


@dataclass(frozen=True)
class Given:
    """What a report is made from."""

    catalogue: Any
    evidence: Evidence
    learnt: Learnt
    before: Learnt | None
    suspects: tuple[Suspect, ...]

    def files(self, facts=FACTS):
        verdict = judged(self.evidence)
        return report_files(
            "20261128-new", facts, self.evidence, verdict, self.catalogue, self.learnt, self.before, self.suspects
        )


@pytest.fixture(scope="session")
def given(catalogue):
    """A candidate over four calls of every intent of the bank: it loses some calls of fraud and gains some loans."""
    calls = [
        LabelledCall(f"{intent.label}, said {number}", intent.id, intent.department)
        for intent in catalogue.intents.values()
        if intent.id != "mortgage_move"
        for number in range(4)
    ]
    strays = [LabelledCall(f"pizza {number}, card 4111 1111 1111 1111", OUT_OF_SCOPE) for number in range(40)]
    sure = [0.55 + 0.04 * (place % 10) for place in range(len(calls))]
    others = tuple(scored(call, action="operator", confidence=0.3) for call in strays[1:])
    others = (scored(strays[0], confidence=0.3), *others)
    live, candidate = (
        tuple(scored(call, right(call), confidence=each) for call, each in zip(calls, sure, strict=True)) + others
        for right in (
            lambda call: call.department != "loans",
            lambda call: call.department != "fraud" or "said 3" not in call.reason,
        )
    )
    new = LabelledCall("my number is 07700 900123, I am moving house", "mortgage_move", "mortgages")
    evidence = Evidence(
        "20261101-live", live, candidate, (scored(new, right=False),), (scored(new, right=False, confidence=0.99),),
        2, (), (2.0, 2.1), (10 * 2**20, 9 * 2**20),
    )  # fmt: skip
    learnt = Learnt({"mortgage_move": 5, "card_order": 20, OUT_OF_SCOPE: 9}, {"catalogue": 24, "crm": 10}, 3)
    before = Learnt({"card_order": 25, "old_intent": 5, OUT_OF_SCOPE: 9}, {"catalogue": 39})
    suspects = (Suspect("call me on 07700 900123 <b>now</b>", "card_order", "mortgage_move", 0.02, "call-7"),)
    return Given(catalogue, evidence, learnt, before, suspects)


@pytest.fixture(scope="session")
def files(given):
    return given.files()
