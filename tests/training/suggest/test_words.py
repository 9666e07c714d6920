"""Words that tell a group from the others, and its name."""

from hypothesis import given
from hypothesis import strategies as st

from training.suggest.words import name_of, typical_words

CRYPTO = ["buy bitcoin with my account", "sell bitcoin please", "what does bitcoin cost", "a bitcoin wallet"]
VISA = ["a visa for my travel", "travel visa please", "do I need a travel visa", "the travel visa costs what"]
OTHERS = ["my account is empty", "what does an account cost", "my account please", "close my account"]


def test_words_are_typical_of_their_group_alone():
    crypto, visa = typical_words([CRYPTO, VISA], OTHERS)

    assert crypto[0] == "bitcoin"
    assert set(" ".join(visa).split()) == {"travel", "visa"}


def test_no_word_is_shown_that_a_shown_pair_holds():
    (words,) = typical_words([VISA], OTHERS)

    assert len(words) == len({frozenset(word.split()) for word in words})
    assert not any(set(one.split()) < set(other.split()) for one in words for other in words)


def test_texts_of_nothing_but_small_words_have_no_typical_ones():
    assert typical_words([["it is what it is"] * 5], []) == [[]]
    assert typical_words([], OTHERS) == []


def test_a_name_is_an_id_of_the_first_words():
    assert name_of(["travel visa", "visa cost", "embassy"], set()) == "travel_visa_cost"
    assert name_of([], set()) == "new_reason"


@given(
    words=st.lists(st.text(st.characters(categories=["L", "Nd"]), min_size=1), max_size=5),
    taken=st.integers(0, 4),
)
def test_a_name_is_never_one_that_is_taken(words, taken):
    names = set()
    for _ in range(taken + 1):
        name = name_of(words, names)
        assert name not in names
        names.add(name)
