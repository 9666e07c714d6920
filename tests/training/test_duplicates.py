import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.calls import LabelledCall
from training.duplicates import ALIKE, near_duplicates

REASONS = (
    "I have lost my bank card",
    "I have lost my bank card.",
    "i have  LOST my bank card",
    "what is your mortgage rate today",
    "what is your mortgage rate today please",
    "when does the branch in the high street open",
    "my PIN has slipped my mind",
    "x",
    "🙂",
)


def calls(*reasons):
    return [LabelledCall(reason, "some_intent") for reason in reasons]


def shape(pairs):
    return {(frozenset((pair.one.reason, pair.other.reason)), pair.alike) for pair in pairs}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I have lost my bank card", "I have lost my bank card"),
        ("I have lost my bank card", "I HAVE LOST  my bank card"),
        ("I have lost my bank card", "I have lost my bank card!"),
        ("what is your mortgage rate today", "today what is your mortgage rate"),
        ("x", "X"),
    ],
)
def test_nearly_the_same_words_are_found(one, other):
    (pair,) = near_duplicates(calls(one, "something else altogether", other))
    assert {pair.one.reason, pair.other.reason} == {one, other}
    assert ALIKE <= pair.alike <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I have lost my bank card", "when does the branch open"),
        ("I want to open a savings account", "I want to close my current account"),
        ("lost card", "stolen card"),
    ],
)
def test_other_words_are_not_duplicates(one, other):
    assert near_duplicates(calls(one, other)) == []


def test_the_very_same_words_are_wholly_alike():
    (pair,) = near_duplicates(calls("I have lost my card", "i have lost my card"))
    assert pair.alike == 1.0


def test_a_call_is_no_duplicate_of_itself():
    assert near_duplicates(calls("I have lost my card")) == []


@pytest.mark.parametrize(("here", "there"), [([], None), ([], []), (["lost card"], []), ([], ["lost card"])])
def test_where_there_is_nothing_to_compare_nothing_is_found(here, there):
    assert near_duplicates(calls(*here), None if there is None else calls(*there)) == []


def test_between_two_sets_only_pairs_across_are_found():
    train = calls("I have lost my card", "I have lost my card!", "my PIN has slipped my mind")
    test = calls("when is the branch open", "i have lost my card")
    pairs = near_duplicates(train, test)
    assert [(pair.one, pair.other) for pair in pairs] == [(train[0], test[1]), (train[1], test[1])]


def test_the_most_alike_come_first():
    pairs = near_duplicates(calls(*REASONS), alike=0.3)
    assert len(pairs) >= 4
    assert [pair.alike for pair in pairs] == sorted((pair.alike for pair in pairs), reverse=True)


@settings(max_examples=50)
@given(order=st.permutations(REASONS), alike=st.sampled_from((0.3, 0.6, ALIKE)))
def test_what_is_found_does_not_depend_on_the_order_of_the_calls(order, alike):
    assert shape(near_duplicates(calls(*order), alike=alike)) == shape(near_duplicates(calls(*REASONS), alike=alike))


@settings(max_examples=50)
@given(here=st.lists(st.sampled_from(REASONS), min_size=1), there=st.lists(st.sampled_from(REASONS), min_size=1))
def test_two_sets_may_change_places(here, there):
    forth, back = near_duplicates(calls(*here), calls(*there)), near_duplicates(calls(*there), calls(*here))
    assert shape(forth) == shape(back)
    assert len(forth) == len(back)


@settings(max_examples=50)
@given(reasons=st.lists(st.sampled_from(REASONS), min_size=1), alike=st.floats(0.1, 1))
def test_every_pair_is_at_least_as_alike_as_asked(reasons, alike):
    assert all(pair.alike >= round(alike, 3) for pair in near_duplicates(calls(*reasons), alike=alike))
