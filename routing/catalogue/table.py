"""A table that a person keeps, as CSV or XLSX: its rows by the meaning of their columns, and where each stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from routing.errors import BadCatalogue, BadFile
from routing.files import workbook
from routing.files.delimited import Delimited
from routing.files.sheet import Headed, Score, as_text, headed, is_filled

__all__ = ["Row", "Table", "as_text", "read_tables"]

Meaning = Callable[[str], str]


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Attributes
    ----------
    place
        Where it stands, for messages: `calls.csv:3` or `calls.xlsx: sheet Cards, row 3`.
    cells
        Values by the meaning of their column; a meaning that several columns share has several. Empty cells are
        left out. A CSV file has texts only, a workbook also numbers, dates and times.
    headings
        What each meaning is called in the file.
    """

    place: str
    cells: Mapping[str, tuple[Any, ...]]
    headings: Mapping[str, str]

    def text(self, meaning: str) -> str:
        """Return the first value of a column as text, blanks folded; empty if there is none."""
        return " ".join(as_text(self.cells.get(meaning, ("",))[0]).split())

    def fault(self, meaning: str, message: str) -> str:
        """Return a message about one cell, with its place."""
        return f"{self.place}: {self.headings.get(meaning, meaning)}: {message}"


@dataclass(frozen=True)
class Table:
    """The rows of one sheet, the meanings its columns have, and the columns that mean nothing here."""

    name: str
    columns: frozenset[str]
    rows: tuple[Row, ...]
    ignored: tuple[str, ...]


def read_tables(path: Path, meaning: Meaning, wanted: str) -> list[Table]:
    """Return the tables of a CSV or XLSX file: of a workbook, each sheet that has the column `wanted`.

    Parameters
    ----------
    meaning
        From a heading to the meaning of its column; empty for a column that means nothing here.
    wanted
        The meaning that the heading row must have. It is looked for in the first ten rows that are not empty, so a
        title above it does no harm.

    Raises
    ------
    BadCatalogue
        The file cannot be read, or no sheet has the column.
    """

    def score(titles: Sequence[str]) -> int:
        meanings = [meaning(title) for title in titles]
        return len(set(meanings) - {""}) if wanted in meanings else 0

    try:
        tables = _tables(path, score, meaning)
    except BadFile as bad:
        raise BadCatalogue([str(bad)]) from None
    if not tables:
        raise BadCatalogue([f"{path.name}: expected a column {wanted} in the first rows, found none; add it"])
    return tables


def _tables(path: Path, score: Score, meaning: Meaning) -> list[Table]:
    if path.suffix.lower() == ".xlsx":
        with workbook.sheets(path) as sheets:
            found = [(title, headed(lines, score)) for title, lines in sheets]
            return [
                _table(f"{path.name}: sheet {title}, row ", title, sheet, meaning)
                for title, sheet in found
                if sheet and sheet.score
            ]
    if path.suffix.lower() == ".csv":
        with Delimited(path, score) as file:
            table = file.table
            return [_table(f"{path.name}:", path.name, table, meaning)] if table and table.score else []
    raise BadFile(f"{path}: expected a .csv or .xlsx file, found {path.suffix or 'no ending'}; save it anew")


def _table(place: str, name: str, found: Headed, meaning: Meaning) -> Table:
    meanings = [meaning(title) for title in found.titles]
    headings = dict(zip(reversed(meanings), reversed(found.titles), strict=True))
    rows = [Row(f"{place}{number}", _cells(meanings, row), headings) for number, row in found.lines]
    ignored = [title for title, meant in zip(found.titles, meanings, strict=True) if title and not meant]
    return Table(name, frozenset(meanings) - {""}, tuple(rows), tuple(ignored))


def _cells(meanings: Sequence[str], row: Sequence[Any]) -> dict[str, tuple[Any, ...]]:
    cells: dict[str, tuple[Any, ...]] = {}
    for meant, value in zip(meanings, row, strict=False):
        if meant and is_filled(value):
            cells[meant] = (*cells.get(meant, ()), value)
    return cells
