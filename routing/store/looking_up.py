"""Look labelled calls up, page by page, and the advice that was given in a call."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, and_, or_, select, tuple_

from routing.store.engine import READING
from routing.store.tables import advice, in_utc, labelled_calls

Position = tuple[datetime, str, int]  # occurred_at, call_id and hop of a page's last row


@dataclass(frozen=True)
class Wanted:
    """Which labelled calls to look up; what is left out does not matter.

    Attributes
    ----------
    since, until
        From this time on, and before that time.
    department, its_intents
        A department, and the ids of its intents: a row may name only the intent.
    by_call
        By call_id and hop, instead of the newest first.
    after
        The last row of the page before; None for the first page.
    """

    limit: int
    since: datetime | None = None
    until: datetime | None = None
    intent: str = ""
    department: str = ""
    its_intents: Collection[str] = ()
    source: str = ""
    by_call: bool = False
    after: Position | None = None


@dataclass(frozen=True)
class AdviceGiven:
    """One piece of advice as it is on record; the reason is redacted."""

    id: str
    given_at: datetime
    hop: int
    channel: str
    reason: str
    action: str
    department: str
    intent: str
    confidence: float
    model: str


def page_of(engine: Engine, wanted: Wanted) -> list[Row[Any]]:
    """Return up to `limit` rows of the table `labelled_calls`."""
    table = labelled_calls
    query = select(table).where(*_conditions(wanted)).limit(wanted.limit)
    if wanted.by_call:
        query = query.order_by(table.c.call_id, table.c.hop)
    else:
        query = query.order_by(table.c.occurred_at.desc(), table.c.call_id.desc(), table.c.hop.desc())
    with engine.connect().execution_options(**READING) as connection:
        return list(connection.execute(query))


def advice_of(engine: Engine, call_id: str) -> list[AdviceGiven]:
    """Return the advice given in a call, the first one first."""
    query = select(advice).where(advice.c.call_id == call_id).order_by(advice.c.recorded_at, advice.c.hop)
    with engine.connect().execution_options(**READING) as connection:
        rows = connection.execute(query).all()
    return [
        AdviceGiven(
            row.id,
            in_utc(row.given_at),
            row.hop,
            row.channel,
            row.reason,
            row.action,
            row.department,
            row.intent,
            row.confidence,
            row.model,
        )
        for row in rows
    ]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    table, found = labelled_calls, list[ColumnElement[bool]]()
    if wanted.since:
        found.append(table.c.occurred_at >= wanted.since.astimezone(UTC))
    if wanted.until:
        found.append(table.c.occurred_at < wanted.until.astimezone(UTC))
    if wanted.intent:
        found.append(table.c.intent == wanted.intent)
    if wanted.department:
        by_intent = and_(table.c.department == "", table.c.intent.in_(wanted.its_intents))
        found.append(or_(table.c.department == wanted.department, by_intent))
    if wanted.source:
        found.append(table.c.source == wanted.source)
    if wanted.after:
        occurred_at, call_id, hop = wanted.after
        if wanted.by_call:
            found.append(tuple_(table.c.call_id, table.c.hop) > (call_id, hop))
        else:
            key = tuple_(table.c.occurred_at, table.c.call_id, table.c.hop)
            found.append(key < (occurred_at.astimezone(UTC), call_id, hop))
    return found
