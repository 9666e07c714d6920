"""Which calls were erased: the models that learnt from them can be told, and nothing written late brings them back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from routing.domain.labelled import call_hash
from routing.store.engine import READING
from routing.store.tables import erasures, in_utc
from routing.store.turns import blocks, hold

_IN_ONE_QUERY = 500


def erased_calls(engine: Engine) -> frozenset[int]:
    """Return the `call_hash` of every call that was erased: signed, 64 bits."""
    with engine.connect().execution_options(**READING) as connection:
        return frozenset(connection.scalars(select(erasures.c.call_hash)))


def hold_for_erasing(connection: Connection) -> None:
    """Wait for those that write of calls by `erased_among`, and keep others waiting until this transaction ends."""
    hold(connection, erasures.name)


def erased_among(connection: Connection, calls: Collection[str]) -> dict[str, datetime]:
    """Return which of some calls were erased, by call_id, and when; none is erased until this transaction ends.

    An erasure that comes later finds what the transaction has written, and deletes it.
    """
    hold(connection, erasures.name, shared=True)
    found: dict[int, datetime] = {}
    call_of = {call_hash(call_id): call_id for call_id in calls}
    for some in blocks(call_of, _IN_ONE_QUERY):
        rows = connection.execute(select(erasures).where(erasures.c.call_hash.in_(some)))
        found |= {row.call_hash: in_utc(row.erased_at) for row in rows}
    return {call_of[hashed]: at for hashed, at in found.items()}
