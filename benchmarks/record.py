"""Write a result with its date and the machine it was measured on."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def write(name: str, figures: dict[str, Any], path: Path | None = None) -> Path:
    """Write `figures` to `results/<date>-<name>.json`, or to `path` if given, and return the path."""
    now = datetime.now(UTC)
    path = path or RESULTS / f"{now:%Y-%m-%d}-{name}.json"
    path.parent.mkdir(exist_ok=True)
    content = {"measured": now.isoformat(timespec="seconds"), "machine": machine()} | figures
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return path


def machine() -> dict[str, Any]:
    """Return what a result says of the machine it was measured on."""
    return {"processor": _processor(), "cores": os.cpu_count(), "python": platform.python_version()}


def read(path: Path) -> dict[str, Any]:
    """Return the content of a result file.

    Raises
    ------
    ValueError
        There is no such file, or it is not a result.
    """
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{path}: expected a result file, found {error}") from None
    return content


def _processor() -> str:
    """Return the processor's name as the system gives it."""
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
