"""The four ways to find a caller's department: the advisor's own and what organisations have instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.catalogue import Catalogue
from routing.domain.decision import Ask, Operator, Transfer
from routing.domain.history import expected_failures
from routing.domain.judgement import judge

KEYPAD_MENU, BEST_GUESS, FIXED_THRESHOLD, OURS = "keypad_menu", "best_guess", "fixed_threshold", "ours"


@dataclass(frozen=True)
class Listen:
    """Let the caller hear the keypad menu and choose."""


Move = Transfer | Ask | Operator | Listen


@dataclass(frozen=True)
class Policy:
    """A way to find a caller's department.

    Attributes
    ----------
    spoken
        Whether callers are asked to say their reason.
    decide
        From a call and what is believed of it to the next move.
    """

    name: str
    spoken: bool
    decide: Callable[[Call, Belief], Move]


def keypad_menu() -> Policy:
    """Return the policy that lets callers choose from a keypad menu, again and again."""
    return Policy(KEYPAD_MENU, spoken=False, decide=lambda call, belief: Listen())


def best_guess(front_desk: str) -> Policy:
    """Return the policy that always transfers to the likeliest department left."""
    return Policy(BEST_GUESS, spoken=True, decide=_at_least(0.0, front_desk))


def fixed_threshold(threshold: float, front_desk: str) -> Policy:
    """Return the policy that transfers to the likeliest department if it is likely enough, else to the front desk."""
    return Policy(FIXED_THRESHOLD, spoken=True, decide=_at_least(threshold, front_desk))


def _at_least(threshold: float, front_desk: str) -> Callable[[Call, Belief], Move]:
    def decide(call: Call, belief: Belief) -> Move:
        left = (item for item in belief.ranked() if item[0] not in call.tried)
        department, p = next(left, (front_desk, 1.0))
        return Transfer(department) if p >= threshold else Operator(front_desk)

    return decide


def ours(catalogue: Catalogue) -> Policy:
    """Return the advisor's own policy. It remembers its decisions, so playing a call again costs next to nothing.

    A call must be known by its id: the same call always comes with the same belief.
    """
    decided: dict[Call, Move] = {}

    def decide(call: Call, belief: Belief) -> Move:
        if call not in decided:
            decided[call] = _move(call, belief, catalogue)
        return decided[call]

    return Policy(OURS, spoken=True, decide=decide)


def _move(call: Call, belief: Belief, catalogue: Catalogue) -> Move:
    """Return what the advisor does; whatever is neither a transfer nor a question brings a person to the line."""
    informed = replace(call, fails=tuple(expected_failures(call.tried, catalogue).items()))
    decision = judge(informed, belief, catalogue).decision
    return decision if isinstance(decision, Transfer | Ask) else Operator(catalogue.front_desk.id)
