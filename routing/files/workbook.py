"""XLSX workbooks, read and written row by row."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from routing.errors import BadFile
from routing.files.opening import open_bytes
from routing.files.sheet import Lines

MOST_ROWS = 1_048_576  # of one sheet
_BLOCK = 1000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE = re.compile(
    r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"
)  # XML has no such characters, or loses them


@contextmanager
def sheets(path: Path) -> Iterator[list[tuple[str, Lines]]]:
    """Yield the title of each sheet of a workbook, and its rows with their numbers, read as they are asked for.

    Raises
    ------
    BadFile
        The file cannot be opened or is no workbook; the rows raise it where the file is damaged.
    """
    # openpyxl takes half a second to import, and only reading and writing workbooks needs it
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    refusals = (BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError, OSError, EOFError)
    with open_bytes(path) as file:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of features that a list does not use
                book = load_workbook(file, read_only=True, data_only=True)
        except refusals as error:
            raise _no_workbook(path, error) from None
        with closing(book):
            yield [(sheet.title, _rows(path, sheet, refusals)) for sheet in book.worksheets]


def _rows(path: Path, sheet: Any, refusals: tuple[type[Exception], ...]) -> Iterator[tuple[int, Sequence[Any]]]:
    sheet.reset_dimensions()  # some programs write a size that is too small, and rows beyond it would be lost
    numbered = enumerate(sheet.iter_rows(values_only=True), start=1)
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                block = [(number, [_unescaped(cell) for cell in row]) for number, row in islice(numbered, _BLOCK)]
        except refusals as error:
            raise _no_workbook(path, error) from None
        if not block:
            return
        yield from block


def write(path: Path, title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a table as a workbook; what exceeds one sheet goes on in the next. No text becomes a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    def text(value: str) -> Any:
        cell = WriteOnlyCell(sheet, _escaped(value))
        cell.data_type = "s"  # openpyxl takes "=1+1" for a formula
        return cell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(list(columns))
    for position, row in enumerate(rows):
        if position and position % (MOST_ROWS - 1) == 0:
            sheet = book.create_sheet(f"{title} {position // (MOST_ROWS - 1) + 1}")
            sheet.append(list(columns))
        sheet.append([text(value) if isinstance(value, str) else value for value in row])
    book.save(path)


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def _unescaped(value: Any) -> Any:
    if isinstance(value, str) and "_x" in value:
        return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), value)
    return value


def _no_workbook(path: Path, error: Exception) -> BadFile:
    found = " ".join(str(error).split())[:100] or type(error).__name__
    return BadFile(f"{path.name}: expected a workbook, found {found}; save it as .xlsx anew")
