"""Opening hours as the catalogue's files write them: weekdays, holidays, exceptions and time zones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holidays import country_holidays
from marshmallow import ValidationError, fields

from routing.domain.hours import DAYS, OpeningHours, Span

TIMES = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(([01]\d|2[0-3]):([0-5]\d)|24:00)\Z")
COUNTRY = re.compile(r"([A-Z]{2})(?:-([\w.]+))?\Z")
DATE = re.compile(r"20\d\d-\d\d-\d\d\Z")
OPEN, CLOSED, ALWAYS = "open", "closed", "always"
HOLIDAY_YEARS = range(2000, 2100)

Spans = tuple[Span, ...]


class Zone(fields.Field[ZoneInfo]):
    """An IANA time zone name such as Europe/London."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> ZoneInfo:
        try:
            return ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
            raise ValidationError(f"expected a time zone such as Europe/London, found {value!r}") from None


class Weekdays(fields.Field[dict[int, Spans]]):
    """`always`, or days such as `mon-fri` to times. `always` becomes an empty mapping."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> dict[int, Spans]:
        if value == ALWAYS:
            return {}
        if not isinstance(value, dict) or not value:
            raise ValidationError(
                'expected "always" or days with times such as {mon-fri: "09:00-17:30"}, found ' + repr(value)
            )
        spans: dict[int, Spans] = {}
        for days, times in _each(value, _days_and_spans).values():
            for day in days:
                if day in spans:
                    raise ValidationError(f"expected each day once, found {DAYS[day]} again")
                spans[day] = times
        return spans


class Exceptions(fields.Field[dict[date, Spans]]):
    """Single dates to the times of that day: {"2026-12-24": "09:00-12:00", "2026-12-31": closed}."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> dict[date, Spans]:
        if not isinstance(value, dict) or not value:
            raise ValidationError('expected dates with times such as {"2026-12-24": closed}, found ' + repr(value))
        return dict(_each(value, lambda day, times: (_date(day), _spans(times))).values())


class HolidayTimes(fields.Field[Spans | None]):
    """What holds on a public holiday: `closed`, `open` (a day like any other, None), or times."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Spans | None:
        return None if value == OPEN else _spans(value, f'"{OPEN}", ')


class HolidayDates(fields.Field[frozenset[date]]):
    """The public holidays of a country, or of a part of one: `GB`, `GB-ENG`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> frozenset[date]:
        code, found = COUNTRY.match(str(value)), ""
        try:
            if code:
                return frozenset(country_holidays(code[1], subdiv=code[2], years=HOLIDAY_YEARS))
        except NotImplementedError as error:
            found = f": {error}"
        raise ValidationError(f"expected a country, or a part of one, such as 'GB-ENG', found {value!r}{found}")


def opening_hours(row: dict[str, Any], zone: ZoneInfo, holidays: frozenset[date]) -> OpeningHours:
    """Take the fields of opening hours out of a department's row and return what they mean.

    A department closes on public holidays unless it is open always or its `holidays` says otherwise.
    """
    spans = row.pop("hours")
    always = not spans
    return OpeningHours(
        spans,
        row.pop("time_zone", zone),
        always=always,
        holidays=holidays,
        holiday_spans=row.pop("holidays", None if always else ()),
        exceptions=row.pop("exceptions", {}),
    )


def _each(value: Mapping[str, Any], read: Callable[[str, Any], Any]) -> dict[str, Any]:
    """Return what `read` makes of each key and its value; every fault is told, under its own key."""
    found, faults = {}, {}
    for key, content in value.items():
        try:
            found[key] = read(key, content)
        except ValidationError as error:
            faults[key] = error.messages
    if faults:
        raise ValidationError(faults)
    return found


def _days_and_spans(days: str, times: Any) -> tuple[range, Spans]:
    first, _, last = days.partition("-")
    if first not in DAYS or (last or first) not in DAYS or DAYS.index(last or first) < DAYS.index(first):
        raise ValidationError(f"expected a day or days from {', '.join(DAYS)} such as mon-fri, found {days!r}")
    return range(DAYS.index(first), DAYS.index(last or first) + 1), _spans(times)


def _date(text: str) -> date:
    try:
        if DATE.match(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValidationError(f'expected a date in quotes such as "2026-12-24", found {text!r}')


def _spans(value: Any, besides: str = "") -> Spans:
    """Return the times of one day, in order: none for `closed`, else of one text or a list of them."""
    if value == CLOSED:
        return ()
    texts = value if isinstance(value, list) and value else [value]
    spans = sorted((_span(text, besides) for text in texts), key=lambda span: span.opens)
    for before, after in pairwise(spans):
        if before.holds(after.opens):
            raise ValidationError(f"expected times that do not overlap, found {value!r}")
    return tuple(spans)


def _span(text: Any, besides: str) -> Span:
    opens, _, closes = str(text).partition("-")
    if not TIMES.match(str(text)) or opens == closes:
        raise ValidationError(
            f'expected times in quotes such as "09:00-17:30" or "22:00-06:00", a list of them, {besides}or '
            f'"{CLOSED}", found {text!r}'
        )
    return Span(time.fromisoformat(opens), None if closes == "24:00" else time.fromisoformat(closes))
