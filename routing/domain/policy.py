"""From what is believed of a call to the one action that costs the caller least of their time."""

from __future__ import annotations

from collections.abc import Mapping

from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.decision import Ask, Decision, End, Operator, Transfer, Urgent
from routing.domain.doors import through_an_open_door
from routing.domain.manner import Manner
from routing.domain.switchboard import Switchboard

MAX_OPTIONS = 3
LEAST_OPTION = 0.1
MAX_QUESTIONS_PER_HOP = 1
MAX_QUESTIONS_PER_CALL = 2
NO_MENU = frozenset((Manner.CONCERN, Manner.PERSON, Manner.DISTRESS, Manner.CONFUSION))


def decide(call: Call, belief: Belief, board: Switchboard) -> Decision:
    """Return the first rule's answer, led through an open door; the last rule always has one."""
    offered = belief.without(call.tried | call.ruled_out)
    answers = (rule(call, offered, board) for rule in RULES)
    decision = next(answer for answer in answers if answer is not None)
    return through_an_open_door(decision, call, offered, board)


def life_in_danger(call: Call, belief: Belief, board: Switchboard) -> Decision | None:
    """A life that may be in danger gets a person at once: never a menu, never a queue."""
    return Urgent(board.front_desk) if Manner.DANGER in call.manners else None


def somebody_should_listen(call: Call, belief: Belief, board: Switchboard) -> Decision | None:
    """Where danger is not plain but possible, a person takes the call and listens for it."""
    return Operator(board.front_desk) if Manner.CONCERN in call.manners else None


def abusive_after_the_warning(call: Call, belief: Belief, board: Switchboard) -> Decision | None:
    """A caller who goes on abusing, in so many words, after the warning: the call ends if the house allows it.

    Else a person decides. What only the model took for abuse ends no call.
    """
    if Manner.ABUSE not in call.manners or not call.warned or not call.insulting:
        return None
    return End(board.front_desk) if board.may_end_calls else Operator(board.front_desk)


def passed_on_too_often(call: Call, belief: Belief, board: Switchboard) -> Decision | None:
    """A caller who has been passed on `max_hops` times gets a person who owns the call and stays with it."""
    return Operator(board.front_desk, owner=True) if call.hops >= board.max_hops else None


def the_caller_chose(call: Call, belief: Belief, board: Switchboard) -> Decision | None:
    """A caller who was asked and picked a department goes there, unless it has already failed them."""
    return Transfer(call.chosen) if call.chosen and call.chosen not in call.tried else None


def cheapest_for_the_caller(call: Call, belief: Belief, board: Switchboard) -> Decision:
    """Return the action with the least expected loss of the caller's time; on a tie the plainer one."""
    losses = expected_losses(call, belief, board)
    return min(losses, key=lambda decision: losses[decision])


RULES = (
    life_in_danger,
    somebody_should_listen,
    abusive_after_the_warning,
    passed_on_too_often,
    the_caller_chose,
    cheapest_for_the_caller,
)


def expected_losses(call: Call, belief: Belief, board: Switchboard) -> Mapping[Decision, float]:
    """Return the seconds each possible action is expected to cost this caller, plainest action first.

    A transfer costs the chance of being wrong times a wrong transfer. A question costs its own time, then nothing
    if the right department is among its options, and the operator if not. The operator costs their own time.
    A caller whose matter is urgent loses `urgent_factor` seconds by each second, in every action alike; so a probable
    fraud is put through where a probable change of address is asked about.

    An option less likely than one in ten makes the question longer than it is worth, and the front desk is never an
    option: it is where "something else" leads.
    """
    costs, ranked = board.costs, [item for item in belief.ranked() if item[1] > 0]
    stakes, everything = _stakes(belief, board)
    losses: dict[Decision, float] = {}
    if ranked:
        best = ranked[0][0]
        losses[Transfer(best)] = (everything - stakes[best]) * costs.wrong_transfer_s
    losses[Operator(board.front_desk)] = everything * costs.operator_s
    likely = [item for item in ranked if item[1] >= LEAST_OPTION and item[0] != board.front_desk]
    options = tuple(department for department, _ in likely[:MAX_OPTIONS])
    if options and _may_ask(call):
        unnamed = everything - sum(stakes[department] for department in options)
        losses[Ask(options[0], options)] = everything * costs.question_s + unnamed * costs.operator_s
    return losses


def _stakes(belief: Belief, board: Switchboard) -> tuple[Mapping[str, float], float]:
    """Return the probability of each department, each intent counted as often as its seconds count; and of all.

    What is "none of these" counts once.
    """
    extra = board.costs.urgent_factor - 1
    stakes = dict(belief.departments)
    total = 0.0
    for intent, p in belief.intents.items():
        if intent in board.urgent:
            stakes[belief.department_of[intent]] += extra * p
            total += extra * p
    return stakes, 1 + total


def _may_ask(call: Call) -> bool:
    """Tell whether a question may be put: not too many, not into silence, and no menu for one who needs a person."""
    asked = call.questions_asked >= MAX_QUESTIONS_PER_HOP or call.questions_in_call >= MAX_QUESTIONS_PER_CALL
    return not asked and not call.silent and not call.manners & NO_MENU
