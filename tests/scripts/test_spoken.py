"""Waiting times, times of day and choices as they are said aloud."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.scripts.spoken import choice_in_words, clock_in_words, opening_in_words, wait_in_words

LONGEST_WAIT_S = 7200
SECONDS_SAID = {
    "under half a minute": 30,
    "about a minute": 60,
    "about half an hour": 30 * 60,
    "about three quarters of an hour": 45 * 60,
    "about an hour": 3600,
    "about two hours": 7200,
}
NUMBERS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
SECONDS_SAID |= {f"about {word} minutes": minutes * 60 for minutes, word in enumerate(NUMBERS, start=2)}
NOON_TUESDAY = datetime(2026, 11, 24, 12)
waits = st.integers(0, LONGEST_WAIT_S)
plain_words = st.text("abcdefgh ", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "under half a minute"),
        (29, "under half a minute"),
        (30, "about a minute"),
        (60, "about a minute"),
        (61, "about two minutes"),
        (120, "about two minutes"),
        (200, "about four minutes"),
        (1200, "about twenty minutes"),
        (1201, "about half an hour"),
        (1800, "about half an hour"),
        (1801, "about three quarters of an hour"),
        (2701, "about an hour"),
        (3600, "about an hour"),
        (3601, "about two hours"),
        (7200, "about two hours"),
    ],
)
def test_a_waiting_time_is_said_as_a_receptionist_says_it(seconds, words):
    assert wait_in_words(seconds) == words


@given(seconds=waits)
def test_no_wait_is_said_to_be_shorter_than_it_is(seconds):
    assert SECONDS_SAID[wait_in_words(seconds)] >= seconds


@given(seconds=waits, more=waits)
def test_a_longer_wait_is_never_said_to_be_shorter(seconds, more):
    assert SECONDS_SAID[wait_in_words(min(seconds + more, LONGEST_WAIT_S))] >= SECONDS_SAID[wait_in_words(seconds)]


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (8, 0, "eight"),
        (8, 30, "half past eight"),
        (9, 15, "quarter past nine"),
        (9, 45, "quarter to ten"),
        (11, 45, "quarter to noon"),
        (12, 0, "noon"),
        (0, 0, "midnight"),
        (0, 30, "half past midnight"),
        (23, 45, "quarter to midnight"),
    ],
)
def test_a_time_of_day_is_said_as_people_say_it(hour, minute, words):
    assert clock_in_words(hour, minute) == words


@pytest.mark.parametrize(
    ("opens", "words"),
    [
        (datetime(2026, 11, 24, 17, 30), "today at half past five"),
        (datetime(2026, 11, 25, 8), "tomorrow at eight"),
        (datetime(2026, 11, 25, 0), "tomorrow at midnight"),
        (datetime(2026, 11, 26, 8), "on Thursday at eight"),
        (datetime(2026, 11, 30, 8, 30), "on Monday at half past eight"),
    ],
)
def test_an_opening_is_told_by_the_day_as_the_caller_counts_it(opens, words):
    said = opening_in_words(opens, NOON_TUESDAY)
    assert said.startswith(words)


def test_a_minute_before_midnight_the_next_day_is_still_tomorrow():
    assert opening_in_words(datetime(2026, 11, 25, 8), datetime(2026, 11, 24, 23, 59)).startswith("tomorrow at eight")
    assert opening_in_words(datetime(2026, 11, 25, 8), datetime(2026, 11, 25, 0, 0)).startswith("today at eight")


@given(
    minutes=st.lists(st.integers(1, 6 * 96).map(lambda quarters: quarters * 15), min_size=2, max_size=2, unique=True)
)
def test_no_two_openings_in_the_coming_six_days_are_said_alike(minutes):
    one, other = (opening_in_words(NOON_TUESDAY + timedelta(minutes=passed), NOON_TUESDAY) for passed in minutes)
    assert one != other


@given(hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_no_time_of_day_is_said_in_figures(hour, minute):
    assert not any(character.isdigit() for character in clock_in_words(hour, minute))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), ""),
        (("a card",), "a card"),
        (("a card", "something else"), "a card, or something else"),
        (("a card", "a loan", "something else"), "a card, a loan, or something else"),
    ],
)
def test_a_choice_is_said_with_or_before_its_last_option(options, words):
    assert choice_in_words(options) == words


@given(options=st.lists(plain_words, min_size=1, max_size=4))
def test_every_option_is_said_in_its_order(options):
    assert choice_in_words(options).replace(", or ", ", ").split(", ") == (
        options if len(options) > 1 else [choice_in_words(options)]
    )
