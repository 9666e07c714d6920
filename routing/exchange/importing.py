"""From the rows of a list to labelled calls in the store, a block at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from routing.domain.catalogue import Catalogue
from routing.domain.labelled import CallRow
from routing.errors import BadFile, BadRow
from routing.exchange import headings
from routing.exchange.plan import Plan, labels
from routing.exchange.row import MadeIds, Reader
from routing.files.reading import Source
from routing.files.sheet import Record
from routing.posting import checked
from routing.store.labelled import Posted, Stored
from routing.store.revising import NO_REASON

BLOCK = 1000

Post = Callable[[Sequence[CallRow]], Sequence[Posted]]


@dataclass(frozen=True)
class Refusal:
    """A row that was not kept: where it stands, what is wrong with which fields, and its cells."""

    place: str
    faults: tuple[tuple[str, str], ...]
    cells: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.place}: " + "; ".join(f"{name}: {message}" if name else message for name, message in self.faults)


@dataclass(frozen=True)
class Block:
    """What became of some rows, and columns that were met in them and mean nothing here."""

    results: Counter[Stored]
    refusals: tuple[Refusal, ...]
    left_aside: tuple[str, ...] = ()


def import_rows(source: Source, plan: Plan, catalogue: Catalogue, now: datetime, post: Post) -> Iterator[Block]:
    """Post the rows of a file, a thousand in a transaction, and yield what became of each thousand once they are kept.

    Whatever ends it early, the blocks before stay kept, and the same file again goes on where it was: rows on record
    are unchanged. A row without a call_id gets one; see `MadeIds`.

    Raises
    ------
    BadFile
        At once: the file lacks a column that is needed, or the plan maps what is not there. Later: nothing more of it
        can be read.
    """
    names = labels(catalogue, plan.names)
    found = tuple(dict.fromkeys(column for sheet in source.sheets for column in sheet.columns))
    headings.check_mapped(plan.mapped, found)
    _check_needed(source.name, found, plan.mapped)
    reader = Reader(plan, names, MadeIds())
    for sheet in source.sheets:
        columns = _Columns(plan.mapped)
        columns.meet(sheet.columns)
        while records := list(islice(sheet.records, BLOCK)):
            for record in records:
                columns.meet(record.cells if not record.fault else ())
            yield _kept(records, columns, reader, lambda fields: checked(fields, catalogue, now), post)


def rehearsed(rows: Sequence[CallRow]) -> list[Posted]:
    """Keep nothing, and tell each row as stored: what to post to in a rehearsal."""
    return [Posted(Stored.STORED, 0) for _ in rows]


@dataclass
class _Columns:
    """The columns of one table that were met so far, and the field of each that has one."""

    mapped: Mapping[str, str]
    known: dict[str, None] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)

    def meet(self, names: Sequence[str] | Mapping[str, Any]) -> None:
        if all(name in self.known for name in names):
            return
        before = dict(self.known)
        self.known |= dict.fromkeys(names)
        self.used = headings.columns(tuple(self.known), self.mapped)
        self.new += [name for name in headings.left_aside(tuple(self.known), self.used) if name not in before]


def _kept(
    records: Sequence[Record],
    columns: _Columns,
    reader: Reader,
    check: Callable[[dict[str, Any]], CallRow],
    post: Post,
) -> Block:
    refusals: dict[int, Refusal] = {}
    rows: dict[int, CallRow] = {}
    for position, record in enumerate(records):
        cells = {name: record.cells[column] for name, column in columns.used.items() if column in record.cells}
        try:
            if record.fault:
                raise BadRow([("", record.fault)])
            rows[position] = check(reader.fields(cells))
        except BadRow as bad:
            refusals[position] = Refusal(record.place, bad.faults, record.cells)
    posted = dict(zip(rows, post(list(rows.values())), strict=True)) if rows else {}
    for position, one in posted.items():
        if one.result is Stored.REFUSED:
            refusals[position] = Refusal(records[position].place, (("reason", NO_REASON),), records[position].cells)
    results = Counter[Stored](one.result for one in posted.values() if one.result is not Stored.REFUSED)
    results[Stored.REFUSED] = len(refusals)
    left_aside, columns.new = tuple(columns.new), []
    return Block(results, tuple(refusals[position] for position in sorted(refusals)), left_aside)


def _check_needed(name: str, found: Sequence[str], mapped: Mapping[str, str]) -> None:
    used = headings.columns(found, mapped)
    missing = [
        wanted
        for wanted, fields in (
            ("what the caller said (reason), or the call_id of a call on record", {"reason", "call_id"}),
            ("the label (intent or department)", {"intent", "department"}),
        )
        if used.keys().isdisjoint(fields)
    ]
    if found and missing:
        columns = ", ".join(filter(None, found))
        raise BadFile(
            f"{name}: expected a column for {' and one for '.join(missing)}, found the columns {columns}; "
            "say which it is with --map reason=COLUMN and so on"
        )
