"""Write advice into the database; what it will never take is told apart from what it cannot take now."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy import Connection, Engine
from sqlalchemy import insert as plain_insert
from sqlalchemy.exc import DataError, IntegrityError, StatementError

from routing.store.entry import BadLine, Entry, entry_of, insert
from routing.store.erasures import erased_among
from routing.store.spool import File, opened
from routing.store.tables import drops

log = logging.getLogger(__name__)

AT_ONCE = 500  # rows in a transaction
_NEVER = (DataError, IntegrityError, ValueError, TypeError, OverflowError)


def written(engine: Engine, entries: Sequence[Entry]) -> Counter[str]:
    """Write entries in one transaction; return how many the database will never take, by the reason why.

    Advice in a call that was erased after it was given is left out: a spool must not bring back what was deleted. One
    that is refused does not keep the others out. An error that may pass is raised; then some may be written.
    """
    if not entries:
        return Counter()
    try:
        with engine.begin() as connection:
            insert(connection, _not_erased(connection, entries))
    except Exception as error:
        if not (isinstance(error, _NEVER) or type(error) is StatementError):
            raise
        if len(entries) == 1:
            kind = type(getattr(error, "orig", None) or error).__name__
            log.error("advice %s cannot be recorded: the database refuses it (%s)", entries[0].id, kind)
            return Counter({f"the database refused it ({kind})": 1})
        half = len(entries) // 2
        return written(engine, entries[:half]) + written(engine, entries[half:])
    return Counter()


def _not_erased(connection: Connection, entries: Sequence[Entry]) -> list[Entry]:
    erased = erased_among(connection, {entry.call_id for entry in entries})
    return [entry for entry in entries if entry.call_id not in erased or entry.recorded_at > erased[entry.call_id]]


def written_from(engine: Engine, file: File) -> tuple[int, Counter[str]]:
    """Write what a spool file holds; return how many rows are written, and how many are lost by the reason why.

    A last line that was cut short counts as lost, too. It may be of a process killed before it had answered, but also
    of a power cut or a full disk after the answer. Nobody can tell, so one too many is counted rather than one too few.
    """
    rows, lost, lines = 0, Counter[str](), file.lines()
    while some := list(islice(lines, AT_ONCE)):
        entries = []
        for line in some:
            try:
                entries.append(entry_of(opened(line)))
            except BadLine as fault:
                lost[str(fault)] += 1
        refused = written(engine, entries)
        rows += len(entries) - refused.total()
        lost += refused
    return rows, lost


def note_drops(engine: Engine, worker: str, dropped: Counter[str]) -> None:
    """Tell in the database how many pieces of advice a worker dropped, by the reason why."""
    at = datetime.now(UTC)
    rows = [{"at": at, "worker": worker, "dropped": pieces, "why": why} for why, pieces in dropped.items()]
    with engine.begin() as connection:
        connection.execute(plain_insert(drops), rows)
