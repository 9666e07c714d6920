"""Advice counted by day, in the database: no reason is read, so a million calls take no more memory than ten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine, Select, and_, bindparam, case, func, or_, select

from routing.store.engine import READING
from routing.store.tables import advice


@dataclass(frozen=True)
class Day:
    """A calendar day of the organisation, from `starts` until before `ends`."""

    date: date
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Tally:
    """Calls of one day whose first advice was alike.

    Attributes
    ----------
    intent
        Empty where none was meant.
    confidence, confidence_squared
        Sums over the calls.
    came_back
        How many of the callers were advised again later in the call, after a transfer.
    """

    date: date
    intent: str
    department: str
    action: str
    model: str
    calls: int
    confidence: float
    confidence_squared: float
    came_back: int


class AdviceDays:
    """The record of advice in the database behind `engine`, by day."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def tallies(self, days: Sequence[Day]) -> list[Tally]:
        """Return the calls that began on each of the days, each counted once, by what was first advised.

        A day is asked for by itself, by its bounds in UTC: databases do not agree on how to tell a time zone.
        """
        return [tally for day in days for tally in self._of_day(day)]

    def _of_day(self, day: Day) -> list[Tally]:
        """Return the tallies of one day, by a connection of its own: SQLite lets nobody write while one reads."""
        bounds = {"starts": day.starts.astimezone(UTC), "ends": day.ends.astimezone(UTC)}
        with self.engine.connect().execution_options(**READING) as connection:
            return [Tally(day.date, *row) for row in connection.execute(_QUERY, bounds)]


def _query() -> Select[Any]:
    """Return the counts of the calls that began between `starts` and `ends`."""
    other = advice.alias("other")
    same_call = other.c.call_id == advice.c.call_id
    sooner = or_(
        other.c.recorded_at < advice.c.recorded_at,
        and_(other.c.recorded_at == advice.c.recorded_at, other.c.id < advice.c.id),
    )
    earlier = select(other.c.id).where(same_call, sooner).correlate(advice).exists()
    later_hop = select(other.c.id).where(same_call, other.c.hop > advice.c.hop).correlate(advice).exists()
    alike = (advice.c.intent, advice.c.department, advice.c.action, advice.c.model)
    return (
        select(
            *alike,
            func.count(),
            func.sum(advice.c.confidence),
            func.sum(advice.c.confidence * advice.c.confidence),
            func.sum(case((later_hop, 1), else_=0)),
        )
        .where(advice.c.given_at >= bindparam("starts"), advice.c.given_at < bindparam("ends"), ~earlier)
        .group_by(*alike)
        .order_by(*alike)
    )


_QUERY = _query()
