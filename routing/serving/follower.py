"""Serves in each process what the store says, within two seconds, without a request noticing."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from routing.advise import Advisor
from routing.serving.memory import give_back
from routing.serving.served import Served
from routing.serving.switch import Refusal, Switch
from routing.serving.wanted import Order, Wanted, order
from routing.store.promotions import Promotions
from routing.text.shelf import Live

log = logging.getLogger(__name__)

LOOKS_EVERY_S = 0.25
STOPS_WITHIN_S = 5.0
FIRST_RETRY_S, LONGEST_RETRY_S = 5.0, 300.0


@dataclass(frozen=True)
class _Refused:
    """A row whose version would not do: what for, and when it is tried again by the monotonic clock."""

    row: int
    refusal: Refusal
    wait_s: float
    again_at: float


class Follower:
    """Looks at the store four times a second and has the switch serve what stands there.

    A version is loaded, warmed and checked beside the one that answers, then changes places with it. One that fails is
    refused: what was served stays, and the version is tried again after 5 s, and then at twice the time before, up to
    five minutes. Whatever happens here, the process goes on answering.

    Parameters
    ----------
    load
        Returns a warm, checked advisor with a version, or raises.
    default
        What is live until a version is promoted.
    serving
        What the switch serves now.
    """

    def __init__(
        self,
        switch: Switch,
        promotions: Promotions,
        load: Callable[[Live], Advisor],
        default: Live,
        serving: Live,
    ) -> None:
        self._switch = switch
        self._promotions = promotions
        self._load = load
        self._default = default
        self._live = serving
        self._trial: Live | None = None
        self._refused: dict[int, _Refused] = {}
        self._freed = self._failing = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)

    def start(self) -> None:
        """Begin to look; to be called in the process that serves, after it has forked."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more; returns when the last look is over, but does not wait for a version that is being fetched."""
        self._ended.set()
        self._thread.join(STOPS_WITHIN_S)

    def _run(self) -> None:
        while not self._ended.wait(LOOKS_EVERY_S):
            try:
                self.look()
                self._failing = False
            except Exception:  # a thread that dies would leave the process behind for good
                if not self._failing:
                    log.exception("what is to be served cannot be looked up; what is served stays")
                self._failing = True

    def look(self) -> None:
        """Look at the store once and follow it."""
        if self._freed:
            self._freed = False
            give_back()  # one look after the change: by now the last request of the model before is answered
        wanted = order(self._promotions.current(), self._default)
        self._refused = {row: each for row, each in self._refused.items() if row in _rows(wanted)}
        self._follow_live(wanted.live)
        self._follow_trial(wanted)
        self._switch.refusals = tuple(each.refusal for each in self._refused.values())

    def _follow_live(self, wanted: Wanted) -> None:
        served = self._switch.served
        if wanted.model == self._live:
            return
        if wanted.model == self._trial and served.trial:
            self._change(Served(served.trial), wanted.model, None)
        elif advisor := self._loaded(wanted):
            self._change(Served(advisor, served.trial, served.role, served.share), wanted.model, self._trial)

    def _follow_trial(self, wanted: Order) -> None:
        served = self._switch.served
        if wanted.trial is None:
            if served.trial:
                self._change(Served(served.live), self._live, None)
        elif wanted.trial.model != self._trial:
            if served.trial:  # the trial before is over, whatever becomes of the next
                self._change(Served(served.live), self._live, None)
            if advisor := self._loaded(wanted.trial):
                self._change(Served(served.live, advisor, wanted.role, wanted.share), self._live, wanted.trial.model)
        elif (served.role, served.share) != (wanted.role, wanted.share):
            self._change(Served(served.live, served.trial, wanted.role, wanted.share), self._live, self._trial)

    def _change(self, served: Served, live: Live, trial: Live | None) -> None:
        self._switch.change(served)
        self._live, self._trial = live, trial
        self._freed = True
        log.info("serving %s%s", live.version, f", {served.role} {trial.version}" if trial else "")

    def _loaded(self, wanted: Wanted) -> Advisor | None:
        """Return an advisor with the version, or None if it is refused, now or a moment ago."""
        before = self._refused.get(wanted.row)
        if before and time.monotonic() < before.again_at:
            return None
        try:
            advisor = self._load(wanted.model)
        except Exception as error:  # nothing that a file holds may end the process
            wait_s = min(2 * before.wait_s, LONGEST_RETRY_S) if before else FIRST_RETRY_S
            refusal = Refusal(wanted.model.version, str(error) or repr(error))
            self._refused[wanted.row] = _Refused(wanted.row, refusal, wait_s, time.monotonic() + wait_s)
            self._freed = True
            log.error("version %s is refused, what is served stays: %s", refusal.version, refusal.why)
            return None
        self._refused.pop(wanted.row, None)
        return advisor


def _rows(wanted: Order) -> set[int]:
    return {each.row for each in (wanted.live, wanted.trial) if each}
