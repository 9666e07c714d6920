"""Write the tables of the documents from the newest result files: `python -m benchmarks.tables`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from benchmarks.record import RESULTS

ROOT = RESULTS.parent.parent
DOCUMENTS = {
    "first-use": ROOT / "benchmarks" / "README.md",
    "head": ROOT / "docs" / "decisions" / "004-head.md",
    "negation": ROOT / "docs" / "decisions" / "006-mark-what-is-denied.md",
    "speed": ROOT / "docs" / "serving.md",
}
_ANSWER = {
    "encoder_p50": "of it the sentence encoder",
    "tfidf_p50": "of it TF-IDF",
    "because_p50": "the words that weighed most",
    "predict_p50": "one text, median",
    "predict_p99": "one text, 99th percentile",
}
_PARTS = {
    "encoder": "the sentence encoder by itself",
    "predict": "a prediction",
    "answer": "a prediction with the words that weighed most",
    "hit": "the same for a reason said before",
    "nearest": "the nearest of {examples} labelled calls, when asked for",
}


def main() -> None:
    """Rewrite each document's table in place."""
    for name, document in DOCUMENTS.items():
        document.write_text(with_table(document.read_text(encoding="utf-8"), name), encoding="utf-8")


def with_table(text: str, name: str) -> str:
    """Return a document with the table between its markers made anew from the newest result of that name."""
    figures = newest(name)
    lines = _LINES[name](figures)
    table = "\n".join((f"<!-- {name} -->", "", _measured(figures), "", *lines, "", f"<!-- /{name} -->"))
    return re.sub(rf"<!-- {name} -->.*<!-- /{name} -->", lambda found: table, text, flags=re.DOTALL)


def newest(name: str) -> dict[str, Any]:
    """Return the newest result file of that name."""
    path = max(RESULTS.glob(f"????-??-??-{name}.json"))
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _measured(figures: dict[str, Any]) -> str:
    machine = figures["machine"]
    return (
        f"Measured {figures['measured'][:10]} on {machine['cores']} cores ({machine['processor']}), a shared machine."
    )


def _head(figures: dict[str, Any]) -> Iterator[str]:
    yield f"{figures['calls']} calls, {figures['intents']} intents, {figures['folds']} folds."
    yield ""
    yield "| head | intent right | department right | one fit |"
    yield "| --- | ---: | ---: | ---: |"
    for name, row in figures["heads"].items():
        intent, department = (f"{100 * row[key]:.1f} %" for key in ("intent_accuracy", "department_accuracy"))
        yield f"| {name} | {intent} | {department} | {row['fit_s']} s |"


def _first_use(figures: dict[str, Any]) -> Iterator[str]:
    fit = figures["fit_s"]
    yield "| | |"
    yield "| --- | ---: |"
    yield f"| fitting the sample bank ({fit['calls']} calls) | {fit['all']} s |"
    yield from (f"| of it {step} | {fit[step]} s |" for step in ("encoding", "fitting"))
    yield from (f"| {label} | {figures['answer_ms'][name]} ms |" for name, label in _ANSWER.items())
    yield f"| everything installed, tools for tests and linting too | {figures['installed_mb']} MB |"


def _negation(figures: dict[str, Any]) -> Iterator[str]:
    styles = list(next(iter(figures["rows"].values())))
    yield f"| {figures['calls']} calls | {' | '.join(styles)} |"
    yield f"| --- |{' ---: |' * len(styles)}"
    for name, row in figures["rows"].items():
        yield f"| {name} | {' | '.join(f'{100 * row[style]:.1f} %' for style in styles)} |"


def _speed(figures: dict[str, Any]) -> Iterator[str]:
    yield (
        f"One core, {figures['texts']} texts of ten to fourteen words, {figures['rounds']} times each. Load average "
        f"{figures['load_average']}: above the number of cores, others had the processor part of the time."
    )
    yield ""
    yield "| | median | 99th percentile | ratio |"
    yield "| --- | ---: | ---: | ---: |"
    for name, label in _PARTS.items():
        row = figures["ms"][name]
        yield f"| {label.format(**figures)} | {row['p50']:.3f} ms | {row['p99']:.3f} ms | {row['ratio']} |"
    yield f"| everything but the encoder, difference of the medians | {figures['all_but_encoder_ms']:.3f} ms | | |"
    yield ""
    yield "| memory under load, largest worker | resident | its share | its own | all processes |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for workers, row in figures["memory"].items():
        sizes = (row[kind] for kind in ("rss_mb", "pss_mb", "private_mb", "all_pss_mb"))
        yield f"| {workers} workers | {' | '.join(f'{size:.0f} MB' for size in sizes)} |"


_LINES = {"first-use": _first_use, "head": _head, "negation": _negation, "speed": _speed}

if __name__ == "__main__":
    main()
