"""The outcome as a picture: where each policy's seconds go, and the other figures beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from routing.errors import AdvisorError
from training import record
from training.switchboard.figures import SECONDS
from training.switchboard.play import FRONT_DESK, OPENING, QUESTIONS, WRONG_TRANSFERS
from training.switchboard.policies import BEST_GUESS, FIXED_THRESHOLD, KEYPAD_MENU, OURS

FORMS = (".svg", ".png")
LABELS = {
    KEYPAD_MENU: "keypad menu",
    BEST_GUESS: "best guess always",
    FIXED_THRESHOLD: "fixed threshold",
    OURS: "ours",
}
COLUMNS = {
    "transfers_per_call": "transfers",
    "first_transfer_right": "right first",
    "questions_per_call": "questions",
    "operator_share": "front desk",
    SECONDS: "seconds",
}
SHARES = ("first_transfer_right", "operator_share")
_PARTS = {
    OPENING: ("saying the reason, or the menu", "#9db4c0"),
    QUESTIONS: ("questions", "#e9c46a"),
    FRONT_DESK: ("front desk", "#5c8a8a"),
    WRONG_TRANSFERS: ("wrong transfers", "#c8553d"),
}


def check_picture(path: Path) -> None:
    """Refuse a picture that could not be drawn, before any work is done.

    Raises
    ------
    AdvisorError
        The name ends in no known form, or the folder cannot be written.
    """
    if path.suffix.lower() not in FORMS:
        raise AdvisorError(f"--picture {path}: expected a name that ends in {' or '.join(FORMS)}")
    if path.is_dir():
        raise AdvisorError(f"--picture {path}: expected a file, found a folder; name a file in it")
    record.made(path.parent)


def draw(result: Mapping[str, Any], path: Path) -> None:
    """Write the picture of a simulation to `path`, whose end says which form."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"svg.hashsalt": "simulation", "svg.fonttype": "none", "font.size": 9}):
        figure: Any = Figure(figsize=(9.0, 5.2), layout="constrained")
        above, below = figure.subfigures(2, 1, height_ratios=(3, 2))
        _seconds(above.subplots(), result["policies"])
        others = [name for name in COLUMNS if name != SECONDS]
        below.suptitle("A call's transfers and questions; share right at the first, share that the front desk takes")
        for axes, name in zip(below.subplots(1, len(others)), others, strict=True):
            _small(axes, result["policies"], name, named=name == others[0])
        metadata = {"Date": None} if path.suffix.lower() == ".svg" else {}
        try:
            figure.savefig(path, dpi=150, metadata=metadata)
        except OSError as error:
            raise AdvisorError(
                f"--picture {path}: expected a file that can be written, found {error.strerror}"
            ) from None


def _seconds(axes: Any, rows: list[dict[str, Any]]) -> None:
    names = [LABELS[row["policy"]] for row in rows]
    left = [0.0] * len(rows)
    for part, (label, colour) in _PARTS.items():
        widths = [row["seconds"][part] for row in rows]
        axes.barh(names, widths, left=left, label=label, color=colour)
        left = [start + width for start, width in zip(left, widths, strict=True)]
    off = [_off(row, SECONDS) for row in rows]
    axes.errorbar(left, names, xerr=list(zip(*off, strict=True)), fmt="none", ecolor="black", capsize=3, lw=1)
    for name, row in zip(names, rows, strict=True):
        end = row["intervals"][SECONDS][1]
        axes.annotate(f"{row[SECONDS]:.1f} s", (end, name), (5, 0), textcoords="offset points", va="center")
    axes.invert_yaxis()
    axes.margins(x=0.08)
    axes.set_title("Seconds a call costs its caller, without the right department's queue", loc="left")
    axes.legend(loc="lower right", frameon=False)
    axes.spines[["top", "right"]].set_visible(False)


def _small(axes: Any, rows: list[dict[str, Any]], name: str, named: bool) -> None:
    places = range(len(rows))
    values = [row[name] for row in rows]
    off = list(zip(*(_off(row, name) for row in rows), strict=True))
    colours = ["#1d3557" if row["policy"] == OURS else "#9db4c0" for row in rows]
    axes.barh(places, values, xerr=off, color=colours, error_kw={"capsize": 2, "lw": 0.8})
    axes.set_yticks(places, [LABELS[row["policy"]] for row in rows] if named else [""] * len(rows))
    axes.invert_yaxis()
    axes.set_title(COLUMNS[name], loc="left", fontsize=9)
    axes.spines[["top", "right"]].set_visible(False)


def _off(row: Mapping[str, Any], name: str) -> tuple[float, float]:
    """Return how far the ends of a figure's interval are from it; rounding must not make that negative."""
    low, high = row["intervals"][name]
    return max(row[name] - low, 0.0), max(high - row[name], 0.0)


def figure(row: Mapping[str, Any], name: str) -> tuple[str, str, str]:
    """Return a figure of a policy as it is shown, and the ends of its interval: shares in per cent."""
    low, high = row["intervals"][name]
    if name in SHARES:
        return f"{100 * row[name]:.1f} %", f"{100 * low:.1f}", f"{100 * high:.1f}"
    decimals = 1 if name == SECONDS else 2
    return f"{row[name]:.{decimals}f}", f"{low:.{decimals}f}", f"{high:.{decimals}f}"
