"""Write the tables of the documents from the newest result files: `python -m benchmarks.tables`."""

from __future__ import annotations

import json
import re
from typing import Any

from benchmarks.lines import ACCURACY, LINES
from benchmarks.record import RESULTS

ROOT = RESULTS.parent.parent
DOCUMENTS = {
    ACCURACY: ROOT / "benchmarks" / "README.md",
    "first-use": ROOT / "benchmarks" / "README.md",
    "head": ROOT / "docs" / "decisions" / "004-head.md",
    "negation": ROOT / "docs" / "decisions" / "006-mark-what-is-denied.md",
    "noise": ROOT / "docs" / "decisions" / "007-noise.md",
    "spoken": ROOT / "docs" / "decisions" / "007-noise.md",
    "scale": ROOT / "benchmarks" / "README.md",
    "two-reasons": ROOT / "docs" / "decisions" / "008-two-reasons.md",
    "tuning": ROOT / "docs" / "decisions" / "011-fine-tuning.md",
    "variants": ROOT / "docs" / "decisions" / "011-fine-tuning.md",
    "manner": ROOT / "docs" / "decisions" / "012-hard-calls.md",
    "more-intents": ROOT / "docs" / "decisions" / "010-knowing-what-it-does-not-know.md",
    "heads": ROOT / "docs" / "decisions" / "009-a-million-calls.md",
    "weights": ROOT / "docs" / "decisions" / "009-a-million-calls.md",
    "peers": ROOT / "benchmarks" / "README.md",
    "simulation": ROOT / "docs" / "decisions" / "013-simulation.md",
    "speed": ROOT / "docs" / "serving.md",
    "posting": ROOT / "docs" / "labelled-calls.md",
}


def main() -> None:
    """Rewrite each document's table in place."""
    for name, document in DOCUMENTS.items():
        document.write_text(with_table(document.read_text(encoding="utf-8"), name), encoding="utf-8")


def with_table(text: str, name: str) -> str:
    """Return a document with the table between its markers made anew from the newest result of that name."""
    figures = newest(name)
    lines = LINES[name](figures)
    table = "\n".join((f"<!-- {name} -->", "", _measured(figures), "", *lines, "", f"<!-- /{name} -->"))
    return re.sub(rf"<!-- {name} -->.*<!-- /{name} -->", lambda found: table, text, flags=re.DOTALL)


def newest(name: str) -> dict[str, Any]:
    """Return the newest result file of that name."""
    path = max(RESULTS.glob("????-??-??.json" if name == ACCURACY else f"????-??-??-{name}.json"))
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _measured(figures: dict[str, Any]) -> str:
    machine = figures["machine"]
    return (
        f"Measured {figures['measured'][:10]} on {machine['cores']} cores ({machine['processor']}), a shared machine."
    )


if __name__ == "__main__":
    main()
