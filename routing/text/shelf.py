"""The folder of model versions, and which of them is live."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from routing.errors import BadModel
from routing.text.artefact import load
from routing.text.encoder import Encoder
from routing.text.model import TextModel

LIVE = "live.json"


@dataclass(frozen=True)
class Live:
    """The version that answers calls, and the digest its manifest had when it went live."""

    version: str
    manifest_sha256: str


def read_live(models: Path) -> Live:
    """Return which version of the folder `models` is live.

    Raises
    ------
    BadModel
        None is, or `live.json` cannot be read.
    """
    path = models / LIVE
    try:
        live = Live(**json.loads(path.read_text(encoding="utf-8")))
    except OSError:
        raise BadModel(f"{path}: expected the live version's name, found no file; run 'advisor train'") from None
    except (ValueError, TypeError) as error:
        raise BadModel(f"{path}: expected version and manifest_sha256, found {error}; run 'advisor train'") from None
    if not all(isinstance(value, str) and value for value in vars(live).values()):
        raise BadModel(f"{path}: expected version and manifest_sha256 as text, found {vars(live)}; run 'advisor train'")
    return live


def set_live(models: Path, live: Live) -> None:
    """Make a version live for every process that loads a model from now on; readers see the old or the new, whole."""
    scratch = models / f".{LIVE}.part"
    with scratch.open("w", encoding="utf-8") as file:
        file.write(json.dumps(vars(live), indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(models / LIVE)


def load_live(models: Path, encoder: Encoder) -> TextModel:
    """Return the live model, checked against the digest recorded when it went live."""
    live = read_live(models)
    return load(models / live.version, encoder, live.manifest_sha256)
