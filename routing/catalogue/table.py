"""A table that a person keeps, as CSV or XLSX: its rows by the meaning of their columns, and where each stands."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from routing.errors import BadCatalogue

DELIMITERS = ",;\t"
HEADER_WITHIN = 10

Meaning = Callable[[str], str]
Lines = Sequence[tuple[int, Sequence[Any]]]


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
    try:
        raw = path.read_bytes()
    except OSError as error:
        found = error.strerror or error
        raise BadCatalogue([f"{path}: expected a file, found {found}; name a .csv or .xlsx file"]) from None
    if path.suffix.lower() == ".xlsx":
        sheets = [(f"{path.name}: sheet {title}, row ", title, lines) for title, lines in _sheets(path.name, raw)]
        tables = [_table(place, title, lines, meaning, wanted) for place, title, lines in sheets]
    elif path.suffix.lower() == ".csv":
        text = _decoded(path.name, raw)
        read = [_table(f"{path.name}:", path.name, lines, meaning, wanted) for lines in _lines(path.name, text)]
        tables = [max(read, key=lambda table: len(table.columns) if table else 0)]
    else:
        raise BadCatalogue([f"{path}: expected a .csv or .xlsx file, found {path.suffix or 'no ending'}; save it anew"])
    kept = [table for table in tables if table]
    if not kept:
        raise BadCatalogue([f"{path.name}: expected a column {wanted} in the first rows, found none; add it"])
    return kept


def as_text(value: Any) -> str:
    """Return the value of a cell as a person reads it: 2100.0 is "2100"."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _sheets(name: str, raw: bytes) -> Iterable[tuple[str, Lines]]:
    # openpyxl takes half a second to import, and only this function needs it
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that a list of texts does not use
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
            sheets = [
                (sheet.title, _with_content(enumerate(sheet.iter_rows(values_only=True), start=1)))
                for sheet in book.worksheets
            ]
            book.close()
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError) as error:
        found = " ".join(str(error).split())[:100]
        raise BadCatalogue([f"{name}: expected a workbook, found {found}; save it as .xlsx anew"]) from None
    return sheets


def _decoded(name: str, raw: bytes) -> str:
    try:
        return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"byte {raw[error.start]:#04x}"
        raise BadCatalogue([f"{name}:{line}: expected UTF-8, found {found}; save it as CSV UTF-8"]) from None


def _lines(name: str, text: str) -> Iterable[Lines]:
    """Yield the rows as each delimiter would part them; only one that leaves no quote open can be meant."""
    faults = []
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            yield [(reader.line_num, cells) for cells in reader]
        except csv.Error as error:
            faults.append(f"{name}:{reader.line_num}: expected comma-separated values, found {error}; mend the quotes")
    if len(faults) == len(DELIMITERS):
        raise BadCatalogue(faults[:1])


def _table(place: str, name: str, lines: Lines, meaning: Meaning, wanted: str) -> Table | None:
    filled = _with_content(lines)
    for position, (_, cells) in enumerate(filled[:HEADER_WITHIN]):
        titles = [" ".join(as_text(cell).split()) if _filled(cell) else "" for cell in cells]
        meanings = [meaning(title) for title in titles]
        if wanted in meanings:
            headings = dict(zip(reversed(meanings), reversed(titles), strict=True))
            rows = [Row(f"{place}{number}", _cells(meanings, row), headings) for number, row in filled[position + 1 :]]
            ignored = [title for title, meant in zip(titles, meanings, strict=True) if title and not meant]
            return Table(name, frozenset(meanings) - {""}, tuple(rows), tuple(ignored))
    return None


def _cells(meanings: Sequence[str], row: Sequence[Any]) -> dict[str, tuple[Any, ...]]:
    cells: dict[str, tuple[Any, ...]] = {}
    for meant, value in zip(meanings, row, strict=False):
        if meant and _filled(value):
            cells[meant] = (*cells.get(meant, ()), value)
    return cells


def _with_content(lines: Iterable[tuple[int, Sequence[Any]]]) -> Lines:
    return [(number, cells) for number, cells in lines if any(map(_filled, cells))]


def _filled(value: Any) -> bool:
    return value is not None and bool(str(value).strip())
