"""No caller meets a closed door: who stands in for a department that is closed or has too long a queue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.decision import Callback, Decision, Operator, Transfer, Urgent
from routing.domain.manner import Manner
from routing.domain.switchboard import Switchboard

EVENS = 0.5


def through_an_open_door(decision: Decision, call: Call, belief: Belief, board: Switchboard) -> Decision:
    """Return the decision, or what takes its place when its department does not answer in reasonable time.

    An urgent reason goes to whoever covers, else to the front desk, now. Any other goes to whoever covers, else is
    rung back at a time at which the department is open, and only if there is none to the front desk. Where life is in
    danger, or may be, and the front desk is closed, whoever covers for it takes the call, and the emergency number is
    told. Who asks for a person is not rung back while one is there.
    """
    desk = decision.department
    if isinstance(decision, Operator) and call.had_by_front_desk:
        decision = replace(decision, owner=True)
    if isinstance(decision, Transfer) and not board.answers(desk):
        return _in_place_of(desk, call, belief, board)
    if isinstance(decision, Urgent | Operator) and desk in board.closed:
        cover = _first(_open_covers(desk, call, board))
        best = _likeliest(belief)
        if isinstance(decision, Urgent):
            return Urgent(cover or desk)
        if cover:
            return Transfer(cover, instead_of=desk)
        if best and (Manner.CONCERN not in call.manners or _is_urgent(best, belief, board)) and not decision.owner:
            return _in_place_of(best, call, belief, board) if not board.answers(best) else Transfer(best)
        return Urgent(desk) if Manner.CONCERN in call.manners else _rung_back(desk, board) or decision
    return decision


def _in_place_of(department: str, call: Call, belief: Belief, board: Switchboard) -> Decision:
    cover = _first(cover for cover in _open_covers(department, call, board) if board.answers(cover))
    if cover:
        return Transfer(cover, instead_of=department)
    if _is_urgent(department, belief, board):
        return _urgently(department, call, board)
    if Manner.PERSON in call.manners and board.front_desk not in board.closed:
        return Operator(board.front_desk, instead_of=department if department in board.closed else "")
    if rung_back := _rung_back(department, board):
        return rung_back
    return Operator(board.front_desk, instead_of=department) if department in board.closed else Transfer(department)


def _urgently(department: str, call: Call, board: Switchboard) -> Decision:
    """Return who takes an urgent reason now: a long queue is still better than a closed door or a later call."""
    if department not in board.closed:
        return Transfer(department)
    desk = board.front_desk
    if desk not in board.closed:
        return Operator(desk, instead_of=department)
    cover = _first((*_open_covers(department, call, board), *_open_covers(desk, call, board)))
    if cover:
        return Transfer(cover, instead_of=department)
    return _rung_back(department, board) or Operator(desk, instead_of=department)


def _is_urgent(department: str, belief: Belief, board: Switchboard) -> bool:
    """Tell whether a department is more likely rung about what cannot wait, each second of it counted as it counts."""
    own = {name: p for name, p in belief.intents.items() if belief.department_of[name] == department}
    urgent = sum(p for name, p in own.items() if name in board.urgent)
    return urgent > 0 and urgent * board.costs.urgent_factor >= sum(own.values()) - urgent


def _likeliest(belief: Belief) -> str | None:
    """Return the department that is likelier than all others together, if there is one."""
    ranked = belief.ranked()
    return ranked[0][0] if ranked and ranked[0][1] > EVENS else None


def _open_covers(department: str, call: Call, board: Switchboard) -> tuple[str, ...]:
    covers = board.covered_by.get(department, ())
    return tuple(cover for cover in covers if cover not in board.closed and cover not in call.tried)


def _first(covers: Iterable[str]) -> str | None:
    return next(iter(covers), None)


def _rung_back(department: str, board: Switchboard) -> Callback | None:
    at = board.rings_back.get(department)
    return Callback(department, at) if at else None
