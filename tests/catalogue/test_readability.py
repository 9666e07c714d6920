"""Plain words score as plain, and syllables are counted nearly as a dictionary does."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.catalogue.readability import reading_ease, syllables

LEXICON = Path(__file__).parents[2] / "training" / "noise" / "lexicon.tsv"


def spoken_syllables(sounds):
    """Count the vowels of a pronunciation."""
    return sum(
        sound[:2] in ["AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"]
        for sound in sounds.split()
    )


def test_syllables_are_right_for_nine_words_in_ten_and_on_average():
    rows = [line.split("\t")[:2] for line in LEXICON.read_text("utf-8").splitlines()]
    off = [syllables(word) - spoken_syllables(sounds) for word, sounds in rows]
    assert off.count(0) / len(off) > 0.9
    assert abs(sum(off) / len(off)) < 0.02


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("card", 1),
        ("cards", 1),
        ("table", 2),
        ("ringing", 2),
        ("account", 2),
        ("they'll", 1),
        ("transferred", 2),
        ("a", 1),
    ],
)
def test_usual_words_are_counted_right(word, count):
    assert syllables(word) == count


def test_the_ease_is_the_formulas():
    assert reading_ease("The card came by post. It works.") == pytest.approx(206.835 - 1.015 * 7 / 2 - 84.6)


def test_plain_words_are_easier_than_office_words():
    plain = "We will look up your payment and ring you back."
    office = "Your remittance documentation necessitates additional verification."
    assert reading_ease(plain) > 80 > 20 > reading_ease(office)


@given(text=st.text(max_size=80))
def test_any_text_has_an_ease_and_none_is_easier_than_one_short_word_a_sentence(text):
    assert reading_ease(text) <= 206.835 - 1.015 - 84.6 + 1e-9
