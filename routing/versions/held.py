"""What handling versions needs, and one look at how things stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine

from routing.errors import BadModel, UnknownVersion, UnreachableShelf
from routing.store.erasures import erased_calls
from routing.store.promotions import Promotion, Promotions, Standing
from routing.store.workers import Worker, Workers
from routing.text.encoder import Encoder
from routing.text.shelf import Live, Shelf
from routing.versions.lineage import lineage

LIVE, PREVIOUS = "live", "previous"
SHOWN = 6


@dataclass(frozen=True)
class Versions:
    """The shelf, the database that says which of its versions answers calls, and the encoder that they need."""

    shelf: Shelf
    engine: Engine
    encoder: Encoder

    @property
    def promotions(self) -> Promotions:
        """The changes of what answers calls."""
        return Promotions(self.engine)

    @property
    def workers(self) -> Workers:
        """The server processes."""
        return Workers(self.engine)

    def look(self) -> State:
        """Return how things stand now.

        Raises
        ------
        UnreachableShelf
            The shelf does not answer.
        """
        promotions = self.promotions
        return State(
            versions=tuple(self.shelf.versions()),
            default=self._default(),
            standing=promotions.current(),
            history=tuple(promotions.history()),
            workers=tuple(self.workers.alive(datetime.now(UTC))),
            erased=erased_calls(self.engine),
        )

    def _default(self) -> Live | None:
        """Return the default; a shelf need not have one once a version has been promoted."""
        try:
            return self.shelf.default()
        except UnreachableShelf:
            raise
        except BadModel:
            return None


@dataclass(frozen=True)
class State:
    """How things stood at one look.

    Attributes
    ----------
    versions
        On the shelf, oldest first.
    default
        Live where nothing was promoted; None if the shelf has none.
    history
        Every promotion, oldest first.
    workers
        Those that gave a sign of life in the last minute.
    erased
        The hashes of the calls that were erased.
    """

    versions: tuple[str, ...]
    default: Live | None
    standing: Standing
    history: tuple[Promotion, ...]
    workers: tuple[Worker, ...]
    erased: frozenset[int]

    @property
    def line(self) -> list[Live]:
        """The live versions that led to the present one."""
        return lineage(self.history, self.default)

    @property
    def live(self) -> str:
        """The version that is live; empty if there is neither a promoted one nor a default."""
        return self.line[-1].version if self.line else ""

    @property
    def previous(self) -> str:
        """The version to which a roll-back leads; empty if there is none."""
        return self.line[-2].version if len(self.line) > 1 else ""

    @property
    def trial(self) -> str:
        """The version that is tried out; empty without one."""
        return self.standing.trial.version if self.standing.trial else ""

    @property
    def needed(self) -> set[str]:
        """The versions that must stay: live, before it, tried out, default, and those that a worker serves."""
        served = {name for worker in self.workers for name in (worker.version, worker.trial)}
        default = self.default.version if self.default else ""
        return {self.live, self.previous, self.trial, default, *served} - {""}

    def recorded(self, version: str) -> str | None:
        """Return the digest that a version's manifest had when it was last promoted; None if it never was."""
        digests = [row.manifest_sha256 for row in self.history if row.version == version]
        if self.default and self.default.version == version:
            digests.insert(0, self.default.manifest_sha256)
        return digests[-1] if digests else None

    def named(self, name: str) -> str:
        """Return the version that a name stands for: itself, its beginning, `live` or `previous`.

        Raises
        ------
        UnknownVersion
            There is none, or more than one.
        """
        by_role = {LIVE: self.live, PREVIOUS: self.previous}
        if by_role.get(name):
            return by_role[name]
        found = [name] if name in self.versions else [each for each in self.versions if each.startswith(name or "?")]
        if len(found) == 1:
            return found[0]
        if name == PREVIOUS:
            raise UnknownVersion("expected a version that was live before this one, found none")
        newest = ", ".join(reversed((found or self.versions)[-SHOWN:])) or "no versions at all"
        if found:
            raise UnknownVersion(
                f"expected the name of one version, found {name!r}, which begins {len(found)}: {newest}"
            )
        raise UnknownVersion(
            f"expected a version on the shelf, '{LIVE}' or '{PREVIOUS}', found {name!r}; it has {newest}"
        )
