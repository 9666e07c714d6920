"""Read many rows a page at a time, so that no reader keeps writers waiting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Engine, Row, Select, tuple_

from routing.store.engine import READING

PAGE = 1000


def paged(
    engine: Engine, query: Select[Any], key: Sequence[Column[Any]], newest_first: bool = False, size: int = PAGE
) -> Iterator[Row[Any]]:
    """Yield the rows of a query in the order of a key, each page read by a connection of its own.

    SQLite with the rollback journal lets nobody write while a row is being read, so a page is read whole before its
    rows are yielded. Rows written meanwhile may be among them.

    Parameters
    ----------
    key
        Columns that the query selects, and that no two of its rows share all of.
    newest_first
        In the descending order of the key.
    size
        Rows a page. Where no index has the key, each page sorts the whole, so fewer and larger ones are faster.
    """
    place = tuple_(*key)
    page = query.order_by(*(column.desc() if newest_first else column for column in key)).limit(size)
    following = page
    while True:
        with engine.connect().execution_options(**READING) as connection:
            rows = connection.execute(following).all()
        yield from rows
        if len(rows) < size:
            return
        last = tuple(rows[-1]._mapping[column] for column in key)
        following = page.where(place < last if newest_first else place > last)
