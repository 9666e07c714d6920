"""Take old versions off the shelf, never one that anybody needs."""

from __future__ import annotations

from routing.versions.held import Versions
from routing.versions.lineage import removable


def old(held: Versions, keep: int) -> list[str]:
    """Return the versions that are neither among the newest `keep` nor needed, oldest first."""
    state = held.look()
    return removable(state.versions, keep, state.needed)


def prune(held: Versions, versions: list[str]) -> list[str]:
    """Remove versions and return those that were; one that has come to be needed meanwhile stays."""
    removed = []
    for version in versions:
        with held.promotions.unchanging():  # one at a time: who promotes, or posts calls on SQLite, waits meanwhile
            if version not in held.look().needed:
                held.shelf.remove(version)
                removed.append(version)
    return removed
