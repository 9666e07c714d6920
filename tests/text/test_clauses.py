"""Only words at which callers go on to another matter make a text worth a second look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.text.clauses import MOST_CLAUSES, instead, pairs
from routing.text.normalise import normalise

PIECES = (
    "i lost my card",
    "and also",
    "and",
    "i want a mortgage",
    "it's not about my loan",
    ". ",
    ", ",
    "two things",
    "i want it stopped",
    "also",
    "can you help",
    "as well",
)


def said(text):
    return [(pair.first.text, pair.second.text) for pair in pairs(normalise(text))]


@pytest.mark.parametrize(
    "text",
    [
        "I lost my card",
        "my new card has not come and I'm still waiting for it",
        "I lost my card and I need a new one",
        "my card was stolen and someone used it",
        "I sent the money on Friday and they say they have not got it",
        "There is a payment I never made. I want that stopped.",
        "it went out twice and I want to know why",
        "",
    ],
)
def test_a_second_half_that_points_back_is_not_looked_at(text):
    assert pairs(normalise(text)) == ()


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("My cheque bounced and I want a new PIN", ("my cheque bounced", "i want a new pin")),
        ("A cheque bounced. How do I change my PIN?", ("a cheque bounced", "how do i change my pin?")),
        ("cheque bounced plus I need a PIN", ("cheque bounced", "i need a pin")),
        ("The cheque bounced, and another thing, my PIN is blocked", ("the cheque bounced", "my pin is blocked")),
        ("Stop a cheque as well as which I need a PIN", ("stop a cheque", "i need a pin")),
        ("bounced cheque and new pin", ("bounced cheque", "new pin")),
        ("stop a cheque and while I'm on the phone I need a PIN", ("stop a cheque", "i need a pin")),
    ],
)
def test_a_joint_at_which_callers_go_on_parts_two_clauses(text, clauses):
    assert said(text) == [clauses]


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("my cheque bounced and I also need a new PIN", True),
        ("two things, my cheque bounced and I need a new PIN", True),
        ("my cheque bounced and I need a new PIN", False),
        ("my cheque bounced and I need a new PIN as well", False),
    ],
)
def test_the_callers_own_word_for_another_matter_is_told_from_a_plain_and(text, added):
    assert any(pair.added for pair in pairs(normalise(text))) is added


def test_with_a_word_for_another_matter_a_clause_may_point_back():
    assert said("my cheque bounced and I also want my PIN so that it works") != []


def test_a_denied_clause_is_no_matter():
    assert said("I'm not asking about a loan. I want to change my address.") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I don't need a loan, I need to know my balance", "i need to know my balance"),
        ("I'm not calling about a loan, but I want my balance", "but i want my balance"),
        ("I don't need a loan, I want it cancelled", ""),
        ("not the credit card, the mortgage, I want to know my rate", ""),
        ("i dont need a loan i just need to know my balance", "i just need to know my balance"),
        ("i dont need a loan but i want to know my balance", "but i want to know my balance"),
        ("i dont want to wait i want to know my balance", ""),
        ("I need to know my balance", ""),
        ("I don't need a loan", ""),
    ],
)
def test_what_is_wanted_instead_is_found_only_right_after_what_is_denied(text, wanted):
    assert instead(normalise(text)) == wanted


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=20))
def test_clauses_of_any_text_are_few_and_are_words_of_it(pieces):
    text = normalise(" ".join(pieces))
    found = pairs(text)
    clauses = {clause.text for pair in found for clause in (pair.first, pair.second)}
    assert len(clauses) <= MOST_CLAUSES
    assert all(clause in text for clause in clauses)
    assert instead(text) in text


@pytest.mark.parametrize("piece", [",", "?", "and ", ",oh", "um ", ". ", "but i only ", "also ", ", and then so "])
def test_a_hostile_text_is_cut_like_any_other(piece):
    """Two thousand characters of joints took seconds once, and a thread for as long."""
    text = normalise((piece * 2000)[:2000] + "a")
    assert len(pairs(text)) <= MOST_CLAUSES**2
    assert instead(text) in text
