"""Which server process serves which model version: each says so when it changes, and a few times a minute besides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row, delete, insert, select, update

from routing.store.engine import READING
from routing.store.tables import in_utc, workers

GONE_AFTER = timedelta(seconds=60)
FORGOTTEN_AFTER = timedelta(hours=1)  # more than clocks of two machines differ


@dataclass(frozen=True)
class Worker:
    """What one server process serves.

    Attributes
    ----------
    id
        Host, process and when it began.
    version, trial
        The live version it serves, and the one it tries out; `trial` is empty without one.
    since
        When it began to serve them.
    seen_at
        When it last gave a sign of life.
    refused, why
        A version it was told to serve and would not, and the reason; empty if there is none.
    """

    id: str
    version: str
    trial: str
    since: datetime
    seen_at: datetime
    refused: str = ""
    why: str = ""


class Workers:
    """The signs of life in the database behind `engine`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def put(self, worker: Worker) -> None:
        """Keep what a worker says of itself in place of what it said before.

        Workers that were not heard of for an hour by this one's clock are forgotten.
        """
        row = {**vars(worker), "since": worker.since.astimezone(UTC), "seen_at": worker.seen_at.astimezone(UTC)}
        with self.engine.begin() as connection:
            connection.execute(delete(workers).where(workers.c.seen_at < row["seen_at"] - FORGOTTEN_AFTER))
            if not connection.execute(update(workers).where(workers.c.id == worker.id).values(row)).rowcount:
                connection.execute(insert(workers), row)

    def alive(self, now: datetime) -> list[Worker]:
        """Return the workers that gave a sign of life within the last 60 s, by id."""
        query = select(workers).where(workers.c.seen_at >= (now - GONE_AFTER).astimezone(UTC)).order_by(workers.c.id)
        with self.engine.connect().execution_options(**READING) as connection:
            return [_worker(row) for row in connection.execute(query)]

    def leave(self, worker_id: str) -> None:
        """Forget a worker that ends in good order."""
        with self.engine.begin() as connection:
            connection.execute(delete(workers).where(workers.c.id == worker_id))


def _worker(row: Row[Any]) -> Worker:
    return Worker(**{**row._mapping, "since": in_utc(row.since), "seen_at": in_utc(row.seen_at)})
