"""When a department is open, in the organisation's own time zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Span:
    """From `opens` up to, not including, `closes`, on one day; without `closes`, to midnight."""

    opens: time
    closes: time | None

    def holds(self, moment: time) -> bool:
        return self.opens <= moment and (self.closes is None or moment < self.closes)


@dataclass(frozen=True)
class OpeningHours:
    """Weekly opening hours; a day that is missing is a day closed.

    Attributes
    ----------
    spans
        For each weekday (0 is Monday) the times the department answers.
    zone
        The time zone the times are meant in.
    always
        Day and night, every day; `spans` is then empty.
    """

    spans: Mapping[int, Span]
    zone: ZoneInfo
    always: bool = False

    def open_at(self, moment: datetime) -> bool:
        """Tell whether the department answers at `moment`, which must carry a time zone."""
        if self.always:
            return True
        local = moment.astimezone(self.zone)
        span = self.spans.get(local.weekday())
        return span is not None and span.holds(local.time())

    def next_opening(self, moment: datetime) -> datetime | None:
        """Return when the department opens next after `moment`, in its own zone; None if it is open or never opens."""
        if self.open_at(moment):
            return None
        local = moment.astimezone(self.zone)
        for days in range(len(DAYS) + 1):
            day = local.date() + timedelta(days=days)
            span = self.spans.get(day.weekday())
            if span is None:
                continue
            opens = datetime.combine(day, span.opens, self.zone).astimezone(UTC)
            if opens > moment:
                return opens.astimezone(self.zone)
        return None
