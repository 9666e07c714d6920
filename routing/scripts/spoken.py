"""Numbers and lists as they are said aloud."""

from __future__ import annotations

from collections.abc import Sequence

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip


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


def choice_in_words(options: Sequence[str]) -> str:
    """Return options as a spoken choice: "a card, a loan, or something else"."""
    return ", ".join((*options[:-1], f"or {options[-1]}")) if len(options) > 1 else "".join(options)
