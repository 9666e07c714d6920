"""A table as it is read: where it stands, which line holds its headings, and its rows one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

HEADING_WITHIN = 10

Lines = Iterable[tuple[int, Sequence[Any]]]
Score = Callable[[Sequence[str]], int]


@dataclass(frozen=True)
class Record:
    """One row of a table.

    Attributes
    ----------
    place
        Where it stands, for messages: `calls.csv:3` or `calls.xlsx: sheet Cards, row 3`.
    cells
        Values by the heading of their column. Empty cells are left out. A CSV file has texts only, the others also
        numbers, dates, times and truth values.
    fault
        Why the row cannot be read; empty if it can.
    """

    place: str
    cells: Mapping[str, Any]
    fault: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table whose rows are read as they are asked for, once.

    Attributes
    ----------
    columns
        Its headings. JSON objects may have others later on; these are the names of the first thousand.
    """

    name: str
    columns: tuple[str, ...]
    records: Iterator[Record]


@dataclass(frozen=True)
class Headed:
    """The headings of a table, the number of their line, and the lines below that are not empty."""

    number: int
    titles: tuple[str, ...]
    score: int
    lines: Iterator[tuple[int, Sequence[Any]]]

    def records(self, place: str) -> Iterator[Record]:
        """Yield the rows; `place` is what stands before their number. Of two columns of one name the first counts."""
        for number, row in self.lines:
            cells: dict[str, Any] = {}
            for title, value in zip(self.titles, row, strict=False):
                if title and is_filled(value):
                    cells.setdefault(title, value)
            yield Record(f"{place}{number}", cells)


def headed(lines: Lines, score: Score) -> Headed | None:
    """Return the table whose headings are the best of the first ten lines that are not empty; None if all are.

    Parameters
    ----------
    score
        How likely titles are headings: the number of columns that are understood. So a title above the headings does
        no harm. Of equals the first line is taken.
    """
    filled = ((number, row) for number, row in lines if any(map(is_filled, row)))
    first = list(islice(filled, HEADING_WITHIN))
    if not first:
        return None
    titles = [tuple(_title(cell) for cell in row) for _, row in first]
    scores = [score(each) for each in titles]
    best = scores.index(max(scores))
    return Headed(first[best][0], titles[best], scores[best], chain(first[best + 1 :], filled))


def is_filled(value: Any) -> bool:
    """Tell whether a cell holds more than blanks."""
    return value is not None and bool(str(value).strip())


def as_text(value: Any) -> str:
    """Return the value of a cell as a person reads it: 2100.0 is "2100"."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _title(cell: Any) -> str:
    return " ".join(as_text(cell).split()) if is_filled(cell) else ""
