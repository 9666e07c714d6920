"""Labelled calls: what calls turned out to be, with the history of every row that was revised."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, delete, func, insert, select

from routing.domain.labelled import CallRow
from routing.store.engine import READING
from routing.store.erasing import Erased, Purged, erase, purge
from routing.store.looking_up import AdviceGiven, Wanted, advice_of, page_of
from routing.store.paging import paged
from routing.store.revising import Changes, Posted, Revision, Stored, changes, kept_form
from routing.store.tables import advice, in_utc, labelled_call_revisions, labelled_calls
from routing.store.turns import blocks, take_turns

__all__ = ["AdviceGiven", "Erased", "Kept", "LabelledCalls", "Posted", "Purged", "Revision", "Stored", "Wanted"]

IN_ONE_QUERY = 500


@dataclass(frozen=True)
class Kept:
    """A row on record, and what it said before it was revised, the latest first."""

    row: CallRow
    revision: int
    received_at: datetime
    earlier: tuple[Revision, ...]


class LabelledCalls:
    """The labelled calls in the database behind `engine`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def put(self, rows: Sequence[CallRow]) -> list[Stored]:
        """Keep rows and return what became of each; see `post`."""
        return [posted.result for posted in self.post(rows)]

    def post(self, rows: Sequence[CallRow]) -> list[Posted]:
        """Keep rows, all in one transaction; they have reached the disk when this returns.

        A row is known by its call_id and hop. The same content again changes nothing; other content becomes the next
        revision, and the last one is kept as history. A row without a reason keeps the one on record, or takes that
        of the call's first advice; an intent whose reason is nowhere known is refused.

        Raises
        ------
        sqlalchemy.exc.SQLAlchemyError
            The database failed; then none of the rows is kept.
        """
        now = datetime.now(UTC)
        clean = [kept_form(row) for row in rows]
        calls = {row.call_id for row in clean}
        wordless = {row.call_id for row in clean if not row.reason and row.hop == 0}
        with self.engine.begin() as connection:
            take_turns(connection)
            changed = changes(clean, _current(connection, calls), _advised(connection, wordless), now)
            _write(connection, changed)
        return changed.posted

    def of_call(self, call_id: str) -> list[Kept]:
        """Return the rows of a call by hop, each with its history; empty if none is on record."""
        current = select(labelled_calls).where(labelled_calls.c.call_id == call_id).order_by(labelled_calls.c.hop)
        history = select(labelled_call_revisions).where(labelled_call_revisions.c.call_id == call_id)
        with self.engine.connect().execution_options(**READING) as connection:
            kept = [_revision(row) for row in connection.execute(current)]
            earlier = [_revision(row) for row in connection.execute(history)]
        earlier.sort(key=lambda revision: -revision.revision)
        return [
            Kept(one.row, one.revision, one.received_at, tuple(old for old in earlier if old.row.hop == one.row.hop))
            for one in kept
        ]

    def page(self, wanted: Wanted) -> list[Kept]:
        """Return the wanted rows, without their history."""
        return [Kept(call_row(row), row.revision, in_utc(row.received_at), ()) for row in page_of(self.engine, wanted)]

    def advice_of(self, call_id: str) -> list[AdviceGiven]:
        """Return the advice given in a call, the first one first."""
        return advice_of(self.engine, call_id)

    def all(self) -> Iterator[CallRow]:
        """Yield every current row, ordered by call_id and hop.

        Read a thousand at a time, so that no reader keeps writers waiting; rows written meanwhile may be among them.
        """
        key = (labelled_calls.c.call_id, labelled_calls.c.hop)
        yield from map(call_row, paged(self.engine, select(labelled_calls), key))

    def first_reasons(self, calls: Collection[str]) -> dict[str, str]:
        """Return what the callers said first, as their earliest advice has it, of those calls that got any."""
        with self.engine.connect().execution_options(**READING) as connection:
            return _advised(connection, calls)

    def erase(self, call_id: str) -> Erased:
        """Delete all that is known of a call, and note its hash, so that models which learnt from it can be named."""
        return erase(self.engine, call_id)

    def purge(self, before: datetime) -> Purged:
        """Delete what is older than a time, a block at a time."""
        return purge(self.engine, before)


def call_row(row: Row[Any]) -> CallRow:
    """Return what a row of the table says."""
    return CallRow(
        row.call_id,
        row.hop,
        row.reason,
        row.intent,
        row.department,
        row.resolved,
        row.transfers,
        in_utc(row.occurred_at),
        row.source,
        row.agent,
    )


def _revision(row: Row[Any]) -> Revision:
    return Revision(call_row(row), row.revision, in_utc(row.received_at))


def _current(connection: Connection, calls: Collection[str]) -> Iterator[Revision]:
    """Yield the current rows of calls."""
    for some in blocks(calls, IN_ONE_QUERY):
        query = select(labelled_calls).where(labelled_calls.c.call_id.in_(some))
        yield from map(_revision, connection.execute(query).all())


def _advised(connection: Connection, calls: Collection[str]) -> dict[str, str]:
    """Return what the callers said first, as their advice has it."""
    found: dict[str, str] = {}
    for some in blocks(calls, IN_ONE_QUERY):
        query = (
            select(advice.c.call_id, advice.c.reason)
            .where(advice.c.call_id.in_(some), func.length(advice.c.reason) > 0)
            .order_by(advice.c.recorded_at, advice.c.hop)
        )
        for row in connection.execute(query):
            found.setdefault(row.call_id, row.reason)
    return found


def _write(connection: Connection, changed: Changes) -> None:
    """Write the changes: a row that was revised is put in place of the last one."""
    if changed.superseded:
        connection.execute(insert(labelled_call_revisions), list(_columns(changed.superseded)))
    if changed.changed:
        of_key = (labelled_calls.c.call_id == bindparam("call"), labelled_calls.c.hop == bindparam("at_hop"))
        keys = [{"call": kept.row.call_id, "at_hop": kept.row.hop} for kept in changed.changed]
        connection.execute(delete(labelled_calls).where(*of_key), keys)
    if changed.changed or changed.new:
        connection.execute(insert(labelled_calls), list(_columns((*changed.changed, *changed.new))))


def _columns(revisions: Iterable[Revision]) -> Iterator[dict[str, Any]]:
    for kept in revisions:
        row = kept.row
        yield {
            "call_id": row.call_id,
            "hop": row.hop,
            "revision": kept.revision,
            "reason": row.reason,
            "intent": row.intent,
            "department": row.department,
            "resolved": row.resolved,
            "transfers": row.transfers,
            "occurred_at": row.occurred_at,
            "source": row.source,
            "agent": row.agent,
            "received_at": kept.received_at,
        }
