"""The labelled calls of the store, or what a model would learn from them, as rows of a table."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from routing.domain.labelled import CallRow, Ended, ended
from routing.errors import BadFile
from routing.files import delimited, json_lines, parquet, workbook

ROWS = {
    "call_id": "text",
    "hop": "whole",
    "reason": "text",
    "intent": "text",
    "department": "text",
    "resolved": "truth",
    "transfers": "whole",
    "occurred_at": "time",
    "source": "text",
    "agent": "text",
}
FIRST_REASONS = {
    "call_id": "text",
    "reason": "text",
    "intent": "text",
    "department": "text",
    "transfers": "whole",
    "occurred_at": "time",
}
SHEET = "calls"


@dataclass(frozen=True)
class Wanted:
    """Which rows are exported; what is None or empty does not matter.

    Attributes
    ----------
    since, until
        From this time on, and before that one.
    department, its_intents
        A department, and the ids of its intents: a row may name only the intent.
    """

    since: datetime | None = None
    until: datetime | None = None
    intent: str = ""
    department: str = ""
    its_intents: Collection[str] = ()
    resolved_only: bool = False

    def takes(self, row: CallRow | Ended) -> bool:
        """Tell whether a row, or a call that ended, is wanted."""
        return (
            (self.since is None or row.occurred_at >= self.since)
            and (self.until is None or row.occurred_at < self.until)
            and self.intent in ("", row.intent)
            and self._of_department(row)
            and (not self.resolved_only or isinstance(row, Ended) or row.resolved)
        )

    def _of_department(self, row: CallRow | Ended) -> bool:
        return self.department in ("", row.department) or (not row.department and row.intent in self.its_intents)


def rows(kept: Iterable[CallRow], wanted: Wanted) -> Iterator[list[Any]]:
    """Yield the cells of `ROWS` for each row that is wanted; what a row does not tell is None."""
    yield from (_cells(row, ROWS) for row in kept if wanted.takes(row))


def first_reasons(kept: Iterable[CallRow], wanted: Wanted) -> Iterator[list[Any]]:
    """Yield the cells of `FIRST_REASONS` for each call that was finished and whose reason is known.

    Parameters
    ----------
    kept
        All rows, those of a call one after the other.
    """
    for _, of_call in groupby(kept, key=lambda row: row.call_id):
        end = ended(of_call)
        if end is not None and end.reason and wanted.takes(end):
            yield _cells(end, FIRST_REASONS)


def _cells(row: CallRow | Ended, columns: Iterable[str]) -> list[Any]:
    values = (getattr(row, column) for column in columns)
    return [None if value == "" else value for value in values]


def write(path: Path, columns: dict[str, str], cells: Iterable[Sequence[Any]]) -> None:
    """Write a table in the form that the file's ending names; a file of that name is replaced once all is written.

    Raises
    ------
    BadFile
        The ending is unknown, the file cannot be written, or pyarrow is needed and not installed.
    """
    form = _FORMS.get(path.suffix.lower())
    if form is None:
        endings = ", ".join(_FORMS)
        raise BadFile(f"{path}: expected a file that ends in one of {endings}, found {path.suffix or 'no ending'}")
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial{path.suffix}")
    try:
        form(partial, columns, cells)
        partial.replace(path)
    except OSError as error:
        raise BadFile(
            f"{path}: expected a file that can be written, found {error.strerror or error}; name another"
        ) from None
    finally:
        partial.unlink(missing_ok=True)


def write_lines(file: IO[str], columns: dict[str, str], cells: Iterable[Sequence[Any]]) -> None:
    """Write JSON lines into an open file."""
    json_lines.write(file, tuple(columns), cells)


def _as_text(cells: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    """Yield cells for a form without zones: a time is text, a truth value true or false."""
    for row in cells:
        yield [_written(value) for value in row]


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else value


def _to_csv(path: Path, columns: dict[str, str], cells: Iterable[Sequence[Any]]) -> None:
    delimited.write(path, tuple(columns), _as_text(cells))


def _to_xlsx(path: Path, columns: dict[str, str], cells: Iterable[Sequence[Any]]) -> None:
    workbook.write(path, SHEET, tuple(columns), _as_text(cells))


def _to_json(path: Path, columns: dict[str, str], cells: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        write_lines(file, columns, cells)


_FORMS: dict[str, Callable[[Path, dict[str, str], Iterable[Sequence[Any]]], None]] = {
    ".csv": _to_csv,
    ".tsv": _to_csv,
    ".xlsx": _to_xlsx,
    ".parquet": parquet.write,
    ".jsonl": _to_json,
    ".ndjson": _to_json,
}
