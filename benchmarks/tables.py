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
}
_ANSWER = {
    "encoder_p50": "of it the sentence encoder",
    "tfidf_p50": "of it TF-IDF",
    "because_p50": "the words that weighed most",
    "predict_p50": "one text, median",
    "predict_p99": "one text, 99th percentile",
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


def _peers(figures: dict[str, Any]) -> Iterator[str]:
    for title, data in figures["data"].items():
        yield f"Fitted on {title} ({data['train']}), asked {data['test']} texts it had not seen:"
        yield ""
        yield "| | right | fitting | one text | median | 99th percentile | most memory | run |"
        yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
        for name, row in data["peers"].items():
            if "failed" in row:
                yield f"| {name} | no result: {' '.join(row['failed'].split())} | | | | | | {_minute(row['run'])} |"
                continue
            cells = (
                f"{name} {row['version']}",
                f"{100 * row['accuracy']:.1f} %",
                f"{row['train_cpu_s']} s",
                *(f"{row[key]:.2f} ms" for key in ("mean_cpu_ms", "p50_ms", "p99_ms")),
                f"{row['peak_rss_mb']} MB",
                _minute(row["run"]),
            )
            yield f"| {' | '.join(cells)} |"
        yield ""
        yield from (f"- {name}: {row['settings']}." for name, row in data["peers"].items() if "settings" in row)
        yield ""


def _minute(instant: str) -> str:
    return instant[:16].replace("T", " ")


_LINES = {"first-use": _first_use, "head": _head, "negation": _negation, "peers": _peers}

if __name__ == "__main__":
    main()
