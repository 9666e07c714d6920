"""Transactions that must not cross take turns; writers of many rows give way between blocks."""

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
    hold(connection, labelled_calls.name)


def hold(connection: Connection, name: str, shared: bool = False) -> None:
    """Wait for the lock of this name on PostgreSQL, and hold it until the transaction ends.

    Nothing happens on SQLite, where one transaction writes at a time.

    Parameters
    ----------
    shared
        Any number hold it together; only who holds it alone keeps them out.
    """
    if connection.dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock_shared if shared else func.pg_advisory_xact_lock
        connection.execute(select(lock(func.hashtext(name))))


def blocks(items: Collection[T], size: int) -> Iterator[list[T]]:
    """Yield items in lists of at most `size`."""
    in_order = list(items)
    for start in range(0, len(in_order), size):
        yield in_order[start : start + size]
