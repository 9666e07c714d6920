"""Which calls were erased, so that the models that learnt from them can be told."""

from __future__ import annotations

from sqlalchemy import Engine, select

from routing.store.engine import READING
from routing.store.tables import erasures


def erased_calls(engine: Engine) -> frozenset[int]:
    """Return the `call_hash` of every call that was erased: signed, 64 bits."""
    with engine.connect().execution_options(**READING) as connection:
        return frozenset(connection.scalars(select(erasures.c.call_hash)))
