"""Which model version answers calls, and which is tried out beside it: one row for each time that changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, or_, select

from routing.errors import BadPromotion
from routing.store.engine import READING
from routing.store.tables import in_utc, promotions

LIVE, SHADOW, CANARY, END = "live", "shadow", "canary", "end"
TRIALS = (SHADOW, CANARY)
SHARES = range(1, 101)


@dataclass(frozen=True)
class Promotion:
    """One change of what answers calls.

    Attributes
    ----------
    id
        Later changes have higher ones.
    version, manifest_sha256
        Of the model version, and the digest its manifest must have; empty where a trial ends.
    role
        "live", "shadow" (answers beside the live version, without effect), "canary" (answers a share of the calls) or
        "end" (of a trial).
    share
        Percent of the calls that a canary answers, 1 to 100; 0 for every other role.
    by, why
        Who made the change, and for what reason, in their own words.
    """

    id: int
    version: str
    manifest_sha256: str
    role: str
    share: int
    at: datetime
    by: str
    why: str


@dataclass(frozen=True)
class Standing:
    """What holds now. `live` is None while nothing was ever promoted: then the shelf's default version is live."""

    live: Promotion | None
    trial: Promotion | None


Before = Callable[[Connection, Standing], None]


def nothing(connection: Connection, standing: Standing) -> None:
    """Do nothing before a change, which is right whatever holds."""


class Promotions:
    """The changes in the database behind `engine`. Rows are only ever added."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def current(self) -> Standing:
        """Return what holds now. A trial is over when an `end` or a `live` row follows it."""
        with self.engine.connect().execution_options(**READING) as connection:
            return _standing(connection)

    def history(self) -> list[Promotion]:
        """Return every change, oldest first."""
        with self.engine.connect().execution_options(**READING) as connection:
            return [_promotion(row) for row in connection.execute(select(promotions).order_by(promotions.c.id))]

    def promote(self, version: str, manifest_sha256: str, by: str, why: str, before: Before = nothing) -> Promotion:
        """Make a version live, which ends a trial; every worker follows within two seconds.

        The change has reached the disk when this returns.

        Parameters
        ----------
        manifest_sha256
            Of the version's manifest, in hexadecimal. A worker that finds another digest keeps what it serves.
        before
            Done first, in the same transaction, with what holds, which nobody else can change meanwhile; if it raises,
            nothing is changed.
        """
        with self.engine.begin() as connection:
            before(connection, _alone(connection))
            return _added(connection, version, manifest_sha256, LIVE, 0, by, why)

    def try_out(
        self,
        version: str,
        manifest_sha256: str,
        role: str,
        share: int,
        by: str,
        why: str,
        before: Before = nothing,
    ) -> Promotion:
        """Try a version out beside the live one, in place of a trial under way.

        Parameters
        ----------
        role
            "shadow" or "canary".
        share
            Percent of the calls that a canary answers, 1 to 100; 0 for a shadow.
        before
            Done first, in the same transaction, with what holds, which nobody else can change meanwhile; if it raises,
            nothing is changed.

        Raises
        ------
        BadPromotion
            The role or the share is none of these, or the version is live.
        """
        if role not in TRIALS or share not in (SHARES if role == CANARY else (0,)):
            raise BadPromotion(
                "expected a shadow with a share of 0 or a canary with a share from 1 to 100, "
                f"found {role!r} with {share}"
            )
        with self.engine.begin() as connection:
            standing = _alone(connection)
            before(connection, standing)
            live = standing.live
            if live and live.version == version:
                raise BadPromotion(f"expected a version to try out beside the live one, found {version}, which is live")
            return _added(connection, version, manifest_sha256, role, share, by, why)

    @contextmanager
    def unchanging(self) -> Iterator[None]:
        """Keep others, in whatever process, from changing what holds during the block; they wait."""
        with self.engine.begin() as connection:
            _alone(connection)
            yield

    def end_trial(self, by: str, why: str) -> Promotion:
        """End the trial under way; the live version stays.

        Raises
        ------
        BadPromotion
            No trial is under way.
        """
        with self.engine.begin() as connection:
            if _alone(connection).trial is None:
                raise BadPromotion("expected a trial under way, found none; nothing was changed")
            return _added(connection, "", "", END, 0, by, why)


def _alone(connection: Connection) -> Standing:
    """Keep others from changing what holds until the transaction ends, and return it.

    SQLite lets one transaction write at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(promotions.name))))
    return _standing(connection)


def _standing(connection: Connection) -> Standing:
    """Return what holds, from one query: so it is what held at one moment."""
    last_live = select(func.max(promotions.c.id)).where(promotions.c.role == LIVE).scalar_subquery()
    last = select(func.max(promotions.c.id)).scalar_subquery()
    query = select(promotions).where(or_(promotions.c.id == last_live, promotions.c.id == last))
    rows = [_promotion(row) for row in connection.execute(query)]
    return Standing(
        live=next((row for row in rows if row.role == LIVE), None),
        trial=next((row for row in rows if row.role in TRIALS), None),
    )


def _added(
    connection: Connection, version: str, manifest_sha256: str, role: str, share: int, by: str, why: str
) -> Promotion:
    row: dict[str, Any] = {
        "version": version,
        "manifest_sha256": manifest_sha256,
        "role": role,
        "share": share,
        "at": datetime.now(UTC),
        "by": by,
        "why": why,
    }
    number = connection.execute(insert(promotions).values(row).returning(promotions.c.id)).scalar_one()
    return Promotion(id=number, **row)


def _promotion(row: Row[Any]) -> Promotion:
    return Promotion(**{**row._mapping, "at": in_utc(row.at)})
