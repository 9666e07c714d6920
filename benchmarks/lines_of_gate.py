"""The lines of the table about the gate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from routing.cli.display import percent


def gate(figures: dict[str, Any]) -> Iterator[str]:
    """Yield how often candidates of known worth pass, by the number of held-out calls."""
    rows = figures["rows"]
    sizes = sorted({row["calls"] for row in rows})
    yield (
        f"Share of {figures['played']} candidates that pass the check of the department, and in brackets the whole "
        f"gate. The live model is right about {percent(figures['live_right'])} of calls in scope."
    )
    yield ""
    yield f"| the two models differ on | candidate is truly | {' | '.join(f'{size:,} calls' for size in sizes)} |"
    yield f"| ---: | --- |{' ---: |' * len(sizes)}"
    for differ in sorted({row["differ"] for row in rows}):
        for worse in sorted({row["points_worse"] for row in rows}):
            found = {row["calls"]: row for row in rows if (row["differ"], row["points_worse"]) == (differ, worse)}
            cells = [_passes(found[size]) for size in sizes]
            yield f"| {percent(differ)} of calls | {_worth(worse)} | {' | '.join(cells)} |"


def _passes(row: dict[str, Any]) -> str:
    return f"{100 * row['department_passes']:.0f} % ({100 * row['gate_passes']:.0f} %)"


def _worth(points_worse: float) -> str:
    if not points_worse:
        return "as good"
    unit = "point" if abs(points_worse) == 1 else "points"
    return f"{abs(points_worse):g} {unit} {'worse' if points_worse > 0 else 'better'}"
