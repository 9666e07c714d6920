"""When a department is open: by the clock on its own wall, on working days, holidays and days that are exceptions."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = time(0)
A_DAY, A_SECOND = timedelta(days=1), timedelta(seconds=1)
LOOK_FOR_OPENING_DAYS = 366
LOOK_FOR_CLOSING_DAYS = 7


@dataclass(frozen=True)
class Span:
    """From `opens` up to, not including, `closes`; without `closes`, to midnight.

    A span that closes no later than it opens runs past midnight. It belongs to the day it begins on.
    """

    opens: time
    closes: time | None

    def holds(self, clock: time) -> bool:
        """Tell whether the department answers at this time of the span's own day."""
        return self.opens <= clock and (self.closes is None or self.closes <= self.opens or clock < self.closes)

    def holds_next_day(self, clock: time) -> bool:
        """Tell whether the department still answers at this time of the day after."""
        return self.closes is not None and self.closes <= self.opens and clock < self.closes


ALL_DAY = (Span(MIDNIGHT, None),)


@dataclass(frozen=True)
class OpeningHours:
    """Opening hours of one department.

    Attributes
    ----------
    spans
        For each weekday (0 is Monday) the times the department answers; a day that is missing is a day closed.
    zone
        The time zone the times are meant in. In the night of a clock change the clock on the wall counts.
    always
        Day and night, every day; `spans` is then empty.
    holidays
        Public holidays.
    holiday_spans
        The times on a public holiday, none for closed; None if holidays are days like any other.
    exceptions
        The times on single dates, none for closed. They count before holidays and weekdays.
    """

    spans: Mapping[int, tuple[Span, ...]]
    zone: ZoneInfo
    always: bool = False
    holidays: Container[date] = frozenset()
    holiday_spans: tuple[Span, ...] | None = None
    exceptions: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Return the spans that begin on `day`."""
        if day in self.exceptions:
            return self.exceptions[day]
        if self.holiday_spans is not None and day in self.holidays:
            return self.holiday_spans
        return ALL_DAY if self.always else self.spans.get(day.weekday(), ())

    def open_at(self, moment: datetime) -> bool:
        """Tell whether the department answers at `moment`, which must carry a time zone."""
        local = moment.astimezone(self.zone)
        today, clock = local.date(), local.time()
        if any(span.holds(clock) for span in self.spans_on(today)):
            return True
        return any(span.holds_next_day(clock) for span in self.spans_on(today - A_DAY))

    def next_opening(self, moment: datetime) -> datetime | None:
        """Return the first moment after `moment` at which the department answers, in its own zone.

        None if it is open at `moment`, or does not open within a year.
        """
        return None if self.open_at(moment) else self._turn(moment, True, LOOK_FOR_OPENING_DAYS)

    def closes_at(self, moment: datetime, within_days: int = LOOK_FOR_CLOSING_DAYS) -> datetime | None:
        """Return the first moment after `moment` at which the department no longer answers, in its own zone.

        None if it is closed at `moment`, or does not close on that day or `within_days` more.
        """
        return self._turn(moment, False, within_days) if self.open_at(moment) else None

    def _turn(self, moment: datetime, to_open: bool, within_days: int) -> datetime | None:
        after, today = moment.astimezone(UTC), moment.astimezone(self.zone).date()
        for days in range(within_days + 1):
            turns = [turn for turn in self._possible_turns(today + days * A_DAY) if turn > after]
            for turn in sorted(turns):
                if self.open_at(turn) is to_open:
                    return turn.astimezone(self.zone)
        return None

    def _possible_turns(self, day: date) -> Iterator[datetime]:
        """Yield, in UTC, every moment of a day at which the department may open or close.

        A time that the clock shows twice is two moments. When the clocks change, the jump itself may open or close.
        """
        spans = (*self.spans_on(day), *self.spans_on(day - A_DAY))
        clocks = {MIDNIGHT, *(clock for span in spans for clock in (span.opens, span.closes) if clock is not None)}
        for clock in clocks:
            for fold in (0, 1):
                yield datetime.combine(day, clock.replace(fold=fold), self.zone).astimezone(UTC)
        yield from self._clock_changes(day)

    def _clock_changes(self, day: date) -> Iterator[datetime]:
        """Yield, in UTC, when the clocks change on a day, found by halving."""
        before, after = (datetime.combine(each, MIDNIGHT, self.zone).astimezone(UTC) for each in (day, day + A_DAY))
        offset = before.astimezone(self.zone).utcoffset()
        if after.astimezone(self.zone).utcoffset() == offset:
            return
        while after - before > A_SECOND:
            middle = before + (after - before) // 2 // A_SECOND * A_SECOND
            if middle.astimezone(self.zone).utcoffset() == offset:
                before = middle
            else:
                after = middle
        yield after
