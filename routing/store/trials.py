"""What a version that is tried out would have advised beside the live one, and which of the two was right."""

from __future__ import annotations

import statistics
from array import array
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Engine, Row, insert, select

from routing.domain.labelled import ended
from routing.domain.paired import mcnemar
from routing.store.engine import READING
from routing.store.erasures import erased_among
from routing.store.labelled import call_row
from routing.store.paging import paged
from routing.store.tables import labelled_calls, trial_advice
from routing.store.turns import blocks

_IN_ONE_QUERY = 500


@dataclass(frozen=True)
class TrialAdvice:
    """What the version on trial said to one request that the live version answered.

    Attributes
    ----------
    advice_id
        Of the advice that the caller got.
    live, trial
        The two versions.
    live_action, live_department, live_took_ms
        What the caller got, and the milliseconds it took.
    action, department, intent, confidence, took_ms
        What the version on trial would have said; the intent is empty if it meant none.
    """

    advice_id: str
    call_id: str
    given_at: datetime
    live: str
    trial: str
    live_action: str
    live_department: str
    live_took_ms: float
    action: str
    department: str
    intent: str
    confidence: float
    took_ms: float


@dataclass(frozen=True)
class Comparison:
    """How two versions did on the same requests.

    Attributes
    ----------
    advice, calls
        Requests that both answered, and the calls they belong to.
    same_department, same_action
        Requests to which both gave the same.
    known
        Calls of which it is known where they ended.
    live_right, trial_right, only_live_right, only_trial_right
        Of those, the calls whose first advice named that department: by each, and by one alone.
    p_value
        Of the paired exact test that both are right equally often (McNemar, 1947).
    live_took_ms, trial_took_ms
        Medians; 0 without any request.
    """

    live: str
    trial: str
    advice: int
    calls: int
    same_department: int
    same_action: int
    known: int
    live_right: int
    trial_right: int
    only_live_right: int
    only_trial_right: int
    p_value: float
    live_took_ms: float
    trial_took_ms: float


class Trials:
    """The record of trials in the database behind `engine`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def record(self, given: Sequence[TrialAdvice]) -> None:
        """Write down what was said, in one transaction; calls that were erased meanwhile are left out."""
        with self.engine.begin() as connection:
            erased = erased_among(connection, {each.call_id for each in given})
            kept = [each for each in given if each.call_id not in erased]
            if kept:
                rows = [{**vars(each), "given_at": each.given_at.astimezone(UTC)} for each in kept]
                connection.execute(insert(trial_advice), rows)

    def compared(self, live: str, trial: str, departments: Mapping[str, str]) -> Comparison:
        """Return how a version on trial did against a live one.

        The first advice of a call is held against where the call ended, since that is where it should have gone.

        Parameters
        ----------
        live, trial
            The versions.
        departments
            The department of each intent, for calls of which only the intent is known.
        """
        query = select(trial_advice).where(trial_advice.c.live == live, trial_advice.c.trial == trial)
        count = _Count({}, array("d"), array("d"))
        for row in paged(self.engine, query, (trial_advice.c.advice_id,)):
            count.add(row)
        known = _known(self.engine, count.first, departments)
        right = Counter(
            (live_department == known[call], trial_department == known[call])
            for call, (_, live_department, trial_department) in count.first.items()
            if call in known
        )
        both, only_live, only_trial = right[True, True], right[True, False], right[False, True]
        return Comparison(
            live=live,
            trial=trial,
            advice=len(count.live_took_ms),
            calls=len(count.first),
            same_department=count.same_department,
            same_action=count.same_action,
            known=right.total(),
            live_right=both + only_live,
            trial_right=both + only_trial,
            only_live_right=only_live,
            only_trial_right=only_trial,
            p_value=mcnemar(only_live, only_trial),
            live_took_ms=statistics.median(count.live_took_ms or (0.0,)),
            trial_took_ms=statistics.median(count.trial_took_ms or (0.0,)),
        )


@dataclass
class _Count:
    """What is counted while the record is read: of each call, the time and both departments of its first advice."""

    first: dict[str, tuple[datetime, str, str]]
    live_took_ms: array[float]
    trial_took_ms: array[float]
    same_department: int = 0
    same_action: int = 0

    def add(self, row: Row[Any]) -> None:
        if row.call_id not in self.first or row.given_at < self.first[row.call_id][0]:
            self.first[row.call_id] = (row.given_at, row.live_department, row.department)
        self.live_took_ms.append(row.live_took_ms)
        self.trial_took_ms.append(row.took_ms)
        self.same_department += row.live_department == row.department
        self.same_action += row.live_action == row.action


def _known(engine: Engine, calls: Collection[str], departments: Mapping[str, str]) -> dict[str, str]:
    """Return the department at which each of `calls` ended, as far as that is known."""
    known: dict[str, str] = {}
    for some in blocks(calls, _IN_ONE_QUERY):
        query = select(labelled_calls).where(labelled_calls.c.call_id.in_(some)).order_by(labelled_calls.c.call_id)
        with engine.connect().execution_options(**READING) as connection:
            rows = [call_row(row) for row in connection.execute(query)]
        endings = (ended(of_call) for _, of_call in groupby(rows, key=lambda row: row.call_id))
        known |= {end.call_id: end.department or departments.get(end.intent, "") for end in endings if end}
    return {call: department for call, department in known.items() if department}
