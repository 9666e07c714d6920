"""What has already happened in a call, read from the advice that was given in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from routing.domain.catalogue import Catalogue

RETURN_S = 20
PASSED_ON = ("transfer", "operator")


@dataclass(frozen=True)
class Given:
    """One piece of advice as it was given.

    Attributes
    ----------
    hop
        Transfers made within the call before it.
    department, intent
        Whom the caller was sent to and what for; the intent is empty if it was not known.
    reason
        What the caller had said, redacted.
    tried
        Departments known then to have had this caller.
    warned
        Whether the caller was warned that abuse ends the call.
    promised
        What the caller was promised.
    at
        When it was given, by the service's clock.
    """

    hop: int
    action: str
    department: str
    intent: str
    reason: str
    tried: frozenset[str]
    warned: bool
    promised: str
    at: datetime


@dataclass(frozen=True)
class History:
    """All advice given in one call, oldest first."""

    given: tuple[Given, ...] = ()

    def hops(self, now: datetime) -> int:
        """Return how many transfers the caller has been through.

        A caller who asks again after a transfer has come back from it. Within 20 s nobody has: that is a telephone
        system repeating itself, or a receptionist mending a word.
        """
        if not self.given:
            return 0
        last = self.given[-1]
        return last.hop + (last.action in PASSED_ON and _long_after(last, now))

    def tried(self, hops: int) -> frozenset[str]:
        """Return the departments that had this caller before the transfer number `hops` (from 0) is made.

        They were told by the telephone system, or the caller came back from them.
        """
        last_of_hop = {each.hop: each for each in self.given if each.hop < hops}
        sent = {each.department for each in last_of_hop.values() if each.action == "transfer"}
        return frozenset(sent.union(*(each.tried for each in self.given)))

    def questions(self, reason: str) -> dict[int, int]:
        """Return how many questions were asked, by hop.

        One that was asked after the very same words is not counted: a telephone system that sends a request again
        must get the same answer.
        """
        asked = [each.hop for each in self.given if each.action == "ask" and each.reason != reason]
        return {hop: asked.count(hop) for hop in asked}

    @property
    def first_reason(self) -> str:
        """What the caller said first; empty for a new call."""
        return self.given[0].reason if self.given else ""

    def warned(self, reason: str, now: datetime) -> bool:
        """Tell whether the caller was warned before this; a request that is sent again is not yet another abuse."""
        return any(each.warned and (each.reason != reason or _long_after(each, now)) for each in self.given)

    @property
    def promised(self) -> str:
        """Return the last promise made to the caller; empty if there was none."""
        return next((each.promised for each in reversed(self.given) if each.promised), "")


def expected_failures(tried: frozenset[str], catalogue: Catalogue) -> dict[str, float]:
    """Return, for each intent of the departments tried, how often they are expected to fail callers who are right."""
    prior = catalogue.organisation.fails_though_right
    return {name: prior for name, intent in catalogue.intents.items() if intent.department in tried}


def _long_after(given: Given, now: datetime) -> bool:
    return now - given.at >= timedelta(seconds=RETURN_S)


def fails_though_right(prior: float, sent: float, came_back: float, weight: float = 20.0) -> float:
    """Return how often a department fails callers who are right there, 0 to 1.

    Parameters
    ----------
    prior
        What the organisation expects, 0 to 1; it counts as much as `weight` transfers.
    sent
        Transfers to the department that were right, as far as the model's probabilities tell: their sum.
    came_back
        Callers who came back, less those who were expected to because the transfer was wrong; not below 0.
    """
    return min(1.0, (prior * weight + min(came_back, sent)) / (weight + sent))
