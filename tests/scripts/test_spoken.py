"""Waiting times, times of day and choices as they are said aloud."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.hours import OpeningHours, Span
from routing.scripts.spoken import choice_in_words, clock_in_words, list_in_words, time_in_words, wait_in_words

LONGEST_WAIT_S = 7200
SECONDS_SAID = {
    "under half a minute": 30,
    "about a minute": 60,
    "about half an hour": 30 * 60,
    "about three quarters of an hour": 45 * 60,
    "about an hour": 3600,
    "about two hours": 7200,
}
NUMBERS = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
SECONDS_SAID |= {f"about {word} minutes": minutes * 60 for minutes, word in enumerate(NUMBERS, start=2)}
LONDON = ZoneInfo("Europe/London")
OFFICE = OpeningHours(dict.fromkeys(range(5), (Span(time(8, 30), time(12)),)), LONDON)
LATE = OpeningHours({1: (Span(time(17), None),), 3: (Span(time(12), time(13)),)}, LONDON)
waits = st.integers(0, LONGEST_WAIT_S)
plain_words = st.text("abcdefgh ", min_size=1, max_size=12)


def opening_in_words(hours, now):
    """Say when a department opens next, if it is closed."""
    opens = hours.next_opening(now)
    return time_in_words(opens, now, hours.zone) if opens else ""


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
        (8, 0, "eight in the morning"),
        (8, 30, "half past eight in the morning"),
        (9, 15, "quarter past nine in the morning"),
        (9, 45, "quarter to ten in the morning"),
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
    ("hours", "now", "words"),
    [
        (OFFICE, "2026-11-24T08:00:00+00:00", "today at half past eight"),
        (OFFICE, "2026-11-24T12:00:00+00:00", "tomorrow at half past eight"),
        (OFFICE, "2026-11-24T23:59:00+00:00", "tomorrow at half past eight"),
        (OFFICE, "2026-11-25T00:00:00+00:00", "today at half past eight"),
        (OFFICE, "2026-11-27T12:00:00+00:00", "on Monday at half past eight"),
        (OFFICE, "2026-03-28T23:30:00+00:00", "on Monday at half past eight"),
        (OFFICE, "2026-07-06T23:30:00+00:00", "today at half past eight"),
        (OFFICE, "2026-07-06T18:30:00-04:00", "tomorrow at half past eight"),
        (LATE, "2026-11-24T09:00:00+00:00", "today at five"),
        (LATE, "2026-11-25T00:00:00+00:00", "tomorrow at noon"),
    ],
)
def test_an_opening_is_told_by_the_day_as_the_caller_counts_it(hours, now, words):
    assert opening_in_words(hours, datetime.fromisoformat(now)).startswith(words)


@pytest.mark.parametrize(
    ("opens", "now", "words"),
    [
        (date(2027, 1, 1), "2026-12-26T12:00:00+00:00", "on Friday at noon"),
        (date(2027, 1, 1), "2026-12-25T12:00:00+00:00", "on Friday the first of January at noon"),
        (date(2027, 1, 31), "2026-12-25T12:00:00+00:00", "on Sunday the thirty-first of January at noon"),
    ],
)
def test_an_opening_a_week_ahead_or_more_is_told_with_its_date(opens, now, words):
    once = OpeningHours({}, LONDON, exceptions={opens: (Span(time(12), time(13)),)})
    assert opening_in_words(once, datetime.fromisoformat(now)) == words


def test_nothing_is_said_of_the_opening_of_a_department_that_is_open():
    assert opening_in_words(OFFICE, datetime(2026, 11, 24, 9, tzinfo=UTC)) == ""


@given(day=st.integers(0, 6), quarters=st.integers(1, 47))
def test_an_opening_in_the_morning_is_not_said_like_one_twelve_hours_later(day, quarters):
    morning = datetime(2026, 11, 24) + timedelta(minutes=15 * quarters)
    monday_midnight = datetime(2026, 11, 23, tzinfo=LONDON)
    early, late = (
        OpeningHours({day: (Span(opens.time(), None),)}, LONDON) for opens in (morning, morning + timedelta(hours=12))
    )
    assert opening_in_words(early, monday_midnight) != opening_in_words(late, monday_midnight)


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


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ((), ""),
        (("£50",), "£50"),
        (("£50", "Spain"), "£50 and Spain"),
        (("£9", "Friday", "Spain"), "£9, Friday and Spain"),
    ],
)
def test_things_are_said_in_a_row(heard, said):
    assert list_in_words(heard) == said
