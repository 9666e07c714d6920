"""Tells the store what this process serves: when that changes, and every fifteen seconds besides."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

from routing.serving.switch import Refusal, Switch
from routing.store.workers import Worker, Workers

log = logging.getLogger(__name__)

LOOKS_EVERY_S = 0.5
AGAIN_EVERY_S = 15.0
STOPS_WITHIN_S = 5.0


class Presence:
    """One row in the store, kept by a thread of its own: a database that is slow to write delays no swap."""

    def __init__(self, switch: Switch, workers: Workers) -> None:
        self._switch = switch
        self._workers = workers
        self._id = ""
        self._told: Worker | None = None
        self._told_at = float("-inf")
        self._failing = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)

    def start(self) -> None:
        """Begin to tell; to be called in the process that serves, after it has forked."""
        self._id = f"{socket.gethostname()}:{os.getpid()}:{time.time_ns() // 10**6}"
        self._thread.start()

    def stop(self) -> None:
        """Tell no more, and have the store forget this process."""
        self._ended.set()
        self._thread.join(STOPS_WITHIN_S)
        try:
            self._workers.leave(self._id)
        except SQLAlchemyError:
            log.exception("worker %s could not tell the store that it ends; it will be missed in a minute", self._id)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._tell()
                self._failing = False
            except SQLAlchemyError:
                if not self._failing:
                    log.exception("the store cannot be told what this worker serves")
                self._failing = True
            self._ended.wait(LOOKS_EVERY_S)

    def _tell(self) -> None:
        served = self._switch.served
        refusal = next(iter(self._switch.refusals), Refusal("", ""))
        worker = Worker(
            id=self._id,
            version=served.live.model.version,
            trial=served.trial.model.version if served.trial else "",
            since=served.since,
            seen_at=served.since,
            refused=refusal.version,
            why=refusal.why,
        )
        if worker != self._told or time.monotonic() - self._told_at >= AGAIN_EVERY_S:
            self._workers.put(replace(worker, seen_at=datetime.now(UTC)))
            self._told, self._told_at = worker, time.monotonic()
