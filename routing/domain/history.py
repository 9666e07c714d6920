"""What has already happened in a call, read from the advice that was given in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from routing.domain.catalogue import Catalogue
from routing.domain.manner import Manner
from routing.domain.passed_on import was_passed_on

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
    reason, said
        What the caller had said in all, and what of it in this request; redacted.
    tried
        Departments known then to have had this caller.
    manners
        How the caller spoke.
    warned
        Whether the script warned that abuse ends the call.
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
    said: str
    tried: frozenset[str]
    manners: frozenset[str]
    warned: bool
    promised: str
    at: datetime


@dataclass(frozen=True)
class History:
    """All advice given in one call, oldest first."""

    given: tuple[Given, ...] = ()

    def hops(self, now: datetime, said: str = "") -> int:
        """Return how many transfers the caller has been through when they say `said` (redacted).

        A caller who asks again after a transfer has come back from it. Within 20 s nobody has: that is a telephone
        system repeating itself, or a receptionist mending a word; unless the words say so ("they couldn't help me").
        """
        if not self.given:
            return 0
        last = self.given[-1]
        returned = _long_after(last, now) or (said != last.said and was_passed_on(said))
        return last.hop + (last.action in PASSED_ON and returned)

    def had_by_front_desk(self, hops: int) -> bool:
        """Tell whether a person at the front desk had this caller before transfer number `hops` (from 0) is made."""
        return any(each.action == "operator" and each.hop < hops for each in self.given)

    @property
    def first_intent(self) -> str:
        """What the caller was first understood to ring about; empty if nobody knows."""
        return next((each.intent for each in self.given if each.intent), "")

    def tried(self, hops: int) -> frozenset[str]:
        """Return the departments that had this caller before the transfer number `hops` (from 0) is made.

        They were told by the telephone system, or the caller came back from them.
        """
        last_of_hop = {each.hop: each for each in self.given if each.hop < hops}
        sent = {each.department for each in last_of_hop.values() if each.action == "transfer"}
        return frozenset(sent.union(*(each.tried for each in self.given)))

    def questions(self, said: str, hop: int, now: datetime) -> dict[int, int]:
        """Return how many questions were asked, by hop, each counted once however often it was sent.

        One that was asked at this hop after the very same words, less than 20 s ago, is not counted: a telephone
        system that sends a request again must get the same answer.
        """
        asked = {(each.hop, each.said): each for each in self.given if each.action == "ask"}
        latest = asked.get((hop, said))
        if latest and not _long_after(latest, now):
            del asked[hop, said]
        hops = [each for each, _ in asked]
        return {each: hops.count(each) for each in hops}

    def reason_before(self, said: str) -> str:
        """Return what was said in this call before these words; empty for a new call.

        For words that are in the record already it is what was said before they were said first.
        """
        before = ""
        for each in self.given:
            if each.said == said:
                return before
            before = each.reason
        return before

    def warned(self, said: str) -> bool:
        """Tell whether the caller was warned before these words; words in the record already are no new abuse."""
        return any(each.warned for each in self.given) and all(each.said != said for each in self.given)

    @property
    def in_danger(self) -> bool:
        """Whether a life may have been in danger at any time of the call."""
        return any(each.manners & {Manner.DANGER, Manner.CONCERN} for each in self.given)

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
