"""What a model version's `manifest.json` says, and whether it can be believed."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from routing.errors import BadModel
from routing.text.checksum import sha256_of
from routing.text.scope import SIGNALS

FORMAT = 2
MANIFEST = "manifest.json"
SHARPNESS = ("head_sharpness", "sharpness")


@dataclass(frozen=True)
class Manifest:
    """What is known of a model version besides its arrays.

    Attributes
    ----------
    catalogue, data
        SHA-256 of the catalogue and of the labelled calls it was made from.
    sets
        Promised coverage and least probability of the prediction sets.
    tuned
        Sharpness of the head and of the fine-tuned encoder in the folder `tuned`; empty if there is none.
    sha256
        Digest of every other file of the folder, by its path in it.
    """

    format: int
    version: str
    created: str
    catalogue: str
    data: str
    encoder: str
    counts: dict[str, int]
    libraries: dict[str, str]
    metrics: dict[str, Any]
    intents: list[str]
    temperature: float
    scope: dict[str, Any]
    sets: dict[str, float]
    tuned: dict[str, float]
    sha256: dict[str, str]


def read_manifest(folder: Path, manifest_sha256: str | None = None) -> Manifest:
    """Return the manifest in `folder` after checking its digest, its fields and its format.

    Raises
    ------
    BadModel
        It is missing, altered, no manifest, or of another format.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise BadModel(
            f"{folder}: expected a model, found no {MANIFEST}; run 'advisor train' or set ADVISOR_MODELS_URL"
        )
    if manifest_sha256 not in (None, sha256_of(path)):
        raise BadModel(f"{path}: expected SHA-256 {manifest_sha256[:12]}…, found another content; train anew")
    return parse_manifest(path.read_bytes(), str(path))


def parse_manifest(content: bytes, place: str) -> Manifest:
    """Return the manifest that was read from `place`.

    Raises
    ------
    BadModel
        It is no manifest, or of another format.
    """
    try:
        manifest = Manifest(**json.loads(content.decode("utf-8")))
    except (ValueError, TypeError) as error:
        raise BadModel(f"{place}: expected a manifest, found {error}; train anew") from None
    if manifest.format != FORMAT:
        raise BadModel(f"{place}: expected format {FORMAT}, found {manifest.format}; train anew with this version")
    wrong = [name for name, sound in _sound(manifest).items() if not sound]
    if wrong:
        raise BadModel(f"{place}: expected a manifest of this version, found another {', '.join(wrong)}; train anew")
    return manifest


def _sound(manifest: Manifest) -> dict[str, bool]:
    """Tell of each field that loading relies on whether it holds what this version writes."""
    scope, temperature = manifest.scope, manifest.temperature
    return {
        "version": isinstance(manifest.version, str),
        "encoder": isinstance(manifest.encoder, str),
        "intents": isinstance(manifest.intents, list) and all(isinstance(name, str) for name in manifest.intents),
        "temperature": _is_number(temperature) and temperature > 0,
        "scope": isinstance(scope, dict)
        and scope.get("signals") == list(SIGNALS)
        and isinstance(scope.get("weights"), list)
        and len(scope["weights"]) == len(SIGNALS)
        and all(map(_is_number, (*scope["weights"], scope.get("bias")))),
        "sets": isinstance(manifest.sets, dict)
        and set(manifest.sets) == {"coverage", "least"}
        and all(map(_is_number, manifest.sets.values())),
        "tuned": isinstance(manifest.tuned, dict)
        and set(manifest.tuned) in (set(), set(SHARPNESS))
        and all(map(_is_number, manifest.tuned.values())),
        "sha256": isinstance(manifest.sha256, dict)
        and all(isinstance(digest, str) for digest in manifest.sha256.values())
        and all(map(_stays_inside, manifest.sha256)),
    }


def _stays_inside(name: str) -> bool:
    """Tell whether a path of a manifest names a file in the version's own folder."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
