"""The cells of a list as people and spreadsheets write them: dates, truth values, numbers."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from routing.errors import BadRow
from routing.files.sheet import as_text

_TRUE, _FALSE = ("true", "yes", "y", "1", "x", "on"), ("false", "no", "n", "0", "off")
_WITH_MARKS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[ T,]+(.+))?\Z")
_TIME = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:\.\d+)?)?(?: ?([AaPp])\.?[Mm]\.?)?\Z")


def truth(field: str, value: Any) -> bool:
    """Return a truth value, which a spreadsheet may write as yes, 1 or TRUE; BadRow if it is none."""
    word = as_text(value).strip().casefold()
    if isinstance(value, bool) or word in (*_TRUE, *_FALSE):
        return value if isinstance(value, bool) else word in _TRUE
    raise BadRow([(field, f"expected yes or no, true or false, 1 or 0, found {_shown(value)}; mend it")])


def whole(field: str, value: Any) -> int:
    """Return a whole number, which a spreadsheet may write as 2.0; BadRow if it is none."""
    text = as_text(value).strip().removesuffix(".0")
    if not isinstance(value, bool) and re.fullmatch(r"[+-]?[0-9]{1,9}", text):
        return int(text)
    raise BadRow([(field, f"expected a whole number, found {_shown(value)}; mend it")])


def moment(field: str, value: Any, zone: ZoneInfo, day_first: bool | None) -> datetime:
    """Return a time with its zone; without one it is taken to be of `zone`.

    Understood are what a workbook holds as a date, the ISO form, and 24/11/2026 or 24.11.2026 with or without a time of
    day. Which number of 3/4/2026 is the day must be told by `day_first`, unless one of them is above twelve, or the
    marks are dots, which stand where the day comes first.

    Raises
    ------
    BadRow
        It is no date, or could be two.
    """
    if isinstance(value, date):
        found: datetime | None = value if isinstance(value, datetime) else datetime.combine(value, time())
    else:
        found = _written(field, as_text(value).strip(), day_first)
    if found is None:
        expected = "a date such as 2026-11-24 09:30, or 24/11/2026 09:30 with --day-first"
        raise BadRow([(field, f"expected {expected}, found {_shown(value)}; mend it")])
    return found if found.tzinfo else found.replace(tzinfo=zone)


def joined(day: Any, at: Any) -> Any:
    """Return a date and a time of day, which a list keeps in two columns, as one value for `moment`."""
    if isinstance(at, datetime):
        at = at.time()
    if isinstance(day, date) and isinstance(at, time):
        return datetime.combine(day, at)
    first = day.date().isoformat() if isinstance(day, datetime) else as_text(day).strip()
    return f"{first} {as_text(at).strip()}" if at else first


def _written(field: str, text: str, day_first: bool | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    day, _, at = text.partition(" ")
    marked = _WITH_MARKS.match(text)
    try:
        if marked is None:
            return datetime.combine(date.fromisoformat(day), _time(at))
        first, mark, second, year = int(marked[1]), marked[2], int(marked[3]), int(marked[4])
        if mark == "." or first > 12:
            day_first = True
        elif second > 12 or first == second:
            day_first = bool(day_first)
        if day_first is None:
            expected = "expected a date that can be read in one way only"
            raise BadRow([(field, f"{expected}, found {text[:20]}; give --day-first or --month-first")])
        month, day_of_month = (second, first) if day_first else (first, second)
        return datetime.combine(date(year, month, day_of_month), _time(marked[5]))
    except ValueError:
        return None


def _time(text: str | None) -> time:
    if not text:
        return time()
    found = _TIME.match(text.strip())
    if not found:
        return time.fromisoformat(text.strip())
    hour, half = int(found[1]), (found[4] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError(text)
    hour = hour % 12 + 12 * (half == "p") if half else hour
    return time(hour, int(found[2]), int(found[3] or 0))


def _shown(value: Any) -> str:
    return ascii(value)[:60] if not as_text(value).isprintable() else repr(as_text(value)[:60])
