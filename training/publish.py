"""From a fitted model to a version on the shelf, with its evaluation and its card."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any

from routing.catalogue.golden import GOLDEN, read_golden
from routing.catalogue.read import read_catalogue
from routing.domain.catalogue import Catalogue
from routing.text import artefact
from routing.text.encoder import Encoder
from routing.text.model import TextModel
from routing.text.probe import chosen, probe
from routing.text.shelf import Live, Shelf
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
    shelf: Shelf,
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
    shelf
        Where the new version is kept, named by date and content.
    promote
        Make the new version the default.
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
        extras = {artefact.PROBE: probe(fitted.model, _probed(catalogue_folder / GOLDEN, catalogue, calls))}
        manifest_sha256 = publish(fitted.model, shelf, facts, extras)
    if promote:
        shelf.set_default(Live(version, manifest_sha256))
    return Published(version, shelf.folder(version), facts)


def publish(model: TextModel, shelf: Shelf, facts: dict[str, Any], extras: Mapping[str, bytes]) -> str:
    """Put a new version on the shelf and return the SHA-256 of its manifest; `artefact.save` tells of the arguments."""
    with tempfile.TemporaryDirectory(prefix="advisor-") as scratch:
        folder = Path(scratch) / model.version
        manifest_sha256 = artefact.save(model, folder, facts, extras)
        shelf.put(folder)
    return manifest_sha256


def _probed(golden: Path, catalogue: Catalogue, calls: Sequence[LabelledCall]) -> list[str]:
    """Return the reasons by which a machine that loads the version can tell that it answers as it did here."""
    known = read_golden(golden, catalogue) if golden.is_file() else []
    return chosen([call.reason for call in known] or [call.reason for call in calls])


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
