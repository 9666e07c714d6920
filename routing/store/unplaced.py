"""Calls that fit no intent: lost with the front desk, labelled out of scope, or finished where nobody sent them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, Select, func, select

from routing.store.engine import READING
from routing.store.paging import paged
from routing.store.tables import advice, labelled_calls

MOST = 10_000
SCOPE = 0.5  # a reason is a stranger when "none of these" is likelier than all intents on record together
_AT_ONCE = 500
_LEFT_OUT = ("urgent", "end")


@dataclass(frozen=True)
class Unplaced:
    """A call that fits no intent.

    Attributes
    ----------
    reason
        Redacted.
    department
        Where it was finished, if `ended`, else where it was sent last.
    """

    call_id: str
    reason: str
    department: str
    ended: bool = False


def unplaced(engine: Engine, since: datetime, until: datetime, out_of_scope: str, most: int = MOST) -> list[Unplaced]:
    """Return the calls from `since` until before `until` that fit no intent, at most `most`.

    Three kinds: those whose caller meant none of the catalogue's intents as far as the model could tell, the latest
    first; those that a person labelled out of scope; and those that were put through to one department and finished
    by another, where nobody told an intent. A call that a person gave an intent is none of them.

    Parameters
    ----------
    out_of_scope
        The label of calls that mean none of the intents.
    """
    span = {"since": since.astimezone(UTC), "until": until.astimezone(UTC)}
    found = _out_of_scope(engine, span, out_of_scope)
    found |= {call_id: call for call_id, call in _contradicted(engine, span).items() if call_id not in found}
    _add_lost(engine, span, found, most)
    return _with_ends(engine, list(found.values())[:most], out_of_scope)


def calls_between(engine: Engine, since: datetime, until: datetime) -> int:
    """Return how many calls were advised from `since` until before `until`."""
    query = select(func.count(advice.c.call_id.distinct())).where(
        advice.c.given_at >= since.astimezone(UTC), advice.c.given_at < until.astimezone(UTC)
    )
    with engine.connect().execution_options(**READING) as connection:
        return int(connection.execute(query).scalar_one())


def _add_lost(engine: Engine, span: dict[str, datetime], found: dict[str, Unplaced], most: int) -> None:
    """Add to the calls found, up to `most`, those that the model could not place, the latest first."""
    columns = (
        advice.c.given_at,
        advice.c.id,
        advice.c.call_id,
        advice.c.reason,
        advice.c.department,
        advice.c.action,
        advice.c.intent,
    )
    query = (
        select(*columns, advice.c.probabilities)
        .where(advice.c.given_at >= span["since"], advice.c.given_at < span["until"])
        .where(advice.c.hop == 0, advice.c.confidence < SCOPE)
        .where(advice.c.reason != "", advice.c.action.not_in(_LEFT_OUT))
    )
    for row in paged(engine, query, (advice.c.given_at, advice.c.id), newest_first=True):
        if len(found) >= most:
            break
        nobody_knew = row.action == "operator" and not row.intent
        if nobody_knew or sum(row.probabilities.values()) < SCOPE:
            found.setdefault(row.call_id, Unplaced(row.call_id, row.reason, row.department))


def _out_of_scope(engine: Engine, span: dict[str, datetime], label: str) -> dict[str, Unplaced]:
    """Return calls with that label, by call_id, each as its last row tells it."""
    labelled = labelled_calls.c
    query = _labelled(span).where(labelled.intent == label, labelled.reason != "")
    rows = paged(engine, query, (labelled.call_id, labelled.hop))
    return {row.call_id: Unplaced(row.call_id, row.reason, row.department, row.resolved) for row in rows}


def _contradicted(engine: Engine, span: dict[str, datetime]) -> dict[str, Unplaced]:
    """Return, by call_id, calls put through to a department that did not finish them, without a label but who did."""
    labelled = labelled_calls.c
    query = (
        _labelled(span)
        .add_columns(advice.c.id, advice.c.reason.label("said"))
        .join(advice, (advice.c.call_id == labelled.call_id) & (advice.c.hop == 0) & (advice.c.action == "transfer"))
        .where(labelled.intent == "", labelled.resolved, advice.c.department != labelled.department)
        .where(advice.c.reason != "")
    )
    rows = paged(engine, query, (labelled.call_id, labelled.hop, advice.c.id))
    return {row.call_id: Unplaced(row.call_id, row.said, row.department, True) for row in rows}


def _labelled(span: dict[str, datetime]) -> Select[Any]:
    labelled = labelled_calls.c
    columns = (labelled.call_id, labelled.hop, labelled.reason, labelled.department, labelled.resolved)
    return select(*columns).where(labelled.occurred_at >= span["since"], labelled.occurred_at < span["until"])


def _with_ends(engine: Engine, calls: Sequence[Unplaced], out_of_scope: str) -> list[Unplaced]:
    """Return the calls without those that have an intent after all, each with the department it came to last."""
    kept = []
    for start in range(0, len(calls), _AT_ONCE):
        block = calls[start : start + _AT_ONCE]
        ids = [call.call_id for call in block]
        labelled = labelled_calls.c
        query = select(labelled.call_id, labelled.intent, labelled.department).where(
            labelled.call_id.in_(ids), labelled.resolved
        )
        hops = select(advice.c.call_id, advice.c.department).where(advice.c.call_id.in_(ids)).order_by(advice.c.hop)
        with engine.connect().execution_options(**READING) as connection:
            labels = connection.execute(query.order_by(labelled.hop)).all()
            sent = {row.call_id: row.department for row in connection.execute(hops)}
        named = {row.call_id for row in labels if row.intent not in ("", out_of_scope)}
        ends = {row.call_id: row.department for row in labels if row.department}
        for call in block:
            if call.call_id not in named:
                ended = call.call_id in ends
                department = ends[call.call_id] if ended else sent.get(call.call_id, call.department)
                kept.append(replace(call, department=department, ended=ended))
    return kept
