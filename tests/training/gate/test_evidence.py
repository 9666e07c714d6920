from dataclasses import replace

import numpy as np
import pytest

from routing.text import literal
from routing.text.model import Prediction
from training.calls import OUT_OF_SCOPE, LabelledCall
from training.gate import gate, gather
from training.gate.evidence import timed

INTENTS = ("card_lost_or_stolen", "mortgage_rate")
LOST = LabelledCall("lost", "card_lost_or_stolen")
RATE = LabelledCall("rate", "mortgage_rate")
MOVE = LabelledCall("move", "mortgage_move")
PIZZA = LabelledCall("pizza", OUT_OF_SCOPE)
PLACED = LabelledCall("where", "", "cards")


class Parrot:
    """A model that knows some intents, and labelled calls word for word."""

    def __init__(self, version, intents=INTENTS, learnt=()):
        self.version = version
        self.intents = intents
        self.literal = literal.learn(list(learnt), [0] * len(learnt), [1] * len(learnt))
        self.asked = []

    def predict(self, hypotheses):
        self.asked.append(hypotheses[0].text)
        return Prediction(self.intents, np.full(len(self.intents), 0.9 / len(self.intents)), 0.9)


def test_calls_that_the_live_model_cannot_know_are_kept_apart(catalogue):
    live, candidate = Parrot("live"), Parrot("new", (*INTENTS, "mortgage_move"))
    found = gather(candidate, live, catalogue, [LOST, MOVE, PIZZA, PLACED], [])
    assert [one.call.reason for one in found.candidate] == [one.call.reason for one in found.live]
    assert [one.call.reason for one in found.candidate] == ["lost", "pizza", "where"]
    assert [one.call.reason for one in found.new] == [one.call.reason for one in found.new_live] == ["move"]
    assert found.against == "live"


def test_an_intent_that_the_live_model_knows_by_a_former_id_is_compared_with_the_others(catalogue):
    renamed = replace(catalogue, moved_intents={"card_gone": "card_lost_or_stolen"})
    live, candidate = Parrot("live", ("card_gone", "mortgage_rate")), Parrot("new")
    found = gather(candidate, live, renamed, [LOST, RATE, MOVE], [])
    assert [one.call.reason for one in found.live] == ["lost", "rate"]
    assert [one.call.reason for one in found.new] == ["move"]


def test_calls_that_only_the_live_model_knows_by_heart_are_set_aside(catalogue):
    live, candidate = Parrot("live", learnt=["lost", "rate"]), Parrot("new", learnt=["rate"])
    found = gather(candidate, live, catalogue, [LOST, RATE, PIZZA], [])
    assert [one.call.reason for one in found.live] == ["rate", "pizza"]
    assert found.by_heart == 1


def test_without_a_live_model_every_call_counts(catalogue):
    found = gather(Parrot("first"), None, catalogue, [LOST, MOVE], [])
    assert (found.against, found.live, found.latency_ms) == ("", (), None)
    assert len(found.candidate) == 2


def test_progress_reaches_the_end(catalogue):
    told = []
    gather(Parrot("new"), Parrot("live"), catalogue, [LOST, MOVE, PIZZA], [], progress=told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


def test_both_models_are_timed_on_the_same_reasons_turn_by_turn():
    live, candidate = Parrot("live"), Parrot("new")
    took = timed([f"reason {number}" for number in range(450)], live, candidate)
    assert live.asked == candidate.asked
    assert 200 <= len(live.asked) <= 205
    assert all(each > 0 for each in took)


def test_the_shipped_model_passes_against_itself_on_the_catalogues_own_calls(catalogue, shipped, small_calls):
    verdict = gate(shipped, shipped, catalogue, small_calls * 2, [], sizes=(1, 1))
    assert verdict.passed
    assert verdict.against == shipped.version


def test_a_model_of_few_intents_is_refused_against_the_shipped_one(catalogue, shipped, small_model):
    calls = [LabelledCall(reason, intent) for reason, intent in (
        ("I want to apply for a loan", "loan_apply"), ("I have moved house", "address_change"),
    ) for _ in range(50)]  # fmt: skip
    verdict = gate(small_model, shipped, catalogue, calls, [])
    assert not verdict.passed
    assert any(reason.startswith("department right: 0.0 %") for reason in verdict.reasons)
