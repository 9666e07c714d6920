"""Which versions learnt from calls that were erased since."""

from __future__ import annotations

import io
from collections.abc import Collection

from routing.domain.labelled import call_hash
from routing.errors import BadModel, UnreachableShelf
from routing.text.artefact import TRAINED_ON
from routing.text.manifest import MANIFEST, Manifest, parse_manifest
from routing.text.shelf import Shelf


def learnt_among(shelf: Shelf, name: str, manifest: Manifest, calls: Collection[int]) -> int:
    """Return how many of some calls, given by `call_hash`, a version learnt from.

    Raises
    ------
    BadModel
        The version's list of calls is no such list.
    """
    if TRAINED_ON not in manifest.sha256 or not calls:
        return 0
    import numpy as np

    try:
        learnt = np.load(io.BytesIO(shelf.read(name, TRAINED_ON)), allow_pickle=False)
        return int(np.isin(learnt, np.fromiter(calls, dtype=np.int64)).sum())
    except (ValueError, EOFError) as error:
        raise BadModel(f"{name}/{TRAINED_ON}: expected hashes of calls, found {error}; train anew") from None


def learnt_from(shelf: Shelf, call_id: str) -> list[str]:
    """Return the versions that learnt from a call, oldest first.

    A version that cannot be read is passed over: it cannot be served either, and `advisor models verify` tells of it.

    Raises
    ------
    UnreachableShelf
        The shelf does not answer, so nobody can tell.
    """
    found = []
    for name in shelf.versions():
        try:
            manifest = parse_manifest(shelf.read(name, MANIFEST), f"{name}/{MANIFEST}")
            if learnt_among(shelf, name, manifest, (call_hash(call_id),)):
                found.append(name)
        except UnreachableShelf:
            raise
        except BadModel:
            continue
    return found
