"""Change which version answers calls: after all of it was checked, and only with the gate's consent or a reason."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from routing.errors import BadPromotion, GateFailed
from routing.store.promotions import LIVE, Before, Promotion, Standing
from routing.text.manifest import MANIFEST, parse_manifest
from routing.text.shelf import Shelf
from routing.versions.facts import read_verdict
from routing.versions.held import Versions
from routing.versions.verify import verify


@dataclass(frozen=True)
class Wish:
    """What is to become of a version.

    Attributes
    ----------
    role
        "live", "shadow" or "canary".
    share
        Percent of the calls that a canary answers, 1 to 100; 0 otherwise.
    by, why
        Who wants it, and for what reason.
    despite_gate
        Why it should be so although the gate did not pass it; empty to heed the gate.
    """

    role: str = LIVE
    share: int = 0
    by: str = ""
    why: str = ""
    despite_gate: str = ""


def promote(held: Versions, version: str, wish: Wish) -> Promotion:
    """Make a version live, or try it out beside the live one.

    Raises
    ------
    BadModel
        It cannot be served; nothing was changed.
    GateFailed
        The gate did not pass it and the wish gives no reason to go on.
    BadPromotion
        It is that already, is live and to be tried out, or was removed from the shelf meanwhile.
    """
    state = held.look()
    found = verify(held, version, state)
    overruled = _overruled(held, version, wish)
    why = "; ".join(text for text in (wish.why, f"despite the gate: {wish.despite_gate}" if overruled else "") if text)
    if version == state.live and not (wish.role == LIVE and state.trial):
        raise BadPromotion(f"expected another version than the live one, found {version}; nothing was changed")
    if wish.role == LIVE:
        return held.promotions.promote(found.version, found.manifest_sha256, wish.by, why, _on_the_shelf(held, version))
    return held.promotions.try_out(
        found.version, found.manifest_sha256, wish.role, wish.share, wish.by, why, _on_the_shelf(held, version)
    )


def roll_back(held: Versions, by: str, why: str, to: str = "") -> Promotion:
    """Make the version live again that was live before this one, or one from further back; ends a trial, too.

    Parameters
    ----------
    to
        A version that has been live; empty for the one before.

    Raises
    ------
    BadPromotion
        There is none to go back to, `to` has never been live, or it was removed from the shelf meanwhile.
    BadModel
        It cannot be served any more; nothing was changed.
    """
    state = held.look()
    version = to or state.previous
    if not version:
        raise BadPromotion("expected a live version before this one, found none; 'advisor models promote' takes any")
    lived = {row.version for row in state.history if row.role == LIVE} | {live.version for live in state.line}
    if version not in lived or version == state.live:
        raise BadPromotion(
            f"expected a version that was live before, found {version}; 'advisor models promote' takes any"
        )
    found = verify(held, version, state)
    why = why or f"rolled back from {state.live}"
    return held.promotions.promote(found.version, found.manifest_sha256, by, why, _on_the_shelf(held, version))


def check_listed(shelf: Shelf, version: str) -> None:
    """Check that a version has not been pruned; to be done while nobody else can change what answers calls.

    Raises
    ------
    BadPromotion
        It is not on the shelf.
    """
    if version not in shelf.versions():
        raise BadPromotion(f"expected {version} on the shelf, found that it was removed meanwhile; nothing was changed")


def _on_the_shelf(held: Versions, version: str) -> Before:
    def before(connection: Connection, standing: Standing) -> None:
        check_listed(held.shelf, version)

    return before


def _overruled(held: Versions, version: str, wish: Wish) -> bool:
    """Return whether the wish overrules the gate; a version that was never judged needs no consent."""
    manifest = parse_manifest(held.shelf.read(version, MANIFEST), f"{version}/{MANIFEST}")
    verdict = read_verdict(held.shelf, version, manifest)
    if verdict is None or verdict["passed"]:
        return False
    if not wish.despite_gate:
        reasons = [f"  {check['text']}" for check in verdict["checks"] if not check["passed"]]
        found = f"expected a version that the gate passed, found {version}, which it refused:"
        raise GateFailed("\n".join([found, *reasons, "To use it all the same, say why: --despite-gate REASON"]))
    return True
