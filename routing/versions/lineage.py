"""Which version is live, which was before it, and which may not be removed, from what stands in the store."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from routing.store.promotions import LIVE, Promotion
from routing.text.shelf import Live


def lineage(history: Sequence[Promotion], default: Live | None) -> list[Live]:
    """Return the live versions that led to the present one, which is the last.

    The default counts as the first. A version that becomes live again leads back: those that came after it are taken
    out, so that who rolls back twice never meets the version from which they fled.

    Parameters
    ----------
    history
        Every change, oldest first.
    """
    line = [default] if default else []
    for row in history:
        if row.role == LIVE:
            names = [live.version for live in line]
            line = line[: names.index(row.version) if row.version in names else len(line)]
            line.append(Live(row.version, row.manifest_sha256))
    return line


def removable(versions: Sequence[str], keep: int, needed: Collection[str]) -> list[str]:
    """Return the versions that can be removed, oldest first: all but the newest `keep` and those that are needed.

    Parameters
    ----------
    versions
        Oldest first.
    keep
        0 or more.
    """
    return [version for version in versions[: max(0, len(versions) - keep)] if version not in needed]
