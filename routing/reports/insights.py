"""What a person should know of the calls: what has changed, and which reasons no intent has yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from routing.domain.suggestion import Suggestion
from routing.reports.days import windows
from routing.reports.drift import Drift, drift
from routing.store.advice_days import AdviceDays
from routing.store.suggestions import Suggestions

DAYS, MOST_DAYS = 28, 366


@dataclass(frozen=True)
class Insight:
    """Drift over `days` days up to `at`, and the suggestions that wait for a person."""

    days: int
    at: datetime
    drift: Drift
    suggestions: tuple[Suggestion, ...]


class Insights:
    """Reads both from the database behind `engine`."""

    def __init__(self, engine: Engine) -> None:
        self.advice_days = AdviceDays(engine)
        self.suggestions = Suggestions(engine)

    def read(self, days: int, at: datetime, time_zone: str) -> Insight:
        """Return the insight of the last `days` days in the organisation's time zone, beside as many before."""
        compared = windows(days, at, time_zone)
        found = drift(self.advice_days.tallies(compared.all), compared)
        return Insight(days, at, found, tuple(self.suggestions.open()))
