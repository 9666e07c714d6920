"""What a caller denies is marked, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.text.negation import MARK, mark_denied
from routing.text.normalise import normalise

PIECES = (
    "i don't want to",
    "close",
    "my account",
    "it's not",
    "my card",
    "isn't lost",
    ",",
    "i only want",
    "but",
    "the pin",
)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (
            "i dont want to close it i only want a statement",
            "i dont not_want not_to not_close not_it not_i only want a statement",
        ),
        ("my card isn't lost, it's the pin", "my card isn't not_lost, it's the pin"),
        ("it's not about the loan but the mortgage", "it's not not_about not_the not_loan but the mortgage"),
        ("rather than a transfer, a cheque", "rather than not_a not_transfer, a cheque"),
        ("my card has not come", "my card has not not_come"),
    ],
)
def test_the_words_of_a_denied_clause_are_marked_to_its_end(text, marked):
    assert mark_denied(text) == marked


@pytest.mark.parametrize("text", ["", "i want to close my account", "another note about nothing", "knot notice cannon"])
def test_a_text_without_a_denial_stays_as_it_is(text):
    assert mark_denied(text) == text


@given(st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))
def test_without_its_marks_a_text_is_what_it_was(text):
    assert mark_denied(text).replace(MARK, "") == text


@given(st.text(max_size=200).map(normalise))
def test_any_text_can_be_marked_and_keeps_its_words(text):
    assert mark_denied(text).replace(MARK, "") == text.replace(MARK, "")
