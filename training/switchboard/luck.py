"""The luck of callers, drawn once and shared by all policies, so that policies differ by what they do alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Chance(IntEnum):
    """What may go one way or the other in a call."""

    MENU = 0
    ANSWER = 1
    OPERATOR = 2
    COLLEAGUE = 3
    HANDED_ON = 4
    RIGHT_FAILS = 5
    WHICH = 6


@dataclass(frozen=True)
class Luck:
    """One caller's draws, uniform from 0 to 1: a row for each chance, a column for each time it comes up."""

    draws: Sequence[Sequence[float]]

    def of(self, chance: Chance, time: int) -> float:
        """Return the draw of a chance that comes up for the given time, from 0; the row begins anew at its end."""
        row = self.draws[chance]
        return row[time % len(row)]


def draw_luck(calls: int, repeat: int, seed: int, times: int) -> list[Luck]:
    """Return the luck of so many callers; the same seed and repeat give the same luck."""
    drawn: NDArray[Any] = np.random.default_rng((seed, repeat)).random((calls, len(Chance), times))
    return [Luck(rows) for rows in drawn.tolist()]
