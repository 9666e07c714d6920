"""Training runs: who asked for what, how far it is, and what came of it. One runs at a time, on all machines together.

A run belongs to the process that does it, which gives a sign of life every few seconds. Whoever looks marks runs as
failed whose process is gone. Ages are told by the database's clock where there is one, so that machines whose clocks
differ agree on who is alive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, Row, func, insert, select, update

from routing.errors import BadRun, RunLost
from routing.store.engine import READING
from routing.store.processes import is_gone, this_process
from routing.store.tables import in_utc, training_log, training_runs

WAITING, RUNNING, DONE, REFUSED, FAILED, CANCELLED = "waiting", "running", "done", "refused", "failed", "cancelled"
ALIVE = (WAITING, RUNNING)
SILENT_S = 60.0
MOST_LISTED = 100
MOST_WAITING = 5  # each has a process of its own
_GONE = "its process is gone"
_SILENT = f"its process gave no sign of life for {SILENT_S:.0f} s"


@dataclass(frozen=True)
class Run:
    """One training run.

    Attributes
    ----------
    state
        waiting, running, done, refused (by the gate), failed or cancelled.
    options
        What was asked for, as JSON holds it.
    seen_at
        When its process last gave a sign of life.
    process
        Which process does it; empty until one has begun.
    progress
        Of the stage, 0 to 1.
    version
        Of the model that came of it; empty for none.
    verdict
        The gate's, as JSON; None until there is one.
    error
        Why it failed or was cancelled; empty otherwise.
    """

    id: str
    state: str
    requested_at: datetime
    requested_by: str
    options: Mapping[str, Any]
    started_at: datetime | None
    finished_at: datetime | None
    seen_at: datetime | None
    process: str
    stage: str
    progress: float
    version: str
    verdict: Mapping[str, Any] | None
    error: str


@dataclass(frozen=True)
class Line:
    """A line of a run's log; later lines have higher ids."""

    id: int
    at: datetime
    line: str


class Runs:
    """The training runs in the database behind `engine`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def create(self, options: Mapping[str, Any], by: str, if_busy: str = "wait") -> Run | None:
        """Return a new run that waits for a process, or None if `if_busy` is "refuse" and another is under way.

        Raises
        ------
        BadRun
            Five runs wait already.
        """
        with self.engine.begin() as connection:
            now = _taking_turns(connection)
            _bury(connection, now)
            if if_busy == "refuse" and _alive(connection):
                return None
            _check_room(connection)
            row = {
                "id": str(uuid4()), "state": WAITING, "requested_at": now, "requested_by": by,
                "options": dict(options), "seen_at": now, "process": "", "stage": "", "progress": 0.0, "version": "",
                "error": "",
            }  # fmt: skip
            connection.execute(insert(training_runs), row)
            return _run(connection.execute(select(training_runs).where(training_runs.c.id == row["id"])).one())

    def claim(self, run_id: str) -> bool:
        """Make this process the one that does the run, if it is its turn: the oldest waiting, and none running.

        To ask is a sign of life, too.

        Raises
        ------
        RunLost
            The run is over: cancelled, or given up for dead.
        """
        with self.engine.begin() as connection:
            now = _taking_turns(connection)
            _change(connection, run_id, WAITING, seen_at=now, process=this_process())
            _bury(connection, now)
            first, *_ = _alive(connection)
            if first != run_id:
                return False
            _change(connection, run_id, WAITING, state=RUNNING, started_at=now)
            return True

    def beat(self, run_id: str, stage: str, progress: float) -> None:
        """Give a sign of life, and say how far the run is.

        Raises
        ------
        RunLost
            The run is over: cancelled, or given up for dead.
        """
        with self.engine.begin() as connection:
            _change(connection, run_id, RUNNING, seen_at=_clock(connection), stage=stage, progress=progress)

    def say(self, run_id: str, line: str) -> None:
        """Add a line to the run's log."""
        with self.engine.begin() as connection:
            row = {"run_id": run_id, "at": _clock(connection), "line": line}
            connection.execute(insert(training_log), row)

    def finish(
        self,
        run_id: str,
        state: str,
        version: str = "",
        verdict: Mapping[str, Any] | None = None,
        error: str = "",
    ) -> bool:
        """Say what came of a run; False if it was over before, which is then left as it is."""
        with self.engine.begin() as connection:
            values: dict[str, Any] = {"state": state, "finished_at": _clock(connection), "version": version}
            over = {**values, "verdict": verdict, "error": error}
            changed = connection.execute(
                update(training_runs).where(training_runs.c.id == run_id, training_runs.c.state.in_(ALIVE)).values(over)
            )
        return bool(changed.rowcount)

    def cancel(self, run_id: str, by: str) -> bool:
        """Cancel a run that is not over; its process stops at its next sign of life."""
        return self.finish(run_id, CANCELLED, error=f"cancelled by {by}")

    def get(self, run_id: str) -> Run | None:
        """Return a run as it is now, or None; runs whose process died are marked first."""
        self.bury()
        with self.engine.connect().execution_options(**READING) as connection:
            row = connection.execute(select(training_runs).where(training_runs.c.id == run_id)).one_or_none()
        return _run(row) if row else None

    def latest(self, most: int = MOST_LISTED) -> list[Run]:
        """Return the latest runs, newest first; those whose process died are marked before."""
        self.bury()
        query = select(training_runs).order_by(training_runs.c.requested_at.desc(), training_runs.c.id).limit(most)
        with self.engine.connect().execution_options(**READING) as connection:
            return [_run(row) for row in connection.execute(query)]

    def position(self, run_id: str) -> int:
        """Return how many runs are before this one; 0 if it runs, is next, or is over."""
        with self.engine.connect().execution_options(**READING) as connection:
            alive = _alive(connection)
        return alive.index(run_id) if run_id in alive else 0

    def log(self, run_id: str, after: int = 0, most: int = MOST_LISTED) -> list[Line]:
        """Return lines of a run's log after the line with the id `after`, oldest first."""
        mine = (training_log.c.run_id == run_id) & (training_log.c.id > after)
        query = select(training_log).where(mine).order_by(training_log.c.id).limit(most)
        with self.engine.connect().execution_options(**READING) as connection:
            return [Line(row.id, in_utc(row.at), row.line) for row in connection.execute(query)]

    def bury(self) -> None:
        """Mark as failed the runs whose process is gone."""
        with self.engine.connect().execution_options(**READING) as connection:
            dead = _dead(connection, _clock(connection))
        if dead:
            with self.engine.begin() as connection:
                _bury(connection, _taking_turns(connection))


def conclude(connection: Connection, run_id: str, state: str, version: str, verdict: Mapping[str, Any]) -> None:
    """Say what came of the running run, in one transaction with what belongs to it.

    Raises
    ------
    RunLost
        The run is over: cancelled, or given up for dead.
    """
    over = {"state": state, "finished_at": _clock(connection), "version": version, "verdict": verdict}
    _change(connection, run_id, RUNNING, **over)


def _taking_turns(connection: Connection) -> datetime:
    """Wait until nobody else starts or ends a run, keep others waiting until the transaction ends; return the time.

    SQLite lets one transaction write at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(training_runs.name))))
    return _clock(connection)


def _clock(connection: Connection) -> datetime:
    if connection.dialect.name == "postgresql":
        return in_utc(connection.execute(select(func.clock_timestamp())).scalar_one())
    return datetime.now(UTC)


def _alive(connection: Connection) -> list[str]:
    """Return the ids of the runs that are not over: the running one, then the waiting ones in their order."""
    query = (
        select(training_runs.c.id)
        .where(training_runs.c.state.in_(ALIVE))
        .order_by(training_runs.c.state, training_runs.c.requested_at, training_runs.c.id)
    )
    return list(connection.execute(query).scalars())


def _check_room(connection: Connection) -> None:
    waiting = select(func.count()).select_from(training_runs).where(training_runs.c.state == WAITING)
    found = connection.execute(waiting).scalar_one()
    if found >= MOST_WAITING:
        raise BadRun(f"expected fewer than {MOST_WAITING} trainings that wait, found {found}; cancel one, or ask later")


def _bury(connection: Connection, now: datetime) -> None:
    for run_id, why in _dead(connection, now):
        values = {"state": FAILED, "finished_at": now, "error": why}
        connection.execute(update(training_runs).where(training_runs.c.id == run_id).values(values))


def _dead(connection: Connection, now: datetime) -> list[tuple[str, str]]:
    """Return the runs that are not over and whose process is gone, each with how that is known."""
    columns = training_runs.c
    rows = connection.execute(select(columns.id, columns.process, columns.seen_at).where(columns.state.in_(ALIVE)))
    silent = now - timedelta(seconds=SILENT_S)
    found = []
    for row in rows:
        if is_gone(row.process):
            found.append((row.id, _GONE))
        elif row.seen_at is None or in_utc(row.seen_at) < silent:
            found.append((row.id, _SILENT))
    return found


def _change(connection: Connection, run_id: str, expected: str, /, **values: Any) -> None:
    """Change a run that is in a certain state; raise RunLost if it is not."""
    mine = (training_runs.c.id == run_id) & (training_runs.c.state == expected)
    if not connection.execute(update(training_runs).where(mine).values(values)).rowcount:
        row = connection.execute(select(training_runs).where(training_runs.c.id == run_id)).one_or_none()
        found = f"is {row.state}{': ' * bool(row.error)}{row.error}" if row else "does not exist"
        raise RunLost(f"training run {run_id}: expected it to be {expected}, but it {found}")


def _run(row: Row[Any]) -> Run:
    kept = dict(row._mapping)
    for name in ("requested_at", "started_at", "finished_at", "seen_at"):
        kept[name] = in_utc(kept[name]) if kept[name] else None
    return Run(**kept)
