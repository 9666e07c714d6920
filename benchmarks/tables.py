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
    "spoken": ROOT / "docs" / "decisions" / "007-noise.md",
}
KINDS = ("heard", "typed")
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


def _spoken(figures: dict[str, Any]) -> Iterator[str]:
    yield "| voice | calls | department right, as said | word error rate | as heard | made noise | under it |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for voice, row in figures["voices"].items():
        said, heard, made = (_percent(row[text]["department_accuracy"]) for text in ("said", "heard", "made"))
        rates = [_percent(row[text]["word_error_rate"]) for text in ("heard", "made")]
        yield f"| {voice} | {row['calls']} | {said} | {rates[0]} | {heard} | {rates[1]} | {made} |"


def _noise(figures: dict[str, Any]) -> Iterator[str]:
    rates = list(figures["bank"]["heard"])
    yield f"| intent right | clean | {' | '.join(f'{kind} {float(rate):.0%}' for kind in KINDS for rate in rates)} |"
    yield f"| --- |{' ---: |' * (1 + len(KINDS) * len(rates))}"
    yield f"| sample bank's test calls, live model | {_rates(figures['bank'])} |"
    clinc = figures["clinc150"]
    yield from (f"| CLINC150 {name} | {_rates(row)} |" for name, row in clinc.items() if name.startswith("test"))
    yield ""
    columns = list(next(iter(clinc["variants"].values())))
    yield f"| trained on CLINC150, validation split | {' | '.join(columns)} |"
    yield f"| --- |{' ---: |' * len(columns)}"
    for name, row in clinc["variants"].items():
        yield f"| {name} | {' | '.join(_percent(row[column]) for column in columns)} |"


def _rates(figures: dict[str, Any]) -> str:
    clean = figures["clean"]
    shares = [clean if isinstance(clean, float) else clean["intent_accuracy"]]
    shares += [row["intent_accuracy"] for kind in KINDS for row in figures[kind].values()]
    return " | ".join(map(_percent, shares))


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


_LINES = {"first-use": _first_use, "head": _head, "negation": _negation, "spoken": _spoken, "noise": _noise}

if __name__ == "__main__":
    main()
