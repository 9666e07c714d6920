"""Opening hours as people write them, turned into those of departments.yaml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from routing.domain.hours import DAYS

Times = str | list[str]
Hours = dict[str, Times] | str

ALWAYS = "always"
WORKING_DAYS = "mon-fri"
_ALWAYS = re.compile(r"(24\s*/\s*7|24\s*h(ou)?rs?( a day)?|always|day and night|round the clock)\Z")
_DAY = "|".join(("mon", "tues", "tue", "wednes", "wed", "thurs", "thur", "thu", "fri", "satur", "sat", "sun"))
_TOKEN = re.compile(
    rf"(?P<week>daily|every ?day|all week|weekdays?|weekends?)|(?P<day>(?:{_DAY})(?:days?|s)?)\b"
    r"|(?P<clock>\d{1,2}(?:[:.h]\d{2}){0,2}(?:\s*[ap]\.?m\b\.?)?|noon|midday|midnight)"
    r"|(?P<dash>-|\bto\b|\buntil\b|\btill?\b)|(?P<shut>closed|shut)"
    r"|(?P<gap>[\s,;:&+/|]+|\band\b|\bfrom\b|\bopen\b|\bhours\b|\bhrs\b)"
)
_WEEKS = {"weekday": "mon-fri", "weekend": "sat-sun"}
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.]\d{2})?\s*([ap]?)")
_WANTED = "expected opening hours such as mon-fri 09:00-17:30, sat 10:00-13:00 or always"


def as_hours(value: Any) -> Hours:
    """Return opening hours as departments.yaml has them: `always`, or days to times.

    Hours without days are those of Monday to Friday.

    >>> as_hours("Mon to Fri 9am-5.30pm; Saturday 10-1")
    {'mon-fri': '09:00-17:30', 'sat': '10:00-13:00'}

    Raises
    ------
    ValueError
        They cannot be understood; the message says what was found.
    """
    if isinstance(value, datetime | date):
        made = "a spreadsheet makes a date of 9-12; write mon-fri 09:00-12:00"
        raise ValueError(f"{_WANTED}, found the date {value:%Y-%m-%d}; {made}")
    if isinstance(value, time | timedelta):
        raise ValueError(f"{_WANTED}, found only the time {as_clock(value)}; write when it opens and when it closes")
    text = " ".join(re.sub("[\u2010-\u2015]", "-", str(value).casefold()).split())
    return ALWAYS if _ALWAYS.match(text) else _weekly(text)


def as_clock(value: Any) -> str:
    """Return a time of day as "09:00", from a text, a time, or the share of a day that a spreadsheet keeps.

    Raises
    ------
    ValueError
        It is none of these.
    """
    if isinstance(value, datetime):
        return "24:00" if value.time() == time(0) else f"{value:%H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        value = timedelta(days=value)
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    found = _TOKEN.fullmatch(str(value).strip().casefold())
    if found is None or not found["clock"]:
        raise ValueError(f"expected a time of day such as 09:00, found {str(value)!r}")
    return _shown(_minutes(found["clock"])[0])


def from_columns(days: str, opens: Any, closes: Any) -> Hours:
    """Return opening hours kept in columns of their own; `days` may be empty."""
    opening, closing = as_clock(opens), as_clock(closes)
    return as_hours(f"{days} {opening}-{'24:00' if closing == '00:00' else closing}")


def _weekly(text: str) -> Hours:
    """Read days and times from left to right: times belong to the days before them."""
    hours: dict[str, Times] = {}
    days: list[str] = []
    tokens = _tokens(text)
    position, met = 0, False
    while position < len(tokens):
        kind, word = tokens[position]
        if kind in ("day", "week"):
            days, met = ([] if met else days), False
            last = tokens[position + 1 : position + 3]
            ranged = kind == "day" and [each for each, _ in last] == ["dash", "day"]
            days.append(f"{word[:3]}-{last[1][1][:3]}" if ranged else word[:3] if kind == "day" else _week(word))
            position += 3 if ranged else 1
        elif kind == "shut" and days:
            met, position = True, position + 1
        elif kind == "clock" and [each for each, _ in tokens[position + 1 : position + 3]] == ["dash", "clock"]:
            span = _span(word, tokens[position + 2][1])
            days = days or [WORKING_DAYS]
            for day in days:
                hours[day] = _joined(hours.get(day), span)
            met, position = True, position + 3
        else:
            raise ValueError(f"{_WANTED}, found {text!r}")
    if not hours or not met:
        raise ValueError(f"{_WANTED}, found {text!r}")
    return hours


def _tokens(text: str) -> Sequence[tuple[str, str]]:
    tokens, position = [], 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise ValueError(f"{_WANTED}, found {text!r}")
        if found.lastgroup != "gap":
            tokens.append((str(found.lastgroup), found[0]))
        position = found.end()
    return tokens


def _week(word: str) -> str:
    return _WEEKS.get(word.removesuffix("s"), f"{DAYS[0]}-{DAYS[-1]}")


def _joined(before: Times | None, span: str) -> Times:
    if before is None:
        return span
    return [*before, span] if isinstance(before, list) else [before, span]


def _span(opens: str, closes: str) -> str:
    """Return "09:00-17:30". Of "9-5" and "1-5pm" the half of the day that is left out is the likely one."""
    (start, start_half), (end, end_half) = _minutes(opens), _minutes(closes)
    half = 12 * 60
    if not start_half and end_half == "p" and start < 7 * 60:
        start += half
    if not end_half and start < half and end <= start and 0 < end <= half:
        end += half
    return f"{_shown(start)}-{_shown(end or 24 * 60)}"


def _minutes(clock: str) -> tuple[int, str]:
    """Return minutes since midnight, and what was said of the half of the day: "a", "p", "named" or nothing."""
    if clock in ("noon", "midday", "midnight"):
        return (0 if clock == "midnight" else 12 * 60), "named"
    found = _CLOCK.match(clock)
    hour, minute, half = (found[1], found[2], found[3]) if found else ("99", "", "")
    said = int(hour)
    if said > 24 or int(minute or 0) > 59 or (half and not 1 <= said <= 12):
        raise ValueError(f"expected a time of day such as 09:00, found {clock!r}")
    return (said % 12 + 12 * (half == "p") if half else said) * 60 + int(minute or 0), half


def _shown(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
