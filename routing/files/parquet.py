"""Parquet files, read and written by row groups. pyarrow is an extra: it is large, and most lists are CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Self

from routing.errors import BadFile
from routing.files.opening import open_bytes
from routing.files.sheet import Record, is_filled

BLOCK = 1000
ROWS_PER_GROUP = 50_000


class Parquet:
    """A Parquet file that is open until it is left as a context: its columns and rows, and how much of it was read.

    Raises
    ------
    BadFile
        pyarrow is not installed, or the file cannot be opened or is no Parquet.
    """

    def __init__(self, path: Path) -> None:
        pyarrow = _pyarrow(path)
        self._refusals = (pyarrow.ArrowException, OSError, ValueError, OverflowError)
        self.path, self._bytes = path, open_bytes(path)
        try:
            self._file = pyarrow.parquet.ParquetFile(self._bytes)
        except self._refusals as error:
            self._bytes.close()
            raise self._fault(error) from None
        self.columns = tuple(self._file.schema_arrow.names)
        self._count, self._read = self._file.metadata.num_rows, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()
        self._bytes.close()

    def done(self) -> float:
        """Return the share of the rows that was read, 0 to 1."""
        return self._read / self._count if self._count else 1.0

    def records(self) -> Iterator[Record]:
        """Yield the rows, a thousand of them in memory at a time."""
        batches = self._file.iter_batches(batch_size=BLOCK)
        while True:
            try:
                batch = next(batches, None)
                rows = batch.to_pylist() if batch is not None else []
            except self._refusals as error:
                raise self._fault(error) from None
            if batch is None:
                return
            for row in rows:
                self._read += 1
                plain = {name: _plain(value) for name, value in row.items()}
                cells = {name: value for name, value in plain.items() if is_filled(value)}
                yield Record(f"{self.path.name}: row {self._read}", cells)

    def _fault(self, error: Exception) -> BadFile:
        found = " ".join(str(error).split())[:100]
        return BadFile(f"{self.path.name}: expected a Parquet file, found {found}; write it anew")


def write(path: Path, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a table; `columns` gives each its kind: text, whole (number), truth or time.

    Raises
    ------
    BadFile
        pyarrow is not installed.
    """
    pyarrow = _pyarrow(path)
    kinds = {"text": pyarrow.string(), "whole": pyarrow.int64(), "truth": pyarrow.bool_()}
    kinds["time"] = pyarrow.timestamp("us", tz="UTC")
    schema = pyarrow.schema([(name, kinds[kind]) for name, kind in columns.items()])
    left = iter(rows)
    with path.open("wb") as file, pyarrow.parquet.ParquetWriter(file, schema) as writer:
        while group := list(islice(left, ROWS_PER_GROUP)):
            values = [list(column) for column in zip(*group, strict=True)]
            writer.write_table(pyarrow.table(values, schema=schema))


def _pyarrow(path: Path) -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise BadFile(
            f"{path.name}: expected the package pyarrow, which Parquet files need, found none; "
            "install call-routing-advisor[parquet], or use CSV, XLSX or JSON lines"
        ) from None
    return pyarrow


def _plain(value: Any) -> Any:
    """Return a text that was kept as bytes as a text."""
    return value.decode("utf-8", errors="replace") if isinstance(value, bytes) else value
