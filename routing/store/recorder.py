"""Advice is recorded after the caller is answered: `put` keeps it in the spool and a thread writes it down.

Nothing is lost without being counted. Advice that can go nowhere is dropped, logged, and told in the table `drops` once
the database answers again.
"""

from __future__ import annotations

import atexit
import logging
import os
import socket
import threading
import time
from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from routing.store.entry import Entry, body_of, entry_of, readable, redacted
from routing.store.spool import File, Spool, abandoned, sealed, waiting_elsewhere
from routing.store.writing import AT_ONCE, note_drops, written, written_from

log = logging.getLogger(__name__)

GATHER_S = 0.01  # after the first line, for others to be written with it
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 5.0  # before the database is tried again
LOOK_ROUND_S = 30.0  # between looks for what dead processes have left
DRAIN_S = 10.0

FULL = "the database did not answer for so long that no more could wait"
CLOSED = "the process was ending"
NOWHERE = "neither the database nor the spool could be written when the process ended"


@dataclass(frozen=True)
class Limits:
    """How much may wait in one process; what comes after that is dropped."""

    rows: int = 100_000
    bytes: int = 100_000_000


@dataclass(frozen=True)
class Counts:
    """What became of the advice of one process since it started.

    Attributes
    ----------
    recorded
        Rows in the database, those that dead processes had left among them.
    waiting
        Rows that are still to be written.
    dropped
        Pieces of advice that were given but will never be recorded.
    spooling
        Whether what waits is safe from the death of the process.
    """

    recorded: int
    waiting: int
    dropped: int
    spooling: bool


@dataclass(frozen=True)
class _Waiting:
    body: bytes
    spooled: bool


class Recorder:
    """Writes advice into the database behind `engine`, by way of the spool in `folder`, from `start` to `close`.

    It is started in the process that it shall run in: threads and locks do not survive a fork.
    """

    def __init__(self, engine: Engine, folder: Path, limits: Limits = Limits()) -> None:
        self.engine = engine
        self.folder = folder
        self.limits = limits
        self.worker = f"{socket.gethostname()}/{os.getpid()}"
        self._change = threading.Condition()
        self._queue: deque[_Waiting] = deque()
        self._writing: deque[_Waiting] = deque()
        self._bytes = self._recorded = self._dropped = 0
        self._untold: Counter[str] = Counter()
        self._dropping = self._spool_fails = self._database_fails = False
        self._closing = self._given_up = self._left = False
        self._spool: Spool | None = None
        self._found: list[File] = []
        self._look_at = float("-inf")
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    def start(self) -> None:
        """Open the spool and begin to write; ends with `close`, at the latest when Python does."""
        self._open_spool()
        self._thread.start()
        atexit.register(self.close)

    def put(self, entry: Entry) -> None:
        """Take an entry to be recorded. It outlives the process when this returns, unless the spool cannot be written.

        Waits for no disk and no database.
        """
        body = body_of(redacted(entry))
        with self._change:
            why = CLOSED if self._closing else FULL if self._is_full(len(body)) else ""
            if why:
                self._drop(why)
                return
            self._queue.append(_Waiting(body, self._spooled(body)))
            self._bytes += len(body)
            if len(self._queue) == 1:
                self._change.notify_all()

    def waiting(self, part: bytes) -> list[Entry]:
        """Return the entries with this `part_of` them that this machine's processes have still to write.

        Look here before the database: what is not here any more is there.
        """
        with self._change:
            mine = [*self._writing, *self._queue]
            owner = self._spool.owner if self._spool else ""
        found = [each.body for each in mine if part in each.body]
        with suppress(OSError):
            found += waiting_elsewhere(self.folder, part, owner) if owner else []
        return readable(found)

    def counts(self) -> Counts:
        """Return the counts of this process."""
        with self._change:
            waiting = len(self._queue) + len(self._writing)
            return Counts(self._recorded, waiting, self._dropped, self._spool is not None and not self._spool_fails)

    def close(self, limit_s: float = DRAIN_S) -> Counts:
        """Write what waits, for at most `limit_s` seconds, and stop; what is left stays in the spool."""
        with self._change:
            self._closing = True
            self._change.notify_all()
        atexit.unregister(self.close)
        if self._thread.is_alive():
            self._thread.join(limit_s)
            self._given_up = True
            self._thread.join(FIRST_PAUSE_S * 2)
        self._leave()
        return self.counts()

    def _is_full(self, more: int) -> bool:
        rows = len(self._queue) + len(self._writing)
        return rows >= self.limits.rows or self._bytes + more > self.limits.bytes

    def _spooled(self, body: bytes) -> bool:
        """Keep a body in the spool; tell whether that could be done."""
        if self._spool is None:
            return False
        try:
            self._spool.append(sealed(body))
        except OSError as error:
            if not self._spool_fails:
                log.error("the spool cannot be written: %s; until it can, a crash loses advice unseen", error)
            self._spool_fails = True
            return False
        if self._spool_fails:
            log.warning("the spool can be written again")
        self._spool_fails = False
        return True

    def _drop(self, why: str, pieces: int = 1) -> None:
        """Count advice that is lost, to be told in the database; the first of a burst is logged."""
        if not self._dropping:
            log.error("advice was given but not recorded: %s", why)
        self._dropping = True
        self._dropped += pieces
        self._untold[why] += pieces

    def _run(self) -> None:
        """Write until there is nothing left after `close`, or the time for it is over."""
        pause_s = FIRST_PAUSE_S
        while not self._given_up and self._wait_for_work():
            try:
                self._look_round()
                self._write_waiting()
                self._tell_drops()
                self._write_found()
                pause_s = FIRST_PAUSE_S
            except Exception as error:  # whatever it is, it is no reason to stop recording
                self._failed(error)
                self._pause(pause_s)
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
        self._leave()
        for file in self._found:
            file.close()
        if self._spool:
            self._spool.close()

    def _wait_for_work(self) -> bool:
        """Return when there is something to do; False when there will be nothing any more."""
        with self._change:
            if not (self._writing or self._untold or self._found):
                self._change.wait_for(lambda: self._queue or self._closing, timeout=self._look_at - time.monotonic())
                self._change.wait_for(lambda: self._closing, timeout=GATHER_S)
            return bool(self._queue or self._writing or self._untold or not self._closing)

    def _pause(self, pause_s: float) -> None:
        with self._change:
            closing = self._change.wait_for(lambda: self._closing, timeout=pause_s)
        if closing:
            time.sleep(FIRST_PAUSE_S)

    def _write_waiting(self) -> None:
        """Write everything that waited when this began, and then forget it in the spool."""
        with self._change:
            if not self._writing:
                self._writing, self._queue = self._queue, self._writing
                if self._spool:
                    self._spool.turn()
        while self._writing and not self._given_up:
            some = list(islice(self._writing, AT_ONCE))
            lost = written(self.engine, [entry_of(each.body) for each in some])
            with self._change:
                for _ in some:
                    self._bytes -= len(self._writing.popleft().body)
                self._account(len(some) - lost.total(), lost)
        if self._spool and not self._writing:
            self._spool.settle()

    def _account(self, rows: int, lost: Counter[str]) -> None:
        """Count rows that are written and advice that is lost; the database answers."""
        for why, pieces in lost.items():
            self._drop(why, pieces)
        self._recorded += rows
        if self._database_fails:
            log.warning("the database can be written again; %d rows wait", len(self._queue) + len(self._writing))
        self._database_fails = self._dropping = False

    def _tell_drops(self) -> None:
        with self._change:
            untold = self._untold.copy()
        if untold:
            note_drops(self.engine, self.worker, untold)
            with self._change:
                self._untold -= untold

    def _failed(self, error: Exception) -> None:
        if not self._database_fails:
            waiting = self.counts().waiting
            expected = isinstance(error, SQLAlchemyError)
            told = getattr(error, "orig", None) or error
            log.error(
                "advice cannot be recorded for now (%s); %d rows wait", told, waiting, exc_info=not expected and error
            )
        self._database_fails = True
        if self._spool:
            with suppress(OSError):  # so that a power cut takes no more than the last seconds
                self._spool.flush()

    def _look_round(self) -> None:
        """Now and then, open the spool if that failed before, and take over what dead processes have left."""
        if time.monotonic() < self._look_at or self._closing:
            return
        self._look_at = time.monotonic() + LOOK_ROUND_S
        if self._spool is None:
            self._open_spool()
        if self._spool:
            self._found += abandoned(self.folder)

    def _open_spool(self) -> None:
        try:
            spool = Spool(self.folder)
        except OSError as error:
            log.error("the spool cannot be opened: %s; until it can, a crash loses advice unseen", error)
            return
        with self._change:
            self._spool = spool

    def _write_found(self) -> None:
        """Write what dead processes have left, and remove their files."""
        while self._found and not self._closing:
            rows, lost = written_from(self.engine, self._found[0])
            with self._change:
                self._account(rows, lost)
            self._tell_drops()
            file = self._found.pop(0)
            file.empty()
            file.close()

    def _leave(self) -> None:
        """Say what became of everything; what could not be written stays in the spool if it can."""
        with self._change:
            if self._left:
                return
            self._left = True
            rest = [*self._writing, *self._queue]
            lost = sum(not (each.spooled or self._spooled(each.body)) for each in rest)
            if lost:
                self._drop(NOWHERE, lost)
            if rest or self._untold:
                log.warning("stopped recording: %d rows stay in the spool, %d are lost", len(rest) - lost, lost)
