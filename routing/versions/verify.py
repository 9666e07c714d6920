"""Whether a version can be served here: its files, its format, its encoder and its answers."""

from __future__ import annotations

from routing.errors import BadModel
from routing.text.artefact import load
from routing.text.checksum import sha256_of
from routing.text.manifest import MANIFEST
from routing.text.probe import check_probe
from routing.text.shelf import Live
from routing.versions.held import State, Versions


def verify(held: Versions, version: str, state: State) -> Live:
    """Return a version with its manifest's digest, after checking all of it as a server does that loads it.

    Raises
    ------
    BadModel
        A file is missing, altered, cut short or unnamed; the manifest is not the one that was promoted; format,
        encoder or name are others; or it does not answer what it answered when it was published.
    """
    folder = held.shelf.folder(version)
    model = load(folder, held.encoder, state.recorded(version))
    if model.version != version:
        raise BadModel(f"{folder}: expected version {version}, found {model.version}; publish it again")
    check_probe(model, folder)
    return Live(version, sha256_of(folder / MANIFEST))
