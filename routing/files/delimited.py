"""CSV and TSV: read with the delimiters and encodings that spreadsheet programs write, and written for them."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import IO, Any, Self, cast

from routing.errors import BadFile
from routing.files.formulas import guarded, unguarded
from routing.files.opening import open_bytes
from routing.files.sheet import Headed, Score, headed

DELIMITERS = ",;\t"
CHUNK_BYTES = 1 << 20


class Delimited:
    """A CSV file that is open until it is left as a context: its headings and rows, and how much of it has been read.

    Of the delimiters comma, semicolon and tab the one is meant whose headings are understood best.

    Raises
    ------
    BadFile
        The file cannot be opened, or its first lines cannot be read under any delimiter. The rows raise it too, at
        the first that is no CSV or no text.
    """

    def __init__(self, path: Path, score: Score) -> None:
        self.path = path
        delimiter = self._delimiter(score)
        self._size = max(path.stat().st_size, 1)
        self._file = _opened(path)
        self.table: Headed | None = headed(self._rows(self._file, delimiter), score)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def done(self) -> float:
        """Return the share of the file that was read, 0 to 1."""
        return cast("BufferedReader", self._file.buffer).tell() / self._size

    def _delimiter(self, score: Score) -> str:
        """Return the delimiter whose first lines hold the best headings; of equals, the one that parts most."""
        found: dict[str, tuple[int, int]] = {}
        faults: list[BadFile] = []
        for delimiter in DELIMITERS:
            with _opened(self.path) as file:
                try:
                    table = headed(self._rows(file, delimiter), score)
                except BadFile as fault:
                    faults.append(fault)
                else:
                    found[delimiter] = (table.score, len(table.titles)) if table else (0, 0)
        if not found:
            raise faults[0]
        return max(found, key=lambda delimiter: found[delimiter])

    def _rows(self, file: TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            for row in reader:
                yield reader.line_num, [unguarded(cell) for cell in row]
        except csv.Error as error:
            found = f"{self.path.name}:{reader.line_num}: expected comma-separated values, found {error}"
            raise BadFile(f"{found}; mend the quotes") from None
        except UnicodeError:
            raise BadFile(_undecodable(self.path, file.encoding)) from None


def _opened(path: Path) -> TextIOWrapper:
    file = open_bytes(path)
    encoding = "utf-16" if file.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    return TextIOWrapper(file, encoding=encoding, newline="")


def _undecodable(path: Path, encoding: str) -> str:
    """Return a message about the first byte of a file that is no text in this encoding."""
    decoder, line = codecs.getincrementaldecoder(encoding)(), 1
    found = "an end within a character"
    with path.open("rb") as file:
        for raw in iter(partial(file.read, CHUNK_BYTES), b""):
            try:
                line += decoder.decode(raw).count("\n")
            except UnicodeDecodeError as error:
                line += error.object.count(b"\n", 0, error.start)
                found = f"byte {error.object[error.start]:#04x}"
                break
    return f"{path.name}:{line}: expected UTF-8, found {found}; save it as CSV UTF-8"


def write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a table, by commas or for `.tsv` by tabs, in UTF-8 with the mark by which Excel knows it.

    No cell of it is run as a formula, and `Delimited` reads every text back unchanged.
    """
    with path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
        write_rows(file, "\t" if path.suffix.lower() == ".tsv" else ",", columns, rows)


def write_rows(file: IO[str], delimiter: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write headings and rows into an open file; None is an empty cell."""
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(columns)
    writer.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
