"""Write a result with its date and the machine it was measured on."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from routing.errors import AdvisorError


def write(folder: Path, name: str, figures: dict[str, Any], path: Path | None = None) -> Path:
    """Write `figures` to `<date>-<name>.json` in `folder`, without a name to `<date>.json`, or to `path` if given.

    Raises
    ------
    AdvisorError
        The folder cannot be made or written to.
    """
    now = datetime.now(UTC)
    path = path or folder / f"{'-'.join(filter(None, (f'{now:%Y-%m-%d}', name)))}.json"
    made(path.parent)
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
    AdvisorError
        There is no such file, or it is not a result.
    """
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AdvisorError(f"{path}: expected a result file, found {error}; name another") from None
    return content


def made(folder: Path) -> Path:
    """Return the folder, made if need be, once it is sure that results can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AdvisorError(f"{folder}: expected a folder for results, found {error.strerror or error}") from None
    if not os.access(folder, os.W_OK):
        raise AdvisorError(f"{folder}: expected a folder that can be written, found one that cannot; give another")
    return folder


def _processor() -> str:
    """Return the processor's name as the system gives it."""
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
