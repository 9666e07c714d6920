"""Advice as it was given: written once, looked up when the caller answers a question."""

from __future__ import annotations

import logging
import time
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, case, func, select
from sqlalchemy.exc import SQLAlchemyError

from routing.domain.history import Given, History
from routing.errors import UnknownQuestion
from routing.store.engine import READING
from routing.store.entry import Entry, insert, part_of, redacted
from routing.store.recorder import Recorder
from routing.store.tables import advice, drops, in_utc

log = logging.getLogger(__name__)

LOOK_AGAIN_S = (0.02, 0.08, 0.2)


@dataclass(frozen=True)
class Returns:
    """How transfers for one intent to its department ended, as far as the record tells.

    Attributes
    ----------
    sent
        Transfers made.
    expected_right
        How many of them were right by the model's confidence.
    came_back
        Callers who asked again later in the same call.
    """

    sent: int
    expected_right: float
    came_back: int


@dataclass(frozen=True)
class Question:
    """A question that was asked: in which call, at which hop, after which (redacted) reason, between which intents."""

    call_id: str
    hop: int
    reason: str
    options: tuple[str, ...]


class Journal:
    """The record of advice in the database behind `engine`.

    Parameters
    ----------
    recorder
        Writes what is recorded, soon after `record` has returned. Without one, `record` writes it.
    """

    def __init__(self, engine: Engine, recorder: Recorder | None = None) -> None:
        self.engine = engine
        self.recorder = recorder

    def record(self, entry: Entry) -> None:
        """Record one entry, redacted; it survives the death of this process when this returns.

        Without a recorder it has reached the disk, and a database that fails raises SQLAlchemy's error.
        """
        if self.recorder:
            self.recorder.put(entry)
            return
        with self.engine.begin() as connection:
            insert(connection, [redacted(entry)])

    def question(self, question_id: str) -> Question:
        """Return the question with this id, which any process may have asked a moment ago.

        What the processes of this machine have still to write is found at once. Another machine's is waited for, up to
        0.3 s, if the id looks like one of ours.

        Raises
        ------
        UnknownQuestion
            No advice of that id asked one.
        """
        for pause_s in (0.0, *(LOOK_AGAIN_S if self.recorder and _is_advice_id(question_id) else ())):
            time.sleep(pause_s)
            asked = self._asked(question_id)
            if asked:
                return asked
        raise UnknownQuestion(
            f"expected the id of a question that was asked, found {question_id!r}; send the reason without it"
        )

    def _asked(self, question_id: str) -> Question | None:
        for entry in self._waiting("id", question_id):
            if entry.id == question_id and entry.action == "ask":
                return Question(entry.call_id, entry.hop, entry.reason, entry.options)
        query = select(advice.c.call_id, advice.c.hop, advice.c.reason, advice.c.options).where(
            advice.c.id == question_id, advice.c.action == "ask"
        )
        with self.engine.connect().execution_options(**READING) as connection:
            row = connection.execute(query).one_or_none()
        return Question(row.call_id, row.hop, row.reason, tuple(row.options)) if row else None

    def history(self, call_id: str) -> History:
        """Return the advice given so far in a call, with what the processes of this machine have still to write.

        While the database fails, a call is remembered by what is still to be written, if there is any.
        """
        waiting = self._waiting("call_id", call_id)
        entries: dict[str, Entry | Row[Any]] = {entry.id: entry for entry in waiting if entry.call_id == call_id}
        try:
            with self.engine.connect().execution_options(**READING) as connection:
                rows = connection.execute(select(advice).where(advice.c.call_id == call_id)).all()
        except SQLAlchemyError:
            if not entries:
                raise
            log.exception("call %s could not be looked up; what is still to be written of it is known", call_id)
            rows = []
        entries |= {row.id: row for row in rows}
        oldest_first = sorted(entries.values(), key=lambda entry: (in_utc(entry.recorded_at), entry.hop))
        return History(tuple(_given(entry) for entry in oldest_first))

    def _waiting(self, field: str, value: str) -> list[Entry]:
        """Return what is still to be written; ask for it before the database, or it may be in neither answer."""
        return self.recorder.waiting(part_of(field, value)) if self.recorder else []

    def returns(self, department: str, since: datetime) -> dict[str, Returns]:
        """Return how the transfers to a department ended since a time, by intent."""
        later = advice.alias("later")
        came_back = (
            select(later.c.id)
            .where(later.c.call_id == advice.c.call_id, later.c.hop > advice.c.hop)
            .correlate(advice)
            .exists()
        )
        query = (
            select(
                advice.c.intent,
                func.count().label("sent"),
                func.sum(advice.c.confidence).label("expected_right"),
                func.sum(case((came_back, 1), else_=0)).label("came_back"),
            )
            .where(advice.c.action == "transfer", advice.c.department == department, advice.c.recorded_at >= since)
            .group_by(advice.c.intent)
        )
        with self.engine.connect().execution_options(**READING) as connection:
            rows = connection.execute(query).all()
        return {row.intent: Returns(row.sent, row.expected_right, row.came_back) for row in rows}

    def dropped(self) -> int:
        """Return how many pieces of advice all processes have ever dropped, as far as the database was told."""
        with self.engine.connect().execution_options(**READING) as connection:
            return int(connection.execute(select(func.coalesce(func.sum(drops.c.dropped), 0))).scalar_one())

    def check(self) -> None:
        """Return if the database answers and holds the tables; raise SQLAlchemy's error otherwise."""
        with self.engine.connect().execution_options(**READING) as connection:
            connection.execute(select(advice.c.id).limit(1))


def _is_advice_id(text: str) -> bool:
    """Tell whether the text has the form of an advice id."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _given(row: Entry | Row[Any]) -> Given:
    return Given(
        hop=row.hop,
        action=row.action,
        department=row.department,
        intent=row.intent,
        reason=row.reason,
        tried=frozenset(row.tried),
        said=row.said,
        manners=frozenset(row.manners),
        warned=row.warned,
        promised=row.promised,
        at=in_utc(row.recorded_at),
    )
