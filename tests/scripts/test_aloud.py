"""A written line comes out as a person would say it, and a synthesiser has nothing left to guess."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from routing.scripts.abbreviations import KEPT_TITLES, SAID_AS_WORDS, SHORT, SIGNS, SPELT, STOPPED
from routing.scripts.aloud import aloud, spoken_seconds, unread

PIECES = (
    "£8", "£1.50", "£25,000", "£25k", "$3", "€0.99", "1.5 %", "24/7", "9:30", "16:30", "5pm", "9 a.m.", "2026-11-24",
    "24/11/2026", "3rd May", "May 5", "31 February", "1st", "22nd", "2-4", "£5-£10", "0345 600 1234", "999",
    "ext. 2100", "20-00-00", "1/2", "7/9", "3½", "1.2.3", "4G", "SW1A 1AA", "e.g.", "i.e.", "etc.", "Dr. Lee", "Mr.",
    "St John", "30 mins", "UK", "IDs", "PIN", "&", "(by post)", "[card number]",
    "–", " - ", "/", "his/her", "GBP 50", "50 EUR",
    "the", "card", "in 2019", "the 1980s", "Mon-Fri", "Sat", ".", ",", "Then",
)  # fmt: skip
lines = st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join) | st.text(max_size=40)
figures = st.text("0123456789.,:/-%£€$ ampst", max_size=20)
plain_sentences = st.lists(
    st.sampled_from(("we", "send", "your", "card", "Mrs", "PIN", "by", "post", "it's", "non-stop"))
)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("£8", "eight pounds"),
        ("£1", "one pound"),
        ("£1.50", "one pound fifty"),
        ("£0.50 and 50p", "fifty pence and fifty pence"),
        ("1p", "one penny"),
        ("£25,000 a day", "twenty-five thousand pounds a day"),
        ("£1,000.00", "one thousand pounds"),
        ("a £25k loan, £1.5m", "a twenty-five thousand pound loan, one point five million pounds"),
        ("an £8 fee", "an eight pound fee"),
        ("a £5 a day", "a five pounds a day"),
        ("£5-£10, £5–10", "five to ten pounds, five to ten pounds"),
        ("€5, $1, GBP 50, 50 EUR", "five euros, one dollar, fifty pounds, fifty euros"),
        ("1.5 % or 10%", "one point five per cent or ten per cent"),
        ("£1–£2.50", "one pound to two pounds fifty"),
        ("a 3-day wait, 2-in-1", "a three-day wait, two-in-one"),
        ("over-18s, the '90s, two 6s", "over-eighteens, the nineties, two sixes"),
        ("4G at SW1A 1AA", "four G at SW one A one AA"),
        ("24/7", "day and night"),
        ("9:30 to 16:30", "half past nine in the morning to half past four in the afternoon"),
        ("9:30-12:30", "half past nine in the morning to half past twelve"),
        ("9:30 in the morning", "half past nine in the morning"),
        ("9am, 5.30pm, 24:00", "nine in the morning, half past five in the afternoon, midnight"),
        ("at 9 a.m. They open", "at nine in the morning. They open"),
        ("Mon-Fri", "Monday to Friday"),
        ("5 working days", "five working days"),
        ("2-4 weeks", "two to four weeks"),
        ("1 min or 30 mins", "one minute or thirty minutes"),
        ("3½ hours", "three and a half hours"),
        ("2026-11-24", "the twenty-fourth of November twenty twenty-six"),
        ("24/11/2026", "the twenty-fourth of November twenty twenty-six"),
        ("on the 3rd of May", "on the third of May"),
        ("on 3 May 2025", "on the third of May twenty twenty-five"),
        ("November 24", "the twenty-fourth of November"),
        ("31 February", "thirty-one February"),
        ("in 2019", "in twenty nineteen"),
        ("the 1980s", "the nineteen eighties"),
        ("the 1st and the 22nd", "the first and the twenty-second"),
        ("the UK", "the U K"),
        ("your PIN, your ID", "your PIN, your I D"),
        ("cards, e.g. a new one", "cards, for example a new one"),
        ("cards, loans etc. Then ring", "cards, loans and so on. Then ring"),
        ("cards etc. and loans", "cards and so on and loans"),
        ("Mr. Brown, Mrs Okafor and Dr. Lee", "Mr Brown, Mrs Okafor and Doctor Lee"),
        ("extension 2100", "extension two one zero zero"),
        ("ext. 2100", "extension two one zero zero"),
        ("ring 999 now", "ring nine nine nine now"),
        ("0345 600 1234", "zero three four five, six zero zero, one two three four"),
        ("sort code 20-00-00", "sort code two zero, zero zero, zero zero"),
        ("a card ending in 1234", "a card ending in one two three four"),
        ("cards & loans", "cards and loans"),
        ("the app (for phones) works", "the app, for phones, works"),
        ("It comes by post (free).", "It comes by post, free."),
        ("the app – and the site", "the app, and the site"),
        ("non-stop", "non-stop"),
        ("his/her card", "his or her card"),
        ("help@larkfield.example", "help at larkfield dot example"),
    ],
)  # fmt: skip
def test_a_written_form_is_said_as_people_say_it(written, said):
    assert aloud(written) == said


@given(text=lines | figures)
@example(text="²")
@example(text="٣ ①")
def test_no_figure_and_no_sign_is_left(text):
    assert not [character for character in aloud(text) if character.isdigit() or character in SIGNS]


@given(text=lines)
def test_no_short_form_is_left(text):
    said = aloud(text)
    left = SPELT | set(SHORT)
    assert not [word for word in re.findall(r"\w+", said) if word in left]
    assert not [form for form in STOPPED if re.search(rf"(?<![\w/.]){re.escape(form)}(?![\w/])", said.lower())]


@given(text=lines | figures)
def test_saying_it_again_changes_nothing(text):
    assert aloud(aloud(text)) == aloud(text)


@given(text=lines | figures)
def test_what_is_said_is_no_longer_than_reason_allows(text):
    assert len(aloud(text)) <= 16 * len(text)


@given(words=plain_sentences, end=st.sampled_from((".", "?", "", "!")))
def test_plain_words_stay_as_they_are(words, end):
    text = ", ".join(words) + end
    assert aloud(text) == text


@given(text=lines)
def test_a_line_takes_the_longer_the_more_is_said(text):
    assert spoken_seconds(f"{text} and then some more") > spoken_seconds(text)


def test_a_minute_of_speech_has_a_hundred_and_seventy_words_and_its_pauses():
    assert spoken_seconds(" ".join(["word"] * 170)) == 60
    assert spoken_seconds("One. Two, three.") == pytest.approx(3 * 60 / 170 + 2 * 0.4 + 0.15)


def test_figures_take_as_long_as_their_words():
    assert spoken_seconds("£25,000") == spoken_seconds("twenty-five thousand pounds")


@pytest.mark.parametrize("word", sorted(SAID_AS_WORDS | set(KEPT_TITLES)))
def test_words_that_a_synthesiser_reads_right_are_left_alone(word):
    assert aloud(f"your {word} here") == f"your {word} here"


def test_unknown_capitals_are_named():
    assert unread("Your PIN and the UK office of XYZ") == ("XYZ",)
