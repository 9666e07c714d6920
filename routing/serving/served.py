"""What a process serves at one moment, and by which of two models a call is answered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

from routing.advise import Advisor
from routing.store.promotions import CANARY, SHADOW


@dataclass(frozen=True)
class Served:
    """The live model, and the one that is tried out beside it.

    Attributes
    ----------
    role, share
        What the trial is, "shadow" or "canary", and the percent of calls that a canary answers; empty and 0 without.
    since
        When this began to be served.
    """

    live: Advisor
    trial: Advisor | None = None
    role: str = ""
    share: int = 0
    since: datetime = field(default_factory=lambda: datetime.now(UTC), compare=False)

    @property
    def canary(self) -> Advisor | None:
        """The model that answers a share of the calls."""
        return self.trial if self.role == CANARY else None

    @property
    def shadow(self) -> Advisor | None:
        """The model that answers every call, too, and that nobody hears."""
        return self.trial if self.role == SHADOW else None

    def for_call(self, call_id: str) -> Advisor:
        """Return what answers a call: at every hop, in every process and on every machine the same."""
        return self.canary if self.canary and lot(call_id) < self.share else self.live


def lot(call_id: str) -> int:
    """Return a number from 0 to 99 that is drawn from the call's id: of many calls each number gets a hundredth."""
    return int.from_bytes(hashlib.blake2b(call_id.encode(), digest_size=8).digest(), "big") % 100
