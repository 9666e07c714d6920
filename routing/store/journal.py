"""Advice as it was given: written once, looked up when the caller answers a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, func, insert, select

from routing.errors import UnknownQuestion
from routing.store.redact import redact
from routing.store.tables import advice


@dataclass(frozen=True)
class Entry:
    """One piece of advice, for the record. The reason is redacted when it is written.

    Attributes
    ----------
    hop
        Transfers made within the call before this advice.
    probabilities
        Of the likeliest intents, by id.
    options
        Intents that a question offered, one a department, in order; empty unless `action` is "ask".
    """

    id: str
    call_id: str
    given_at: datetime
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


@dataclass(frozen=True)
class Question:
    """A question that was asked: in which call, after which (redacted) reason, between which intents."""

    call_id: str
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
            "reason": redact(entry.reason),
            "options": list(entry.options),
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
        query = select(advice.c.call_id, advice.c.reason, advice.c.options).where(
            advice.c.id == question_id, advice.c.action == "ask"
        )
        with self.engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise UnknownQuestion(
                f"expected the id of a question that was asked, found {question_id!r}; send the reason without it"
            )
        return Question(row.call_id, row.reason, tuple(row.options))

    def questions(self, call_id: str, reason: str) -> dict[int, int]:
        """Return how many questions were asked in a call, by hop.

        One that was asked after the very same words is not counted: a telephone system that sends a request again
        must get the same answer.
        """
        query = (
            select(advice.c.hop, func.count().label("asked"))
            .where(advice.c.call_id == call_id, advice.c.action == "ask", advice.c.reason != redact(reason))
            .group_by(advice.c.hop)
        )
        with self.engine.connect() as connection:
            return {row.hop: row.asked for row in connection.execute(query)}

    def check(self) -> None:
        """Return if the database answers and holds the tables; raise SQLAlchemy's error otherwise."""
        with self.engine.connect() as connection:
            connection.execute(select(advice.c.id).limit(1))
