"""Each call as a story: what was advised, where the caller was sent first, how often passed on, and where it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import Any

from sqlalchemy import Engine, Row, select

from routing.domain.catalogue import Catalogue
from routing.domain.labelled import CallRow, Ended, ended
from routing.store.engine import READING
from routing.store.labelled import call_row
from routing.store.paging import paged
from routing.store.tables import advice, in_utc, labelled_calls

LONGEST_CALL = timedelta(days=1)
HANDED_ON = frozenset(("transfer", "urgent", "callback"))
_ADVICE_AT_ONCE = 20_000
_CALLS_AT_ONCE = 500


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
    """Yield the calls that began from `since` until before `until`, never all in memory: first those that were advised.

    A call that was never advised began when its first labelled row says it did. One that is known by a label alone,
    neither advised nor with a second row or a number of transfers, tells nothing of transfers and is left out.
    """
    since, until = since.astimezone(UTC), until.astimezone(UTC)
    window = advice.c.given_at.between(since - LONGEST_CALL, until + LONGEST_CALL)
    advised = select(
        advice.c.id,
        advice.c.call_id,
        advice.c.given_at,
        advice.c.recorded_at,
        advice.c.channel,
        advice.c.hop,
        advice.c.action,
        advice.c.department,
        advice.c.model,
    ).where(window)
    same_call = advice.c.call_id == labelled_calls.c.call_id
    only_told = select(labelled_calls).where(
        labelled_calls.c.occurred_at.between(since, until + LONGEST_CALL),
        ~select(advice.c.id).where(same_call, window).correlate(labelled_calls).exists(),
    )
    given = _by_call(paged(engine, advised, (advice.c.call_id, advice.c.id), size=_ADVICE_AT_ONCE))
    told = _by_call(paged(engine, only_told, (labelled_calls.c.call_id, labelled_calls.c.hop)))
    pairs = chain(_with_told(engine, given), (([], rows) for rows in told))
    stories = (_story(advice_given, rows, catalogue) for advice_given, rows in pairs if _tells(advice_given, rows))
    return (story for story in stories if since <= story.at < until)


def _by_call(rows: Iterable[Row[Any]]) -> Iterator[list[Row[Any]]]:
    """Yield the rows of each call; those of a call come one after the other."""
    return (list(of_call) for _, of_call in groupby(rows, key=attrgetter("call_id")))


def _with_told(engine: Engine, given: Iterator[list[Row[Any]]]) -> Iterator[tuple[list[Row[Any]], list[Row[Any]]]]:
    """Yield the advice of each call, the first one first, with its labelled rows by hop."""
    while some := list(islice(given, _CALLS_AT_ONCE)):
        query = select(labelled_calls).where(labelled_calls.c.call_id.in_([rows[0].call_id for rows in some]))
        told: dict[str, list[Row[Any]]] = {}
        with engine.connect().execution_options(**READING) as connection:
            for row in connection.execute(query.order_by(labelled_calls.c.hop)):
                told.setdefault(row.call_id, []).append(row)
        for rows in some:
            yield sorted(rows, key=attrgetter("recorded_at", "hop")), told.get(rows[0].call_id, [])


def _story(given: list[Row[Any]], rows: list[Row[Any]], catalogue: Catalogue) -> Story:
    kept = [call_row(row) for row in rows]
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
