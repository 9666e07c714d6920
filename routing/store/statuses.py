"""The live status of each department, shared by all workers through the database.

Each process answers from a copy of its own, read anew when it is more than a second old. So every worker sees a
change within two seconds, and a call on the line costs no query.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from routing.domain.live import Incident, LiveStatus
from routing.store.engine import READING
from routing.store.tables import department_status, in_utc

log = logging.getLogger(__name__)

OLDEST_COPY_S = 1.0
NEVER = float("-inf")


class Statuses:
    """The live statuses in the database behind `engine`, by department."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._copy: Mapping[str, LiveStatus] = {}
        self._read_at = NEVER
        self._failing = False
        self._one_reads = threading.Lock()

    def all(self) -> Mapping[str, LiveStatus]:
        """Return every status, at most a second old; expired ones may be among them.

        A database that fails leaves the statuses last known, which expire by themselves. It is asked once a second.
        """
        if self._is_old():
            with self._one_reads:
                if self._is_old():
                    self._read()
        return self._copy

    def put(self, status: LiveStatus) -> None:
        """Keep this status in place of the department's last; it has reached the disk when this returns."""
        row = _row(status)
        change = update(department_status).where(department_status.c.department == status.department).values(row)
        try:
            with self.engine.begin() as connection:
                if not connection.execute(change).rowcount:
                    connection.execute(insert(department_status), row)
        except IntegrityError:  # another process was the first to keep one for this department
            with self.engine.begin() as connection:
                connection.execute(change)
        self._read_at = NEVER

    def clear(self, department: str) -> None:
        """Forget the department's status, so that the catalogue holds again."""
        with self.engine.begin() as connection:
            connection.execute(delete(department_status).where(department_status.c.department == department))
        self._read_at = NEVER

    def _is_old(self) -> bool:
        return time.monotonic() - self._read_at > OLDEST_COPY_S

    def _read(self) -> None:
        started = time.monotonic()
        try:
            with self.engine.connect().execution_options(**READING) as connection:
                self._copy = {row.department: _status(row) for row in connection.execute(select(department_status))}
            if self._failing:
                log.warning("live statuses can be read again")
            self._failing = False
        except SQLAlchemyError:
            if not self._failing:
                log.exception("live statuses cannot be read; those last known hold until they expire")
            self._failing = True
            started = time.monotonic()
        self._read_at = started


def _row(status: LiveStatus) -> dict[str, Any]:
    incidents = [
        {
            "text": incident.text,
            "starts": incident.starts.astimezone(UTC).isoformat(),
            "ends": incident.ends.astimezone(UTC).isoformat(),
            "intents": sorted(incident.intents),
        }
        for incident in status.incidents
    ]
    return {**vars(status), "incidents": incidents, "until": status.until.astimezone(UTC)}


def _status(row: Row[Any]) -> LiveStatus:
    incidents = tuple(
        Incident(
            kept["text"],
            datetime.fromisoformat(kept["starts"]),
            datetime.fromisoformat(kept["ends"]),
            frozenset(kept["intents"]),
        )
        for kept in row.incidents
    )
    return LiveStatus(row.department, row.open, row.wait_s, incidents, row.on_duty, in_utc(row.until))
