"""The report's pictures as SVG that stands within a page and takes its colours, light or dark."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import StringIO
from typing import Any

import numpy as np

# Drawn in these, and then exchanged for what the page's style sheet says.
INK, FAINT, ACCENT, OTHER = "#010203", "#040506", "#1a6fb0", "#c2571a"
COLOURS = {INK: "currentColor", FAINT: "var(--faint)", ACCENT: "var(--accent)", OTHER: "var(--other)"}
WIDE, SQUARE = (6.4, 4.2), (8.6, 8.2)
STYLE: Any = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.5,
    "legend.frameon": False,
}
MODELS = {"live": ("live", OTHER, "--"), "candidate": ("this version", ACCENT, "-")}


def confusion(departments: Mapping[str, Any]) -> str:
    """Return the confusion between departments: counts in the cells, shares of the row as their colour."""

    def draw(figure: Any) -> None:
        from matplotlib.colors import LinearSegmentedColormap, PowerNorm, to_rgba
        from sklearn.metrics import ConfusionMatrixDisplay

        axes = figure.add_subplot()
        counts = np.array(departments["matrix"])
        shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        colours = LinearSegmentedColormap.from_list("calls", [to_rgba(ACCENT, 0.0), to_rgba(ACCENT, 0.7)])
        display = ConfusionMatrixDisplay(
            shares, display_labels=[name.replace("_", " ") for name in departments["names"]]
        )
        display.plot(
            ax=axes, cmap=colours, colorbar=False, xticks_rotation=90, im_kw={"norm": PowerNorm(0.4, 0, 1)},
            text_kw={"color": INK, "fontsize": 9},
        )  # fmt: skip
        for text, calls in zip(display.text_.flat, counts.flat, strict=True):
            text.set_text(f"{calls}" if calls else "")
        axes.set(xlabel="found", ylabel="labelled")
        axes.grid(visible=False)
        axes.tick_params(length=0)

    return _svg("confusion", SQUARE, draw)


def reliability(models: Mapping[str, Any]) -> str:
    """Return the reliability diagram of the department's confidence, and below it how many calls are how sure."""

    def draw(figure: Any) -> None:
        from sklearn.calibration import CalibrationDisplay

        above, below = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
        for name, (label, colour, dashes) in MODELS.items():
            if name in models:
                bins = models[name]["bins"]
                right, confidence = (np.array([each[what] for each in bins]) for what in ("right", "confidence"))
                display = CalibrationDisplay(right, confidence, y_prob=None)
                display.plot(ax=above, name=label, ref_line=False, color=colour, linestyle=dashes, markersize=5)
        above.plot([0, 1], [0, 1], color=FAINT, linestyle=":", label="as right as it is sure")
        above.set(xlabel="", ylabel="share right", xlim=(0, 1), ylim=(0, 1.02))
        above.legend(loc="upper left")
        bins = models["candidate"]["bins"]
        below.bar([each["from"] + 0.05 for each in bins], [each["calls"] for each in bins], width=0.09, color=ACCENT)
        below.set(xlabel="confidence", ylabel="calls", yscale="log")

    return _svg("reliability", WIDE, draw)


def coverage(models: Mapping[str, Any]) -> str:
    """Return how many transfers are right as a threshold moves, and the point at which the policy works."""

    def draw(figure: Any) -> None:
        axes = figure.add_subplot()
        for name, (label, colour, dashes) in MODELS.items():
            if name in models:
                curve, point = models[name]["curve"], models[name].get("point")
                across, up = ([100 * each[what] for each in curve] for what in ("coverage", "right"))
                axes.plot(across, up, color=colour, linestyle=dashes, label=label)
                if point:
                    axes.plot(
                        [100 * point["coverage"]], [100 * point["right"]], "o", color=colour,
                        label=f"{label}: what the policy does",
                    )  # fmt: skip
        axes.set(xlabel="calls transferred at once, %", ylabel="transfers that are right, %", xlim=(0, 101))
        axes.margins(y=0.1)
        axes.legend(loc="lower left")

    return _svg("coverage", WIDE, draw)


def _svg(name: str, size: tuple[float, float], draw: Callable[[Any], None]) -> str:
    """Return a picture as an element of a page: no header, nothing that names an address, colours by the page."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    out = StringIO()
    with rc_context(STYLE | {"svg.hashsalt": name}):
        figure = Figure(figsize=size, layout="constrained")
        draw(figure)
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    svg = out.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r'\1 aria-hidden="true"', svg, count=1)
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\1{name}-", svg)
    for drawn, meant in COLOURS.items():
        svg = svg.replace(drawn, meant)
    return re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
