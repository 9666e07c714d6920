import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from routing.errors import BadReason
from routing.text.model import Hypothesis
from routing.text.normalise import MAX_CHARACTERS, check
from routing.text.scope import known_share

FEWER = settings(max_examples=60)
WORDS = ("i", "have", "lost", "my", "card", "pin", "mortgage", "rate", "savings", "open", "zebra", "x", "7", "£", "🙂")
SPOKEN = st.lists(st.sampled_from(WORDS)).map(" ".join)
ANYTHING = st.one_of(SPOKEN, st.text(max_size=200))
CONFIDENCES = st.floats(0, 1)
OTHER_SCRIPTS = st.text(alphabet="жцюαβψ銀行カードابجאבג한국0123456789🙂💳❤.,!?-% ")


def accepted(text):
    try:
        return check(text) == text
    except BadReason:
        return False


@FEWER
@given(text=ANYTHING)
@example(text="a" * MAX_CHARACTERS)
@example(text="lost card " * 200)
@example(text="\ufdfa" * MAX_CHARACTERS)
@example(text="'")
@example(text="\u0301")
def test_a_reason_that_is_accepted_always_has_a_prediction(small_model, text):
    assume(accepted(text))
    prediction = small_model.predict((Hypothesis(text),))
    assert prediction.intents == small_model.intents
    assert prediction.probabilities.shape == (len(small_model.intents),)
    assert (prediction.probabilities >= 0).all()
    assert 0 <= prediction.in_scope <= 1


@FEWER
@given(heard=st.lists(st.tuples(ANYTHING, CONFIDENCES), min_size=1, max_size=3))
def test_probabilities_sum_to_the_probability_of_being_in_scope(small_model, heard):
    prediction = small_model.predict([Hypothesis(*one) for one in heard])
    assert prediction.probabilities.sum() == pytest.approx(prediction.in_scope)


@FEWER
@given(text=OTHER_SCRIPTS)
def test_a_text_without_latin_words_is_never_in_scope(small_model, text):
    prediction = small_model.predict((Hypothesis(text),))
    assert prediction.in_scope == 0
    assert not prediction.probabilities.any()


@pytest.mark.parametrize(
    ("reason", "intent"),
    [
        ("oh no, somebody has stolen my card", "card_lost_or_stolen"),
        ("what rate would I get on a mortgage", "mortgage_rate"),
        ("I forgot my pin again", "pin_forgotten"),
        ("when are you open on Saturday", "branch_hours"),
        ("could I open a savings account", "savings_open"),
        ("COULD I OPEN A SAVINGS ACCOUNT", "savings_open"),
    ],
)
def test_words_like_those_of_the_labelled_calls_mean_the_same_intent(small_model, reason, intent):
    prediction = small_model.predict((Hypothesis(reason),))
    assert prediction.intents[prediction.probabilities.argmax()] == intent


def test_a_reason_of_the_intents_is_likelier_in_scope_than_a_stray_one(small_model):
    inside = small_model.predict((Hypothesis("I have lost my card"),)).in_scope
    outside = small_model.predict((Hypothesis("two tickets for the opera please"),)).in_scope
    assert inside > 0.8 > 0.5 > outside


def belief(prediction):
    return np.append(prediction.probabilities, prediction.in_scope)


@FEWER
@given(one=ANYTHING, other=ANYTHING, confidence=st.floats(0.01, 1))
def test_what_the_recogniser_may_have_heard_counts_by_its_confidence(small_model, one, other, confidence):
    both = belief(small_model.predict((Hypothesis(one, confidence), Hypothesis(other, 1.0))))
    first, second = (belief(small_model.predict((Hypothesis(text),))) for text in (one, other))
    np.testing.assert_allclose(both, (confidence * first + second) / (confidence + 1), atol=1e-9)


@FEWER
@given(heard=st.lists(st.tuples(SPOKEN, st.floats(0.01, 1)), min_size=2, max_size=4), random=st.randoms())
def test_the_order_of_what_was_heard_does_not_matter(small_model, heard, random):
    before = small_model.predict([Hypothesis(*one) for one in heard])
    random.shuffle(heard)
    np.testing.assert_allclose(belief(small_model.predict([Hypothesis(*one) for one in heard])), belief(before))


def test_readings_without_any_confidence_count_alike(small_model):
    unsure, even = (
        small_model.predict([Hypothesis("lost card", confidence), Hypothesis("what is my pin", confidence)])
        for confidence in (0.0, 0.7)
    )
    np.testing.assert_allclose(belief(unsure), belief(even))


@FEWER
@given(text=ANYTHING)
def test_the_same_reason_always_has_the_same_prediction(small_model, text):
    first, again = (belief(small_model.predict((Hypothesis(text),))) for _ in range(2))
    assert first.tolist() == again.tolist()


@pytest.mark.parametrize(("text", "share"), [("lost card", 1.0), ("lost flurbish", 0.5), ("flurbish", 0.0), ("!", 0.0)])
def test_the_known_share_counts_the_words_that_training_has_seen(small_model, text, share):
    assert known_share(text, small_model.words.vocabulary) == share
