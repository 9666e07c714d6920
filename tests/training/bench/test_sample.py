from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import BadCalls
from training.bench.sample import few_shot
from training.calls import OUT_OF_SCOPE, LabelledCall
from training.fit import LEAST_OUT_OF_SCOPE

CALLS = [LabelledCall(f"{label} {number}", label) for label in ("lost", "rate", "pin") for number in range(20)]
STRAYS = [LabelledCall(f"stray {number}", OUT_OF_SCOPE) for number in range(30)]


@given(shots=st.integers(1, 20), seed=st.integers(0, 99))
def test_exactly_so_many_different_texts_of_each_label_are_drawn(shots, seed):
    drawn = few_shot(CALLS, shots, seed)

    assert Counter(call.intent for call in drawn) == {"lost": shots, "rate": shots, "pin": shots}
    assert len(set(drawn)) == len(drawn)


@given(seed=st.integers(0, 99), random=st.randoms())
def test_the_same_seed_draws_the_same_texts_whatever_their_order_in_the_file(seed, random):
    shuffled = random.sample(CALLS + STRAYS, len(CALLS + STRAYS))

    assert few_shot(shuffled, 5, seed) == few_shot(CALLS + STRAYS, 5, seed)


def test_the_same_words_are_drawn_once_however_often_they_were_said():
    calls = [LabelledCall(text, "lost") for text in ("Lost it", "lost  it", "LOST IT", "gone")]

    assert {call.reason.lower() for call in few_shot(calls, 2, 0)} > {"gone"}
    with pytest.raises(BadCalls, match=r"found fewer of lost \(2\)"):
        few_shot(calls, 3, 0)


def test_another_seed_draws_other_texts():
    assert few_shot(CALLS, 5, 0) != few_shot(CALLS, 5, 1)


@pytest.mark.parametrize(("shots", "strays"), [(1, LEAST_OUT_OF_SCOPE), (5, 8), (10, 15), (20, 30)])
def test_out_of_scope_texts_are_drawn_in_the_same_share_as_the_others_but_enough_to_fit_on(shots, strays):
    drawn = few_shot(CALLS + STRAYS, shots, 0)

    assert sum(not call.in_scope for call in drawn) == strays


def test_a_label_with_too_few_texts_is_named():
    with pytest.raises(BadCalls, match=r"expected 21 different training texts a label, found fewer of lost \(20\)"):
        few_shot(CALLS, 21, 0)
