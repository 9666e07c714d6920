"""Erase one call for good; purge what is older than the organisation keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, delete, insert, select, tuple_, union_all, update

from routing.domain.labelled import call_hash
from routing.store.erasures import hold_for_erasing
from routing.store.tables import (
    advice,
    erasures,
    idempotency,
    labelled_call_revisions,
    labelled_calls,
    suggestions,
    trial_advice,
)
from routing.store.turns import take_turns

BLOCK = 1000


@dataclass(frozen=True)
class Erased:
    """How much of a call was deleted: current rows, earlier revisions, advice, advice of trials, and suggestions of
    new intents that no longer show it.
    """

    rows: int
    revisions: int
    advice: int
    trial_advice: int
    suggestions: int


@dataclass(frozen=True)
class Purged:
    """How much was deleted because of its age."""

    rows: int = 0
    revisions: int = 0
    advice: int = 0
    trial_advice: int = 0
    suggestions: int = 0
    answers: int = 0


def erase(engine: Engine, call_id: str) -> Erased:
    """Delete all that is known of a call in one transaction, and note its hash; the call_id itself is not kept."""
    with engine.begin() as connection:
        take_turns(connection)
        hold_for_erasing(connection)
        shown = _drop_from_suggestions(connection, call_id)
        rows, revisions, given, tried = (
            connection.execute(delete(table).where(table.c.call_id == call_id)).rowcount
            for table in (labelled_calls, labelled_call_revisions, advice, trial_advice)
        )
        hashed = call_hash(call_id)
        connection.execute(delete(erasures).where(erasures.c.call_hash == hashed))
        connection.execute(insert(erasures), {"call_hash": hashed, "erased_at": datetime.now(UTC)})
    return Erased(rows, revisions, given, tried, shown)


def purge(engine: Engine, before: datetime) -> Purged:
    """Delete what is older than a time, a thousand rows at a time, so that nobody waits long for it.

    Calls count from when they took place, advice from when it was given by the service's clock.
    """
    rows, revisions = _purge_calls(engine, before)
    return Purged(
        rows=rows,
        revisions=revisions + _purge(engine, labelled_call_revisions, labelled_call_revisions.c.occurred_at, before),
        advice=_purge(engine, advice, advice.c.recorded_at, before),
        trial_advice=_purge(engine, trial_advice, trial_advice.c.given_at, before),
        suggestions=_purge(engine, suggestions, suggestions.c.found_at, before),
        answers=_purge(engine, idempotency, idempotency.c.started_at, before),
    )


def _purge_calls(engine: Engine, before: datetime) -> tuple[int, int]:
    """Delete old rows with their history; return how many rows and revisions."""
    key = (labelled_calls.c.call_id, labelled_calls.c.hop)
    history = tuple_(labelled_call_revisions.c.call_id, labelled_call_revisions.c.hop)
    rows = revisions = 0
    while True:
        with engine.begin() as connection:
            take_turns(connection)
            old = select(*key).where(labelled_calls.c.occurred_at < before).limit(BLOCK)
            keys = [tuple(row) for row in connection.execute(old)]
            revisions += connection.execute(delete(labelled_call_revisions).where(history.in_(keys))).rowcount
            rows += connection.execute(delete(labelled_calls).where(tuple_(*key).in_(keys))).rowcount
        if len(keys) < BLOCK:
            return rows, revisions


def _purge(engine: Engine, table: Table, age: Column[Any], before: datetime) -> int:
    key = tuple_(*table.primary_key.columns)
    old = select(*table.primary_key.columns).where(age < before).limit(BLOCK)
    deleted = 0
    while True:
        with engine.begin() as connection:
            some = connection.execute(delete(table).where(key.in_(old))).rowcount
        deleted += some
        if some < BLOCK:
            return deleted


def _drop_from_suggestions(connection: Connection, call_id: str) -> int:
    """Take a call and its words out of the suggestions of new intents; return how many showed it."""
    said = {row[0] for row in connection.execute(_words_of(call_id))}
    shown = 0
    for row in connection.execute(select(suggestions)).all():
        ids = [each for each in row.call_ids if each != call_id]
        examples = [each for each in row.examples if each not in said]
        if len(ids) == len(row.call_ids) and (not said or examples == row.examples):
            continue
        left = {"call_ids": ids, "examples": examples, "calls": row.calls - (len(ids) < len(row.call_ids))}
        connection.execute(update(suggestions).where(suggestions.c.id == row.id).values(left))
        shown += 1
    return shown


def _words_of(call_id: str) -> Any:
    columns = (labelled_calls.c.reason, labelled_call_revisions.c.reason, advice.c.reason, advice.c.said)
    return union_all(*(select(column).where(column.table.c.call_id == call_id) for column in columns))
