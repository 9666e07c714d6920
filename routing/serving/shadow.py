"""Asks the version on trial what the live one was asked, where no caller waits for it, and keeps what both said."""

from __future__ import annotations

import logging
import queue
import threading
import time
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from routing.advise import Advice, Advisor
from routing.domain.history import History
from routing.listening import Record
from routing.request import Request
from routing.store.journal import Question, Returns
from routing.store.trials import TrialAdvice, Trials

log = logging.getLogger(__name__)

MOST_WAITING = 64
BATCH = 50
BATCH_AFTER_S = 1.0


@dataclass(frozen=True)
class Overheard:
    """A request, and the advice that the live version gave."""

    trial: Advisor
    request: Request
    advice: Advice


class Shadow:
    """Answers overheard requests in a thread of its own, which starts with the first, and writes them down in batches.

    At most 64 wait; of more than that the newest are dropped and counted, so a slow version on trial takes neither
    time nor memory from callers.
    """

    def __init__(self, trials: Trials) -> None:
        self.dropped = 0
        self._trials = trials
        self._waiting: queue.Queue[Overheard] = queue.Queue(MOST_WAITING)
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def overhear(self, trial: Advisor, request: Request, advice: Advice) -> None:
        """Have the version on trial answer this request soon; returns at once."""
        if self._thread is None:
            self._start()
        try:
            self._waiting.put_nowait(Overheard(trial, request, advice))
        except queue.Full:
            self.dropped += 1

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="shadow", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            batch = [said for each in self._batch() if (said := _said(each))]
            try:
                if batch:
                    self._trials.record(batch)
            except SQLAlchemyError:
                self.dropped += len(batch)
                log.exception("%d pieces of trial advice could not be recorded", len(batch))

    def _batch(self) -> list[Overheard]:
        """Wait for a request; return it with those that come within a second, at most fifty."""
        batch = [self._waiting.get()]
        ends = time.monotonic() + BATCH_AFTER_S
        while len(batch) < BATCH:
            try:
                batch.append(self._waiting.get(timeout=max(0.0, ends - time.monotonic())))
            except queue.Empty:
                break
        return batch


@dataclass(frozen=True)
class Before(Record):
    """The record as it was before a moment: without the advice that the live version has given since."""

    record: Record
    moment: datetime

    def history(self, call_id: str) -> History:
        """Return the advice that had been given in a call."""
        return History(tuple(given for given in self.record.history(call_id).given if given.at < self.moment))

    def question(self, question_id: str) -> Question:
        """Return a question that was asked."""
        return self.record.question(question_id)

    def returns(self, department: str, since: datetime) -> dict[str, Returns]:
        """Return how the transfers to a department ended since a time, by intent."""
        return dict(self.record.returns(department, since))


def _said(overheard: Overheard) -> TrialAdvice | None:
    """Return what the version on trial says; None if it cannot answer, which the log tells."""
    trial, request, given = overheard.trial, overheard.request, overheard.advice
    try:
        said = trial.consider(request, Before(trial.journal, request.now))
    except Exception:  # a candidate's fault must not end the trial
        log.exception("version %s could not answer what %s answered", trial.model.version, given.model)
        return None
    return TrialAdvice(
        advice_id=given.id,
        call_id=given.call.id,
        given_at=request.now,
        live=given.model,
        trial=said.model,
        live_action=given.decision.action,
        live_department=given.department.id,
        live_took_ms=given.took_ms,
        action=said.decision.action,
        department=said.department.id,
        intent=said.intent.id if said.intent else "",
        confidence=said.confidence,
        took_ms=said.took_ms,
    )
