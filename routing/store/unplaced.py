"""Calls that fit no intent: lost with the front desk, labelled out of scope, or finished where nobody sent them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, select

from routing.store.engine import READING
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
    with engine.connect().execution_options(**READING) as connection:
        found: dict[str, Unplaced] = {}
        for each in (*_out_of_scope(connection, span, out_of_scope), *_contradicted(connection, span)):
            found.setdefault(each.call_id, each)
        _add_lost(connection, span, found, most)
        return _with_ends(connection, list(found.values())[:most], out_of_scope)


def calls_between(engine: Engine, since: datetime, until: datetime) -> int:
    """Return how many calls were advised from `since` until before `until`."""
    query = select(func.count(advice.c.call_id.distinct())).where(
        advice.c.given_at >= since.astimezone(UTC), advice.c.given_at < until.astimezone(UTC)
    )
    with engine.connect().execution_options(**READING) as connection:
        return int(connection.execute(query).scalar_one())


def _add_lost(connection: Connection, span: dict[str, datetime], found: dict[str, Unplaced], most: int) -> None:
    """Add to the calls found, up to `most`, those that the model could not place, the latest first."""
    columns = (advice.c.call_id, advice.c.reason, advice.c.department, advice.c.action, advice.c.intent)
    query = (
        select(*columns, advice.c.probabilities)
        .where(advice.c.given_at >= span["since"], advice.c.given_at < span["until"])
        .where(advice.c.hop == 0, advice.c.confidence < SCOPE)
        .where(advice.c.reason != "", advice.c.action.not_in(_LEFT_OUT))
        .order_by(advice.c.given_at.desc())
    )
    with connection.execution_options(yield_per=_AT_ONCE).execute(query) as rows:
        for row in rows:
            if len(found) >= most:
                break
            nobody_knew = row.action == "operator" and not row.intent
            if nobody_knew or sum(row.probabilities.values()) < SCOPE:
                found.setdefault(row.call_id, Unplaced(row.call_id, row.reason, row.department))


def _out_of_scope(connection: Connection, span: dict[str, datetime], label: str) -> list[Unplaced]:
    labelled = labelled_calls.c
    query = _labelled(span).where(labelled.intent == label, labelled.reason != "")
    return [Unplaced(row.call_id, row.reason, row.department, row.resolved) for row in connection.execute(query)]


def _contradicted(connection: Connection, span: dict[str, datetime]) -> list[Unplaced]:
    """Return calls put through to a department that did not finish them, without a label but who did."""
    labelled = labelled_calls.c
    query = (
        _labelled(span)
        .add_columns(advice.c.reason.label("said"))
        .join(advice, (advice.c.call_id == labelled.call_id) & (advice.c.hop == 0) & (advice.c.action == "transfer"))
        .where(labelled.intent == "", labelled.resolved, advice.c.department != labelled.department)
        .where(advice.c.reason != "")
    )
    return [Unplaced(row.call_id, row.said, row.department, True) for row in connection.execute(query)]


def _labelled(span: dict[str, datetime]) -> Select[Any]:
    labelled = labelled_calls.c
    return (
        select(labelled.call_id, labelled.reason, labelled.department, labelled.resolved)
        .where(labelled.occurred_at >= span["since"], labelled.occurred_at < span["until"])
        .order_by(labelled.call_id, labelled.hop.desc())
    )


def _with_ends(connection: Connection, calls: Sequence[Unplaced], out_of_scope: str) -> list[Unplaced]:
    """Return the calls without those that have an intent after all, each with the department it came to last."""
    kept = []
    for start in range(0, len(calls), _AT_ONCE):
        block = calls[start : start + _AT_ONCE]
        ids = [call.call_id for call in block]
        labelled = labelled_calls.c
        query = select(labelled.call_id, labelled.intent, labelled.department).where(
            labelled.call_id.in_(ids), labelled.resolved
        )
        labels = connection.execute(query.order_by(labelled.hop)).all()
        named = {row.call_id for row in labels if row.intent not in ("", out_of_scope)}
        ends = {row.call_id: row.department for row in labels if row.department}
        hops = select(advice.c.call_id, advice.c.department).where(advice.c.call_id.in_(ids)).order_by(advice.c.hop)
        sent = {row.call_id: row.department for row in connection.execute(hops)}
        for call in block:
            if call.call_id not in named:
                ended = call.call_id in ends
                department = ends[call.call_id] if ended else sent.get(call.call_id, call.department)
                kept.append(replace(call, department=department, ended=ended))
    return kept
