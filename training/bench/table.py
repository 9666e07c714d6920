"""Results of a benchmark as Markdown, the published figures beside ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from training.bench.published import FINE_TUNED, PUBLISHED

# What each figure is called, and how it is written: a share as a percentage, or a number with some decimals.
MEASURES = {
    "accuracy": ("accuracy", "%"),
    "macro_f1": ("macro F1", "%"),
    "department_accuracy": ("department right", "%"),
    "accuracy_of_surest_90pct": ("accuracy of the surest 90 %", "%"),
    "answered_without_asking": ("answered without asking", "%"),
    "transferred_right": ("of these, right", "%"),
    "ece": ("calibration error", ".3f"),
    "oos_auroc": ("out-of-scope AUROC", ".3f"),
    "oos_recall_at_5pct_false_rejects": ("out of scope found at 5 % false rejects", "%"),
    "out_of_scope_recall": ("out of scope, not transferred", "%"),
    "coverage": ("prediction set holds the label", "%"),
    "mean_set_size": ("labels in the set", ".2f"),
    "train_s": ("training, s", ".1f"),
    "encode_ms": ("encoding a text, ms", ".2f"),
    "predict_p50_ms": ("prediction, median, ms", ".2f"),
    "predict_p99_ms": ("prediction, 99th percentile, ms", ".2f"),
    "model_bytes": ("saved model, MB", "MB"),
}
DATA = {
    "train_rows": "training texts",
    "train_rows_out_of_scope": "of them out of scope, beside",
    "test_rows": "test texts",
    "test_rows_out_of_scope": "test texts out of scope, beside",
    "leaked_rows": "test texts that stand in training too",
    "unknown_rows": "test texts with a label unknown to training",
}


def markdown(results: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield the lines of two tables: every result with its figures, and ours beside the published ones."""
    names = list(results)
    yield f"| | {' | '.join(names)} |"
    yield f"| --- |{' ---: |' * len(names)}"
    for measure, (label, _) in MEASURES.items():
        if any(measure in result for result in results.values()):
            yield f"| {label} | {' | '.join(written(result, measure) for result in results.values())} |"
    for name, label in DATA.items():
        if any(result.get(name) for result in results.values()):
            yield f"| {label} | {' | '.join(f'{result[name]:g}' for result in results.values())} |"
    yield ""
    yield from _beside_published(results)


def rows(result: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each figure of one result with its name, then what it was measured on."""
    yield from ((label, written(result, measure)) for measure, (label, _) in MEASURES.items() if measure in result)
    yield from ((label, f"{result[name]:g}") for name, label in DATA.items() if result.get(name))


def written(result: Mapping[str, Any], measure: str) -> str:
    """Return a figure as people read it, a mean with its standard deviation; empty when it was not measured."""
    if measure not in result:
        return ""
    form = MEASURES[measure][1]
    deviation = result.get("deviations", {}).get(measure)
    beside = f" ± {_written(deviation, form)}" if deviation is not None and measure != "model_bytes" else ""
    return f"{_written(result[measure], form)}{beside}{' %' if form == '%' else ''}"


def _beside_published(results: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield published figures beside ours of the same data, as it is trained unasked and fine-tuned."""
    shown = [
        (name, one)
        for one in PUBLISHED
        for name in (one.result, one.result + FINE_TUNED)
        if one.measure in results.get(name, {})
    ]
    if not shown:
        return
    yield "| data | measure | ours | published | by | in |"
    yield "| --- | --- | ---: | ---: | --- | --- |"
    for name, one in shown:
        label, form = MEASURES[one.measure]
        value = f"{_written(one.value, form)}{' %' if form == '%' else ''}"
        ours = written(results[name], one.measure)
        yield f"| {name} | {label} | {ours} | {value} | {one.system} | {one.source} |"


def _written(value: float, form: str) -> str:
    if form == "%":
        return f"{100 * value:.1f}"
    return f"{value / 1e6:.1f}" if form == "MB" else f"{value:{form}}"
