"""Answers that are given again when the same request comes again, by the key its sender chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Engine, and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from routing.store.engine import READING
from routing.store.tables import idempotency, in_utc

KEPT = timedelta(hours=24)
ABANDONED = timedelta(seconds=60)


@dataclass(frozen=True)
class Claim:
    """The right to answer the request of a key."""

    key: str
    started_at: datetime


@dataclass(frozen=True)
class Answer:
    """What was answered, and the digest of the request that it answered."""

    digest: str
    status: int
    body: str


@dataclass(frozen=True)
class UnderWay:
    """Another request of that key has no answer yet; it is taken for lost after so many seconds."""

    lost_in_s: int


class Answers:
    """The answers in the database behind `engine`, by key."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def begin(self, key: str) -> Claim | Answer | UnderWay:
        """Claim a key, or return what was or is being answered under it.

        A claim without an answer is taken over after 60 seconds: its process was killed. So what is done under a claim
        must bear being done twice. An answer holds for 24 hours.
        """
        now = datetime.now(UTC)
        lost = and_(idempotency.c.status.is_(None), idempotency.c.started_at <= now - ABANDONED)
        old = or_(idempotency.c.started_at <= now - KEPT, lost)
        try:
            with self.engine.begin() as connection:
                connection.execute(delete(idempotency).where(idempotency.c.key == key, old))
                connection.execute(insert(idempotency), {"key": key, "request_digest": "", "started_at": now})
        except IntegrityError:
            return self._known(key, now)
        return Claim(key, now)

    def finish(self, claim: Claim, answer: Answer) -> None:
        """Keep the answer; one that was taken over in the meantime is left to the other."""
        values = {"request_digest": answer.digest, "status": answer.status, "body": answer.body}
        with self.engine.begin() as connection:
            connection.execute(update(idempotency).where(*_is(claim)).values(values))

    def release(self, claim: Claim) -> None:
        """Give the key back without an answer, so that the request can be sent again at once."""
        with self.engine.begin() as connection:
            connection.execute(delete(idempotency).where(*_is(claim)))

    def _known(self, key: str, now: datetime) -> Answer | UnderWay:
        query = select(idempotency).where(idempotency.c.key == key)
        with self.engine.connect().execution_options(**READING) as connection:
            row = connection.execute(query).one_or_none()
        if row is None:  # given back in this very moment
            return UnderWay(1)
        if row.status is None:
            left = in_utc(row.started_at) + ABANDONED - now
            return UnderWay(max(1, round(left.total_seconds())))
        return Answer(row.request_digest, row.status, row.body)


def forget_old(engine: Engine, now: datetime) -> int:
    """Delete the answers that no longer hold; return how many."""
    with engine.begin() as connection:
        return connection.execute(delete(idempotency).where(idempotency.c.started_at <= now - KEPT)).rowcount


def _is(claim: Claim) -> tuple[ColumnElement[bool], ...]:
    return idempotency.c.key == claim.key, idempotency.c.started_at == claim.started_at
