"""From a fitted model to a version on the shelf, with its evaluation and its card."""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any

from routing.catalogue.read import read_catalogue
from routing.text import artefact
from routing.text.encoder import Encoder
from routing.text.shelf import Live, set_live
from training.calls import LabelledCall, digest, read_calls
from training.encodings import Encodings
from training.evaluate import report, score
from training.finetune import tuning
from training.fit import fit

CALLS, TEST_CALLS = "calls.csv", "calls-test.csv"
LIBRARIES = ("numpy", "scikit-learn", "onnxruntime", "tokenizers")


@dataclass(frozen=True)
class Published:
    """A new version, and what was measured of it."""

    version: str
    folder: Path
    facts: dict[str, Any]


def train(
    catalogue_folder: Path,
    models: Path,
    encoder: Encoder,
    promote: bool = True,
    stage: Callable[[str, float], None] = lambda name, done: None,
    cache: Encodings | None = None,
    finetune: Path | None = None,
) -> Published:
    """Fit a model on a catalogue's labelled calls, score it on the catalogue's test calls and put it on the shelf.

    Parameters
    ----------
    catalogue_folder
        Holds `calls.csv` and, for the evaluation, `calls-test.csv`.
    models
        Folder of versions. The new one is named by date and content.
    promote
        Make the new version live.
    cache
        Sentence vectors of earlier trainings.
    finetune
        Folder of the encoder's original weights, to fine-tune a second encoder on the calls.

    Raises
    ------
    AdvisorError
        The catalogue or its calls cannot be used, or the same version is there already.
    """
    catalogue = read_catalogue(catalogue_folder)
    calls = read_calls(catalogue_folder / CALLS, catalogue.intents, catalogue.departments)
    test_file = catalogue_folder / TEST_CALLS
    test_calls = read_calls(test_file, catalogue.intents, catalogue.departments) if test_file.is_file() else []
    created = datetime.now(UTC)
    version = f"{created:%Y%m%d-%H%M%S}-{digest(calls)[:8]}"
    folder = models / version
    with tuning(finetune) as how:
        names = {intent.id: intent.label for intent in catalogue.intents.values()}
        fitted = fit(calls, encoder, version, stage, cache, how, names)
        metrics: dict[str, Any] = dict(fitted.metrics)
        if test_calls:
            scored = score(
                test_calls, fitted.model, catalogue, lambda done: stage("evaluating", done / len(test_calls))
            )
            metrics["test"] = report(scored)
        facts = facts_of(calls, catalogue.digest, metrics, created)
        manifest_sha256 = artefact.save(fitted.model, folder, facts)
    if promote:
        set_live(models, Live(version, manifest_sha256))
    return Published(version, folder, facts)


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
        "intents": len({call.intent for call in inside}),
    }
