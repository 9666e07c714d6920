"""A literal labelled call means what its label says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.text.literal import MISLABELLED, learn
from routing.text.model import Hypothesis
from training.calls import OUT_OF_SCOPE

CALLS = st.lists(st.tuples(st.sampled_from(["lost card", "my pin", "rate", "hello"]), st.integers(0, 3)), max_size=12)


def test_a_text_means_the_label_of_its_call_and_is_the_surer_the_more_calls_agree():
    known = learn(["lost card", "my pin"], [4, 2], [1, 3])
    assert known.find("lost card") == (4, pytest.approx(1 - MISLABELLED))
    assert known.find("my pin") == (2, pytest.approx(1 - MISLABELLED / 3))


def test_a_text_that_no_call_has_means_nothing():
    known = learn(["lost card"], [4], [1])
    assert [known.find(text) for text in ("", "lost", "lost card ", "lost cards")] == [None] * 4


def test_a_text_whose_calls_disagree_means_what_most_of_them_say_and_no_more_certainly_than_they_agree():
    label, certainty = learn(["pin", "pin"], [7, 3], [9, 1]).find("pin")
    assert label == 7
    assert 0.88 < certainty <= 0.9


def test_a_text_that_is_labelled_both_ways_as_often_is_left_to_the_classifier():
    assert learn(["pin", "pin"], [1, 2], [1, 1]).find("pin") is None


def test_calls_whose_words_were_all_dropped_teach_nothing():
    assert len(learn(["", ""], [1, 1], [1, 1]).digests) == 0


@given(calls=CALLS)
def test_a_label_is_found_exactly_where_more_than_half_of_a_texts_calls_have_it(calls):
    known = learn([text for text, _ in calls], [label for _, label in calls], [1] * len(calls))
    for text in {text for text, _ in calls}:
        labels = [label for other, label in calls if other == text]
        found = known.find(text)
        most = max(set(labels), key=labels.count)
        if 2 * labels.count(most) > len(labels):
            assert found is not None
            assert found[0] == most
            assert found[1] <= labels.count(most) / len(labels)
        else:
            assert found is None


def test_every_labelled_call_is_answered_with_its_label_and_high_confidence(small_model, small_calls):
    for call in small_calls:
        for said in (call.reason, f"  {call.reason.upper()} "):
            prediction = small_model.predict((Hypothesis(said),))
            if call.intent == OUT_OF_SCOPE:
                assert 1 - prediction.in_scope >= 1 - MISLABELLED - 1e-6
            else:
                found = prediction.probabilities[prediction.intents.index(call.intent)]
                assert found == prediction.probabilities.max()
                assert found >= 1 - MISLABELLED - 1e-6


def test_what_a_literal_call_leaves_is_shared_out_as_the_classifier_would(small_model, small_calls):
    for call in small_calls:
        before, after = small_model._classified(call.reason.lower()), small_model.predict((Hypothesis(call.reason),))
        assert after.probabilities.sum() == pytest.approx(after.in_scope)
        others = np.arange(len(after.intents)) != after.probabilities.argmax()
        if call.in_scope and before.in_scope < 1 - MISLABELLED:
            ratio = after.probabilities[others] / before.probabilities[others]
            np.testing.assert_allclose(ratio, ratio[0], rtol=1e-6)
