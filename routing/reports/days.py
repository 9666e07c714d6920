"""Calendar days in an organisation's time zone, and the two windows that are compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from routing.store.advice_days import Day


@dataclass(frozen=True)
class Windows:
    """The days looked at, the day of `at` last, and as many before them."""

    before: tuple[Day, ...]
    now: tuple[Day, ...]
    at: datetime

    @property
    def all(self) -> tuple[Day, ...]:
        """All days, oldest first."""
        return (*self.before, *self.now)


def windows(days: int, at: datetime, time_zone: str) -> Windows:
    """Return the last `days` days and as many before; each has the 23 to 25 hours that its date has there."""
    zone = ZoneInfo(time_zone)
    today = at.astimezone(zone).date()
    every = [_day(today - timedelta(days=back), zone) for back in reversed(range(2 * days))]
    return Windows(tuple(every[:days]), tuple(every[days:]), at)


def _day(day: date, zone: ZoneInfo) -> Day:
    starts, ends = (datetime.combine(each, time(), zone).astimezone(UTC) for each in (day, day + timedelta(days=1)))
    return Day(day, starts, ends)
