"""Numbers and lists as they are said aloud."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from num2words import num2words

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
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


def time_in_words(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return a time to come as callers in `zone` say it.

    "today at noon", "on Friday at half past eight in the morning", "on Monday the seventh of December at nine in the
    morning" when it is a week away or more.
    """
    local = moment.astimezone(zone)
    days = (local.date() - now.astimezone(zone).date()).days
    week_off = f"on {local:%A} the {num2words(local.day, to='ordinal')} of {local:%B}"
    day = {0: "today", 1: "tomorrow"}.get(days) or (f"on {local:%A}" if days < 7 else week_off)
    return f"{day} at {clock_in_words(local.hour, local.minute)}"


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


def list_in_words(things: Sequence[str]) -> str:
    """Return things as they are listed aloud: "£50, last Tuesday and your debit card"."""
    return " and ".join((", ".join(things[:-1]), things[-1])) if len(things) > 1 else "".join(things)


def digits_in_words(number: str) -> str:
    """Return a number as it is read out digit by digit: "nine nine nine"."""
    return " ".join(("zero", *_NUMBERS[1:10])[int(digit)] for digit in number if digit.isdecimal())


def choice_in_words(options: Sequence[str]) -> str:
    """Return options as a spoken choice: "a card, a loan, or something else"."""
    return ", ".join((*options[:-1], f"or {options[-1]}")) if len(options) > 1 else "".join(options)
