"""Belief and decision of one call, before any words are found for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.catalogue import Catalogue
from routing.domain.decision import Ask, Callback, Decision, Operator, Transfer
from routing.domain.policy import decide
from routing.domain.switchboard import Switchboard, all_open

MOSTLY = 0.5


@dataclass(frozen=True)
class Judgement:
    """What was believed and decided.

    Attributes
    ----------
    belief
        About the call as a whole, departments that failed counted as evidence.
    known
        The same without what the caller has just said it is not.
    offered
        The same after departments that failed or were ruled out have been struck.
    """

    belief: Belief
    known: Belief
    offered: Belief
    decision: Decision

    @property
    def right_place(self) -> str:
        """The department that would finish the call, which is not the decision's when that stands in for another."""
        stands_in = isinstance(self.decision, Transfer | Operator) and self.decision.instead_of
        return stands_in or self.decision.department

    @property
    def confidence(self) -> float:
        """Probability that the call is for the department that the decision means, 0 to 1."""
        return min(self.offered.departments.get(self.right_place, 0.0), 1.0)

    @cached_property
    def intent(self) -> str | None:
        """The likeliest intent of the department that is meant; when a person takes the call, the likeliest of all."""
        if isinstance(self.decision, Transfer | Ask | Callback):
            return self.offered.best_intent(self.right_place)
        ranked = self.known.ranked()
        return self.known.best_intent(ranked[0][0]) if ranked else None

    @cached_property
    def sure_of_intent(self) -> bool:
        """Whether the intent is likelier than all other readings together, so that it may be said back."""
        return self.intent is not None and self.known.intents.get(self.intent, 0.0) > MOSTLY

    @property
    def options(self) -> tuple[str, ...]:
        """The likeliest intent of each department that a question offers."""
        offered = self.decision.options if isinstance(self.decision, Ask) else ()
        return tuple(intent for department in offered if (intent := self.offered.best_intent(department)))


def judge(call: Call, belief: Belief, catalogue: Catalogue, board: Switchboard | None = None) -> Judgement:
    """Return the judgement of a call; the same inputs always give the same answer.

    Parameters
    ----------
    board
        The organisation at this moment; None for one where every department answers.
    """
    board = board or all_open(catalogue)
    informed = belief.after_failures(dict(call.fails))
    known, offered = informed.without(call.ruled_out), informed.without(call.tried | call.ruled_out)
    return Judgement(informed, known, offered, decide(call, informed, board))
