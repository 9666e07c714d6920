"""Advice as it was given: written once, looked up when the caller answers a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, Row, case, func, insert, select

from routing.domain.history import Given, History
from routing.errors import UnknownQuestion
from routing.store.engine import READING
from routing.store.redact import redact
from routing.store.tables import advice, in_utc


@dataclass(frozen=True)
class Entry:
    """One piece of advice, for the record. The reason is redacted when it is written.

    Attributes
    ----------
    given_at, recorded_at
        The time of the call, and the service's clock.
    hop
        Transfers made within the call before this advice.
    probabilities
        Of the likeliest intents, by id.
    options
        Intents that a question offered, one a department, in order; empty unless `action` is "ask".
    second_intent
        What the caller rang about besides; empty if nothing.
    tried
        Departments known to have had this caller.
    manners
        How the caller spoke.
    promised
        What the caller was promised.
    said
        The words of this request alone; `reason` may hold what was said before, too.
    warned
        Whether the script warned that abuse ends the call.
    """

    id: str
    call_id: str
    given_at: datetime
    recorded_at: datetime
    channel: str
    hop: int
    reason: str
    action: str
    department: str
    intent: str
    confidence: float
    probabilities: dict[str, float]
    options: tuple[str, ...]
    model: str
    catalogue: str
    took_ms: float
    second_intent: str = ""
    tried: tuple[str, ...] = ()
    manners: tuple[str, ...] = ()
    promised: str = ""
    said: str = ""
    warned: bool = False


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
    """The record of advice in the database behind `engine`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def record(self, entry: Entry) -> None:
        """Write one entry; it has reached the disk when this returns."""
        row: dict[str, Any] = {
            **vars(entry),
            "given_at": entry.given_at.astimezone(UTC),
            "recorded_at": entry.recorded_at.astimezone(UTC),
            "reason": redact(entry.reason),
            "said": redact(entry.said),
            "promised": redact(entry.promised),
            "options": list(entry.options),
            "tried": list(entry.tried),
            "manners": list(entry.manners),
        }
        with self.engine.begin() as connection:
            connection.execute(insert(advice), row)

    def question(self, question_id: str) -> Question:
        """Return the question with this id.

        Raises
        ------
        UnknownQuestion
            No advice of that id asked one.
        """
        query = select(advice.c.call_id, advice.c.hop, advice.c.reason, advice.c.options).where(
            advice.c.id == question_id, advice.c.action == "ask"
        )
        with self.engine.connect().execution_options(**READING) as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise UnknownQuestion(
                f"expected the id of a question that was asked, found {question_id!r}; send the reason without it"
            )
        return Question(row.call_id, row.hop, row.reason, tuple(row.options))

    def history(self, call_id: str) -> History:
        """Return the advice given so far in a call."""
        query = select(advice).where(advice.c.call_id == call_id).order_by(advice.c.recorded_at, advice.c.hop)
        with self.engine.connect().execution_options(**READING) as connection:
            rows = connection.execute(query).all()
        return History(tuple(_given(row) for row in rows))

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

    def check(self) -> None:
        """Return if the database answers and holds the tables; raise SQLAlchemy's error otherwise."""
        with self.engine.connect().execution_options(**READING) as connection:
            connection.execute(select(advice.c.id).limit(1))


def _given(row: Row[Any]) -> Given:
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
