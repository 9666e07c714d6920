from collections import Counter

import pytest

from benchmarks.callers import MOST_INTENTS, synthesise
from routing.text import normalise
from training.fold import fold


@pytest.fixture(scope="module")
def calls():
    return synthesise(5000, 40)


def test_the_same_arguments_give_the_same_calls_and_another_seed_others(calls):
    assert synthesise(5000, 40) == calls
    assert synthesise(5000, 40, seed=1) != calls


def test_there_are_as_many_calls_and_intents_as_asked_for(calls):
    intents = {call.intent for call in calls if call.in_scope}
    assert len(calls) == 5000
    assert len(intents) == 40
    assert {call.intent for call in synthesise(5000, 40, seed=1) if call.in_scope} == intents


def test_every_reason_can_be_read_and_no_blank_is_left_unfilled(calls):
    for call in calls:
        normalise.check(call.reason)
        assert "{" not in call.reason


def test_a_few_phrases_are_most_of_the_calls_and_most_phrases_are_rare(calls):
    often = sorted(Counter(call.reason for call in calls).values(), reverse=True)
    assert sum(often[: len(often) // 5]) > 0.5 * len(calls)
    assert often[len(often) // 2] == 1


def test_the_more_callers_use_words_of_their_own_the_more_calls_are_distinct():
    shares = []
    for own_words in (0.0, 0.25, 0.5, 1.0):
        calls = synthesise(5000, 40, own_words)
        shares.append(len(fold([call.reason for call in calls], [call.intent for call in calls]).reasons) / 5000)
    assert shares == sorted(shares)
    assert shares[0] < 0.5 < 0.85 < shares[-1]


@pytest.mark.parametrize("intents", [0, 1, MOST_INTENTS + 1])
def test_more_intents_than_there_are_phrases_for_are_refused(intents):
    with pytest.raises(ValueError, match=f"expected 2 to {MOST_INTENTS} intents, found {intents}"):
        synthesise(10, intents)
