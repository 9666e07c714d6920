"""What is measured was never learnt: not the call, not its words, not earlier by the live version; and it is newer."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from routing.text.normalise import normalise
from training.calls import LabelledCall
from training.fit import LEAST_CALLS_PER_INTENT
from training.learning.split import HELD_OUT_SHARE, split, unseen
from training.learning.stored import when

START = datetime(2026, 11, 1, tzinfo=UTC)
WORDS = [
    f"{verb} my {thing}" for verb in ("lost", "block", "Renew", "check", "pay") for thing in ("card", "loan", "pin")
]


def a_call(number, reason, intent, hours):
    return LabelledCall(reason, intent, call_id=f"call-{number:04}", at=START + timedelta(hours=hours))


STORED = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(["lost", "apply", "pin", ""]), st.integers(0, 30)), max_size=60
).map(lambda rows: [a_call(number, *row) for number, row in enumerate(rows)])
WRITTEN = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["lost", "apply"])), max_size=20).map(
    lambda rows: [LabelledCall(*row) for row in rows]
)


def texts(calls):
    return {normalise(call.reason) for call in calls}


def too_new(intent, stored, written):
    """Whether the calls before the newest fifth tell too little about an intent."""
    in_order = sorted(stored, key=when)
    older = [*written, *in_order[: len(in_order) - int(HELD_OUT_SHARE * len(in_order))]]
    return len({normalise(call.reason) for call in older if call.intent == intent}) < LEAST_CALLS_PER_INTENT


@given(
    stored=STORED, written=WRITTEN, known=st.sets(st.sampled_from(WORDS), max_size=4), ids=st.sets(st.integers(0, 59))
)
def test_nothing_leaks(stored, written, known, ids):
    def live_knows(call):
        return call.reason in known or call.call_id in {f"call-{number:04}" for number in ids}

    parts = split(stored, written, live_knows, least=1)

    assert {call.call_id for call in parts.learnt}.isdisjoint(call.call_id for call in parts.held_out)
    assert texts(parts.held_out).isdisjoint(texts(parts.learnt) | texts(written))
    assert not any(live_knows(call) for call in parts.held_out)
    assert len(parts.held_out) <= HELD_OUT_SHARE * len(stored)
    assert len(parts.learnt) + len(parts.held_out) + parts.left == len(stored)
    if parts.held_out:
        oldest = min(map(when, parts.held_out))
        newer = [call for call in parts.learnt if when(call) >= oldest]
        assert all(call.intent and too_new(call.intent, stored, written) for call in newer)


@given(stored=STORED)
def test_where_there_is_too_little_to_measure_all_is_learnt(stored):
    parts = split(stored, (), lambda call: False, least=len(stored) + 1)
    assert (set(parts.learnt), parts.held_out, parts.left) == (set(stored), (), 0)


def test_the_newest_fifth_is_held_out_and_calls_of_the_same_moment_are_told_apart_by_their_id():
    stored = [a_call(number, f"wording {number}", "", 0) for number in range(100)]
    parts = split(stored, (), lambda call: False)
    assert [call.call_id for call in parts.held_out] == [f"call-{number:04}" for number in range(80, 100)]
    assert len(parts.learnt) == 80


def test_five_calls_of_a_new_intent_are_learnt_although_they_are_the_newest():
    old = [a_call(number, f"wording {number}", "", number) for number in range(195)]
    new = [a_call(number, f"a loan {number}", "apply", number) for number in range(195, 200)]
    parts = split([*old, *new], (), lambda call: False)
    assert set(new) <= set(parts.learnt)
    assert len(parts.held_out) == 35


def test_a_test_call_that_was_learnt_word_for_word_measures_nothing():
    tests = [LabelledCall("Lost my card", "lost"), LabelledCall("my pin", "pin"), LabelledCall("pay", "pay")]
    learnt = [LabelledCall("lost  my card", "lost")]
    assert unseen(tests, learnt, lambda call: call.intent == "pay") == [tests[1]]
