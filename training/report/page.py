"""The page: one HTML file made of the report's figures and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from training.gate.words import probability
from training.report import pictures

ARROWS = {"better": "▲", "worse": "▼"}


def page(figures: Mapping[str, Any]) -> str:
    """Return `report.html` from the content of `report.json`."""
    drawn = {
        "confusion": pictures.confusion(figures["departments"]) if figures["departments"]["names"] else "",
        "reliability": pictures.reliability(figures["reliability"]) if figures["reliability"] else "",
        "coverage": pictures.coverage(figures["coverage"]) if figures["coverage"] else "",
    }
    return _template().render(**figures, pictures={name: Markup(svg) for name, svg in drawn.items()})  # noqa: S704


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "percent": percent, "change": change, "points": points, "figure": figure, "spread": spread,
        "arrow": lambda word: ARROWS.get(word, ""), "p": probability, "readable": readable,
    }  # fmt: skip
    return environment.get_template("page.html.j2")


def percent(share: float) -> str:
    """Return a share as a percentage, with a space that no line breaks at."""
    return f"{100 * share:.1f} %"


def points(difference: float) -> str:
    """Return a difference of shares in points, with its sign and one decimal."""
    return f"{100 * difference:+.1f}".replace("-", "−")


def figure(value: float, kind: str) -> str:
    """Return a headline figure as its kind is written: share, error, ms or MiB."""
    if kind == "share":
        return percent(value)
    return f"{value:.3f}" if kind == "error" else f"{value:.2f} {kind}"


def change(difference: float, kind: str) -> str:
    """Return how a headline figure differs, with its sign."""
    if kind == "share":
        return f"{points(difference)} points"
    return (f"{difference:+.3f}" if kind == "error" else f"{difference:+.2f} {kind}").replace("-", "−")


def spread(row: Mapping[str, Any]) -> str:
    """Return the interval of a headline figure's difference, or of the figure itself without a live model."""
    if "difference" not in row:
        return f"{figure(row['low'], row['kind'])} to {figure(row['high'], row['kind'])}"
    if row["kind"] == "share":
        return f"{points(row['low'])} to {points(row['high'])}"
    return f"{change(row['low'], row['kind'])} to {change(row['high'], row['kind'])}"


def readable(name: str) -> str:
    """Return an id as words."""
    return name.replace("_", " ")
