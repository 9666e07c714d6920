"""Numbers and lists as they are said aloud."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from routing.domain.hours import OpeningHours

A_WEEK = 7
_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip

_DAYS_OF_THE_MONTH = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth",
    "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty")


def wait_in_words(seconds: int) -> str:
    """Return a waiting time as a receptionist says it: "about four minutes", never shorter than it is.

    >>> wait_in_words(20), wait_in_words(45), wait_in_words(200)
    ('under half a minute', 'about a minute', 'about four minutes')
    """
    if seconds < 30:
        return "under half a minute"
    minutes = -(-seconds // 60)
    if minutes == 1:
        return "about a minute"
    if minutes < len(_NUMBERS):
        return f"about {_NUMBERS[minutes]} minutes"
    if minutes <= 45:
        return "about half an hour" if minutes <= 30 else "about three quarters of an hour"
    hours = -(-minutes // 60)
    return "about an hour" if hours == 1 else f"about {_NUMBERS[min(hours, 20)]} hours"


def opening_in_words(hours: OpeningHours, now: datetime) -> str:
    """Return when a department that is closed `now` opens next, as its callers say it; empty if it is open.

    "today at noon", "tomorrow at half past eight in the morning", "on Friday at nine in the morning", and from a week
    ahead with the date: "on Friday the second of January at nine in the morning".
    """
    opens = hours.next_opening(now)
    if opens is None:
        return ""
    days = (opens.date() - now.astimezone(hours.zone).date()).days
    on_date = f"on {opens:%A} the {_DAYS_OF_THE_MONTH[opens.day - 1]} of {opens:%B}"
    day = {0: "today", 1: "tomorrow"}.get(days, f"on {opens:%A}" if days < A_WEEK else on_date)
    return f"{day} at {clock_in_words(opens.hour, opens.minute)}"


def clock_in_words(hour: int, minute: int) -> str:
    """Return a time of day as it is said.

    >>> clock_in_words(8, 0), clock_in_words(14, 30), clock_in_words(20, 45), clock_in_words(12, 0)
    ('eight in the morning', 'half past two in the afternoon', 'quarter to nine in the evening', 'noon')
    """
    said = _clock_face(hour, minute)
    if said.endswith(("noon", "midnight")):
        return said
    part = "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
    return f"{said} in the {part}"


def _clock_face(hour: int, minute: int) -> str:
    if minute == 45:
        return f"quarter to {_hour(hour + 1)}"
    before = {0: "", 15: "quarter past ", 30: "half past "}.get(minute)
    if before is not None:
        return f"{before}{_hour(hour)}"
    tens, ones = divmod(minute, 10)
    exact = _NUMBERS[minute] if minute <= 20 else _TENS[tens] + (f"-{_NUMBERS[ones]}" if ones else "")
    return f"{_NUMBERS[hour % 12 or 12]} {'oh ' if minute < 10 else ''}{exact}"


def _hour(hour: int) -> str:
    return {0: "midnight", 12: "noon"}.get(hour % 24) or _NUMBERS[hour % 12]


def choice_in_words(options: Sequence[str]) -> str:
    """Return options as a spoken choice: "a card, a loan, or something else"."""
    return ", ".join((*options[:-1], f"or {options[-1]}")) if len(options) > 1 else "".join(options)
