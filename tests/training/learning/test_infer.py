"""A department says something about the intent: as much as is clear, and no more."""

import numpy as np
import pytest

from training.calls import LabelledCall
from training.encode import encode_all
from training.learning.infer import LEAST_SHARE, with_intents


@pytest.fixture(scope="module")
def inferred(small_calls, catalogue, encoder):
    """Return a function that learns from the small calls and infers the intents of others."""

    def infer(*others):
        calls = [*small_calls, *others]
        return with_intents(calls, encode_all(encoder, [call.reason for call in calls]), catalogue)

    return infer


def department_of(catalogue, intent):
    return catalogue.intents[intent].department


def test_an_intent_that_is_clear_within_its_department_is_taken_for_it(inferred, catalogue, small_calls):
    cards = department_of(catalogue, "card_lost_or_stolen")
    lost = LabelledCall("a thief ran off with my card", "", cards, call_id="1")
    found = inferred(lost)
    assert (found.clear, found.soft, found.set_aside) == (1, 0, 0)
    assert found.calls[: len(small_calls)] == tuple(small_calls)
    (new,) = found.calls[len(small_calls) :]
    assert (new.intent, new.weight, new.inferred, new.call_id) == ("card_lost_or_stolen", 1.0, True, "1")


def test_what_is_not_clear_is_shared_out_and_counts_as_one_call_in_all(catalogue, encoder):
    one, other = [name for name, intent in catalogue.intents.items() if intent.department == "cards"][:2]
    known = [LabelledCall(f"{word} {n}", intent) for n in range(6) for word, intent in (("red", one), ("blue", other))]
    calls = [*known, LabelledCall("red or blue", "", "cards", weight=0.5)]
    found = with_intents(calls, encode_all(encoder, [call.reason for call in calls]), catalogue)
    parts = found.calls[len(known) :]
    assert (found.clear, found.soft) == (0, 1)
    assert {part.intent for part in parts} == {one, other}
    assert sum(part.weight for part in parts) == pytest.approx(0.5)
    assert min(part.weight for part in parts) >= 0.5 * LEAST_SHARE
    assert all(part.inferred for part in parts)


def test_a_department_without_a_learnt_intent_is_set_aside_and_counted(inferred, small_calls):
    found = inferred(LabelledCall("my husband has died", "", "bereavement"))
    assert (found.clear, found.soft, found.set_aside) == (0, 0, 1)
    assert found.calls == tuple(small_calls)


def test_calls_with_intents_are_left_as_they_are(small_calls, catalogue):
    found = with_intents(small_calls, np.zeros((len(small_calls), 4), dtype=np.float32), catalogue)
    assert found.calls == tuple(small_calls)
