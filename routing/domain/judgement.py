"""Belief and decision of one call, before any words are found for them."""

from __future__ import annotations

from dataclasses import dataclass

from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.catalogue import Catalogue
from routing.domain.decision import Ask, Decision, Transfer
from routing.domain.policy import Switchboard, decide

MOSTLY = 0.5


@dataclass(frozen=True)
class Judgement:
    """What was believed and decided.

    Attributes
    ----------
    belief
        About the call as a whole.
    offered
        The same after departments that failed or were ruled out have been struck.
    """

    belief: Belief
    offered: Belief
    decision: Decision

    @property
    def confidence(self) -> float:
        """Probability that the decision's department is the right one, 0 to 1."""
        return min(self.offered.departments.get(self.decision.department, 0.0), 1.0)

    @property
    def intent(self) -> str | None:
        """The likeliest intent of the decision's department; when a person takes the call, the likeliest of all."""
        if isinstance(self.decision, Transfer | Ask):
            return self.offered.best_intent(self.decision.department)
        ranked = self.belief.ranked()
        return self.belief.best_intent(ranked[0][0]) if ranked else None

    @property
    def sure_of_intent(self) -> bool:
        """Whether the intent is likelier than all other readings together, so that it may be said back."""
        return self.intent is not None and self.belief.intents[self.intent] > MOSTLY

    @property
    def options(self) -> tuple[str, ...]:
        """The likeliest intent of each department that a question offers."""
        offered = self.decision.options if isinstance(self.decision, Ask) else ()
        return tuple(intent for department in offered if (intent := self.offered.best_intent(department)))


def judge(call: Call, belief: Belief, catalogue: Catalogue) -> Judgement:
    """Return the judgement of a call; the same inputs always give the same answer."""
    organisation = catalogue.organisation
    board = Switchboard(organisation.costs, organisation.front_desk, organisation.max_hops)
    return Judgement(belief, belief.without(call.tried | call.ruled_out), decide(call, belief, board))
