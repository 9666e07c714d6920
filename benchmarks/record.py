"""Where this folder's results are written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from training import record

RESULTS = Path(__file__).parent / "results"


def write(name: str, figures: dict[str, Any], path: Path | None = None) -> Path:
    """Write `figures` with date and machine to `results/<date>-<name>.json`, or to `path`, and return the path."""
    return record.write(RESULTS, name, figures, path)
