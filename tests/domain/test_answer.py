"""A short reply to a question is a place in the list, a refusal, or the caller's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.answer import understood

WORDS = ("one", "two", "second", "third", "neither", "no", "number", "the", "please", "card", "4", "2", "loan", "it's")


@pytest.mark.parametrize(
    ("reply", "place"),
    [
        ("1", 0),
        ("One!", 0),
        ("the one", 0),
        ("press 1", 0),
        ("the first one", 0),
        ("um, the first one please", 0),
        ("It's the 1st.", 0),
        ("2", 1),
        ("number two please", 1),
        ("option 2", 1),
        ("the second one", 1),
        ("I think it's the second", 1),
        ("yeah, 2nd", 1),
        ("the first, the first", 0),
    ],
)
def test_a_number_or_a_place_in_the_list_is_that_option(reply, place):
    assert understood(reply, 2) == place


@pytest.mark.parametrize("reply", ["yes", "Yes please.", "yeah", "yes it is", "yes, that's it", "it is"])
def test_yes_to_the_only_option_is_that_option(reply):
    assert understood(reply, 1) == 0


@pytest.mark.parametrize("reply", ["no", "No, it isn't.", "something else", "no thanks"])
def test_no_to_the_only_option_is_something_else(reply):
    assert understood(reply, 1) == 1


@pytest.mark.parametrize(
    "reply",
    [
        "neither",
        "Neither.",
        "none of them",
        "none of those",
        "neither one",
        "not any of them",
        "none of the two",
        "no",
        "No, neither.",
        "something else",
        "no thanks",
    ],
)
def test_a_refusal_is_none_of_the_options(reply):
    assert understood(reply, 2) == 2
    assert understood(reply, 3) == 3


@pytest.mark.parametrize(("reply", "options"), [("three", 2), ("the third one", 2), ("4", 3), ("number four", 3)])
def test_the_number_after_the_last_option_is_something_else(reply, options):
    assert understood(reply, options) == options


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "...",
        "yes",
        "please",
        "my card",
        "it's about my loan",
        "four",
        "one or two",
        "first and second",
        "not the first one",
        "I need two cards",
        "one card was stolen yesterday",
        "none of the cards that you sent me has ever worked",
    ],
)
def test_anything_else_is_left_to_the_text_model(reply):
    assert understood(reply, 2) is None


@pytest.mark.parametrize("reply", ["no money on my card", "nothing arrived", "no I lost my card", "I have no card"])
def test_words_that_say_what_the_call_is_about_are_no_refusal(reply):
    assert understood(reply, 2) is None


@given(words=st.lists(st.sampled_from(WORDS), max_size=9), options=st.integers(1, 3))
def test_no_reply_names_a_place_that_was_not_offered(words, options):
    assert understood(" ".join(words), options) in {None, *range(options + 1)}


@given(reply=st.text(max_size=80), options=st.integers(1, 3))
def test_any_text_at_all_is_understood_or_left(reply, options):
    assert understood(reply, options) in {None, *range(options + 1)}


@given(words=st.lists(st.sampled_from(WORDS), max_size=9), options=st.integers(1, 3))
def test_capitals_and_marks_change_nothing(words, options):
    assert understood(", ".join(words).upper() + "!", options) == understood(" ".join(words), options)
