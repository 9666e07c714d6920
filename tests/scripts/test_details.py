"""What a caller mentioned comes back as short phrases that are right, or not at all."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.scripts.aloud import aloud
from routing.scripts.amounts import number_from_words, written
from routing.scripts.details import MOST, details
from routing.scripts.figures import number_in_words

PLACES = ("Bideford", "Leeds", "Newton", "York", "Reading", "Total", "Isle of Wight")
PIECES = (
    "fifty pounds", "£50", "forty quid", "two grand", "3,400 pounds", "one pound fifty", "€90", "a hundred dollars",
    "last tuesday", "yesterday morning", "on the third of may", "this morning", "march 31st", "12 september", "may i",
    "by friday", "in bideford", "to spain", "in reading", "in total", "my debit card", "our joint account", "not",
    "today i", "two cards", "the second one", "[card number]", "[e-mail]", "um", "and", "I want", "it's", ",", ".",
    "in",    "from", "the", "born on", "5", "a few", "hundred", "1985",
)  # fmt: skip
reasons = st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join) | st.text(max_size=60)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("you took fifty pounds last tuesday", ("£50", "last Tuesday")),
        ("i paid £50 and then fifty quid", ("£50",)),
        ("two grand went to a man in bideford", ("£2,000", "Bideford")),
        ("it cost one pound fifty charged at the machine", ("£1.50",)),
        ("an um hundred and twenty-one pounds", ("£121",)),
        ("three thousand four hundred pound", ("£3,400",)),
        ("I've £15k to put by, and €2.5m more", ("£15,000", "€2,500,000")),
        ("five pounds twenty minutes ago", ("£5",)),
        ("£412.60 is owed", ("£412.60",)),
        ("it was on the third of may", ("the third of May",)),
        ("From April till March 31st", ("the 31st of March",)),
        ("we sail 12 September from Leeds", ("12 September", "Leeds")),
        ("since yesterday morning it says no", ("yesterday morning",)),
        ("it stopped this morning", ("this morning",)),
        ("be there by friday at half past two", ("Friday", "half past two")),
        ("it went out in march", ("March",)),
        ("since may nothing works", ("May",)),
        ("i am going to new zealand", ("New Zealand",)),
        ("we are in the isle of wight", ("Isle of Wight",)),
        ("she is in the netherlands", ("the Netherlands",)),
        ("your bideford branch was shut", ("Bideford",)),
        ("I was in Reading on Monday", ("Monday", "Reading")),
        ("in turkey they took it", ("Turkey",)),
        ("my new debit card came", ("your debit card",)),
        ("our joint account and my credit card", ("your joint account", "your credit card")),
        ("not my credit card, it's my debit card", ("your debit card",)),
        ("twenty, no, thirty pounds", ("£30",)),
    ],
)
def test_what_was_mentioned_is_heard(reason, expected):
    assert details(reason, PLACES) == expected


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "today i want to pay",
        "i have two cards",
        "how much is it in total",
        "may i speak to someone, may i",
        "the second time it happened",
        "the second one is mine",
        "a few hundred pounds",
        "a couple of hundred quid",
        "half a million pounds",
        "five or ten pounds",
        "between five and ten pounds",
        "two fifty pounds",
        "a five pound note",
        "2.000 euros",
        "he made me a grand offer of nothing",
        "my date of birth is the third of may",
        "i was born on 3 June in York",
        "I live in York",
        "i am from ukraine",
        "on 3rd May 1985",
        "the thirty-first of June",
        "every monday",
        "open monday to friday",
        "good friday",
        "how are you this morning",
        "it says in reading the letter",
        "money from jordan my friend",
        "Newton Abbot: I was in Newton Abbot",
        "i went to bank of ireland",
        "at york road",
        "my credit card company",
        "my wife's credit card",
        "i don't want my debit card",
        "[card number] and [£50]",
        "in [Spain",
        "zero pounds",
    ],
)
def test_what_is_not_sure_or_not_to_be_said_is_left_out(reason):
    assert details(reason, PLACES) == ()


def test_at_most_three_are_said_and_none_twice():
    heard = details("£50 and £60 and £70 on monday and on tuesday in spain with my debit card", PLACES)
    assert heard == ("£50", "£60", "Monday")
    assert len(heard) == MOST


def test_what_the_script_says_anyway_is_not_said_again():
    reason = "i want to pay my credit card bill of fifty pounds"
    assert details(reason, PLACES, said="You'd like to pay the bill of your credit card.") == ("£50",)


def content(text):
    said_so = {"quid": "pounds", "pound": "pounds", "grand": "thousand", "a": "one", "an": "one"}
    words = [said_so.get(word, word) for word in re.findall(r"[a-z]+|\d+", text.lower())]
    unsaid = {"thousand": "pounds", "hundred": "one"}  # "two grand", "hundred pounds"
    return {*words, *(unsaid[word] for word in words if word in unsaid)}


@given(reason=reasons)
def test_every_word_of_a_detail_stands_in_the_reason(reason):
    open_to_hear = re.sub(r"\[[^\]]*\]?", " ", reason.lower())
    for phrase in details(reason, PLACES):
        heard = content(aloud(open_to_hear)) if phrase[0] in "£€$" else content(open_to_hear)
        said = aloud(phrase) if phrase[0] in "£€$" else phrase
        assert content(said) - {"the", "of", "your", "and"} <= heard, phrase


@given(reason=reasons)
def test_details_are_few_different_and_never_what_was_redacted(reason):
    heard = details(reason, PLACES)
    assert len(set(heard)) == len(heard) <= MOST
    assert not any(set(phrase) & set("[]|") or "card number" in phrase for phrase in heard)


@given(number=st.integers(1, 999_999))
def test_a_number_in_words_is_understood(number):
    assert number_from_words(number_in_words(str(number))) == number


@given(number=st.integers(1, 999_999))
def test_an_amount_said_in_words_is_the_amount_in_figures(number):
    assert details(f"i paid {aloud(f'£{number}')} then", ()) == (written("£", number),)
