"""Which versions learnt from calls that were erased since, or may quote them in what they tell about themselves."""

from __future__ import annotations

import io
from collections.abc import Collection

from routing.domain.labelled import call_hash
from routing.errors import BadModel, UnreachableShelf
from routing.text.artefact import QUOTED, TRAINED_ON
from routing.text.manifest import MANIFEST, Manifest, parse_manifest
from routing.text.shelf import Shelf


def learnt_among(shelf: Shelf, name: str, manifest: Manifest, calls: Collection[int]) -> int:
    """Return how many of some calls, given by `call_hash`, a version learnt from or may quote.

    Its report and its suspects hold calls that it did not learn: held-out ones and those that were set aside.

    Raises
    ------
    BadModel
        One of the version's lists of calls is no such list.
    UnreachableShelf
        The shelf does not answer.
    """
    lists = [file for file in (TRAINED_ON, QUOTED) if file in manifest.sha256]
    if not lists or not calls:
        return 0
    import numpy as np

    asked = np.fromiter(calls, dtype=np.int64)
    found = np.zeros(len(asked), dtype=bool)
    for file in lists:
        try:
            found |= np.isin(asked, np.load(io.BytesIO(shelf.read(name, file)), allow_pickle=False))
        except (ValueError, EOFError) as error:
            raise BadModel(f"{name}/{file}: expected hashes of calls, found {error}; train anew") from None
    return int(found.sum())


def learnt_from(shelf: Shelf, call_id: str) -> list[str]:
    """Return the versions that learnt from a call or may quote it, oldest first.

    A version that cannot be read is passed over: it cannot be served either, and `advisor models verify` tells of it.

    Raises
    ------
    UnreachableShelf
        The shelf does not answer, so there may be more versions than could be found.
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
