"""Write a result with its date and the machine it was measured on."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def write(name: str, figures: dict[str, Any]) -> Path:
    """Write `figures` to `results/<date>-<name>.json` and return the path."""
    now = datetime.now(UTC)
    machine = {"processor": _processor(), "cores": os.cpu_count(), "python": platform.python_version()}
    path = RESULTS / f"{now:%Y-%m-%d}-{name}.json"
    RESULTS.mkdir(exist_ok=True)
    content = {"measured": now.isoformat(timespec="seconds"), "machine": machine} | figures
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return path


def _processor() -> str:
    """Return the processor's name as the system gives it."""
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
