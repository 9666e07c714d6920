"""Each call as a story: what was advised, where the caller was sent first, how often passed on, and where it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Engine, Row, collate, literal_column, or_, select

from routing.domain.catalogue import Catalogue
from routing.domain.labelled import CallRow, Ended, ended
from routing.store.engine import READING
from routing.store.tables import advice, in_utc, labelled_calls

LONGEST_CALL = timedelta(days=1)
HANDED_ON = frozenset(("transfer", "urgent", "callback"))
_ROWS_AT_ONCE = 5_000


@dataclass(frozen=True)
class Story:
    """What is known of one call.

    Attributes
    ----------
    at
        When it began, with a zone.
    channel, model
        Of its first advice; empty for a call that is known by its outcome alone.
    sent_first
        The department the caller was handed to first; empty if a person at the front desk took the call, if the
        advisor was asked only after another department, or if nobody told.
    actions
        What was advised before the first transfer, in order: ("ask", "transfer").
    questions
        Asked in the whole call.
    came_back
        Departments that the caller came back from, as far as the advice tells: the hop of the last advice.
    ended
        Where it was finished; None as long as nobody has told.
    finished_by
        The department that finished it; empty as long as nobody has told.
    passed_on
        How often the caller was passed on after the first department: as told, None as long as nobody has told.
    """

    call_id: str
    at: datetime
    channel: str
    model: str
    sent_first: str
    actions: tuple[str, ...]
    questions: int
    came_back: int
    ended: Ended | None
    finished_by: str
    passed_on: int | None

    @property
    def advised(self) -> bool:
        """Whether the advisor was asked about this call at all."""
        return bool(self.actions)

    @property
    def by_a_person(self) -> bool:
        """Whether the front desk took the call, instead of a first transfer."""
        return bool(self.actions) and self.actions[-1] == "operator"


def read_stories(engine: Engine, catalogue: Catalogue, since: datetime, until: datetime) -> Iterator[Story]:
    """Yield the calls that began from `since` until before `until`, by call_id, never all in memory.

    A call that was never advised began when its first labelled row says it did. One that is known by a label alone,
    neither advised nor with a second row or a number of transfers, tells nothing of transfers and is left out.
    """
    window = advice.c.given_at.between(since - LONGEST_CALL, until + LONGEST_CALL)
    # Both are merged by call_id as Python orders it; PostgreSQL's usual order would be that of a language.
    bytewise = (
        collate(literal_column("call_id"), "C") if engine.dialect.name == "postgresql" else literal_column("call_id")
    )
    advised = (
        select(
            advice.c.call_id,
            advice.c.given_at,
            advice.c.channel,
            advice.c.hop,
            advice.c.action,
            advice.c.department,
            advice.c.model,
        )
        .where(window)
        .order_by(bytewise, advice.c.recorded_at, advice.c.hop)
    )
    told = (
        select(labelled_calls)
        .where(
            or_(
                labelled_calls.c.occurred_at.between(since, until + LONGEST_CALL),
                labelled_calls.c.call_id.in_(select(advice.c.call_id).where(window)),
            )
        )
        .order_by(bytewise, labelled_calls.c.hop)
    )
    with (
        engine.connect().execution_options(**READING, yield_per=_ROWS_AT_ONCE) as one,
        engine.connect().execution_options(**READING, yield_per=_ROWS_AT_ONCE) as other,
    ):
        for given, rows in _side_by_side(one.execute(advised), other.execute(told)):
            story = _story(given, rows, catalogue)
            if since <= story.at < until and _tells(given, rows):
                yield story


def _side_by_side(
    advised: Iterable[Row[Any]], told: Iterable[Row[Any]]
) -> Iterator[tuple[list[Row[Any]], list[Row[Any]]]]:
    """Yield for each call its advice and its labelled rows; both come ordered by call_id."""
    left, right = (groupby(rows, key=attrgetter("call_id")) for rows in (advised, told))
    one, other = next(left, None), next(right, None)
    while one or other:
        first = min(group[0] for group in (one, other) if group)
        given: list[Row[Any]] = []
        rows: list[Row[Any]] = []
        if one and one[0] == first:
            given = list(one[1])
            one = next(left, None)
        if other and other[0] == first:
            rows = list(other[1])
            other = next(right, None)
        yield given, rows


def _story(given: list[Row[Any]], rows: list[Row[Any]], catalogue: Catalogue) -> Story:
    kept = [_call_row(row) for row in rows]
    end = ended(kept)
    finished_by = _department(end.intent, end.department, catalogue) if end else ""
    before = [row for row in given if row.hop == given[0].hop]
    handed = next((row.department for row in before if row.action in HANDED_ON and not row.hop), "")
    sent_first = handed or (_first_stop(kept, catalogue) if not given else "")
    return Story(
        call_id=(given or rows)[0].call_id,
        at=in_utc(given[0].given_at) if given else kept[0].occurred_at,
        channel=given[0].channel if given else "",
        model=given[0].model if given else "",
        sent_first=sent_first,
        actions=tuple(row.action for row in before),
        questions=sum(row.action == "ask" for row in given),
        came_back=given[-1].hop if given else 0,
        ended=end,
        finished_by=finished_by,
        passed_on=_passed_on(end, sent_first, finished_by) if end else None,
    )


def _tells(given: list[Row[Any]], rows: list[Row[Any]]) -> bool:
    return bool(given) or len(rows) > 1 or any(row.transfers is not None for row in rows)


def _passed_on(end: Ended, sent_first: str, finished_by: str) -> int:
    """Return how often a call was passed on: at least once, if it was not finished where it was sent first."""
    misrouted = bool(sent_first and finished_by and sent_first != finished_by)
    return max(end.transfers, int(misrouted))


def _first_stop(rows: list[CallRow], catalogue: Catalogue) -> str:
    """Return where a call without advice was first, if its rows begin there and do not tell of stops left out."""
    first = rows[0]
    stops_left_out = first.resolved and (first.transfers or 0) > 0
    return "" if first.hop or stops_left_out else _department(first.intent, first.department, catalogue)


def _department(intent: str, department: str, catalogue: Catalogue) -> str:
    known = catalogue.intents.get(intent)
    return department or (known.department if known else "")


def _call_row(row: Row[Any]) -> CallRow:
    return CallRow(
        row.call_id,
        row.hop,
        row.reason,
        row.intent,
        row.department,
        row.resolved,
        row.transfers,
        in_utc(row.occurred_at),
        row.source,
        row.agent,
    )
