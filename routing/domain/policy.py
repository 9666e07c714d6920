"""From what is believed of a call to the one action that costs the caller least of their time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.catalogue import Costs
from routing.domain.danger import in_danger
from routing.domain.decision import Ask, Decision, Operator, Transfer, Urgent

MAX_OPTIONS = 3
LEAST_OPTION = 0.1
MAX_QUESTIONS_PER_HOP = 1
MAX_QUESTIONS_PER_CALL = 2


@dataclass(frozen=True)
class Switchboard:
    """What the policy needs to know of the organisation."""

    costs: Costs
    front_desk: str
    max_hops: int


def decide(call: Call, belief: Belief, board: Switchboard) -> Decision:
    """Return the first rule's answer; the last rule always has one. No transfer leads to a closed door."""
    offered = belief.without(call.tried | call.ruled_out)
    answers = (rule(call, offered, board) for rule in RULES)
    decision = next(answer for answer in answers if answer is not None)
    shut = isinstance(decision, Transfer) and decision.department in call.closed
    return Operator(board.front_desk) if shut else decision


def life_in_danger(call: Call, belief: Belief, board: Switchboard) -> Decision | None:
    """A life that may be in danger gets a person at once: never a menu, never a queue."""
    return Urgent(board.front_desk) if in_danger(call.reason) else None


def passed_on_too_often(call: Call, belief: Belief, board: Switchboard) -> Decision | None:
    """A caller who has been passed on `max_hops` times gets a person who stays with them."""
    return Operator(board.front_desk) if call.hops >= board.max_hops else None


def the_caller_chose(call: Call, belief: Belief, board: Switchboard) -> Decision | None:
    """A caller who was asked and picked a department goes there, unless it has already failed them."""
    return Transfer(call.chosen) if call.chosen and call.chosen not in call.tried else None


def cheapest_for_the_caller(call: Call, belief: Belief, board: Switchboard) -> Decision:
    """Return the action with the least expected loss of the caller's time; on a tie the plainer one."""
    losses = expected_losses(call, belief, board)
    return min(losses, key=lambda decision: losses[decision])


RULES = (life_in_danger, passed_on_too_often, the_caller_chose, cheapest_for_the_caller)


def expected_losses(call: Call, belief: Belief, board: Switchboard) -> Mapping[Decision, float]:
    """Return the seconds each possible action is expected to cost this caller, plainest action first.

    A transfer costs the chance of being wrong times a wrong transfer. A question costs its own time, then nothing
    if the right department is among its options, and the operator if not. The operator costs their own time.

    An option less likely than one in ten makes the question longer than it is worth, and the front desk is never an
    option: it is where "something else" leads.
    """
    costs, ranked = board.costs, [item for item in belief.ranked() if item[1] > 0]
    losses: dict[Decision, float] = {}
    if ranked:
        best, p = ranked[0]
        losses[Transfer(best)] = (1 - p) * costs.wrong_transfer_s
    losses[Operator(board.front_desk)] = costs.operator_s
    likely = [item for item in ranked if item[1] >= LEAST_OPTION and item[0] != board.front_desk]
    options = likely[:MAX_OPTIONS]
    if options and _may_ask(call):
        named = sum(p for _, p in options)
        question = Ask(options[0][0], tuple(department for department, _ in options))
        losses[question] = costs.question_s + (1 - named) * costs.operator_s
    return losses


def _may_ask(call: Call) -> bool:
    return call.questions_asked < MAX_QUESTIONS_PER_HOP and call.questions_in_call < MAX_QUESTIONS_PER_CALL
