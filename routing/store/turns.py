"""Writers of many rows take turns, and give way between blocks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeVar

from sqlalchemy import Connection, func, select

from routing.store.tables import labelled_calls

T = TypeVar("T")


def take_turns(connection: Connection) -> None:
    """Wait until no other transaction writes labelled calls, and keep others waiting until this one ends.

    SQLite lets one transaction write at a time anyway. On PostgreSQL it keeps two posts of the same call from writing
    the same revision twice, and from waiting for each other for ever.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(labelled_calls.name))))


def blocks(items: Collection[T], size: int) -> Iterator[list[T]]:
    """Yield items in lists of at most `size`."""
    in_order = list(items)
    for start in range(0, len(in_order), size):
        yield in_order[start : start + size]
