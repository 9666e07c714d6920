"""Rows that were refused, kept so that they can be mended and imported again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Protocol

from routing.errors import BadFile
from routing.exchange.headings import REFUSED_AT, REFUSED_BECAUSE
from routing.exchange.importing import Refusal
from routing.files.delimited import write


class Keep(Protocol):
    """Takes a refusal."""

    def __call__(self, refusal: Refusal) -> None: ...


@contextmanager
def refused_rows(path: Path, headings: Iterable[str]) -> Iterator[Keep]:
    """Yield what takes refusals; at the end, however it comes, they are a CSV file with the list's own columns.

    `headings` are the columns the list is known to have. Two
    columns more say where each row stood and why it was refused; an import leaves them aside. Without refusals no
    file is written. Until the end they wait in a temporary file, because JSON objects may have new columns at any time.

    Raises
    ------
    BadFile
        The file cannot be written.
    """
    columns = dict.fromkeys(filter(None, headings))
    with TemporaryFile("w+", encoding="utf-8", errors="surrogatepass") as waiting:

        def keep(refusal: Refusal) -> None:
            _, _, reasons = str(refusal).partition(f"{refusal.place}: ")
            cells = dict(refusal.cells) | {REFUSED_AT: refusal.place, REFUSED_BECAUSE: reasons}
            columns.update(dict.fromkeys(refusal.cells))
            waiting.write(json.dumps(cells, default=str) + "\n")

        try:
            yield keep
        finally:
            for last in (REFUSED_AT, REFUSED_BECAUSE):
                columns.pop(last, None)
            if waiting.tell():
                waiting.seek(0)
                _write(path, [*columns, REFUSED_AT, REFUSED_BECAUSE], waiting)


def _write(path: Path, columns: list[str], waiting: IO[str]) -> None:
    try:
        write(path, columns, ([_text(cells.get(column)) for column in columns] for cells in map(json.loads, waiting)))
    except OSError as error:
        raise BadFile(
            f"{path}: expected a file that can be written, found {error.strerror or error}; name another for --refused"
        ) from None


def _text(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
