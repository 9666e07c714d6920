"""An insight as tables for people."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Sequence

import click

from routing.cli.display import percent, table
from routing.domain.catalogue import Catalogue
from routing.domain.suggestion import Suggestion
from routing.reports.drift import DayFigures, Drift
from routing.reports.insights import Insight
from routing.reports.series import CAME_BACK
from routing.reports.told import in_words, sentence, summary
from routing.store.suggestions import SHOWN_OF_ID

BARS = "▁▂▃▄▅▆▇█"
LONGEST_LINE = 28
EXAMPLES_SHOWN = 3
LIKE_A_WORDING = 0.87  # three quarters of groups of a known intent's calls are, a quarter of new ones
WIDTH = 100

Figure = Callable[[DayFigures], float | None]


def show(insight: Insight, catalogue: Catalogue) -> None:
    """Print the findings, then the days, then the suggestions."""
    drift = insight.drift
    names = {department.id: department.name for department in catalogue.departments.values()}
    click.echo(summary(drift, insight.days))
    for change in drift.changes:
        _wrapped(f"- {sentence(change, names)}")
    for model, since in drift.model_changes:
        click.echo(f"- Model {model} answers since {in_words(since)}.")
    if drift.calls_now + drift.calls_before:
        click.echo("")
        _show_days(drift, insight.days)
    click.echo("")
    _show_suggestions(insight.suggestions, catalogue)


def _show_days(drift: Drift, days: int) -> None:
    columns = ("", f"{days} days before", f"last {days} days", "mean before", "now")
    rows = []
    for label, figure, shown in _FIGURES:
        lines = _lines([[figure(day) for day in window] for window in (drift.days_before, drift.days)])
        means = (shown(_mean(window, figure, label == CALLS)) for window in (drift.days_before, drift.days))
        rows.append((label, *lines, *means))
    table("By day, from each line's lowest to its highest", columns, rows)


def _share(name: str) -> Figure:
    return lambda day: day.shares.get(name, 0.0) if day.calls else None


def _whole(number: float | None) -> str:
    return "" if number is None else f"{number:,.0f}"


def _percent(share: float | None) -> str:
    return "" if share is None else percent(share)


CALLS = "calls"
_FIGURES: tuple[tuple[str, Figure, Callable[[float | None], str]], ...] = (
    (CALLS, lambda day: float(day.calls), _whole),
    ("confidence", lambda day: day.confidence, _percent),
    ("operator", _share("operator"), _percent),
    ("asked", _share("ask"), _percent),
    ("transferred", _share("transfer"), _percent),
    ("came back", _share(CAME_BACK), _percent),
)


def _mean(days: Sequence[DayFigures], figure: Figure, of_days: bool) -> float | None:
    """Return the mean of a figure over days, each day counted as often as it has calls unless they count alike."""
    weighed = [(value, 1 if of_days else day.calls) for day in days if (value := figure(day)) is not None]
    total = sum(weight for _, weight in weighed)
    return sum(value * weight for value, weight in weighed) / total if total else None


def _lines(windows: Sequence[Sequence[float | None]]) -> list[str]:
    """Return a line of bars for each window, on one scale; a day without a figure is a blank."""
    binned = [_binned(window) for window in windows]
    known = [value for window in binned for value in window if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    steps = (len(BARS) - 1) / (high - low) if high > low else 0.0
    return ["".join(" " if v is None else BARS[round((v - low) * steps)] for v in window) for window in binned]


def _binned(values: Sequence[float | None]) -> list[float | None]:
    """Return the means of as many neighbouring days as it takes for a line to fit."""
    width = math.ceil(len(values) / LONGEST_LINE)
    bins = ([v for v in values[start : start + width] if v is not None] for start in range(0, len(values), width))
    return [sum(each) / len(each) if each else None for each in bins]


def _wrapped(text: str) -> None:
    click.echo(textwrap.fill(text, WIDTH, subsequent_indent="  " if text[0] != " " else "    "))


def _show_suggestions(suggestions: Sequence[Suggestion], catalogue: Catalogue) -> None:
    if not suggestions:
        click.echo("No suggestions for new intents.")
        return
    click.echo(f"Reasons that no intent has yet, found {suggestions[0].found_at.date()}:")
    for each in suggestions:
        click.echo("")
        _show_suggestion(each, catalogue)
    click.echo("")
    click.echo("Next: advisor insights accept NAME --department ID, accept NAME --into INTENT, or dismiss NAME")


def _show_suggestion(suggestion: Suggestion, catalogue: Catalogue) -> None:
    named = f"{suggestion.name}  ({suggestion.id[:SHOWN_OF_ID]})"
    click.echo(f"{named}: {suggestion.calls} calls, {percent(suggestion.share)} of all")
    _wrapped(f"  words: {', '.join(suggestion.words)}")
    if suggestion.department:
        known = catalogue.departments.get(suggestion.department)
        how = "finished most often by" if suggestion.ended else "sent most often to"
        click.echo(f"  {how}: {known.name if known else suggestion.department}")
    if suggestion.nearest:
        near = "; it may only lack this wording" if suggestion.likeness >= LIKE_A_WORDING else ""
        click.echo(f"  nearest intent: {suggestion.nearest} ({suggestion.likeness:.2f} alike){near}")
    for example in suggestion.examples[:EXAMPLES_SHOWN]:
        _wrapped(f"  “{example}”")
