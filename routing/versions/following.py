"""Whether the server processes have followed a change."""

from __future__ import annotations

import time
from dataclasses import dataclass

from routing.store.workers import Worker
from routing.versions.held import State, Versions

SWITCHED_WITHIN_S = 15.0  # two seconds are promised; a version on a remote shelf is fetched first
LOOKS_EVERY_S = 0.2


@dataclass(frozen=True)
class Followed:
    """How far the server processes have followed.

    Attributes
    ----------
    alive
        Those that gave a sign of life in the last minute.
    waiting
        Those of them that do not serve yet what they should.
    refusing
        Those of them that will not, and say why.
    """

    alive: tuple[Worker, ...]
    waiting: tuple[Worker, ...]
    refusing: tuple[Worker, ...]


def followed(state: State) -> Followed:
    """Return how far the workers have come with what holds now."""
    wanted = {state.live, state.trial}
    behind = [worker for worker in state.workers if (worker.version, worker.trial) != (state.live, state.trial)]
    return Followed(
        alive=state.workers,
        waiting=tuple(worker for worker in behind if not worker.refused or worker.refused not in wanted),
        refusing=tuple(worker for worker in behind if worker.refused and worker.refused in wanted),
    )


def wait_for_workers(held: Versions, within_s: float = SWITCHED_WITHIN_S) -> Followed:
    """Return when every live worker serves what it should or refuses it, or when the time, in seconds, is over."""
    ends = time.monotonic() + within_s
    while True:
        now = followed(held.look())
        if not now.waiting or time.monotonic() > ends:
            return now
        time.sleep(LOOKS_EVERY_S)
