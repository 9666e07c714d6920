"""From a fitted model to a version on the shelf."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any

from routing.text import artefact
from routing.text.model import TextModel
from routing.text.shelf import Shelf
from training.calls import LabelledCall, digest

CALLS, TEST_CALLS = "calls.csv", "calls-test.csv"
LIBRARIES = ("numpy", "scikit-learn", "onnxruntime", "tokenizers")


def publish(model: TextModel, shelf: Shelf, facts: dict[str, Any], extras: Mapping[str, bytes]) -> str:
    """Put a new version on the shelf and return the SHA-256 of its manifest; `artefact.save` tells of the arguments."""
    with tempfile.TemporaryDirectory(prefix="advisor-") as scratch:
        folder = Path(scratch) / model.version
        manifest_sha256 = artefact.save(model, folder, facts, extras)
        shelf.put(folder)
    return manifest_sha256


def facts_of(
    calls: Sequence[LabelledCall], catalogue: str, metrics: dict[str, Any], created: datetime
) -> dict[str, Any]:
    """Return what a manifest says besides the model: when, from which calls and catalogue, how good."""
    return {
        "created": created.isoformat(timespec="seconds"),
        "catalogue": catalogue,
        "data": digest(calls),
        "counts": _counts(calls),
        "libraries": {"python": platform.python_version()} | {name: library_version(name) for name in LIBRARIES},
        "metrics": metrics,
    }


def _counts(calls: Sequence[LabelledCall]) -> dict[str, int]:
    inside = [call for call in calls if call.in_scope]
    return {
        "calls": len(inside),
        "out_of_scope": len(calls) - len(inside),
        "intents": len({call.intent for call in inside if call.intent}),
    }
