"""Open a table, whichever of the forms it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from routing.errors import BadFile
from routing.files import delimited, json_lines, parquet, workbook
from routing.files.opening import open_bytes
from routing.files.sheet import Headed, Score, Sheet, headed

DELIMITED = (".csv", ".tsv", ".txt")
JSON = (".jsonl", ".ndjson", ".json")


@dataclass(frozen=True)
class Source:
    """A file that is open for reading.

    Attributes
    ----------
    sheets
        Its tables; several of a workbook.
    done
        Says how much of it has been read, 0 to 1; None where that cannot be told.
    """

    name: str
    sheets: tuple[Sheet, ...]
    done: Callable[[], float | None]


@contextmanager
def opened(path: Path, score: Score) -> Iterator[Source]:
    """Yield the tables of a file, by its ending: CSV, TSV, XLSX, Parquet, JSON lines or a JSON array.

    Parameters
    ----------
    score
        How many of some titles are headings that are understood; it finds the line of the headings, the delimiter, and
        the sheets of a workbook that count.

    Raises
    ------
    BadFile
        The file cannot be read; reading its rows may raise it, too.
    """
    kind = path.suffix.lower()
    if kind in DELIMITED:
        with delimited.Delimited(path, score) as file:
            yield _delimited(path, file)
    elif kind == ".xlsx":
        with workbook.sheets(path) as sheets:
            yield _workbook(path, [(title, headed(lines, score)) for title, lines in sheets])
    elif kind == ".parquet":
        with parquet.Parquet(path) as table:
            yield Source(path.name, (Sheet(path.name, table.columns, table.records()),), table.done)
    elif kind in JSON:
        with open_bytes(path) as lines:
            size = max(path.stat().st_size, 1)
            yield Source(path.name, (json_lines.sheet(path.name, lines),), lambda: lines.tell() / size)
    else:
        endings = ", ".join((*DELIMITED, ".xlsx", ".parquet", *JSON))
        raise BadFile(
            f"{path}: expected a file that ends in one of {endings}, found {kind or 'no ending'}; save it anew"
        )


def from_pipe(name: str, file: BufferedReader) -> Source:
    """Return the JSON objects that come in through a pipe."""
    return Source(name, (json_lines.sheet(name, file),), lambda: None)


def _delimited(path: Path, file: delimited.Delimited) -> Source:
    if file.table is None:
        raise BadFile(f"{path.name}: expected rows below a line of headings, found an empty file; write some")
    sheet = Sheet(path.name, file.table.titles, file.table.records(f"{path.name}:"))
    return Source(path.name, (sheet,), file.done)


def _workbook(path: Path, tables: list[tuple[str, Headed | None]]) -> Source:
    filled = [(title, table) for title, table in tables if table is not None]
    if not filled:
        raise BadFile(f"{path.name}: expected rows below a line of headings, found empty sheets; write some")
    best = [(title, table) for title, table in filled if table.score] or filled[:1]
    return Source(path.name, tuple(_sheet(path, title, table) for title, table in best), lambda: None)


def _sheet(path: Path, title: str, table: Headed) -> Sheet:
    return Sheet(title, table.titles, table.records(f"{path.name}: sheet {title}, row "))
